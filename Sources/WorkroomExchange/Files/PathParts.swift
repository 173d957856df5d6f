/// A path taken apart at its last separator.
package struct PathParts: Hashable, Sendable {
  /// The folder, `.` where the path names none.
  package let folder: String
  package let name: String

  package init(_ path: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      folder = "."
      name = path
      return
    }
    let before = String(path[..<slash])
    folder = before.isEmpty ? "/" : before
    name = String(path[path.utf8.index(after: slash)...])
  }

  /// The name without its last extension; a name that only starts with a dot has none.
  package var stem: String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The path of another file in the same folder.
  package func sibling(_ name: String) -> String {
    if folder == "." { return name }
    return folder == "/" ? "/" + name : folder + "/" + name
  }
}

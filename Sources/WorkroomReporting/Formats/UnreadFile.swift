internal import WorkroomLanguage

/// A file that was named and could not be looked at.
package struct UnreadFile: Hashable, Sendable {
  /// Its path, as it was given.
  package var path: String
  /// Why not, in one line that stands alone.
  package var reason: String

  package init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }

  var json: JSON { .object([("file", .text(path)), ("title", .text(reason))]) }
}

extension [UnreadFile] {
  /// `, 2 files not read`; nothing where all were.
  var tally: Escaped { isEmpty ? "" : ", " + counted(count, "file") + " not read" }
}

extension Finding {
  private static let unreadFile = Rule(id: "unread", slug: "file-not-read", severity: .error, help: "")

  /// A file that could not be looked at; it has no place inside, so the place is its beginning.
  init(_ file: UnreadFile) {
    rule = Self.unreadFile
    (severity, title) = (.error, file.reason)
    place = Place(file: file.path, region: Region(line: 1, column: 1, endLine: 1, endColumn: 1), label: "")
  }
}

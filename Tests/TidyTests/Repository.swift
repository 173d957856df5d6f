import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files of this package, as the house rules read them.
enum Repository {
  struct File: CustomTestStringConvertible, Sendable {
    /// From the package's folder on: `Sources/Workroom/Program.swift`.
    let path: String
    let bytes: [UInt8]

    var lines: [Substring] {
      String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }
    /// The folder below `Sources` or `Tests`.
    var target: String { String(path.split(separator: "/")[1]) }
    var testDescription: String { path }

    /// The modules that it imports, with the line of each.
    var imports: [(line: Int, module: String)] {
      lines.enumerated().compactMap { index, line in
        let words = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0].split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count else { return nil }
        guard words[..<place].allSatisfy({ $0.hasPrefix("@") || File.access.contains($0) }) else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = kinds.contains(words[place + 1]) && place + 2 < words.count ? words[place + 2] : words[place + 1]
        return (index + 1, String(name.prefix { $0 != "." }))
      }
    }

    private static let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
  }

  static let root: String = {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  }()

  static let manifest = file("Package.swift")
  static let sources = swiftFiles("Sources")
  static let tests = swiftFiles("Tests")

  /// Modules of the package in the order of the manifest, those of tests included.
  static let targets: [String] = {
    var names: [String] = []
    for kind in manifest.split(separator: ".").filter({ part in kinds.contains { part.hasPrefix($0) } }) {
      guard let start = kind.firstRange(of: "name: \"")?.upperBound else { continue }
      names.append(String(kind[start...].prefix { $0 != "\"" }))
    }
    return names
  }()

  private static let kinds = ["systemLibrary(", "target(", "executableTarget(", "testTarget("]

  static func file(_ path: String) -> String { String(decoding: read("\(root)/\(path)"), as: UTF8.self) }

  private static func swiftFiles(_ folder: String) -> [File] {
    paths(folder).filter { $0.hasSuffix(".swift") }.sorted().map { File(path: $0, bytes: read("\(root)/\($0)")) }
  }

  private static func paths(_ folder: String) -> [String] {
    guard let directory = opendir("\(root)/\(folder)") else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasPrefix(".") { continue }
      let path = "\(folder)/\(name)"
      if entry.pointee.d_type == UInt8(DT_DIR) { found += paths(path) } else { found.append(path) }
    }
    return found
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}

import WorkroomReporting

/// `workroom version`
enum VersionVerb {
  static let usage = "workroom version"

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: [], usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    try Tool.print("workroom \(toolVersion)")
    return 0
  }
}

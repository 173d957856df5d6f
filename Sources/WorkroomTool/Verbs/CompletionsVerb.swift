import WorkroomLanguage

/// `workroom completions bash|zsh|fish`
enum CompletionsVerb {
  static let usage = "workroom completions bash|zsh|fish"

  /// The shells that completions are made for, and how each gets them.
  static let shells: [(name: String, script: @Sendable ([Verb]) -> String)] = [
    ("bash", BashCompletions.script), ("zsh", ZshCompletions.script), ("fish", FishCompletions.script),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: [], usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 1, usage)
    guard let name = arguments.words.first else { throw Failure("for which shell?", 64, [usage]) }
    guard let shell = shells.first(where: { $0.name == name }) else {
      let near = Spelling.nearest(to: name, among: shells.map(\.name))
      throw Failure(
        "there are no completions for `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 64, [usage])
    }
    for line in shell.script(Main.verbs).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      try Tool.print(String(line))
    }
    return 0
  }
}

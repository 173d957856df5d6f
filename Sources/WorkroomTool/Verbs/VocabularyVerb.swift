import WorkroomLanguage
import WorkroomReporting

/// `workroom vocabulary`
enum VocabularyVerb {
  static let usage = "workroom vocabulary"

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: [], usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    let text = Vocabulary.source.text(0..<Vocabulary.source.bytes.count)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      try Terminal.write(Escaped.terminal(String(line)) + "\n", to: .standardOutput)
    }
    return 0
  }
}

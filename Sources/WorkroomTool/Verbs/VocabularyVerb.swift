import WorkroomLanguage
import WorkroomReporting

/// `workroom vocabulary`
enum VocabularyVerb {
  static func run(_ words: [String]) throws -> Int32 {
    let text = Vocabulary.source.text(0..<Vocabulary.source.bytes.count)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      try Terminal.write(Escaped.terminal(String(line)) + "\n", to: .standardOutput)
    }
    return 0
  }
}

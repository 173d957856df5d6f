/// `workroom explain why ...`
enum ExplainVerb {
  static let options = ExplainParticipation.options

  static func run(_ words: [String]) throws -> Int32 {
    if words.first == "why" || words.contains("--help") || words.contains("-h") {
      return try ExplainParticipation.run(words)
    }
    throw Failure("what is to be explained? say `why` and somebody's name", 64, [ExplainParticipation.usage])
  }
}

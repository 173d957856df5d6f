import WorkroomPages
import WorkroomReporting

/// `workroom explain [CODE]`; with `why` as its first word, what has become of somebody; with `metric`, a figure.
enum ExplainVerb {
  static let usage =
    "workroom explain [CODE], such as `workroom explain W0201` | " + ExplainMetric.usage
    + " | " + ExplainParticipation.usage
  static let options = ExplainParticipation.options + ReportChoices.options

  static func run(_ words: [String]) throws -> Int32 {
    if words.first == "why" { return try ExplainParticipation.run(words) }
    if words.first == "owed" { return try ExplainParticipation.owed(words) }
    if words.first == "metric" || words.first == "metrics" { return try ExplainMetric.run(words) }
    let arguments = try Arguments(words, options: [], usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 1, usage)
    let colour = try Tool.colour(arguments)
    guard let word = arguments.words.first else {
      try Terminal.write(list(colour), to: .standardOutput)
      return 0
    }
    guard let page = DiagnosticPage.find(word) else { throw unknown(word) }
    try Terminal.write(render(page, colour), to: .standardOutput)
    return 0
  }

  private static func unknown(_ word: String) -> Failure {
    let near = DiagnosticPage.nearest(to: word).map { "`\($0.code)` is \($0.slug): \($0.summary)" }
    return Failure(
      "no diagnostic is called `\(word.prefix(60))`", 64,
      near + ["`workroom explain` lists them all; `explain why NAME` tells of somebody"])
  }

  /// All codes with what they say, a line each.
  private static func list(_ colour: Colour) -> Escaped {
    let wide = DiagnosticPage.all.map(\.slug.utf8.count).max() ?? 0
    return DiagnosticPage.all.map { page in
      let name = colour(.emphasis, .terminal(page.code)) + "  " + Escaped.terminal(page.slug).padded(to: wide)
      return name + "  " + .terminal(page.summary) + "\n"
    }.joined()
  }

  /// A page for a terminal: headings stand out, programs are set in.
  private static func render(_ page: DiagnosticPage, _ colour: Colour) -> Escaped {
    var isProgram = false
    var text: Escaped = ""
    for line in page.lines {
      if line.hasPrefix("```") {
        isProgram.toggle()
      } else if isProgram {
        text += "    " + Escaped.terminal(line) + "\n"
      } else if let mark = line.firstIndex(of: " "), line.hasPrefix("#") {
        text += colour(.emphasis, .terminal(String(line[line.index(after: mark)...]))) + "\n"
      } else {
        text += Escaped.terminal(line) + "\n"
      }
    }
    return text
  }
}

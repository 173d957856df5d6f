import Testing
import WorkroomLanguage

@testable import WorkroomReporting

/// The span of the `occurrence`-th place where `text` stands in a source.
func span(
  of text: String, in sources: [SourceText], _ source: Int = 0, occurrence: Int = 1
)
  -> Diagnostic.Span
{
  let (bytes, sought) = (sources[source].bytes, Array(text.utf8))
  var left = occurrence
  for start in 0...max(0, bytes.count - sought.count) where bytes[start...].starts(with: sought) {
    left -= 1
    if left == 0 { return .init(source: source, range: start..<start + sought.count) }
  }
  preconditionFailure("`\(text)` is not there")
}

@Suite struct HumanDiagnosticsTests {
  static let spring = SourceText(
    name: "spring.workflow",
    text: """
      workflow spring





      stage invited
        go to x






        go to invted
      """)

  private func human(_ diagnostics: [Diagnostic], _ sources: [SourceText], showsAll: Bool = false) -> String {
    DiagnosticFormat.human(width: 80, colour: .off).render(diagnostics, in: sources, showsAll: showsAll).text
  }

  private var unknown: Diagnostic {
    let sources = [Self.spring]
    var diagnostic = Diagnostic(
      .unknownStage, "no stage is called `invted`", at: span(of: "invted", in: sources),
      label: "not declared here",
      related: [.init(span: span(of: "invited", in: sources), label: "a stage with a similar name")],
      notes: ["names are case sensitive"], help: ["write `invited`"],
      fixes: [.init(safety: .safe, edits: [(span(of: "invted", in: sources), "invited")])])
    diagnostic.enclosing = "stage active › track links"
    return diagnostic
  }

  @Test func shape() {
    #expect(
      human([unknown], [Self.spring]) == """
        error[W0201]: no stage is called `invted`
          ┌─ spring.workflow:15:9      stage active › track links
        15│   go to invted
          │         ^^^^^^ not declared here
         7│ stage invited
          │       ------- a stage with a similar name
          note: names are case sensitive
          help: write `invited`

        1 error in spring.workflow

        """)
  }

  @Test func tabsWideAndHiddenCharactersKeepTheMarksRight() {
    let sources = [SourceText(name: "a\u{1B}.workflow", text: "\tsay\t\"日本 e\u{301}\u{202E}\" oops\n")]
    let hidden = Diagnostic(.hiddenCharacter, "hidden", at: span(of: "\u{202E}", in: sources), label: "here")
    let word = Diagnostic(.foreignWord, "foreign", at: span(of: "oops", in: sources), label: "there")
    #expect(
      human([word, hidden], sources) == """
        error[W0003]: hidden
          ┌─ a‹ESC›.workflow:1:12
         1│     say "日本 e\u{301}‹U+202E›" oops
          │                ^^^^^^^^ here

        error[W0007]: foreign
          ┌─ a‹ESC›.workflow:1:15
         1│     say "日本 e\u{301}‹U+202E›" oops
          │                          ^^^^ there

        2 errors in a‹ESC›.workflow

        """)
  }

  @Test func placesInOneLineAndInOtherFiles() {
    let sources = [
      SourceText(name: "a", text: "set x to x\r\nend\r\n"), SourceText(name: "b", text: "\n\n  x\n"),
    ]
    let diagnostic = Diagnostic(
      .setTwice, "twice", at: span(of: "x", in: sources, occurrence: 2), label: "again",
      related: [
        .init(span: span(of: "x", in: sources), label: "first"),
        .init(span: span(of: "x", in: sources, 1), label: "declared"),
      ], help: ["write\nset x"])
    #expect(
      human([diagnostic], sources) == """
        error[W0410]: twice
          ┌─ a:1:10
         1│ set x to x
          │          ^ again
          │     - first
          ┌─ b:3:3
         3│   x
          │   - declared
          help: write
                set x

        1 error in a

        """)
  }

  @Test func spansAtTheEndOfALineAndAcrossLines() {
    let sources = [SourceText(name: "a", text: "on x\nstage y\n  end\n")]
    let stops = Diagnostic(.lineStopsEarly, "stops", at: .init(source: 0, range: 4..<4), label: "here")
    let block = Diagnostic(.unclosedBlock, "open", at: .init(source: 0, range: 5..<18), label: "not closed")
    let last = Diagnostic(.strayEnd, "at the end", at: .init(source: 0, range: 19..<19), label: "")
    let text = human([stops, block, last], sources)
    #expect(text.contains(" 1│ on x\n  │     ^ here\n"))
    #expect(text.contains(" 2│ stage y\n  │ ^^^^^^^ not closed\n"))
    #expect(text.contains("  ┌─ a:4:1\n 4│\n  │ ^\n"))
  }

  @Test func aLongLineIsCutAroundTheSpan() {
    let filler = String(repeating: "größe ", count: 150_000)
    let sources = [SourceText(name: "long", text: filler + "oops " + filler)]
    let start = filler.utf8.count
    let found = Diagnostic(
      .foreignWord, "foreign", at: .init(source: 0, range: start..<start + 4), label: "here")
    let clock = ContinuousClock()
    var text = ""
    let time = clock.measure { text = human([found], sources) }
    #expect(
      text == """
        error[W0007]: foreign
          ┌─ long:1:900001
         1│ … größe größe größe größe oops größe größe größe größe größe größe größe gr…
          │                           ^^^^ here

        1 error in long

        """)
    #expect(time < .seconds(5))
  }

  @Test func aLongSpanEndsAtTheCut() {
    let sources = [SourceText(name: "long", text: "  say " + String(repeating: "x", count: 500))]
    let found = Diagnostic(.tooLong, "long", at: .init(source: 0, range: 6..<506), label: "too long")
    let lines = human([found], sources).split(separator: "\n")
    #expect(lines[2].hasSuffix("xxx…"))
    #expect(lines[2].count <= 80)
    #expect(lines[3].contains("^^^ too long"))
  }

  @Test func orderConsequencesAndLimit() {
    let sources = [SourceText(name: "b", text: "0123456789"), SourceText(name: "a", text: "x")]
    func at(_ source: Int, _ offset: Int, _ code: DiagnosticCode, follows: Bool = false) -> Diagnostic {
      var found = Diagnostic(
        code, code.slug, at: .init(source: source, range: offset..<offset + 1), label: "")
      found.isConsequence = follows
      return found
    }
    let mixed = [
      at(1, 0, .badLiteral), at(0, 4, .unknownStage), at(0, 4, .nothingLeaves), at(0, 4, .badLiteral),
      at(0, 2, .unknownStage), at(0, 1, .unknownStage, follows: true),
    ]
    let titles = human(mixed, sources).split(separator: "\n").filter { $0.contains("[W") }
    #expect(
      titles == [
        "error[W0201]: unknown-stage", "error[W0006]: bad-literal", "error[W0201]: unknown-stage",
        "warning[W0415]: nothing-leaves", "error[W0006]: bad-literal",
      ])
    #expect(
      human(mixed, sources).hasSuffix(
        "\n1 more follows from the errors above; --all shows it\n4 errors, 1 warning in 2 files\n"))
    #expect(human(mixed, sources, showsAll: true).contains("b:1:2"))

    let many = (0..<123).map { _ in at(0, 3, .unknownStage) }
    #expect(
      human(many, sources).hasSuffix("\n23 more findings not shown; --all shows them\n123 errors in b\n"))
    #expect(human([], sources) == "")

    let late = (0..<110).map { at(0, $0 % 8, .fieldNeverRead) } + [at(0, 9, .unknownStage)]
    #expect(
      human(late, sources).contains("error[W0201]") && human(late, sources).contains("11 more findings not shown"))
  }

  @Test func hostileWordsActOnNothing() {
    let sources = [SourceText(name: "a", text: "x\u{1B}]0;title\u{7}")]
    var found = Diagnostic(
      .unknownName, "no `\u{1B}[2J`\nerror[W9999]: forged", at: .init(source: 0, range: 1..<2),
      label: "\u{9B}1m",
      related: [.init(span: .init(source: 0, range: 0..<1), label: "\u{202E}")], notes: ["\u{1B}"],
      help: ["\u{7}"])
    found.enclosing = "stage \u{1B}c"
    for format in [DiagnosticFormat.human(width: 80, colour: .off), .compact, .json] {
      let text = format.render([found], in: sources).text
      #expect(!text.unicodeScalars.contains { $0.isUnseen && $0 != "\n" })
      #expect(!text.contains("\nerror[W9999]"))
    }
  }
}

@Suite struct MachineDiagnosticsTests {
  private let sources = [HumanDiagnosticsTests.spring]

  private var unknown: Diagnostic {
    var found = Diagnostic(
      .unknownStage, "no stage is called `invted`", at: span(of: "invted", in: sources),
      label: "not declared here",
      related: [.init(span: span(of: "invited", in: sources), label: "similar")],
      help: ["write `invited`", "or\nnot"],
      fixes: [.init(safety: .safe, edits: [(span(of: "invted", in: sources), "invited")])])
    found.enclosing = "stage active"
    return found
  }

  @Test func compact() {
    #expect(
      DiagnosticFormat.compact.render([unknown], in: sources).text
        == "spring.workflow:15:9: error[W0201] no stage is called `invted`; write `invited`\n")
  }

  @Test func json() {
    #expect(
      DiagnosticFormat.json.render([unknown], in: sources).text == #"""
        {"schemaVersion":1,"diagnostics":[{"code":"W0201","slug":"unknown-stage","severity":"error",\#
        "title":"no stage is called `invted`","file":"spring.workflow","line":15,"column":9,"endLine":15,\#
        "endColumn":15,"label":"not declared here","related":[{"file":"spring.workflow","line":7,"column":7,\#
        "endLine":7,"endColumn":14,"label":"similar"}],"enclosing":"stage active","notes":[],"help":["write `invited`",\#
        "or\nnot"],"fixes":[{"safety":"safe","edits":[{"file":"spring.workflow","start":59,"end":65,\#
        "text":"invited"}]}],"consequence":false}],"summary":{"errors":1,"warnings":0}}

        """#)
    #expect(
      DiagnosticFormat.json.render([], in: []).text
        == #"{"schemaVersion":1,"diagnostics":[],"summary":{"errors":0,"warnings":0}}"# + "\n")
  }
}

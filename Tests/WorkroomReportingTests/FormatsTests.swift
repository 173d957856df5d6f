import Foundation
import Testing
import WorkroomExchange
import WorkroomLanguage

@testable import WorkroomReporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The formats that other systems read, over every program that the language has a finding about.
@Suite struct FormatsTests {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let sources: [SourceText] = {
    let folder = package.appending(path: "Grammar/Invalid")
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
      $0.hasSuffix(".workflow")
    }
    return names.sorted().map { name in
      let bytes = (try? Data(contentsOf: folder.appending(path: name))).map { [UInt8]($0) } ?? []
      return SourceText(name: "Grammar/Invalid/\(name)", bytes: bytes)
    }
  }()

  static let diagnostics = sources.indices.flatMap { Checker.check(sources[$0], index: $0).diagnostics }

  private func schema(_ name: String) throws -> JSONValue {
    let file = Self.package.appending(path: "Grammar/schemas/\(name).schema.json")
    return try JSONReader.parse([UInt8](Data(contentsOf: file)))
  }

  private func value(_ text: Escaped) throws -> JSONValue {
    try JSONReader.parse(Array(text.text.utf8), limits: JSONLimits(bytesMax: 16 << 20))
  }

  private func list(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let elements)? = value { elements } else { [] }
  }

  static let report: TestReport = {
    let place = TestReport.Place(file: "a b/spring.scenario", line: 3, column: 5)
    let failure = TestReport.Failure(
      title: "mia is not in `active`", place: place, details: ["she is in `invited\u{1B}`", "100 %, a:b\nsecond"])
    let cases: [TestReport.Case] = [
      .init(name: "accepted", place: place, outcome: .passed),
      .init(name: "<refused> & \"held\"\u{0}", place: place, outcome: .failed([failure, failure])),
      .init(name: "later", place: place, outcome: .skipped("todo")),
    ]
    return TestReport(suites: [.init(file: "a b/spring.scenario", cases: cases)])
  }()

  // MARK: JSON

  @Test func findingsKeepToTheSchema() throws {
    #expect(Self.diagnostics.count > 250)
    let json = try value(DiagnosticFormat.json.render(Self.diagnostics, in: Self.sources))
    #expect(try SchemaCheck.faults(of: json, in: schema("check-1")) == [])
    #expect(list(json["diagnostics"]).count == Self.diagnostics.count)
  }

  @Test func outcomesKeepToTheSchema() throws {
    let json = try value(TestFormat.json.render(Self.report))
    #expect(try SchemaCheck.faults(of: json, in: schema("test-1")) == [])
    #expect(json["summary"]?["failed"] == .number("1"))
    let warned = try value(TestFormat.json.render(Self.warned))
    #expect(try SchemaCheck.faults(of: warned, in: schema("test-1")) == [])
    #expect(list(warned["warnings"]).first?["code"] == .string("W0616"))
  }

  /// A mistake in a file keeps its scenarios from being played, and is told in a document of the same schema.
  @Test func mistakesKeepToTheSchemaOfTests() throws {
    var report = TestReport(suites: [])
    report.refuse(Self.diagnostics, in: Self.sources)
    report.unread = [Self.unread]
    let json = try value(TestFormat.json.render(report))
    #expect(try SchemaCheck.faults(of: json, in: schema("test-1")) == [])
    let check = try value(DiagnosticFormat.json.render(Self.diagnostics, in: Self.sources))
    #expect(json["diagnostics"] == check["diagnostics"] && list(json["diagnostics"]).count > 250)
    #expect(list(json["unread"]).first?["file"] == .string(Self.unread.path))
    // Each finding is described there as it is in the schema of `check`.
    let described = try [schema("test-1"), schema("check-1")].map { $0["properties"]?["diagnostics"]?["items"] }
    #expect(described[0] == described[1] && described[0] != nil)
  }

  /// What could not be read, and what is covered too little, are in documents of the schemas.
  @Test func unreadFilesAndSharesKeepToTheSchemas() throws {
    let unread = try value(DiagnosticFormat.json.render([], in: [], unread: [Self.unread]))
    #expect(try SchemaCheck.faults(of: unread, in: schema("check-1")) == [])
    #expect(list(unread["unread"]).first?["file"] == .string(Self.unread.path))
    var report = Self.report
    report.coverage = [
      .init(file: "a.workflow", covered: 1, all: 8, share: 1_250, threshold: 9_000),
      .init(file: "b.workflow", covered: 0, all: 0, share: 10_000, threshold: nil),
    ]
    let json = try value(TestFormat.json.render(report))
    #expect(try SchemaCheck.faults(of: json, in: schema("test-1")) == [])
    #expect(list(json["coverage"]).map { $0["isEnough"] } == [.bool(false), nil])
    let run = try run(TestFormat.sarif(version: "1").render(report))
    #expect(list(run["results"]).last?["ruleId"] == .string("coverage"))
    #expect(list(run["results"]).last?["level"] == .string("error"))
    let junit = TestFormat.junit.render(report).text
    #expect(XMLParser(data: Data(junit.utf8)).parse())
    #expect(
      junit.contains(
        "<testsuite name=\"a.workflow\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">\n    <testcase name=\"coverage\""
      ), "\(junit)")
    #expect(!junit.contains("b.workflow"))
    report.coverage[0].threshold = 1_250
    #expect(TestFormat.junit.render(report).text.contains("<testcase name=\"coverage\" classname=\"a.workflow\"/>"))
    #expect(!TestFormat.github.render(report).text.contains("title=coverage"))
  }

  /// What could not be read is told in the formats of other systems, and nothing of its name acts there.
  @Test func whatCouldNotBeReadIsToldInEachFormat() throws {
    let files = [Self.unread]
    var report = Self.report
    report.unread = files
    let name = "b]]&gt;‹ESC›&#10;::error::.workflow"
    for (junit, test) in [
      (DiagnosticFormat.junit().render(Self.diagnostics, in: Self.sources, unread: files).text, "check"),
      (TestFormat.junit.render(report).text, "test"),
    ] {
      #expect(XMLParser(data: Data(junit.utf8)).parse())
      #expect(
        junit.contains(
          "<testsuite name=\"\(name)\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    <testcase name=\"\(test)\""
        ),
        "\(junit.suffix(600))")
      #expect(junit.contains("<error message=\"there is no `b]]&gt;‹ESC›`\" type=\"unread\">"))
      #expect(junit.prefix(200).contains("errors=\"1\""))
    }
    let line =
      "::error file=b]]>‹ESC›%0A%3A%3Aerror%3A%3A.workflow,line=1,endLine=1,col=1,endColumn=1,title=unread file-not-read::there is no `b]]>‹ESC›`"
    let found = [DiagnosticFormat.github.render([], in: [], unread: files), TestFormat.github.render(report)]
    #expect(found.allSatisfy { $0.text.split(separator: "\n")[0] == line }, "\(found[0].text)")
    let summaries = [DiagnosticFormat.githubSummary([], in: [], unread: files), report.githubSummary]
    #expect(summaries.allSatisfy { $0.text.contains(", 1 file not read\n") && $0.text.contains("error unread: there") })
    let clean = DiagnosticFormat.githubSummary([], in: Self.sources).text
    #expect(!clean.contains("not read") && !TestFormat.json.render(Self.report).text.contains("unread"))
  }

  /// A mark that keeps others from being played is told in every format.
  @Test(
    arguments: [
      (
        .human(colour: .off),
        """
        warning[W0616]: 1 other scenario is not played, since this one is marked `only`  a.workflow:1:10
          help: delete `only` before others use the file; `workroom test --only "s"` plays one without a mark in it

        1 scenario passed, 1 not played (1 since another is marked `only`)

        """
      ),
      (.compact, "a.workflow:1:10: warning[W0616] 1 other scenario is not played, since this one is marked `only`; "),
      (
        .github, "::warning file=a.workflow,line=1,endLine=1,col=10,endColumn=13,title=W0616 only-hides-others::1 other"
      ),
      (.sarif(version: "1"), "\"ruleId\":\"W0616\",\"ruleIndex\":0,\"level\":\"warning\""),
      (.junit, "<skipped message=\"another one is marked `only`\"/>"),
    ] as [(TestFormat, String)]) func whatOnlyHidesIsTold(_ format: TestFormat, _ words: String)
  {
    let text = format.render(Self.warned).text
    #expect(text.contains(words), "\(text)")
  }

  static let warned: TestReport = {
    let text = "scenario \"s\" only\n  given mia\n  expect mia in assigned\nend\n"
    let source = SourceText(name: "a.workflow", text: text + text.replacing("\"s\" only", with: "\"t\""))
    let place = TestReport.Place(file: "a.workflow", line: 1, column: 10)
    var report = TestReport(suites: [
      .init(
        file: "a.workflow",
        cases: [
          .init(name: "s", place: place, outcome: .passed),
          .init(name: "t", place: place, outcome: .skipped(TestReport.hiddenByOnly)),
        ])
    ])
    report.warn(Checker.check(source, scenarioFiles: []).diagnostics, in: [source])
    return report
  }()

  @Test func aSchemaFindsWhatIsWrong() throws {
    let wrong = try value("{\"schemaVersion\":2,\"diagnostics\":[{\"code\":\"X1\"}],\"more\":1}")
    let faults = try SchemaCheck.faults(of: wrong, in: schema("check-1"))
    #expect(faults.contains("$.schemaVersion: not the constant"))
    #expect(faults.contains("$.diagnostics[0].code: not like ^W[0-9]{4}$"))
    #expect(faults.contains("$.diagnostics[0]: `slug` is missing"))
    #expect(faults.contains("$: `summary` is missing"))
    #expect(faults.contains("$: `more` is not in the schema"))
  }

  private static let unread = UnreadFile(path: "b]]>\u{1B}\n::error::.workflow", reason: "there is no `b]]>\u{1B}`")

  // MARK: SARIF

  private func run(_ text: Escaped) throws -> JSONValue {
    let log = try value(text)
    #expect(log["version"] == .string("2.1.0"))
    return try #require(list(log["runs"]).first)
  }

  private func fingerprints(_ source: SourceText) throws -> [String] {
    let diagnostics = Checker.check(source).diagnostics
    let run = try run(DiagnosticFormat.sarif(version: "1.2.3").render(diagnostics, in: [source]))
    return list(run["results"]).compactMap { $0["partialFingerprints"]?["workroomLine/v1"]?.string }
  }

  @Test func sarifNamesEachRuleOnceAndPointsAtIt() throws {
    let run = try run(DiagnosticFormat.sarif(version: "1.2.3").render(Self.diagnostics, in: Self.sources))
    let rules = list(run["tool"]?["driver"]?["rules"]).compactMap { $0["id"]?.string }
    #expect(rules == Set(rules).sorted())
    let results = list(run["results"])
    #expect(results.count == Self.diagnostics.count { !$0.isConsequence })
    for result in results {
      guard case .number(let index)? = result["ruleIndex"] else {
        Issue.record("no index")
        continue
      }
      #expect(result["ruleId"] == .string(rules[Int(index)!]))
      let place = try #require(list(result["locations"]).first?["physicalLocation"])
      let uri = try #require(place["artifactLocation"]?["uri"]?.string)
      #expect(uri.hasPrefix("Grammar/Invalid/W"))
      #expect(place["artifactLocation"]?["uriBaseId"] == .string("%SRCROOT%"))
    }
  }

  @Test func aFingerprintOutlivesLinesAboveAndTellsTwinsApart() throws {
    let text = "stage a\n  on proposal.acepted go to a\n  on proposal.acepted go to a\nend\n"
    let before = try fingerprints(SourceText(name: "./x y.workflow", text: text))
    let after = try fingerprints(SourceText(name: "x y.workflow", text: "-- a line\n\n" + text))
    #expect(before.count >= 2)
    #expect(before == after)
    #expect(Set(before).count == before.count)
  }

  @Test func sarifWritesPathsAsURIs() throws {
    let paths = [
      "./a b%.workflow": "a%20b%25.workflow", "/tmp/ü.workflow": "file:///tmp/%C3%BC.workflow",
      ".//p/x.workflow": "p/x.workflow", "p/./q//x.workflow": "p/q/x.workflow", "p/../q/x.workflow": "q/x.workflow",
      "../here/q/x.workflow": "q/x.workflow", "../there/x.workflow": "file:///home/there/x.workflow",
      "/home/here/q/../x.workflow": "x.workflow", "//home/x.workflow": "file:///home/x.workflow",
    ]
    for (path, uri) in paths {
      let source = SourceText(name: path, text: "on on\n")
      let format = DiagnosticFormat.sarif(version: "1", folder: "/home/here/.")
      let text = format.render(Checker.check(source).diagnostics, in: [source]).text
      #expect(text.contains("\"uri\":\"\(uri)\""), "\(path): \(text)")
      #expect(text.contains("%SRCROOT%") == !uri.hasPrefix("file:"), "\(path): \(text)")
    }
  }

  @Test func sarifTakesNoBracesAndNoLinksFromTheText() {
    let source = SourceText(name: "a.workflow", text: "stage a in \"{0} [see](1)\"\nend\n")
    let text = DiagnosticFormat.sarif(version: "1").render(Checker.check(source).diagnostics, in: [source]).text
    #expect(text.contains("{{0}} [see] (1)") && !text.contains("](1)"), "\(text)")
  }

  @Test func sarifTellsOfFilesThatCouldNotBeRead() throws {
    let run = try run(DiagnosticFormat.sarif(version: "1").render([], in: [], unread: [Self.unread]))
    let invocation = try #require(list(run["invocations"]).first)
    #expect(invocation["executionSuccessful"] == .bool(false))
    #expect(
      list(invocation["toolExecutionNotifications"]).first?["message"]?["text"] == .string("there is no `b]]>\u{1B}`"))
  }

  /// A run has so many results, and the most severe of all; the rest is counted.
  @Test(arguments: [0, 1]) func aRunOfSARIFHasFiveThousandResults(_ more: Int) throws {
    let source = SourceText(name: "a.workflow", text: "stage a\n")
    let span = Diagnostic.Span(source: 0, range: 0..<5)
    let count = 4_999 + more
    let warnings = (0..<count).map { Diagnostic(.onlyHidesOthers, "\($0)", at: span, label: "") }
    let error = Diagnostic(.noWorkflow, "worst", at: Diagnostic.Span(source: 0, range: 6..<7), label: "")
    let text = DiagnosticFormat.sarif(version: "1").render(warnings + [error], in: [source]).text
    #expect(text.components(separatedBy: "\"ruleIndex\":").count - 1 == 5_000)
    #expect(text.contains("\"worst\""))
    #expect(text.contains("\"4998\"") && !text.contains("\"4999\""))
    #expect(text.contains("toolExecutionNotifications") == (more > 0))
    #expect(text.contains("\(more) more finding is left out here") == (more > 0))
    #expect(!text.contains("\"executionSuccessful\":false"))
  }

  @Test func columnsCountLettersInLinesOfAnyLength() {
    let text =
      String(repeating: "ab\u{e4}\u{200B}\u{1F469} c\n\u{e4}", count: 3)
      + String(repeating: "\u{1F469}a\u{e4}", count: 500)
    let source = SourceText(name: "a", text: text)
    for offset in 0...source.bytes.count {
      let start = source.lineStarts[source.line(at: offset) - 1]
      #expect(source.column(at: offset) == 1 + source.bytes[start..<offset].count { $0 & 0xC0 != 0x80 })
    }
  }

  @Test func aMarkOfTheEncodingIsNoColumn() {
    let text = Array("stage a ;\nend\n".utf8)
    let plain = SourceText(name: "a", bytes: text)
    let marked = SourceText(name: "a", bytes: [0xEF, 0xBB, 0xBF] + text)
    #expect(plain.column(at: 8) == 9 && marked.column(at: 11) == 9 && marked.column(at: 3) == 1)
    #expect(marked.column(at: 13) == plain.column(at: 10))
  }

  // MARK: JUnit

  @Test func junitIsXMLThatCounts() throws {
    final class Counter: NSObject, XMLParserDelegate {
      var elements: [String: Int] = [:]
      var failures = ""
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
      ) {
        elements[name, default: 0] += 1
        if name == "testsuites" { failures = attributes["failures"] ?? "" }
      }
    }
    for (text, tests) in [
      (TestFormat.junit.render(Self.report), 3),
      (DiagnosticFormat.junit().render(Self.diagnostics, in: Self.sources), Self.sources.count),
    ] {
      let (parser, counter) = (XMLParser(data: Data(text.text.utf8)), Counter())
      parser.delegate = counter
      #expect(parser.parse(), "\(String(describing: parser.parserError))")
      #expect(counter.elements["testcase"] == tests)
    }
    let junit = TestFormat.junit.render(Self.report).text
    #expect(junit.contains("name=\"&lt;refused&gt; &amp; &quot;held&quot;‹NUL›\""))
    #expect(junit.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""))
    // Warnings are no failures, and not dropped either.
    let warnings = Self.diagnostics.filter { $0.severity == .warning && !$0.isConsequence }
    let told = DiagnosticFormat.junit().render(warnings, in: Self.sources).text
    #expect(!warnings.isEmpty && warnings.allSatisfy { told.contains("\($0.code) ") } && !told.contains("<failure"))
    // Where warnings count, they are failures.
    let counted = DiagnosticFormat.junit(failingFrom: .warning).render(warnings, in: Self.sources).text
    #expect(
      counted.contains("<failure")
        && !counted.contains("name=\"workroom\" tests=\"\(Self.sources.count)\" failures=\"0\""))
  }

  @Test func tablesKeepToTheirSchema() throws {
    let table = Table(
      columns: ["Stage", "content.posted"].map { Table.Column($0) }, rows: [[.init("first"), .init("go (line 4)")]])
    #expect(SchemaCheck.faults(of: try value(table.json), in: try schema("table-1")) == [])
  }

  // MARK: GitHub

  @Test func gitHubGetsTenOfEachAndANoticeOfTheRest() {
    let errors = Self.diagnostics.filter { $0.severity == .error && !$0.isConsequence }
    let warnings = Self.diagnostics.filter { $0.severity == .warning && !$0.isConsequence }
    let text = DiagnosticFormat.github.render(warnings + errors, in: Self.sources).text
    let lines = text.split(separator: "\n")
    #expect(lines.prefix(10).allSatisfy { $0.hasPrefix("::error file=Grammar/Invalid/W") })
    #expect(lines.count { $0.hasPrefix("::warning ") } == min(10, warnings.count))
    let left = errors.count - 10 + max(0, warnings.count - 10)
    let notice = lines.firstIndex(of: "::notice title=workroom::\(left) more findings in the log of this step")
    #expect(notice.map { lines[($0 + 1)...].count } == left)
    #expect(lines.last?.hasPrefix("- Grammar/Invalid/W") == true)
    let summary = DiagnosticFormat.githubSummary(warnings + errors, in: Self.sources).text
    let all = errors.count + warnings.count
    let rows = min(all, GitHubSummary.rowsMax)
    #expect(summary.split(separator: "\n").count { $0.hasPrefix("<tr><td>") } == rows)
    #expect(summary.hasSuffix(all > rows ? "\n\(all - rows) more findings.\n" : "</table>\n"))
  }

  @Test func gitHubEscapesWhatItWouldObey() {
    #expect(
      TestFormat.github.render(Self.report).text.split(separator: "\n").first
        == """
        ::error file=a b/spring.scenario,line=3,endLine=3,col=5,endColumn=5,title=scenario scenario-failed::\
        mia is not in `active`%0Ain the scenario `<refused> & "held"‹NUL›`%0Ashe is in `invited‹ESC›`%0A\
        100 %25, a:b%0Asecond
        """)
  }

  // MARK: Persons

  @Test func aPersonReadsEachScenarioAndWhatWasWrong() {
    let report = TestReport(suites: [
      .init(
        file: "spring.scenario",
        cases: [
          .init(name: "accepted", place: .init(file: "spring.scenario", line: 1, column: 1), outcome: .passed),
          .init(
            name: "refused", place: .init(file: "spring.scenario", line: 6, column: 1),
            outcome: .failed([
              .init(
                title: "mia is not in `active`", place: .init(file: "spring.scenario", line: 9, column: 3),
                details: ["she is in `invited`"])
            ])),
          .init(name: "paid", place: .init(file: "spring.scenario", line: 12, column: 1), outcome: .skipped("todo")),
        ])
    ])
    #expect(
      TestFormat.human(colour: .off).render(report).text == """
        spring.scenario
          passed  accepted
          FAILED  refused
                  mia is not in `active`  spring.scenario:9:3
                    she is in `invited`
          -       paid (todo)

        1 scenario passed, 1 failed, 1 not played

        """)
    #expect(
      TestFormat.compact.render(report).text
        == "spring.scenario:9:3: error[scenario] mia is not in `active`; in the scenario `refused`\n")
  }
}

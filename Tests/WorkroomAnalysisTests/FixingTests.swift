import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// Safe fixes, as `check --fix` applies them.
@Suite struct FixingTests {
  private let broken = """
    stage invited
      on proposal.submited goto proposed
      on proposal.declined go to declned
    end
    stage proposed
      on proposal.accepted when followers == 5 go to active
      on proposal.declined go to declined
    end
    final active, declined

    """

  @Test func allOfThemAreAppliedUntilNoneIsLeft() {
    let fixed = SafeFixes(SourceText(broken))
    let text = String(decoding: fixed.source.bytes, as: UTF8.self)
    #expect(text.contains("on proposal.submitted go to proposed"))
    #expect(text.contains("go to declined\nend\nstage"))
    #expect(text.contains("when followers is 5"))
    #expect(!fixed.diagnostics.contains { $0.severity == .error })
    #expect(fixed.count == 4)
  }

  @Test(arguments: [
    ("final active declined", "final active, declined"), ("final active  declined", "final active,  declined"),
  ])
  func noSpaceIsLeftBeforeAComma(_ line: String, _ repaired: String) {
    let stage = "stage invited\n  on proposal.submitted go to active\n  on proposal.declined go to declined\nend\n"
    let fixed = SafeFixes(SourceText("\(stage)\(line)\n"))
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self) == "\(stage)\(repaired)\n")
  }

  @Test(arguments: ["manager, director", "manager , director", "manager ,director"])
  func wordsThatStandForACommaHaveOneSpace(_ roles: String) {
    let fixed = SafeFixes(SourceText("on proposal.accepted by \(roles) note \"x\"\n"))
    #expect(
      String(decoding: fixed.source.bytes, as: UTF8.self) == "on proposal.accepted by manager or director note \"x\"\n")
  }

  /// What is written has the value that was meant, and no finding is left where it stands.
  @Test(arguments: [
    ("on proposal.accepted owe 12,5 % of 100 USD for \"fee\"", "owe 12.5% of 100 USD"),
    ("on proposal.accepted when followers is at least 1.000,50 go to active", "at least 1_000.50 go"),
    ("on proposal.accepted note it's late", "note \"it's late\""),
    ("on proposal.accepted note mia's post isn't good", "note \"mia's post isn't good\""),
    ("on proposal.accepted refuse 'say \"no\"'", "refuse \"say \\\"no\\\"\""),
    ("on proposal.accepted refuse “say \"no\" now”", "refuse \"say \\\"no\\\" now\""),
    ("on proposal.accepted refuse ‘it’s late’", "refuse \"it’s late\""),
    ("on proposal.accepted tell the manager \"x\"", "tell manager \"x\""),
    ("on proposal.accepted go to active because no money", "because \"no money\""),
    ("on proposal.accepted when followers doesn't equal 5 go to active", "when followers is not 5 go"),
  ])
  func aSafeFixKeepsTheMeaning(_ line: String, _ repaired: String) {
    let fixed = SafeFixes(
      SourceText("stage invited\n  \(line)\n  on proposal.declined go to active\nend\nfinal active\n"))
    let text = String(decoding: fixed.source.bytes, as: UTF8.self)
    #expect(text.contains(repaired), "\(text)")
    #expect(!fixed.diagnostics.contains { $0.severity == .error }, "\(text)")
    #expect(!fixed.isUnclean)
  }

  /// Where the meaning is not sure, nobody writes anything.
  @Test(arguments: [
    "on proposal.accepted when price is at most 500,00€ go to active",
    "on proposal.accepted when price is at most 500,- € go to active",
    "on proposal.accepted when the influencer's price is 5 USD go to active",
    "on proposal.accepted when country is one of DE, AT go to active", "go to active when it's late",
  ])
  func whatIsNotSureIsNotWritten(_ line: String) {
    let source = SourceText("record\n  price money default 0 USD\nend\nstage invited\n  \(line)\nend\nfinal active\n")
    #expect(SafeFixes(source).source.bytes == source.bytes)
  }

  /// A misspelled declaration is put right where it stands; with one use alone, nobody knows which of the two is right.
  @Test func aMisspelledDeclarationDoesNotRenameItsUses() {
    func text(_ uses: Int) -> String {
      let lines = ["submitted", "countered"].prefix(uses).map { "  on proposal.\($0) go to proposed\n" }.joined()
      return "stage invited\n\(lines)end\nstage propsed\n  on proposal.declined go to gone\nend\nfinal gone\n"
    }
    let fixed = SafeFixes(SourceText(text(2)))
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self) == text(2).replacing("propsed", with: "proposed"))
    #expect(SafeFixes(SourceText(text(1))).count == 0)
  }

  @Test func whatIsOnlyPerhapsMeantIsLeftAlone() {
    let source = SourceText("stage invited\n  after 30 go to gone\nend\nfinal gone\n")
    let fixed = SafeFixes(source)
    #expect(fixed.source.bytes == source.bytes)
    #expect(fixed.diagnostics.contains { !$0.fixes.isEmpty })
    #expect(fixed.count == 0)
  }

  @Test func aFixThatRepairsNothingLeavesTheWholeFileAlone() {
    let source = SourceText(broken)
    let fixed = SafeFixes(source) { text, _ in
      // The same finding, whatever is written.
      [
        Diagnostic(
          .foreignWord, "a word", at: .init(source: 0, range: 0..<1), label: "here",
          fixes: [.init(safety: .safe, edits: [(.init(source: 0, range: 0..<1), "t")])])
      ]
    }
    #expect(fixed.isUnclean)
    #expect(fixed.source.bytes == source.bytes)
  }

  @Test func editsThatTouchEachOtherWaitForTheNextRound() {
    let source = SourceText("aabb")
    let fixed = SafeFixes(source) { text, _ in
      let bytes = text.bytes
      return bytes.indices.filter { bytes[$0] == 97 }.map { place in
        Diagnostic(
          .foreignWord, "a word", at: .init(source: 0, range: place..<place + 1), label: "here",
          fixes: [.init(safety: .safe, edits: [(.init(source: 0, range: place..<place + 1), "x")])])
      }
    }
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self) == "xxbb")
    #expect(fixed.count == 2)
  }

  @Test func whatChangedIsToldByLine() {
    let fixed = SafeFixes(SourceText(broken))
    let changes = LineChanges(from: SourceText(broken), to: fixed.source)
    #expect(changes.changes.map(\.line) == [2, 6])
    #expect(changes.changes.first?.new.first == "  on proposal.submitted go to proposed")
  }

  @Test func aDifferenceShowsThreeLinesAround() {
    let old = SourceText((1...12).map { "line \($0)\n" }.joined())
    let new = SourceText((1...12).map { $0 == 6 ? "sixth\nand more\n" : "line \($0)\n" }.joined())
    #expect(
      LineChanges(from: old, to: new).unified(name: "a.workflow") == [
        "--- a.workflow", "+++ a.workflow", "@@ -3,7 +3,8 @@", " line 3", " line 4", " line 5", "-line 6", "+sixth",
        "+and more", " line 7", " line 8", " line 9",
      ])
    #expect(LineChanges(from: old, to: old).unified(name: "a.workflow").isEmpty)
  }
}

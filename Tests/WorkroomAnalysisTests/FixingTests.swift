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

  @Test(arguments: ["manager, director", "manager , director", "manager ,director", "manager, or director"])
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
    ("on proposal.accepted when followers is more then 5 go to active", "when followers is more than 5 go"),
    (
      "on proposal.accepted when not [followers is 5 or followers is 7] go to active",
      "not (followers is 5 or followers is 7) go"
    ),
    (
      "on proposal.accepted when not {followers is 5 or followers is 7} go to active",
      "not (followers is 5 or followers is 7) go"
    ),
    ("after 1 ½ days go to active", "after 36 hours go"),
    ("after 7_days go to active", "after 7 days go"),
    ("on proposal.accepted owe 1,5‰ of 100 USD for \"fee\"", "owe 0.15% of 100 USD"),
    ("on proposal.accepted owe 1,000.- USD for \"fee\"", "owe 1_000 USD for"),
    ("on proposal.accepted owe 1.000,- USD for \"fee\"", "owe 1_000 USD for"),
    ("on proposal.accepted owe 1’000’000 USD for \"fee\"", "owe 1_000_000 USD for"),
    ("on proposal.accepted owe one-half of 100 USD for \"fee\"", "owe 50% of 100 USD"),
    ("on proposal.accepted when followers .ge. 5 go to active", "when followers >= 5 go"),
    ("on proposal.accepted when followers is 5 &or; followers is 7 go to active", "is 5 or followers is 7 go"),
    (
      "on proposal.accepted unless [followers is 5 or followers is 7] go to active",
      "when not (followers is 5 or followers is 7) go"
    ),
    ("every 7 days at most 2x send email \"hello\"", "every 7 days at most 2 times send"),
  ])
  func aSafeFixKeepsTheMeaning(_ line: String, _ repaired: String) {
    let fixed = SafeFixes(
      SourceText("stage invited\n  \(line)\n  on proposal.declined go to active\nend\nfinal active\n"))
    let text = String(decoding: fixed.source.bytes, as: UTF8.self)
    #expect(text.contains(repaired), "\(text)")
    #expect(!fixed.diagnostics.contains { $0.severity == .error }, "\(text)")
    #expect(!fixed.isUnclean)
  }

  /// A sign that stands for a word becomes that word, and what it parted stays apart.
  @Test(arguments: [
    ("on proposal.accepted when ! (price is 5 USD) go to b", "on proposal.accepted when not (price is 5 USD) go to b"),
    ("on proposal.accepted when price ! = 5 USD go to b", "on proposal.accepted when price is not 5 USD go to b"),
    ("on proposal.accepted when price is ! 5 USD go to b", "on proposal.accepted when price is not 5 USD go to b"),
    ("on proposal.accepted when price is != 5 USD go to b", "on proposal.accepted when price is not 5 USD go to b"),
    ("on proposal.accepted when price is ! set go to b", "on proposal.accepted when price is not set go to b"),
    ("on proposal.accepted when price !set go to b", "on proposal.accepted when price is not set go to b"),
    ("on proposal.accepted when price not = 5 USD go to b", "on proposal.accepted when price is not 5 USD go to b"),
    ("on proposal.accepted when price is = 5 USD go to b", "on proposal.accepted when price is  5 USD go to b"),
    ("on proposal.accepted go to b !  -- now", "on proposal.accepted go to b   -- now"),
    ("on proposal.accepted -> go to b", "on proposal.accepted  go to b"),
    ("on proposal.accepted => goto b", "on proposal.accepted  go to b"),
    ("on proposal.accepted -> tell manager \"x\"", "on proposal.accepted  tell manager \"x\""),
    ("on proposal.accepted=>set price to 5 USD", "on proposal.accepted set price to 5 USD"),
    ("on proposal.accepted when price is 5 USD => b", "on proposal.accepted when price is 5 USD go to b"),
    ("on proposal.accepted,go to b", "on proposal.accepted go to b"),
    ("on proposal.accepted:go to b", "on proposal.accepted go to b"),
    ("after 3 days,go to b", "after 3 days go to b"),
    ("on proposal.accepted set price := 5 USD", "on proposal.accepted set price to 5 USD"),
    ("on proposal.accepted { go to b }", "on proposal.accepted  go to b "),
    ("=====\n  on proposal.accepted go to b", "-- =====\n  on proposal.accepted go to b"),
    ("*** Offers ***\n  on proposal.accepted go to b", "-- *** Offers ***\n  on proposal.accepted go to b"),
  ])
  func aSignBecomesItsWord(_ line: String, _ repaired: String) {
    func text(_ line: String) -> String {
      """
      record
        price money default 0 USD
      end
      stage invited
        \(line)
        on proposal.declined go to a
        on proposal.countered go to b
      end
      final a, b

      """
    }
    let fixed = SafeFixes(SourceText(text(line)))
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self) == text(repaired))
    #expect(!fixed.diagnostics.contains { $0.severity == .error })
  }

  @Test func aSemicolonBetweenNamesIsAComma() {
    let stage = "stage invited\n  on proposal.submitted go to a\n  on proposal.declined go to b\nend\n"
    let fixed = SafeFixes(SourceText("\(stage)final a; b\n"))
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self).hasSuffix("a, b\n"))
    #expect(fixed.diagnostics.filter { $0.severity == .error }.map(\.title) == [])
  }

  @Test func aFixThatWouldMakeOneWordOfTwoIsLeftOut() {
    for (text, range, written) in [
      ("a!b", 1..<2, ""), ("7.-10", 1..<3, ""), ("a}", 1..<2, "end"), (" b", 1..<1, "end"), ("}b", 0..<1, "end"),
    ] {
      let source = SourceText(text)
      let fixed = SafeFixes(source) { text, _ in
        guard text.bytes == source.bytes else { return [] }
        let span = Diagnostic.Span(source: 0, range: range)
        return [
          Diagnostic(
            .foreignWord, "a sign", at: span, label: "here", fixes: [.init(safety: .safe, edits: [(span, written)])])
        ]
      }
      #expect(fixed.source.bytes == source.bytes, "\(text)")
    }
  }

  /// Where the meaning is not sure, nobody writes anything.
  @Test(arguments: [
    "on proposal.accepted when price is at most 500,00€ go to active",
    "on proposal.accepted when price is at most 500,- € go to active",
    "on proposal.accepted when the influencer's price is 5 USD go to active",
    "on proposal.accepted when country is one of DE, AT go to active", "go to active when it's late",
    "on proposal.accepted owe 12,500% of price for \"x\"", "on proposal.accepted owe 12,500 % of price for \"x\"",
    "on proposal.accepted set price to 0,500 USD", "on proposal.accepted set price to 1,500 KWD",
    "after 0,500 days go to active", "after 1,500 days go to active",
    "on proposal.accepted owe 10.000% of price for \"x\"", "on proposal.accepted owe 1.000 % of price for \"x\"",
    "on proposal.accepted go to active, done", "on proposal.accepted set price *= 2",
    "on proposal.accepted owe 1 k USD for \"x\"", "on proposal.accepted owe 1'50 USD for \"x\"",
    "after 1h 30m go to active",
    "after 3M go to active", "on proposal.accepted when isn't big go to active",
    "on proposal.accepted when followers is one of 1, 2,500 go to active",
    "on proposal.accepted when price is one of 1,500, 2,000 USD go to active",
    "on proposal.accepted when followers => price go to active",
    "on proposal.accepted set price to 5 USD;go to active", "on proposal.accepted go to active}",
    "on content.unapproved go to active", "on shipment.undelivered go to active", "on payment.unpaid go to active",
    "on conversion.unrecorded go to active", "on content.disapproved go to active", "on payment.paid go to inactive",
    "on proposal.declined go to reactive", "on proposal.declined don't go to active",
    "on proposal.declined can't go to active", "on proposal.accepted go to active because too high when price is set",
    "on proposal.accepted go to active because too high if price is 5 USD",
    "on proposal.accepted go to active because too high by director", "after 7-10 days go to active",
    "at 01.02.03 go to active", "on proposal.accepted owe price - [price + 5 USD] for \"x\"",
    "on proposal.accepted owe 50% of {price - 5 USD} for \"x\"",
    "on proposal.accepted go to active {when price is set}",
    "on proposal.accepted when followers is between 10 and 50k go to active",
    "on proposal.accepted when followers is between 10 and 50 thousand go to active",
    "on proposal.accepted when followers is one of 10, 20k go to active",
    "on proposal.accepted send email reminder to manager", "on proposal.accepted tell manager hello tomorrow",
    "on proposal.accepted owe price for fee each month", "on proposal.accepted tell manager price",
    "on proposal.accepted tell manager price because \"x\"", "on proposal.accepted owe price for event.content",
    "on proposal.accepted set price to 10.000 % of price",
    "on proposal.accepted when followers is not less than 5 or more than 10 go to active",
    "on proposal.accepted when price is not over 5 USD and under 10 USD go to active",
    "on proposal.accepted go to final", "on proposal.accepted send email twice", "on proposal.accepted note reason",
    "on proposal.accepted when followers is between two and three hundred go to active",
    "on proposal.accepted when price is 100.-,200 USD go to active",
    "on proposal.accepted when followers is between one and two dozen go to active",
    "on proposal.accepted owe $price for \"x\"", "on proposal.accepted set price to their price",
    "after 7.-10 days go to active", "after 5,-7 days go to active", "at 1.-5.3.2026 go to active",
    "at 1.-5. März 2026 go to active", "on proposal.accepted when price is 100.-200 USD go to active",
    "on proposal.accepted when price is 100,--200,- USD go to active",
    "on proposal.accepted owe 100.-200 USD for \"x\"", "on proposal.accepted set price to 5.-10% of price",
    "on proposal.accepted when followers is 10k - 50k go to active",
    "on proposal.accepted when followers is 10k −50k go to active",
    "on proposal.accepted when followers is ten - twenty go to active",
    "on proposal.accepted when price is 1.000,00 USD - 2.000,00 USD go to active",
    "on proposal.accepted owe 1k USD - 2k USD for \"fee\"",
    "on proposal.accepted when price is at most 500 USD? go to active", "on proposal.accepted go to active?",
    "[ ] on proposal.accepted go to active", "- [ ] on proposal.accepted go to active",
  ])
  func whatIsNotSureIsNotWritten(_ line: String) {
    let source = SourceText("record\n  price money default 0 USD\nend\nstage invited\n  \(line)\nend\nfinal active\n")
    let fixed = SafeFixes(source)
    #expect(fixed.source.bytes == source.bytes, "\(String(decoding: fixed.source.bytes, as: UTF8.self))")
    #expect(fixed.diagnostics.contains { $0.severity == .error })
  }

  /// Half a repair could say something else: a line in which something is left to decide stays as it was written, and the
  /// others are repaired.
  @Test(arguments: [
    "on proposal.accepted goto b when price is more than half a", "on proposal.accepted goto b if price is about 5 USD",
    "on proposal.accepted when price >= 5 goto b", "after 30 goto b",
  ])
  func aLineIsRepairedAsAWholeOrNotAtAll(_ line: String) {
    func text(_ first: String, _ last: String) -> String {
      "record\n  price money default 0 USD\nend\nstage a\n  \(first)\n  \(line)\n  \(last)\nend\nfinal b\n"
    }
    let source = SourceText(text("on proposal.submitted goto b", "on proposal.declined goto b"))
    let fixed = SafeFixes(source)
    let repaired = text("on proposal.submitted go to b", "on proposal.declined go to b")
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self) == repaired)
    #expect(fixed.undecided == [6])
    #expect(fixed.count == 2)
  }

  @Test func linesAreFollowedWhereRepairsMakeSeveralOfOne() {
    let old = SourceText("a\nb c d\ne\n")
    func edit(_ range: Range<Int>, _ text: String) -> (span: Diagnostic.Span, text: String) {
      (Diagnostic.Span(source: 0, range: range), text)
    }
    let edits = [edit(3..<4, "\n"), edit(5..<6, "\n\n"), edit(7..<8, "\n.")]
    let new = old.applying([Diagnostic.Fix(safety: .safe, edits: edits)])
    #expect(LineOrigins.moved([0, 1, 2, 3], from: old, to: new, by: edits) == [0, 1, 1, 1, 1, 1, 3])
    #expect(LineOrigins.moved([0, 1, 2, 3], from: old, to: old, by: []) == [0, 1, 2, 3])
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

  /// A text with more fixes than anybody makes mistakes is repaired in parts, whose number does not depend on its length.
  @Test func aTextFullOfMistakesIsRepairedInParts() {
    let source = SourceText(String(repeating: "a ", count: SafeFixes.countMax * 10))
    var rounds = 0
    let fixed = SafeFixes(source) { text, _ in
      rounds += 1
      return text.bytes.indices.lazy.filter { text.bytes[$0] == 97 }.prefix(1000).map { place in
        Diagnostic(
          .foreignWord, "a word", at: .init(source: 0, range: place..<place + 1), label: "here",
          fixes: [.init(safety: .safe, edits: [(.init(source: 0, range: place..<place + 1), "x")])])
      }
    }
    #expect(fixed.isLong)
    #expect((SafeFixes.countMax..<SafeFixes.countMax + 1000).contains(fixed.count))
    #expect(rounds == fixed.count / 1000 + 1)
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

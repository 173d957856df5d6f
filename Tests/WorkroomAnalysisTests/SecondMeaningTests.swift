import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// What may be meant in two ways is asked, and what can only be meant in one way is still repaired.
@Suite struct SecondMeaningTests {
  private func repaired(_ text: String) -> String {
    String(decoding: SafeFixes(SourceText(text)).source.bytes, as: UTF8.self)
  }

  private func stage(_ lines: String) -> String {
    """
    record
      price money default 0 USD
      rounds number default 0
      rating number default 0
      vip flag default no
      nation text default "DE"
    end
    stage invited
      \(lines)
      on proposal.declined go to gone
      on proposal.submitted go to contract
    end
    stage contract
      on proposal.declined go to gone
      on proposal.countered stay
    end
    final gone

    """
  }

  @Test(arguments: [
    "on proposal.accepted when rounds is one of 1.5, 2.5k note \"x\"",
    "on proposal.accepted when rounds is at least 1.5m note \"x\"", "*** on proposal.accepted note \"x\" ***",
    "on proposal.accepted go to contact", "> on proposal.accepted note \"x\"",
    "- on proposal.accepted note \"x\"\n  + on proposal.accepted note \"y\"",
    "on proposal.accepted {\n    note \"x\" }", "on proposal.accepted { note \"x\"\n  }",
    "on proposal.accepted {\n    note \"x\"\n  } else {\n    note \"y\"\n  }",
    "on proposal.accepted if rounds is over five and\n    under ten note \"x\"",
    "on proposal.accepted if price is over 5 USD and\n    price is about 10 USD note \"x\"",
    "on proposal.accepted when nation is one of \"AT\", Österreich note \"x\"", "on proposal.accepted set nation to NO",
    "-- vips only\u{2028}  on proposal.accepted note \"x\"", "on proposal.accepted note \"one\u{B}two\"",
    "- [x] on proposal.accepted note \"x\"", "☑ on proposal.accepted note \"x\"",
  ])
  func isAsked(_ lines: String) {
    #expect(repaired(stage(lines)) == stage(lines))
  }

  @Test(arguments: [
    ("on proposal.accepted when rounds is at least 2.5k note \"x\"", "at least 2_500 note"),
    ("on proposal.accepted when price is at least 2.5m USD note \"x\"", "at least 2_500_000 USD note"),
    ("on proposal.accepted when rounds is at least 2M note \"x\"", "at least 2_000_000 note"),
    ("- on proposal.accepted note \"x\"", "  on proposal.accepted note"),
    ("on proposal.accepted go to contarct", "go to contract"), ("on proposal.accepted go to contrct", "go to contract"),
    ("on proposal.accepted go to conntract", "go to contract"),
    ("on proposal.accepted {\n    note \"x\"\n  }", "accepted \n    note \"x\"\n  end"),
    ("on proposal.accepted { note \"x\" }", "accepted  note \"x\" "),
    (
      "on proposal.accepted if rounds is over five and\n    rating is over two note \"x\"",
      "when rounds is more than 5 and\n    rating is more than 2 note"
    ),
    ("on proposal.accepted set vip to NO", "set vip to no"),
  ])
  func isRepaired(_ lines: String, _ written: String) {
    let fixed = SafeFixes(SourceText(stage(lines)))
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self).contains(written))
    #expect(!fixed.diagnostics.contains { $0.severity == .error }, "\(lines)")
  }

  /// The `end` of a text without indentation belongs to the stage where nothing else ends it.
  @Test func theEndOfAStageIsNotThatOfARule() {
    let start = "stage invited\non proposal.submitted go to gone\non proposal.declined,\ngo to gone\nend\n"
    let joined = start.replacing(",\n", with: " ")
    #expect(repaired("\(start)final gone\n") == "\(joined)final gone\n")
    let rest = "on proposal.countered go to gone\nend\nfinal gone\n"
    #expect(repaired(start + rest) == start.replacing(",", with: "") + rest)
  }

  @Test func theNameOfAStageIsNoPartOfATitle() {
    let text = "stage invited\n  on proposal.accepted go to done\n  on proposal.declined go to gone\nend\nfinal "
    #expect(repaired("\(text)done titled All done gone\n") == "\(text)done titled All done gone\n")
    #expect(repaired("\(text)gone, done titled Now all done\n") == "\(text)gone, done titled \"Now all done\"\n")
  }

  /// A line as a whole or not at all, in files whose lines end in another way too.
  @Test func linesThatEndAsOnOldSystemsAreLinesToo() {
    let lines = "on proposal.accepted if rounds is about 10k note \"x\"\n  on proposal.countered note 'y'"
    let written = lines.replacing("'y'", with: "\"y\"")
    #expect(repaired(stage(lines).replacing("\n", with: "\r")) == stage(written))
  }
}

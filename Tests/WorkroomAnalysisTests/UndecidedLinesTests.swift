import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// What people type with a second meaning: `check --fix` leaves it as it was written, to the last byte.
@Suite struct UndecidedLinesTests {
  private func file(
    head: String = "workflow \"Audit\" version 3", fields: String = "", rule: String = "", top: String = "",
    scenario: String = ""
  ) -> String {
    """
    \(head)
    campaign
      discount_group  discount group  optional
      link_group      link group      optional
      budget          money           optional
    end
    record
      price    money     default 0 USD
      advance  money     default 0 USD
      rounds   number    default 0
      vip      flag      default no
      due      date      optional
      wait     duration  default 2 days
      nation   text      optional
    \(fields)
    end
    define big as followers is at least 100_000
    \(top)
    stage invited
      on proposal.submitted go to active
      on proposal.countered when big go to review
    end
    stage active
      on proposal.declined go to declined
    \(rule)
    end
    stage review
      on content.approved go to completed
    end
    final completed, declined
    scenario "one"
      given mia with followers 10
      mia: proposal.submitted
    \(scenario)
      expect mia in active
    end

    """
  }

  private func isLeft(_ text: String) -> Bool {
    let fixed = SafeFixes(SourceText(text))
    return String(decoding: fixed.source.bytes, as: UTF8.self) == text
      && fixed.diagnostics.contains { $0.severity == .error }
  }

  @Test(arguments: [
    // What one action is done for is not what the whole block is done for.
    "\n    if vip is yes\n      set price to 0 USD\n    note \"x\"\n    go to review\n  end",
    "\n    unless vip is yes\n      set price to 0 USD\n    go to review\n  end",
    "if vip is yes\n      set price to 0 USD\n    go to review\n  end",
    "\n    if vip is yes\n      note \"x\"\n    if big\n      note \"y\"\n  end",
    "\n    if vip is yes\n      note \"x\"\n    unless big\n      note \"y\"\n  end",
    "\n    if vip is yes\n      note \"x\"\n    end\n    if big\n      note \"y\"\n    end\n    go to review\n  end",
    "\n    if vip is yes\n      note \"x\"\n    endif\n    go to review\n  end",
    "\n    if vip is yes note \"x\"\n    else note \"y\"\n  end",
    // A number that is asked about is asked about wherever its condition is moved.
    "go to review when rounds is between 10 and 50k", "unless rounds is between 10 and 50k go to review",
    "when not rounds is one of 10, 20k go to review", "go to review when rounds is at least 1.500k",
    "go to review when wait is at least 7d", "unless price is at least 5dollar go to review",
    // What other cases are for, and what a clause is said of.
    "when price is at most 500 USD otherwise refuse \"too high\"", "go to review otherwise",
    "by director when price is more than 500 USD otherwise go to review",
    "assign discount from discount_group if none is left tell manager \"none\" when vip is yes",
    "note \"y\"\n\n  when vip is yes\n    on content.posted note \"z\"",
    "note \"y\"\n  when vip is yes\n    note \"x\"\n  end",
    // A comment is never lost.
    "when price is at most 500 USD   -- finance limit\n    by manager go to review",
    "go to review   -- soon\n    when vip is yes", "by manager,   -- finance\n    director go to review",
    // A dash before a line may be its bullet.
    "\n    – when vip is yes\n    go to review\n  end",
    "\n    set price to price\n     — advance\n    go to review\n  end",
    // Words without quotes that say more, and texts with two kinds of quotes.
    "note new price event.price", "note the price", "refuse too high price event.price",
    "when nation is set and nation is one of “DE\", \"AT” go to review", "tell manager “late\", because \"too late”",
    // A difference in brackets is taken as a whole.
    "owe 50% of [price-advance] for \"x\"", "owe 50% of [price−advance] for \"x\"",
    "owe price - [advance-5 USD] for \"x\"",
    // More than a day in quotes, or a day that may be another.
    "set due to \"31.12.2026 18:00\"", "set due to \"1.3.2026 bis 31.3.2026\"", "set due to \"26.03.01\"",
    "assign discount from group Frühling", "by manager, then go to review", "by manager, big go to review",
    "by manager, because \"x\" go to review", "-> reminder", "→ payment.paid",
  ])
  func aRuleWithTwoMeaningsIsLeft(_ rest: String) {
    let text = file(rule: "  on proposal.accepted by director go to declined\n  on proposal.accepted \(rest)")
    #expect(isLeft(text), "\(rest)")
  }

  @Test(arguments: [
    "\n    - when big\n      - owe 5 USD for \"x\"\n    - go to declined\n  end",
    "\n    • by manager\n      • owe 5 USD for \"x\"\n    • go to declined\n  end",
    "\n    1. when big\n       owe 5 USD for \"x\"\n    2. go to declined\n  end",
    "\n    when big then\n      owe 5 USD for \"x\"\n    go to declined\n  end",
    "\n    When big\n      owe 5 USD for \"x\"\n    go to declined\n  end",
    "\n    by Manager\n      note \"x\"\n    go to declined\n  end",
    "\n    when big\n      owe 5,50 USD for \"x\"\n    go to declined\n  end",
    "\n    - note \"x\"\n    - when big\n      - go to declined\n  end",
    "\n    assign link from link_group\n      if none is left note 'x'\n        note \"y\"\n  end",
  ])
  func anOutlineIsLeft(_ block: String) { #expect(isLeft(file(rule: "  on content.posted \(block)")), "\(block)") }

  @Test(arguments: [
    "– expect mia in review", "— given leo", "given andrea\n  andreas: proposal.submitted",
    "given campaign with discount_group \"codes-at\"\n  given group \"codes-it\" holding 2",
    "given campaign with discount_group none", "given campaign with discount_group “A\", link_group \"B”",
    "then proposal.declined", "later proposal.declined by manager", "mia active.review",
  ])
  func aLineOfAScenarioWithTwoMeaningsIsLeft(_ line: String) {
    #expect(isLeft(file(scenario: "  \(line)")), "\(line)")
  }

  @Test(arguments: ["workflow Spring launch recurring", "workflow recurring", "workflow Mia's launch recurring"])
  func theMarkOfAHeadingIsNoPartOfItsName(_ head: String) { #expect(isLeft(file(head: head)), "\(head)") }

  @Test func fieldsAndDefinitionsAreLeftAsWell() {
    #expect(isLeft(file(fields: "  – extra money default 0 USD")))
    #expect(isLeft(file(top: "define mid as not rounds is between 10 and 50k")))
  }

  @Test(arguments: [
    ("\n    if vip is yes\n      note \"x\"\n      go to review\n  end", "when vip is yes\n"),
    (
      "\n      by manager\n      when price is at least 5 USD\n        and rounds is at least 10k\n    go to review\n  end",
      "10_000"
    ),
    ("\n    - note \"x\"\n    - go to review\n  end", "\n    note \"x\"\n    go to review"),
    ("go to review when rounds is at least 10k", "when rounds is at least 10_000 go to review"),
    ("when price is at most 500 USD by manager go to review", "by manager when price is at most 500 USD go to review"),
    ("note \"y\" when vip is yes", "when vip is yes note \"y\""),
    ("by manager, director go to review", "by manager or director"),
    ("set due to \"31.12.2026\"", "set due to 2026-12-31"), ("-> review", "on proposal.accepted go to review"),
    ("note all is well here", "note \"all is well here\""), ("tell manager “He said \"hi\"”", "\"He said \\\"hi\\\"\""),
  ])
  func whatCanOnlyBeMeantOnceIsRepaired(_ rest: String, _ repaired: String) {
    let fixed = SafeFixes(SourceText(file(rule: "  on proposal.accepted \(rest)")))
    #expect(String(decoding: fixed.source.bytes, as: UTF8.self).contains(repaired), "\(rest)")
  }
}

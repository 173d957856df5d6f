import Testing
import WorkroomEngine
import WorkroomLanguage
import WorkroomValues

/// What a designer or a sender may write to bring the engine down: it says no, or it works.
///
/// Each runs in a process of its own, so that a crash is one failed test and not the end of them all.
@Suite struct HostileTests {
  @Test(arguments: [40, 200, 2000]) func longSums(terms: Int) async {
    await #expect(processExitsWith: .success) { [terms] in
      try play("set big to " + String(repeating: "1 + ", count: terms) + "1", isChecked: terms <= 200)
    }
  }

  @Test(arguments: [4, 16, 17, 100, 5000]) func deepConditions(depth: Int) async {
    await #expect(processExitsWith: .success) { [depth] in
      let opening = (0..<depth).map { $0 % 2 == 0 ? "big is 2 or (" : "big is 3 and (" }.joined()
      try play("when \(opening)big is 0\(String(repeating: ")", count: depth)) set big to 1", isChecked: depth <= 100)
    }
  }

  @Test func anEventOfManyValues() async {
    // The values of one `raise` may outnumber the words of an expression's stack.
    await #expect(processExitsWith: .success) {
      let fields = (0..<60).map { "f\($0) number" }.joined(separator: ", ")
      let values = (0..<60).map { "f\($0) \($0)" }.joined(separator: ", ")
      try play(
        "raise many.values with \(values)", before: "event many.values by system with \(fields)\n", isChecked: true)
    }
  }

  @Test func rulesThatGoRoundForEver() async {
    await #expect(processExitsWith: .success) {
      let text = "on proposal.noted raise proposal.noted with text event.text\n"
      let room = try Room(text)
      let reply = try room.send("Jane", "proposal.noted", ["text": "again"])
      if reply.outcome != .refused { throw EngineError.request("it was \(reply.outcome)") }
    }
  }

  @Test(arguments: [
    "99999999999999999999999 USD", "9_223_372_036_854.775807 USD", "-1 USD", "1e9 USD", "0x10 USD", "١٢ USD", "", " ",
    "1 USD\u{0}", "1 ＵＳＤ",
    String(repeating: "9", count: 100_000) + " USD",
  ])
  func amountsThatAreNone(text: String) async {
    await #expect(processExitsWith: .success) { [text] in
      let room = try Room(Room.sentence) { room in
        try room.group("X")
        try room.group("Y", 1)
      }
      for event in ["fee.owed", "payment.paid", "payment.cancelled"] { try room.send("Jane", event, ["amount": text]) }
      if try !room.problems().isEmpty { throw EngineError.request("problems") }
    }
  }

  @Test func textsOfAllKinds() async {
    await #expect(processExitsWith: .success) {
      let room = try Room(Room.sentence) { room in
        try room.group("X")
        try room.group("Y", 1)
      }
      for text in [
        "'; DROP TABLE log; --", "\u{202E}evil", "\u{0}", "\u{1B}[2J", String(repeating: "x", count: 1 << 17), "%s%n",
        "=1+1",
      ] {
        try room.send("Jane", "proposal.noted", ["text": text], key: text)
        try room.send("Jane", "content.posted", ["content": text, "views": text])
        try room.send("Jane", text, by: text)
      }
      if try !room.problems().isEmpty { throw EngineError.request("problems") }
    }
  }
}

/// Runs one line on an event, if the checker takes it; it must where `isChecked` says so.
private func play(_ line: String, before: String = "", isChecked: Bool) throws {
  let text =
    before + """
      record
        big  number  default 0
      end
      stage a
        on fee.owed \(line)
        on proposal.accepted go to b
      end
      final b

      """
  let (workflow, diagnostics) = Checker.check(SourceText(name: "x.workflow", text: text))
  guard (workflow != nil) == isChecked else { throw EngineError.request("\(diagnostics.map(\.title))") }
  guard workflow != nil else { return }
  let room = try Room(text)
  let reply = try room.send("Jane", "fee.owed", ["amount": "1 USD"])
  guard reply.outcome == .taken else { throw EngineError.request(reply.reason) }
}

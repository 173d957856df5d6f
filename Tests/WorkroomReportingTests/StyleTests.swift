import Testing

@testable import WorkroomReporting

@Suite struct StyleTests {
  @Test func policy() {
    func colour(_ choice: Colour.Choice, _ isTerminal: Bool, _ variables: [String: String] = [:]) -> Colour {
      Colour(choice, isTerminal: isTerminal) { variables[$0] }
    }
    #expect(colour(.auto, true) == .on)
    #expect(colour(.auto, false) == .off)
    #expect(colour(.auto, true, ["NO_COLOR": "1"]) == .off)
    #expect(colour(.auto, true, ["NO_COLOR": ""]) == .on)
    #expect(colour(.auto, true, ["TERM": "dumb"]) == .off)
    #expect(colour(.never, true) == .off)
    #expect(colour(.always, false, ["NO_COLOR": "1"]) == .on)
  }

  @Test func styled() {
    #expect(Colour.on(.error, "no").text == "\u{1B}[1;31mno\u{1B}[0m")
    #expect(Colour.off(.error, "no").text == "no")
    #expect(Colour.on(.error, "").text == "")
  }

  /// Taking the escape sequences away leaves what is shown without colour.
  @Test func colourAddsNothingElse() {
    let plain = TableTests.influencers.render(.human(width: 60, colour: .off)).text
    var coloured = TableTests.influencers.render(.human(width: 60, colour: .on)).text
    coloured.replace(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(coloured == plain)
  }
}

import Testing

@testable import WorkroomLanguage

/// Words and names by their numbers.
@Suite struct NamesTests {
  private func number(_ name: String, _ names: inout Names) -> UInt32 { number(Array(name.utf8), &names) }

  private func number(_ name: [UInt8], _ names: inout Names) -> UInt32 {
    names.number(name, 0..<name.count, Names.Mark(name))
  }

  @Test func aWordOfTheLanguageHasItsOwnNumber() {
    var names = Names.words
    for word in Word.allCases where word != .name && word.rawValue < Word.equals.rawValue {
      let number = number(word.spelling, &names)
      #expect(number == UInt32(word.rawValue))
      #expect(Names.word(number) == word)
    }
    let other = number("price", &names)
    #expect(Names.word(other) == .name)
    #expect(Names.word(0) == .name)
  }

  @Test func aWordIsSpelledAsItsCase() {
    for word in Word.allCases where ![.equals, .notEquals, .also].contains(word) { #expect(word.spelling == "\(word)") }
  }

  @Test func eachNameKeepsItsNumberHoweverManyThereAre() {
    var names = Names.words
    let written = (0..<20_000).map { "n\($0)" }
    let numbers = written.map { number($0, &names) }
    #expect(Set(numbers).count == written.count)
    let again = written.map { number($0, &names) }
    #expect(again == numbers)
    #expect(numbers.map { names.texts[Int($0)] } == written)
  }

  @Test func whatAnEventCarriesIsKnownByItsName() {
    var names = Names.words
    let expected = [
      "event.price": "price", "event.item.size": "item.size", "event": nil, "events.price": nil, "my.event.x": nil,
    ]
    for (name, payload) in expected {
      let number = number(name, &names)
      #expect(names.payload(number) == payload, "\(name)")
    }
  }

  @Test func namesWithTheSameEndAndTheSameLengthAreTwo() {
    var names = Names.words
    let written = ["first_of_the_month", "third_of_the_month", "the_month", "e_month", "e.month"]
    #expect(Set(written.map { number($0, &names) }).count == written.count)
  }

  /// Behind an `n`, either of the first two leads to the same hash, then either of the next two, and so on.
  private static let blocks = [("ooczw", "ufbpa")] + Array(repeating: ("kdtrw", "uckxa"), count: 11)

  private var namesOfOneHash: [[UInt8]] {
    Self.blocks.reduce([Array("n".utf8)]) { names, block in
      names.flatMap { [$0 + Array(block.0.utf8), $0 + Array(block.1.utf8)] }
    }
  }

  @Test func namesChosenToMeetCostNoMore() {
    let written = namesOfOneHash
    #expect(Set(written.map { Names.Mark($0).hash }).count == 1)
    var names = Names.words
    let time = workingTime {
      let numbers = written.map { number($0, &names) }
      let again = written.map { number($0, &names) }
      #expect(Set(numbers).count == written.count)
      #expect(again == numbers)
    }
    #expect(time < .seconds(3))
  }
}

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
    #expect(numbers.map { names.text($0) } == written)
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

  /// Two by two, sixteen letters that lead to the same hash: eleven such choices make 2,048 names of one hash.
  private var namesOfOneHash: [[UInt8]] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var names: [[UInt8]] = [[]]
    for _ in 0..<11 {
      let (first, second, next) = pairOfOneHash(from: state)
      names = names.flatMap { [$0 + first, $0 + second] }
      state = next
    }
    return names
  }

  /// The hash after eight more letters.
  private func mixed(_ hash: UInt64, _ letters: UInt64) -> UInt64 {
    let product = (hash ^ letters) &* 0xFF51_AFD7_ED55_8CCD
    return product ^ product >> 32
  }

  /// Whatever eight letters lead to, eight more undo the difference, if each of its bytes is one between two letters.
  private func pairOfOneHash(from state: UInt64) -> (first: [UInt8], second: [UInt8], next: UInt64) {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8)
    var between: [UInt8: (UInt8, UInt8)] = [:]
    for one in letters { for other in letters { between[one ^ other] = (one, other) } }
    let start = Array("aaaaaaaa".utf8)
    for attempt in UInt64(1)...100_000 {
      let chosen = attempt &* 0x9E37_79B9_7F4A_7C15
      let other = (0..<8).map { letters[Int(chosen >> UInt64($0 * 8) & 0xFF) % 52] }
      let difference = mixed(state, word(start)) ^ mixed(state, word(other))
      let undone = (0..<8).compactMap { between[UInt8(truncatingIfNeeded: difference >> UInt64($0 * 8))] }
      guard undone.count == 8 else { continue }
      let next = mixed(mixed(state, word(start)), word(undone.map(\.0)))
      return (start + undone.map(\.0), other + undone.map(\.1), next)
    }
    preconditionFailure("one of the numbers is found")
  }

  private func word(_ letters: [UInt8]) -> UInt64 { letters.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

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

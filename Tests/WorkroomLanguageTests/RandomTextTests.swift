import Testing
import WorkroomLanguage

/// Programs with random damage: whatever they are, they are answered, and a refusal says why.
@Suite struct RandomTextTests {
  /// A linear congruential generator, so that a failure can be repeated by its seed.
  private struct Generator {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }

    mutating func any<Element>(of elements: [Element]) -> Element { elements[next(below: elements.count)] }
  }

  private static let splinters = [
    "\n", "\r", "\"", "(", ")", "end\n", "é", "—", "\u{202E}", "\u{0}", " on ", "$", "==",
  ]

  private static func damaged(_ bytes: [UInt8], _ random: inout Generator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.next(below: 12) {
      let at = random.next(below: bytes.count + 1)
      switch random.next(below: 3) {
      case 0: bytes.insert(contentsOf: Array(random.any(of: splinters).utf8), at: at)
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + random.next(below: 30)))
      default: if at < bytes.count { bytes[at] = UInt8(random.next(below: 256)) }
      }
    }
    return bytes
  }

  @Test(arguments: 1...4) func damagedPrograms(_ seed: Int) {
    var random = Generator(state: UInt64(seed))
    let programs = ValidProgramsTests.programs + InvalidProgramsTests.programs.filter { $0.source.bytes.count < 2_000 }
    for round in 0..<(Folder.runsWhole ? 5_000 : 25) {
      let bytes = Self.damaged(random.any(of: programs).source.bytes, &random)
      let source = SourceText(name: "damaged.workflow", bytes: bytes)
      let (workflow, diagnostics) = Checker.check(source)
      #expect((workflow == nil) == !diagnostics.errors.isEmpty, "seed \(seed), round \(round)")
      for fix in diagnostics.flatMap(\.fixes) { _ = source.applying(fix) }
    }
  }
}

import Testing
import WorkroomExchange
import WorkroomValues

@Suite struct CSVWriterTests {
  @Test func textsAreGuardedAndNumbersAreNot() {
    var writer = CSVWriter()
    writer.row([
      .text("=HYPERLINK(\"http://x\")"), .text("@mia"), .integer(-5), .number("-1.5"), .number("=1"),
      .empty,
      .amount(Money("-12.50 USD")!), .date(CalendarDate("2026-03-01")!),
      .instant(Instant("2026-03-01T09:00:00Z")!),
    ])
    #expect(
      String(decoding: writer.take(), as: UTF8.self)
        == "\"'=HYPERLINK(\"\"http://x\"\")\",'@mia,-5,-1.5,'=1,,-12.50,2026-03-01,2026-03-01T09:00:00Z\r\n"
    )
    #expect(writer.bytes.isEmpty)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let hostile = [
      "=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "'", "''", "'x", "", " x ", "a,b", "a;b", "a\"b",
      "\"", "a\nb", "a\r\nb",
      "Ä😀", "x\u{202E}y", "\n", ",", "line\r", "\u{FEFF}",
    ]
    for (first, second) in hostile.flatMap({ one in hostile.map { (one, $0) } }) {
      var writer = CSVWriter()
      writer.row(texts: ["x", "y"])
      writer.row(texts: [first, second])
      #expect(try read(writer.bytes) == [["x", "y"], [first, second]])
    }
    for text in hostile {
      var writer = CSVWriter()
      writer.row(texts: ["x"])
      writer.row(texts: [text])
      writer.row(texts: ["end"])
      #expect(
        try read(writer.bytes, chunkBytes: 2) == [["x"], [text], ["end"]], "\(text.debugDescription)")
    }
  }

  @Test func randomTextsComeBack() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var state = seed
    func roll(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let letters = Array("=+-@\t\r\n,;\"'ab Ä".unicodeScalars)
    for _ in 0..<300 {
      let rows = (0..<3).map { _ in
        (0..<3).map { _ in
          String(String.UnicodeScalarView((0..<roll(6)).map { _ in letters[roll(letters.count)] }))
        }
      }
      var writer = CSVWriter()
      writer.row(texts: ["a", "b", "c"])
      for row in rows { writer.row(texts: row) }
      #expect(try read(writer.bytes, chunkBytes: 1 + roll(9)).dropFirst() == rows[...], "seed \(seed)")
    }
  }
}

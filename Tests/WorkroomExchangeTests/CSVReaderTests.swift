import Testing
import WorkroomExchange

@Suite struct CSVReaderTests {
  @Test(arguments: [1, 2, 3, 7, 65_536])
  func allLineEndsAndQuotesWhateverThePieces(chunkBytes: Int) throws {
    let text = "\u{FEFF}a,b,c\r\n1,\"x, \"\"y\"\"\r\nz\",3\n,,\r\n\r\n\"\",5\" pipe,\"q\"\r4,5,6"
    #expect(
      try read(text, chunkBytes: chunkBytes) == [
        ["a", "b", "c"], ["1", "x, \"y\"\r\nz", "3"], ["", "", ""], ["", "5\" pipe", "q"], ["4", "5", "6"],
      ])
  }

  @Test(arguments: [
    ("a;b\n1,5;2\n", ["1,5", "2"]), ("a\tb\n1;5\t2\n", ["1;5", "2"]), ("\"a;;;\",b\n1,2", ["1", "2"]),
  ])
  func theHeadingsTellTheSeparator(text: String, second: [String]) throws {
    #expect(try read(text)[1] == second)
  }

  @Test func everyRowKnowsItsPlace() throws {
    let reader = try csv("h\r\n\r\n\"two\r\nlines\"\r\nlast\r\n")
    var places: [[Int]] = []
    while case .row(let row)? = try reader.next() { places.append([row.row, row.line]) }
    #expect(places == [[1, 1], [3, 3], [4, 5]])
  }

  @Test func nothingIsFoundInNothing() throws {
    #expect(try read("") == [])
    #expect(try read("\n\r\n\n") == [])
    let error = #expect(throws: ExchangeError.self) { try csv("").heading() }
    #expect(
      error?.description == "`test.csv` cannot be read: it is empty; its first line has to name the columns"
    )
  }

  @Test func aBadRowCostsOneRow() throws {
    var bytes = Array("Email,Notes\na@x.de,\u{C4}\n".utf8)
    bytes += [0xC3, 0x2C, 0xA9, 10] + Array("b\0,2\nc,\"x\"y,z\nd,1,2\ne,5,,\nf,6\n".utf8)
    #expect(
      try read(bytes, heading: true) == [
        ["Email", "Notes"], ["a@x.de", "Ä"],
        ["3:3: `Email` is not UTF-8 text; save the file as `CSV UTF-8`"],
        ["4:4: `Email` holds a NUL character; remove it"],
        ["5:5: text follows the closing quote of `Notes`; double each quote inside the text"],
        [
          "6:6: the row has 3 fields and the headings are 2; put quotes around a field that holds a separator"
        ],
        ["e", "5", "", ""], ["f", "6"],
      ])
  }

  @Test func aQuoteThatIsNeverClosedIsLocated() throws {
    let error = #expect(throws: ExchangeError.self) { try read("a,b\n1,2\n3,\"four\n5,6\n", heading: true) }
    #expect(error?.exitCode == 65)
    #expect(
      error?.description == "`test.csv` cannot be read: line 3: the quote that opens `b` is never closed; "
        + "close it, or double it if it belongs to the text")
  }

  @Test func aRowOverTheLimitIsSetAside() throws {
    let long = String(repeating: "x", count: 3 << 20)
    let reason = "the row is larger than 1 MiB; shorten its longest field"
    #expect(try read("a,b\n1,\(long)\n3,4\n") == [["a", "b"], ["2:2: \(reason)"], ["3", "4"]])
    #expect(try read("a,b\n1,\"\(long)\n\"\n3,4\n") == [["a", "b"], ["2:2: \(reason)"], ["3", "4"]])
    let endless = String(repeating: "x", count: CSVReader.rowEndBytesMax + 1)
    #expect(throws: ExchangeError.self) { try read("a,b\n1,\(endless)\n3,4\n") }
    let fits = String(repeating: "x", count: CSVReader.rowBytesMax)
    #expect(try read("a\n\(fits)\n")[1][0].utf8.count == CSVReader.rowBytesMax)
  }

  @Test func aThousandColumnsAndNoMore() throws {
    let row = Array(repeating: "x", count: 1000).joined(separator: ",")
    #expect(try read("\(row)\n")[0].count == 1000)
    #expect(
      try read("a\n\(row),x\n")[1] == [
        "2:2: the row has more than 1000 columns; remove the ones without a heading"
      ])
    #expect(throws: ExchangeError.self) { try read("\(row),x\n", heading: true) }
  }

  @Test func otherFormatsAreNamed() throws {
    #expect(
      throws: ExchangeError.unreadable(path: "x", reason: "it is UTF-16 text; save it as `CSV UTF-8`")
    ) {
      try CSVReader(bytes: [0xFF, 0xFE, 0x61, 0], name: "x")
    }
    #expect(throws: ExchangeError.self) { try CSVReader(bytes: [0x50, 0x4B, 3, 4, 20, 0], name: "x.xlsx") }
    // The beginning of a picture, and of a workbook of older days; a text may hold a control here and there.
    for head in [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [0xD0, 0xCF, 0x11, 0xE0]] as [[UInt8]] {
      #expect {
        try CSVReader(bytes: head + [UInt8](repeating: 0, count: 60), name: "x")
      } throws: {
        "\($0)".contains("it is no text, but a workbook, a picture or a program")
      }
    }
    #expect(try CSVReader(bytes: Array("name\nA\u{1}\u{2}\u{3}\n".utf8), name: "x").next() != nil)
  }

  @Test func theGuardOfAFormulaIsUndone() throws {
    #expect(
      try read("h\n'=1+1\n'hello\n''=x\n'\n'@mia\n-5\n").dropFirst().map { $0[0] }
        == ["=1+1", "'hello", "'=x", "'", "@mia", "-5"])
  }

  @Test func manyRowsInLittleRoom() throws {
    var text = "code,starts\n"
    for number in 0..<200_000 { text += "C\(number),\n" }
    let reader = try csv(text)
    var count = 0
    while case .row? = try reader.next() { count += 1 }
    #expect(count == 200_001)
  }
}

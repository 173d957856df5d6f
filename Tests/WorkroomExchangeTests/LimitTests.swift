import Testing
import WorkroomExchange

/// What just fits is taken, and one byte more is set aside.
@Suite struct LimitTests {
  private func reason(_ line: String) throws -> String? { try InboxTests().reason(line) }

  @Test func aLineOfOneMebibyteIsRead() throws {
    let line = String(repeating: "x", count: InboxReader.lineBytesMax)
    #expect(try reason("\(line)\n")?.contains("larger than 1 MiB") == false)
    #expect(try reason("\(line)x\n")?.contains("larger than 1 MiB") == true)
  }

  @Test func aRowWithoutAnEndEndsTheFile() throws {
    func rejects(_ bytes: Int) throws -> [RowReject] {
      let text = Array("email\n\"".utf8) + [UInt8](repeating: 0, count: bytes) + Array("\"\na@x.com\n".utf8)
      return try InfluencerImport(CSVReader(bytes: text, name: "test.csv")).all().rejects
    }
    #expect(try rejects(CSVReader.rowBytesMax + 1).count == 1)
    let error = #expect(throws: ExchangeError.self) { try rejects(CSVReader.rowEndBytesMax + 1) }
    #expect(error?.exitCode == 65)
    #expect(error?.description.contains("row 2 has no end within 4 MiB") == true)
  }

  @Test(arguments: ["k1", "spring", "mia", "jo"]) func aNameHas255Bytes(_ name: String) throws {
    func line(_ bytes: Int) -> String {
      InboxTests.good.replacing("\"\(name)\"", with: "\"\(String(repeating: "k", count: bytes))\"")
    }
    #expect(try reason(line(InboxLine.nameBytesMax)) == nil)
    #expect(try reason(line(InboxLine.nameBytesMax + 1))?.contains("longer than 255 bytes") == true)
  }

  @Test func anAddressHas2048Bytes() throws {
    func reasons(_ bytes: Int) throws -> [String] {
      let start = "https://a.example/"
      let address = start + String(repeating: "x", count: bytes - start.utf8.count)
      return try LinkImport(csv("url\n\(address)\n")).all().rejects.map(\.reason)
    }
    #expect(try reasons(2048) == [])
    #expect(try reasons(2049) == ["the address in `url` is longer than 2048 bytes; shorten it"])
  }

  @Test func aTrackingNumberHas255Bytes() throws {
    func rows(_ count: Int) throws -> (rows: [ShipmentRow], rejects: [RowReject]) {
      try ShipmentImport(csv("email,tracking\na@x.com,\(String(repeating: "1", count: count))\n")).all()
    }
    #expect(try rows(255).rows.count == 1)
    #expect(try rows(256).rejects.first?.reason.contains("at most 255 characters") == true)
  }

  @Test func anIdOfAPostHas255Bytes() throws {
    func rows(_ count: Int) throws -> (rows: [ContentRow], rejects: [RowReject]) {
      try ContentImport(
        csv("platform,id,posted_at\nig,\(String(repeating: "1", count: count)),2026-03-01T00:00:00Z\n")
      ).all()
    }
    #expect(try rows(255).rows.count == 1)
    #expect(try rows(256).rejects.first?.reason.contains("at most 255 characters") == true)
  }
}

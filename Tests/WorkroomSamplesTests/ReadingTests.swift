import Testing
import WorkroomExchange

@testable import WorkroomSamples

/// The importers take the files as the README says.
@Suite struct ReadingTests {
  /// Three of the five rows that are left out cannot be read; the two repetitions are found where rows are written.
  @Test(arguments: [("ambassador", 340), ("seeding", 320), ("paid_post", 310)])
  func threeInfluencersOfEachFileCannotBeRead(name: String, count: Int) throws {
    let maps = name == "paid_post" ? [HeadingMap(heading: "Main Platform", field: "platform")] : []
    let path = Workflows.path("\(name)/influencers.csv")
    let (rows, rejects) = try InfluencerImport(CSVReader(path: path), maps: maps).all()
    #expect(rows.count == count + 2 && rejects.count == 3)
  }

  @Test func codesLinksAndOrdersAreClean() throws {
    func reader(_ name: String) throws -> CSVReader {
      try CSVReader(path: Workflows.path("ambassador/\(name)"))
    }
    let codes = try CodeImport(reader("codes.csv")).all()
    let more = try CodeImport(reader("more-codes.csv")).all()
    let links = try LinkImport(reader("links.csv")).all()
    #expect((codes.rows.count, more.rows.count, links.rows.count) == (150, 60, 240))
    #expect(codes.rejects.isEmpty && more.rejects.isEmpty && links.rejects.isEmpty)
    for (file, count) in [("orders-1.csv", 300), ("orders-2.csv", 322), ("orders-3.csv", 322)] {
      let orders = try OrderImport(reader(file)).all()
      #expect(orders.rows.count == count && orders.rejects.isEmpty)
    }
  }

  /// Of the six bad lines three are no events at all; the others only an engine can tell.
  @Test(arguments: [("ambassador", "amb"), ("seeding", "see"), ("paid_post", "paid")])
  func timesAndKeysRise(name: String, prefix: String) throws {
    var rejects = 0
    var keys: [String] = []
    for week in 1...12 {
      let reader = try InboxReader(
        path: Workflows.path("\(name)/events/week-\(week < 10 ? "0" : "")\(week).ndjson"))
      var events: [InboxEvent] = []
      while let record = try reader.next() {
        switch record {
        case .event(let event): events.append(event)
        case .reject: rejects += 1
        }
      }
      #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at })
      keys += events.map(\.key)
    }
    #expect(rejects == 3)
    #expect(
      keys == keys.sorted() && Set(keys).count == keys.count - 1 && keys.allSatisfy { $0.hasPrefix(prefix) })
  }
}

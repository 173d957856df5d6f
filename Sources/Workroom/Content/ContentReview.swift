package import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Posts that wait for somebody to say whose they are.
package struct ContentReview {
  private let engine: Engine
  private let matcher: ContentMatcher

  package init(_ engine: Engine) {
    self.engine = engine
    matcher = ContentMatcher(engine)
  }

  /// Posts of one page.
  package static let pageRows: Int64 = 50

  /// A page of what waits, oldest first, from after a post's number on.
  package func sheet(after place: Int64 = 0) throws(EngineError) -> Sheet {
    let (rows, count) = try matcher.stored { (store) throws(StoreError) in
      (try store.postsForReview(after: place, limit: ContentReview.pageRows), try store.countPostsForReview())
    }
    var sheet = Sheet(
      title: "Content for review",
      columns: [
        .init("Post", .number, priority: 9), .init("Platform", priority: 5), .init("Handle", priority: 7),
        .init("Posted", .date, priority: 6), .init("Content", priority: 4), .init("Reason", priority: 8),
      ])
    for row in rows {
      sheet.rows.append([
        .number(row.id), .text(row.platform), .text(row.handle.map { "@\($0)" } ?? ""),
        .date(Zone.utc.local(Instant(milliseconds: row.posted)).date), .text(row.url), .text(row.reason),
      ])
    }
    sheet.notes = ["\(count) post\(count == 1 ? "" : "s") to review"]
    if let last = rows.last, rows.count == ContentReview.pageRows, Int64(rows.count) < count {
      sheet.notes.append("`content review \(last.id)` shows those after post \(last.id)")
    }
    if count > 0 {
      sheet.notes.append(
        "`content match POST to NAME in CAMPAIGN` gives one to an influencer, `content dismiss POST` drops it")
    }
    return sheet
  }

  /// Gives a post to somebody in a campaign, whatever its hashtags and its day say; an operator has looked.
  package func match(_ number: Int64, to influencer: Int64, in campaign: Int64) throws(EngineError) {
    var row = try waiting(number)
    guard try engine.participation(of: influencer, in: campaign) != nil else {
      throw .request(
        "this influencer does not take part in `\(try engine.campaign(campaign).row.name)`; add them first")
    }
    (row.influencer, row.campaign) = (influencer, campaign)
    if case .review(let reason) = try matcher.post(row, Figures(row.figures)) {
      throw .request("post \(number) was not taken: \(reason)")
    }
  }

  /// Drops a post; the next file does not bring it back.
  package func dismiss(_ number: Int64) throws(EngineError) {
    var row = try waiting(number)
    (row.state, row.reason) = (.dismissed, "")
    let dismissed = row
    try matcher.stored { (store) throws(StoreError) in try store.write(dismissed) }
  }

  private func waiting(_ number: Int64) throws(EngineError) -> PostRow {
    let row = try matcher.stored { (store) throws(StoreError) in try store.post(number) }
    guard let row else { throw .missing("there is no post \(number); `content review` lists those that wait") }
    switch row.state {
    case .review: return row
    case .matched: throw .request("post \(number) has its influencer and its campaign already")
    case .dismissed: throw .request("post \(number) was dismissed already")
    }
  }
}

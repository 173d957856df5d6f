import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Posts into campaigns, each by its handle, its hashtags and its day; what is in doubt waits for review.
final class ContentSink: RowSink {
  private let engine: Engine
  private let campaign: CampaignRow?
  private let rows: ContentImport
  private let matcher: ContentMatcher
  private var counted: [ContentMatcher.Outcome: Int] = [:]
  private var newest: [(name: String, value: String)] = []

  init(_ engine: Engine, _ campaign: CampaignRow?, _ rows: ContentImport) {
    self.engine = engine
    self.campaign = campaign
    self.rows = rows
    matcher = ContentMatcher(engine)
  }

  let noun = "posts"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var ownHeadings: [String] { WorkRoom.contentHeadings + Figures.names }
  var counts: [(count: Int, words: String)] {
    [
      (counted[.posted] ?? 0, "posts"), (counted[.measured] ?? 0, "measured anew"),
      (counted[.known] ?? 0, "known already"), (counted[.review("")] ?? 0, "for review: `content review` lists them"),
      (counted[.waiting] ?? 0, "waiting for review already"), (counted[.dismissed] ?? 0, "dismissed before"),
    ]
  }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(row) }
  }

  private func write(_ row: ContentRow) throws(EngineError) -> String? {
    // A list of ours tells of posts of whoever was forgotten, which have no address any more.
    if row.url == OrderNumber.erased {
      counted[.known, default: 0] += 1
      return nil
    }
    let identity = row.url.flatMap { PostIdentity($0) }
    let platform = row.platform ?? identity?.platform ?? "web"
    guard let name = row.id ?? identity?.id else { return "the row does not say which post it is" }
    if let own = identity?.platform, own != "web", let said = row.platform, own != said {
      return "the address is one of \(own), and the row says \(said); correct one of the two"
    }
    // The address names a post the same in every file; an id of its own may be any number.
    let post = identity.map { $0.platform == platform ? $0.id : name } ?? name
    var found = PostRow(
      platform: platform, post: post, url: row.url ?? "\(platform):\(post)", posted: row.posted.milliseconds)
    found.handle = row.handle ?? identity?.handle
    (found.caption, found.hashtags, found.mentions) = (row.caption, row.hashtags, row.mentions)
    var figures = Figures()
    for figure in row.figures { figures.counts[figure.name] = figure.count }
    newest = ContentSink.cells(found, row)
    var named: Int64?
    if let name = row.campaign {
      guard let campaign = try engine.campaign(named: name) else { return "there is no campaign called `\(name)`" }
      named = campaign.id
    }
    let outcome = try matcher.take(found, figures, email: row.email, named: named, wanted: campaign?.id)
    switch outcome {
    case .refused(let reason): return reason
    case .review: counted[.review(""), default: 0] += 1
    default: counted[outcome, default: 0] += 1
    }
    return nil
  }

  private static func cells(_ post: PostRow, _ row: ContentRow) -> [(name: String, value: String)] {
    let cells = [
      ("platform", post.platform), ("post", post.post), ("handle", post.handle ?? ""),
      ("posted_at", row.posted.description), ("hashtags", post.hashtags ?? ""), ("caption", post.caption ?? ""),
    ]
    return (cells + row.figures.map { ($0.name, String($0.count)) }).filter { !$0.1.isEmpty }
  }
}

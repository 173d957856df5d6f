import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Posts as files brought them, those that wait and those that were dismissed among them.
extension Export {
  mutating func writePosts() throws {
    let columns = [
      "platform", "post", "url", "handle", "influencer", "campaign", "posted_at", "caption", "hashtags", "mentions",
      "figures", "state", "reason",
    ]
    try table("posts", columns) { export, file in
      let store = export.engine.store
      var last: Int64 = 0
      while true {
        let rows = try stored { () throws(StoreError) in try store.posts(behind: last, atMost: Export.pageRows) }
        guard let end = rows.last?.id else { return }
        last = end
        for row in rows {
          let influencer = try row.influencer.map { id throws(EngineError) in try export.name(id) }
          let campaign = try row.campaign.map { id throws(EngineError) in try export.engine.campaign(id).row.name }
          try file.row([
            .text(row.platform), .text(row.post), .text(row.url), .optional(row.handle), .optional(influencer),
            .optional(campaign), .instant(Instant(milliseconds: row.posted)), .optional(row.caption),
            .optional(row.hashtags), .optional(row.mentions), .text(row.figures), .text("\(row.state)"),
            .text(row.reason),
          ])
        }
      }
    }
  }
}

import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Posts as files brought them, whatever has been said of them.
extension Export {
  mutating func writePosts() throws {
    let columns = [
      "platform", "post", "url", "handle", "name", "campaign", "posted", "state", "reason", "caption", "hashtags",
      "mentions", "figures",
    ]
    try table("posts", columns) { export, file in
      let campaigns = try export.campaigns()
      var last: Int64 = 0
      while true {
        let rows = try stored { () throws(StoreError) in
          try export.engine.store.posts(behind: last, atMost: Export.pageRows)
        }
        for row in rows {
          let campaign = campaigns.first { $0.row.id == row.campaign }?.row.name
          let figures = row.figures.split(separator: "\n").joined(separator: ", ")
          try file.row([
            .text(row.platform), .text(row.post), .text(row.url), .optional(row.handle),
            .optional(try row.influencer.map { try export.name($0) }), .optional(campaign), .moment(row.posted),
            .text("\(row.state)"), row.reason.isEmpty ? .empty : .text(row.reason), .optional(row.caption),
            .optional(row.hashtags), .optional(row.mentions), figures.isEmpty ? .empty : .text(figures),
          ])
        }
        guard let newest = rows.last else { return }
        last = newest.id
      }
    }
  }
}

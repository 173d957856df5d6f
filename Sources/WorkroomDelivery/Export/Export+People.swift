import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import Workroom
import WorkroomValues

/// What operators keep of people, who the operators are, and what was asked of the database.
extension Export {
  mutating func writeDirectory() throws {
    try table("tags", ["number", "name", "tag"]) { export, file in
      try export.eachPerson { export, id in
        for tag in try export.engine.store.tags(of: id) {
          try file.row([.integer(id), .text(try export.name(id)), .text(tag)])
        }
      }
    }
    try table("remarks", ["number", "name", "written", "operator", "remark"]) { export, file in
      try export.eachPerson { export, id in
        for remark in try export.engine.store.remarks(of: id) {
          try file.row([
            .integer(id), .text(try export.name(id)), .moment(remark.written),
            .optional(try export.operatorName(remark.operatorID)), .text(remark.content),
          ])
        }
      }
    }
    try table("contacts", ["number", "name", "state", "since", "operator", "reason"]) { export, file in
      for id in try export.engine.store.contactStates().keys.sorted() {
        guard let row = try export.engine.store.contact(id) else { continue }
        try file.row([
          .integer(id), .text(try export.name(id)), .text("\(row.state)"), .moment(row.since),
          .optional(try export.operatorName(row.operatorID)), row.reason.isEmpty ? .empty : .text(row.reason),
        ])
      }
    }
    try table("attribution", ["number", "name", "from_campaign", "to_campaign", "since"]) { export, file in
      for row in try export.engine.store.attributions() {
        try file.row([
          .integer(row.influencer), .text(try export.name(row.influencer)),
          .text(try export.engine.campaign(row.source).row.name),
          .text(try export.engine.campaign(row.target).row.name),
          .moment(row.since),
        ])
      }
    }
  }

  mutating func writeOperators() throws {
    try table("operators", ["operator", "roles", "added", "removed"]) { export, file in
      for row in try export.engine.store.operators() {
        try file.row([
          .text(row.shownName), .text(row.roles.joined(separator: ", ")), .moment(row.added), .moment(row.removed),
        ])
      }
    }
    try table(
      "audit", ["row", "at", "operator", "roles", "from", "file", "asked", "outcome", "answer"]
    ) { export, file in
      for row in try export.engine.store.auditRows(of: nil, since: .min, limit: nil, offset: 0).reversed() {
        try file.row([
          .integer(row.id), .moment(row.at), .optional(try export.operatorName(row.operatorID)),
          .text(row.roles.joined(separator: ", ")), .optional(Hand.Origin(rawValue: row.origin)?.name),
          .optional(row.file), .optional(row.asked), .optional(Hand.Outcome(rawValue: row.outcome)?.name),
          .optional(row.answer),
        ])
      }
    }
  }

  /// Calls a function with everybody of the directory, page by page.
  private mutating func eachPerson(_ body: (inout Export, Int64) throws -> Void) throws {
    var last: Int64 = 0
    while true {
      let ids = try engine.store.influencers(behind: last, atMost: Export.pageRows)
      for id in ids { try body(&self, id) }
      guard let newest = ids.last else { return }
      last = newest
    }
  }

  private func operatorName(_ id: Int64) throws(EngineError) -> String? {
    id == 0 ? nil : try engine.operatorName(id)
  }
}

package import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Codes and links as tables: our own, which come back as they went, and those of other platforms.
package enum ItemTables {
  /// Which items are meant: those of a group, those of a campaign, or all of their kind.
  package struct Scope: Sendable {
    package var kind: Int64
    package var group: Int64?
    package var campaign: Int64?

    package init(kind: Int64, group: Int64? = nil, campaign: Int64? = nil) {
      self.kind = kind
      self.group = group
      self.campaign = campaign
    }
  }

  package static let codeHeadings = ["code", "group", "state", "influencer", "email", "rate", "start", "end"]

  /// `code`, the group, who holds it, what it pays and when it holds.
  package static func codes(_ engine: Engine, _ scope: Scope) -> ExportTable {
    ExportTable(headings: codeHeadings) { take in
      try each(engine, scope) { item, holder in
        try take([
          .text(item.item.code), .text(item.group), .text("\(item.state)"), .text(holder?.shownName ?? ""),
          .text(holder?.email ?? ""), .text(rate(item) ?? ""), ExportTable.instant(item.item.starts),
          ExportTable.instant(item.item.ends),
        ])
      }
    }
  }

  package static let linkHeadings = [
    "influencer", "email", "url", "group", "state", "destination_url", "start", "end", "payout_type", "payout_amount",
  ]

  /// `influencer`, `email`, `url`, the group and what else a link has.
  package static func links(_ engine: Engine, _ scope: Scope) -> ExportTable {
    ExportTable(headings: linkHeadings) { take in
      try each(engine, scope) { item, holder in
        let rate = rate(item)
        try take([
          .text(holder?.shownName ?? ""), .text(holder?.email ?? ""), .text(item.item.code),
          .text(item.group), .text("\(item.state)"), .text(item.item.destination ?? ""),
          ExportTable.instant(item.item.starts),
          ExportTable.instant(item.item.ends), .text(rate == nil ? "" : "percentage"),
          .text(rate.map { String($0.dropLast()) } ?? ""),
        ])
      }
    }
  }

  /// impact.com's upload of promo codes; what only the user of impact.com knows comes as constants, by heading.
  package static func impact(
    _ engine: Engine, _ scope: Scope, constants: [String: String]
  ) throws(EngineError) -> ExportTable {
    let headings = [
      "Promo Code", "Program Id", "Media Id", "Type", "Credit Rule", "Match Mode", "Deal Id", "Active Start Date",
      "Active End Date", "Timezone",
    ]
    let free = ["Program Id", "Media Id", "Credit Rule", "Match Mode", "Deal Id"]
    for name in constants.keys.sorted() where !free.contains(name) {
      throw .request("`--set` takes one of \(free.map { "`\($0)`" }.joined(separator: ", ")) here, not `\(name)`")
    }
    return ExportTable(headings: headings) { take in
      try each(engine, scope) { item, holder in
        guard item.state != .disabled else { return }
        let media = constants["Media Id"] ?? holder?.external ?? ""
        try take([
          .text(item.item.code), .text(constants["Program Id"] ?? ""), .text(media), .text("TRACKING"),
          .text(constants["Credit Rule"] ?? ""), .text(constants["Match Mode"] ?? ""),
          .text(constants["Deal Id"] ?? ""), ExportTable.instant(item.item.starts),
          ExportTable.instant(item.item.ends), .text("UTC"),
        ])
      }
    }
  }

  /// Refersion takes so many triggers in one file.
  package static let refersionRowsMax = 500

  /// Refersion's upload of conversion triggers: a part of at most 500 rows, and how many parts there are. Codes of influencers
  /// without an id of Refersion's are left out and counted.
  package static func refersion(
    _ engine: Engine, _ scope: Scope, part: Int
  ) throws(EngineError) -> (table: ExportTable, parts: Int, withoutID: Int) {
    var (rows, withoutID): (Int, Int) = (0, 0)
    do {
      try each(engine, scope) { item, holder in
        guard item.state == .held else { return }
        if holder?.external == nil { withoutID += 1 } else { rows += 1 }
      }
    } catch let error as StoreError { throw .store(error) } catch { throw .damaged("\(error)") }
    let table = ExportTable(headings: ["AFFILIATE_ID", "TYPE", "TRIGGER"]) { take in
      var place = 0
      try each(engine, scope) { item, holder in
        guard item.state == .held, let id = holder?.external else { return }
        if place / refersionRowsMax == part - 1 { try take([.text(id), .text("COUPON"), .text(item.item.code)]) }
        place += 1
      }
    }
    return (table, max(1, (rows + refersionRowsMax - 1) / refersionRowsMax), withoutID)
  }

  private static func each(
    _ engine: Engine, _ scope: Scope, _ take: (ListedItem, InfluencerRecord?) throws -> Void
  ) throws {
    try engine.store.eachItem(kind: scope.kind, group: scope.group, campaign: scope.campaign) { item in
      try take(item, try item.influencer.flatMap { try engine.store.influencer($0) })
    }
  }

  private static func rate(_ item: ListedItem) -> String? {
    item.item.rate.map { Percent(millionths: $0).description }
  }
}

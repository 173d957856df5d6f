package import Workroom
package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// What is to leave the database: what waits, what went out and when, and what could not be delivered.
package struct Outbox {
  let engine: Engine

  package init(_ engine: Engine) { self.engine = engine }

  /// Rows shown of a list.
  package static let shownMax: Int64 = 200

  /// Reasons told in full below a list.
  private static let reasonsMax = 5

  /// Notes the newest effects of every campaign for delivery, inside a transaction.
  package func takeIn(as state: DeliveryRow.State = .waiting) throws(EngineError) {
    try stored { () throws(StoreError) in
      for campaign in try engine.store.campaigns() {
        try engine.store.takeIn(campaign.id, kinds: Channel.kinds, as: state)
      }
    }
  }

  // MARK: Operators' requests

  /// Dead letters wait again, all or the one with a key; how many.
  package func retry(_ key: DeliveryKey?) throws(EngineError) -> Int {
    let now = engine.clock.now.milliseconds
    return try engine.transaction { () throws(EngineError) in
      try takeIn()
      return try stored { () throws(StoreError) in
        try engine.store.retryDead(key.map { ($0.log, $0.place) }, due: now)
      }
    }
  }

  /// What waits is held until it is released; how many.
  package func hold() throws(EngineError) -> Int { try move(from: .waiting, to: .held) }

  /// What is held waits again; how many.
  package func release() throws(EngineError) -> Int { try move(from: .held, to: .waiting) }

  private func move(from old: DeliveryRow.State, to new: DeliveryRow.State) throws(EngineError) -> Int {
    try engine.transaction { () throws(EngineError) in
      try takeIn()
      return try stored { () throws(StoreError) in try engine.store.moveDeliveries(from: old, to: new) }
    }
  }

  /// How many effects of a channel wait, with what has come since the last look.
  package func waiting(_ channel: Channel) throws(EngineError) -> Int64 {
    try engine.transaction { () throws(EngineError) in
      try takeIn()
      return try stored { () throws(StoreError) in try engine.store.waitingCount(channel.rawValue) }
    }
  }

  // MARK: Lists

  /// Rows in some states as a table; what waits by when it is due, what went out newest first.
  package func sheet(_ states: [DeliveryRow.State]) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Outbox",
      columns: [
        .init("State", priority: 8), .init("What", priority: 9), .init("Influencer", priority: 8),
        .init("Campaign", priority: 5), .init("Tried", .number, priority: 1), .init("When", priority: 3),
        .init("Reason", priority: 7), .init("Key", priority: 2),
      ])
    return try engine.transaction { () throws(EngineError) in
      try takeIn()
      for state in states {
        let rows = try stored { () throws(StoreError) in try engine.store.deliveries(state, atMost: Outbox.shownMax) }
        for row in rows { sheet.rows.append(try cells(row)) }
        let count = try stored { () throws(StoreError) in try engine.store.deliveryCount(state) }
        if count > 0 {
          let shown = count > Int64(rows.count) ? ", \(rows.count) of them shown" : ""
          sheet.notes.append("\(count) \(state)\(shown)")
        }
        var reasons: [String] = []
        for row in rows { if let reason = row.error, !reasons.contains(reason) { reasons.append(reason) } }
        sheet.notes += reasons.prefix(Outbox.reasonsMax).map { "  \($0)" }
      }
      if sheet.notes.isEmpty { sheet.notes = ["nothing"] }
      return sheet
    }
  }

  private func cells(_ row: DeliveryRow) throws(EngineError) -> [Sheet.Value] {
    let participation = try stored { () throws(StoreError) in try engine.store.participation(row.participation) }
    let who = try stored { () throws(StoreError) in
      try participation.flatMap { (known) throws(StoreError) in try engine.store.influencer(known.influencer) }
    }
    let campaign = try engine.campaign(row.log >> LogRow.sequenceBits)
    let log = try stored { () throws(StoreError) in try engine.store.row(row.log) }
    let when = Instant(milliseconds: row.delivered ?? row.due)
    return [
      .text("\(row.state)"), .text(try what(row.kind, row.words, row.role, log)), .text(who?.shownName ?? ""),
      .text(campaign.row.name),
      .number(row.attempts), .text(when.description), .text(row.error ?? ""), .text(DeliveryKey(row).description),
    ]
  }

  /// What an effect is, in words.
  func what(_ number: Int64, _ words: Int64?, _ role: Int64?, _ log: LogRow?) throws(EngineError) -> String {
    guard let log, let kind = Effect.Kind(rawValue: UInt8(clamping: number)) else { return "" }
    let definition = try engine.definition(log.definition)
    let text = kind == .poolEmpty ? "" : try engine.text(words ?? 0, definition) ?? "(erased)"
    switch kind {
    case .email: return "mail \"\(text)\""
    case .contract: return "contract \"\(text)\""
    case .note: return "note: \(text)"
    case .createOrder: return "create an order"
    case .cancelOrder: return "cancel the order"
    case .poolEmpty: return "nothing left in `\(try engine.group(words ?? 0)?.name ?? "a group")`"
    default: return "to \(role.map { definition.workflow.roles[Int($0)].name } ?? "operator"): \(text)"
    }
  }
}

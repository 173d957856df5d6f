import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What happened, what it came to, and what was sent.
extension Export {
  mutating func writeEvents() throws {
    let columns = [
      "campaign", "row", "occurred", "recorded", "reported", "name", "what", "role", "actor", "outcome", "values",
      "words",
    ]
    try table("events", columns) { export, file in
      for campaign in try export.campaigns() {
        let people = try export.people(campaign)
        var last: Int64 = 0
        while true {
          let rows = try stored { () throws(StoreError) in
            try export.engine.store.rows(campaign.row.id, behind: last, atMost: Export.pageRows)
          }
          for row in rows { try file.row(try export.event(row, campaign, people)) }
          guard let newest = rows.last else { break }
          last = newest.sequence
        }
      }
    }
  }

  private func event(
    _ row: LogRow, _ campaign: CampaignState, _ people: [Int64: String]
  ) throws(EngineError) -> [CSVCell] {
    let kind = StepInput.Kind(rawValue: UInt8(clamping: row.kind))
    let definition = kind == nil ? nil : try engine.definition(row.definition)
    let role = definition.flatMap { row.role < 0 ? nil : $0.workflow.roles[Int(row.role)].name }
    let actor = try row.actor == 0 ? nil : stored { () throws(StoreError) in try engine.store.text(row.actor) }
    let words = try definition.flatMap { (known) throws(EngineError) in
      try row.words == 0 ? nil : engine.text(row.words, known)
    }
    var values = ""
    if kind == .event, let definition {
      values = try engine.written(
        row.payload, definition.workflow.events[Int(row.event)].payload, definition, campaign)
    }
    let outcome = kind == nil ? nil : StepStatus(rawValue: UInt8(clamping: row.outcome))
    return [
      .text(campaign.row.name), .integer(row.sequence), .moment(row.occurred), .moment(row.recorded),
      .moment(row.reported), .optional(people[row.participation]), .text(what(row, kind, definition)),
      .optional(role), .optional(actor), .optional(outcome.map { "\($0)" }),
      values.isEmpty ? .empty : .text(values), .optional(words),
    ]
  }

  private func what(_ row: LogRow, _ kind: StepInput.Kind?, _ definition: Definition?) -> String {
    switch kind {
    case .event: definition?.workflow.events[Int(row.event)].path ?? "event"
    case .start: "start"
    case .timer: definition.map { "timer of line \($0.machine.rule(ofTimer: Int(row.event)).line)" } ?? "timer"
    case .serve: "served in line"
    case .migrate: "moved to version \(definition?.workflow.version ?? 0)"
    case nil: "notice"
    }
  }

  mutating func writeMoney() throws {
    let columns = ["campaign", "row", "occurred", "name", "account", "amount", "currency", "reason", "about"]
    try table("money", columns) { export, file in
      let accounts = ["owed", "paid", "earmarked"]
      for campaign in try export.campaigns() {
        let people = try export.people(campaign)
        let store = export.engine.store
        for entry in try stored({ () throws(StoreError) in try store.ledger(ofCampaign: campaign.row.id) }) {
          let log = try stored { () throws(StoreError) in try store.row(entry.log) }
          let subject = try log.flatMap { (log) throws(EngineError) in
            try entry.subject == 0 ? nil : export.engine.text(entry.subject, export.engine.definition(log.definition))
          }
          let account = accounts.indices.contains(Int(entry.account)) ? accounts[Int(entry.account)] : "other"
          try file.row(
            [
              .text(campaign.row.name), .integer(entry.log & (1 << LogRow.sequenceBits - 1)), .moment(log?.occurred),
              .optional(people[entry.participation]), .text(account),
            ] + export.amount(entry.amount, entry.currency) + [.text(entry.reason), .optional(subject)])
        }
      }
    }
  }

  mutating func writePayments() throws {
    let columns = ["campaign", "name", "batch", "number", "amount", "currency", "method", "state", "told", "changed"]
    try table("payments", columns) { export, file in
      for campaign in try export.campaigns() {
        let people = try export.people(campaign)
        let store = export.engine.store
        for payment in try stored({ () throws(StoreError) in try store.payments(ofCampaign: campaign.row.id) }) {
          let (told, changed, isBack) = try stored { () throws(StoreError) in
            (
              try store.row(payment.log)?.occurred, try store.row(payment.changed)?.occurred,
              try store.cameBack(payment)
            )
          }
          try file.row(
            [
              .text(campaign.row.name), .optional(people[payment.participation]),
              payment.batch == 0 ? .empty : .integer(payment.batch), .integer(payment.number),
            ] + export.amount(payment.amount, payment.currency) + [
              .text("\(payment.method)"), .text(isBack ? "came back" : "\(payment.state)"), .moment(told),
              .moment(changed),
            ])
        }
      }
    }
  }

  /// Content, orders, shipments, conversions: whatever events are about.
  mutating func writeObjects() throws {
    let columns = ["campaign", "name", "noun", "which", "status", "first", "newest", "values"]
    try table("objects", columns) { export, file in
      for campaign in try export.campaigns() {
        let people = try export.people(campaign)
        let store = export.engine.store
        for (noun, object) in try stored({ () throws(StoreError) in try store.allObjects(ofCampaign: campaign.row.id) })
        {
          let definition = try export.engine.definition(object.definition)
          let (first, newest) = try stored { () throws(StoreError) in
            (try store.row(object.firstLog)?.occurred, try store.row(object.lastLog)?.occurred)
          }
          let which = try object.key == 0 ? nil : export.engine.text(object.key, definition)
          let fields = definition.workflow.events[Int(object.event)].payload
          try file.row([
            .text(campaign.row.name), .optional(people[object.participation]), .text(noun), .optional(which),
            .text(object.status), .moment(first), .moment(newest),
            .text(try export.engine.written(object.payload, fields, definition, campaign)),
          ])
        }
      }
    }
  }

  mutating func writeOutbox() throws {
    try table("outbox", ["campaign", "name", "what", "occurred", "state", "tried", "delivered", "reason", "key"]) {
      export, file in
      let outbox = Outbox(export.engine)
      let store = export.engine.store
      for campaign in try export.campaigns() {
        let people = try export.people(campaign)
        for row in try stored({ () throws(StoreError) in try store.outbox(ofCampaign: campaign.row.id) }) {
          let known = try stored { () throws(StoreError) in try store.delivery(log: row.log, place: row.place) }
          let log = try stored { () throws(StoreError) in try store.row(row.log) }
          let leaves = Channel.kinds.contains { $0.kind == row.kind }
          try file.row([
            .text(campaign.row.name), .optional(people[row.participation]),
            .text(try outbox.what(row.kind, row.words, row.role, log)), .moment(log?.occurred),
            .text(known.map { "\($0.state)" } ?? (leaves ? "waiting" : "kept")), .integer(known?.attempts ?? 0),
            .moment(known?.delivered),
            .optional(known?.error), .optional(known.map { DeliveryKey($0).description }),
          ])
        }
      }
    }
  }

  mutating func writeTemplates() throws {
    try table("templates", ["template", "campaign", "subject", "body"]) { export, file in
      let campaigns = try export.campaigns()
      for row in try stored({ () throws(StoreError) in try export.engine.store.templates() }) {
        let campaign = campaigns.first { $0.row.id == row.campaign }?.row.name
        try file.row([.text(row.name), .text(campaign ?? "all"), .text(row.subject), .text(row.body)])
      }
    }
  }

  mutating func writeConnectors() throws {
    try table("connectors", ["kind", "where"]) { export, file in
      for row in try stored({ () throws(StoreError) in try export.engine.store.connectors() }) {
        guard let connector = Connector(row) else { continue }
        try file.row([.text(connector.channel.name), .text(connector.description)])
      }
    }
  }
}

import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Workflows, campaigns, people, and how they stand.
extension Export {
  mutating func writeWorkflows() throws {
    try table("workflows", ["workflow", "version", "file", "text"]) { export, file in
      let rows = try stored { () throws(StoreError) in try export.engine.store.definitions() }
      for row in rows {
        try file.row([
          .text(row.name), .integer(row.version), .text(row.file), .text(String(decoding: row.source, as: UTF8.self)),
        ])
      }
    }
  }

  mutating func writeCampaigns() throws {
    let columns = ["campaign", "workflow", "version", "currency", "time_zone", "log_rows"]
    try table("campaigns", columns) { export, file in
      for campaign in try export.campaigns() {
        let workflow = try export.engine.definition(campaign.row.definition).workflow
        try file.row([
          .text(campaign.row.name), .text(workflow.name), .integer(workflow.version), .text(campaign.currency.code),
          .text(campaign.row.zone), .integer(campaign.head.sequence),
        ])
      }
    }
  }

  mutating func writeDetails() throws {
    try table("details", ["campaign", "detail", "value"]) { export, file in
      for campaign in try export.campaigns() {
        let definition = try export.engine.definition(campaign.row.definition)
        for (place, field) in definition.workflow.campaign.enumerated() where !field.isHidden {
          let isSet = campaign.words[0] >> Int64(place) & 1 == 1
          let value =
            try isSet ? export.engine.written(campaign.words[place + 1], field.type, definition, campaign) : nil
          try file.row([.text(campaign.row.name), .text(field.name), .optional(value)])
        }
      }
    }
  }

  mutating func writeInfluencers() throws {
    // As `import influencers` reads them.
    let platforms = ["instagram", "tiktok", "youtube", "pinterest", "facebook", "x", "twitch"]
    let columns =
      [
        "number", "id", "email", "first_name", "last_name", "country", "platform", "followers", "phone", "address",
      ] + platforms + ["other_accounts", "tax_form", "paypal"]
    try table("influencers", columns) { export, file in
      let store = export.engine.store
      var last: Int64 = 0
      while true {
        let ids = try stored { () throws(StoreError) in try store.influencers(behind: last, atMost: Export.pageRows) }
        for id in ids {
          guard let record = try stored({ () throws(StoreError) in try store.influencer(id) }) else { continue }
          let payee = try stored { () throws(StoreError) in try store.payee(id) }
          try file.row(
            Export.person(record) + Export.accounts(record, platforms) + [
              .optional(payee.taxForm), .optional(payee.paypal),
            ])
        }
        guard let newest = ids.last else { return }
        last = newest
      }
    }
  }

  private static func person(_ record: InfluencerRecord) -> [CSVCell] {
    [
      .integer(record.id), .optional(record.external), .optional(record.email), .optional(record.firstName),
      .optional(record.lastName), .optional(record.country), .optional(record.platform),
      record.followers.map(CSVCell.integer) ?? .empty, .optional(record.phone), .optional(record.shownAddress),
    ]
  }

  /// The first account of each platform that has a column, and the rest in one.
  private static func accounts(_ record: InfluencerRecord, _ platforms: [String]) -> [CSVCell] {
    var rest = record.accounts
    var cells: [CSVCell] = []
    for platform in platforms {
      let place = rest.firstIndex { $0.platform == platform }
      cells.append(.optional(place.map { rest.remove(at: $0).handle }))
    }
    let others = rest.map { "\($0.platform) @\($0.handle)" }.joined(separator: ", ")
    return cells + [others.isEmpty ? .empty : .text(others)]
  }

  mutating func writeParticipations() throws {
    let columns = [
      "campaign", "number", "name", "round", "version", "stages", "finished", "since", "accepted", "next_timer",
    ]
    try table("participations", columns) { export, file in
      for campaign in try export.campaigns() {
        for row in try export.participations(campaign) {
          let definition = try export.engine.definition(row.definition)
          let isFinished = definition.machine.isFinished(row.state.span)
          try file.row([
            .text(campaign.row.name), .integer(row.influencer), .text(try export.name(row.influencer)),
            .integer(row.round), .integer(definition.workflow.version),
            .text(definition.paths(row.state).joined(separator: ", ")), .text(isFinished ? "yes" : "no"),
            .moment(row.since), .moment(row.accepted), .moment(row.due),
          ])
        }
      }
    }
  }

  mutating func writeRecords() throws {
    try table("records", ["campaign", "number", "name", "round", "field", "value"]) { export, file in
      for campaign in try export.campaigns() {
        for row in try export.participations(campaign) {
          let definition = try export.engine.definition(row.definition)
          let name = try export.name(row.influencer)
          for (place, field) in definition.workflow.record.enumerated() {
            guard let word = definition.machine.recordValue(place, row.state.span) else { continue }
            let value = try export.engine.written(word, field.type, definition, campaign)
            try file.row([
              .text(campaign.row.name), .integer(row.influencer), .text(name), .integer(row.round), .text(field.name),
              .optional(value),
            ])
          }
        }
      }
    }
  }

  mutating func writeGroups() throws {
    let columns = [
      "kind", "group", "pattern", "destination", "free", "kept", "payout", "from", "until", "domain", "utm",
      "days_after_click",
    ]
    try table("groups", columns) { export, file in
      for row in try stored({ () throws(StoreError) in try export.engine.store.groups() }) {
        try file.row([
          .text(try export.engine.noun(ofKind: row.kind)), .text(row.name), .optional(row.pattern),
          .optional(row.destination), row.pattern == nil ? .integer(row.free) : .empty, .integer(row.kept),
          .optional(row.terms.rate.map { Percent(millionths: $0).description }), export.day(row.terms.starts),
          export.day(row.terms.ends), .optional(row.terms.domain), .optional(row.terms.utm),
          row.terms.attribution.map { .integer($0) } ?? .empty,
        ])
      }
    }
  }

  mutating func writeItems() throws {
    let columns = [
      "kind", "group", "code", "state", "campaign", "name", "rate", "starts", "ends", "destination", "assigned",
      "kept_for", "kept_rate",
    ]
    try table("items", columns) { export, file in
      let states = ["free", "held", "disabled", "kept"]
      for row in try stored({ () throws(StoreError) in try export.engine.store.items() }) {
        let holder = try row.participation.flatMap { (id) throws(EngineError) in
          try stored { () throws(StoreError) in try export.engine.store.participation(id) }
        }
        let group = try export.engine.group(row.item.group)
        // What nobody holds has the days of its group in UTC, where it has none of its own.
        let given = row.participation == nil ? group.map { export.engine.dates($0.terms, .utc) } : nil
        try file.row([
          .text(try export.engine.noun(ofKind: row.kind)), .optional(group?.name), .text(row.item.code),
          .text(states.indices.contains(Int(row.state)) ? states[Int(row.state)] : "unknown"),
          .optional(try holder.map { try export.engine.campaign($0.campaign).row.name }),
          .optional(try holder.map { try export.name($0.influencer) }),
          .optional(row.item.rate.map { Percent(millionths: $0).description }),
          .moment(row.item.starts ?? given?.starts),
          .moment(row.item.ends ?? given?.ends), .optional(row.item.destination), .moment(row.item.assigned),
          .optional(try row.kept.map { try export.name($0) }),
          .optional(row.keptRate.map { Percent(millionths: $0).description }),
        ])
      }
    }
  }

  /// Who held a code or a link before it went back to its group.
  mutating func writeFormerHolders() throws {
    let columns = ["code", "campaign", "name", "rate", "starts", "ends", "assigned", "released"]
    try table("former_holders", columns) { export, file in
      let items = try stored { () throws(StoreError) in try export.engine.store.items() }
      let codes = Dictionary(uniqueKeysWithValues: items.map { ($0.item.id, $0.item.code) })
      for row in try stored({ () throws(StoreError) in try export.engine.store.formerHolders() }) {
        let holder = try stored { () throws(StoreError) in try export.engine.store.participation(row.participation) }
        try file.row([
          .optional(codes[row.item]),
          .optional(try holder.map { try export.engine.campaign($0.campaign).row.name }),
          .optional(try holder.map { try export.name($0.influencer) }),
          .optional(row.rate.map { Percent(millionths: $0).description }), .moment(row.starts), .moment(row.ends),
          .moment(row.assigned), .moment(row.released),
        ])
      }
    }
  }
}

import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Makes a parcel of a row of the outbox: what the mail says, or what the object holds. Reads only.
struct Packer {
  let engine: Engine
  let row: DeliveryRow
  let connector: Connector
  let values: MailValues
  /// The definition by which the step ran.
  let definition: Definition
  let kind: Effect.Kind

  init(_ engine: Engine, _ row: DeliveryRow, _ connector: Connector) throws(PackingError) {
    self.engine = engine
    self.row = row
    self.connector = connector
    let found = try packing { () throws(EngineError) in
      let parts = try stored { () throws(StoreError) in
        let participation = try engine.store.participation(row.participation)
        let influencer = try participation.flatMap { (known) throws(StoreError) in
          try engine.store.influencer(known.influencer)
        }
        return (try engine.store.row(row.log), participation, influencer)
      }
      guard case (let log?, let participation?, let influencer?) = parts else {
        throw .damaged("the outbox refers to a step or to a person that the database does not hold")
      }
      return (log, participation, influencer)
    }
    definition = try packing { () throws(EngineError) in try engine.definition(found.0.definition) }
    values = MailValues(
      engine: engine, campaign: try packing { () throws(EngineError) in try engine.campaign(found.1.campaign) },
      participation: found.1, influencer: found.2, log: found.0)
    guard let kind = Effect.Kind(rawValue: UInt8(clamping: row.kind)) else {
      throw .undeliverable("this edition of workroom knows no such effect")
    }
    self.kind = kind
    if connector.channel.isToInfluencer, found.2.isErased { throw .undeliverable(Store.forgotten) }
  }

  func parcel() throws(PackingError) -> Parcel {
    guard connector.takesMails else { return Parcel(.object(try object())) }
    let (to, subject, body) =
      switch connector.channel {
      case .email, .contract: try templateMail()
      case .tell: try toldMail()
      case .order: try orderMail()
      }
    let sender = connector.sender ?? Connector.localSender
    guard let from = MailAddress(sender.address, name: values.campaign.row.name) else {
      throw .undeliverable("the connector has no sender; set it again with `--from`")
    }
    return Parcel(
      .mail(
        MailMessage(
          from: from, to: to, subject: subject, body: body, date: Instant(milliseconds: values.log.occurred),
          key: DeliveryKey(row).description)))
  }

  // MARK: Mails

  private typealias Mail = (to: MailAddress, subject: String, body: String)

  private func templateMail() throws(PackingError) -> Mail {
    let texts = try rendered()
    guard let address = values.influencer.email else {
      throw .undeliverable("\(name) has no email address; import it, then `workroom outbox retry`")
    }
    guard let to = MailAddress(address, name: values.influencer.mailName) else {
      throw .undeliverable(
        "the email address of \(name) is none that mail servers take; correct it with `workroom import influencers`, then `workroom outbox retry`"
      )
    }
    return (to, texts.subject, texts.body)
  }

  /// Subject and body of the template that the effect names, filled.
  private func rendered() throws(PackingError) -> (subject: String, body: String) {
    let template = try words()
    let row = try packing { () throws(EngineError) in
      try stored { () throws(StoreError) in try engine.store.template(template, for: values.campaign.row.id) }
    }
    guard let row else {
      throw .undeliverable(
        "there is no template `\(template)`; set it with `workroom template set \"\(template)\"`, then `workroom outbox retry`"
      )
    }
    let subject = try filled(row.subject, row)
    let body = try filled(row.body, row)
    guard subject.utf8.count <= MailMessage.subjectBytesMax, body.utf8.count <= MailMessage.bodyBytesMax else {
      throw .undeliverable(
        "the mail `\(template)` is too long with its values: a subject has at most \(MailMessage.subjectBytesMax) bytes, a body 1 MiB"
      )
    }
    return (subject, body)
  }

  private func filled(_ text: String, _ row: TemplateRow) throws(PackingError) -> String {
    let template: Template
    do { template = try Template(text) } catch {
      throw .undeliverable("the template `\(row.name)` cannot be read (\(error)); set it again")
    }
    let filled = try packing { () throws(EngineError) in
      try template.filled { (name) throws(EngineError) in try values.text(name).map(MailText.oneLine) }
    }
    switch filled {
    case .text(let text): return text
    case .missing(let value):
      throw .undeliverable(
        "`[\(value)]` of the template `\(row.name)` is unset for \(name); say `[\(value) or \"...\"]` in it, or set the value, then `workroom outbox retry`"
      )
    }
  }

  private func toldMail() throws(PackingError) -> Mail {
    let text = MailText.oneLine(try told())
    let to = try receiver()
    let body =
      "\(text)\n\nInfluencer: \(name)\nCampaign: \(values.campaign.row.name)\nFor: \(role ?? "operator")\n"
    return (to, "\(values.campaign.row.name): \(text.prefix(120))", body)
  }

  private func orderMail() throws(PackingError) -> Mail {
    let products = try products()
    let what = kind == .cancelOrder ? "Cancel the order" : "Order"
    var lines = ["\(what) for \(name), campaign \(values.campaign.row.name).", ""]
    if kind == .cancelOrder, case let orders = try ordersToCancel(), !orders.isEmpty {
      lines += ["Orders: \(orders.map(MailText.oneLine).joined(separator: ", "))"]
    }
    if kind == .createOrder {
      lines += ["Products: \(products.isEmpty ? "none are named" : products.joined(separator: ", "))"]
      lines += ["Address: \(values.influencer.shownAddress.map(MailText.oneLine) ?? "not known")"]
    }
    return (try receiver(), "\(what): \(name)", lines.map { $0 + "\n" }.joined())
  }

  private func receiver() throws(PackingError) -> MailAddress {
    guard let receiver = connector.receiver else {
      throw .undeliverable("the connector has no receiver; set it again with `--to`")
    }
    return receiver
  }

  // MARK: Parts

  private var name: String { MailText.oneLine(values.influencer.shownName) }
  private var role: String? { row.role.map { definition.workflow.roles[Int($0)].name } }

  /// The text that the effect carries.
  private func words() throws(PackingError) -> String {
    let text = try packing { () throws(EngineError) in try engine.text(row.words ?? 0, definition) }
    guard let text else { throw .undeliverable("its text was erased when the influencer was forgotten") }
    return text
  }

  private func told() throws(PackingError) -> String {
    guard kind == .poolEmpty else { return try words() }
    let group = try packing { () throws(EngineError) in try engine.group(row.words ?? 0) }
    return group.map { "nothing is left in the group `\($0.name)`" } ?? "nothing is left in a group"
  }

  /// Products of the campaign's product lists.
  private func products() throws(PackingError) -> [String] {
    try packing { () throws(EngineError) in
      let own = try engine.definition(values.campaign.row.definition)
      var names: [String] = []
      for field in own.workflow.campaign where field.type == .products && !field.isHidden {
        guard let list = try values.detail(field.name) else { continue }
        names += list.split(separator: ",").map { MailText.oneLine(String($0)) }.filter { !$0.isEmpty }
      }
      return names
    }
  }

  /// The numbers of the orders that a shop is asked to cancel: what the event ended, and what is still not packed.
  private func ordersToCancel() throws(PackingError) -> [String] {
    try packing { () throws(EngineError) in
      try engine.ordersToCancel(values.participation, asked: values.log.id)
    }
  }

  // MARK: Objects

  private func object() throws(PackingError) -> JSONValue {
    var members = [
      JSONMember("schemaVersion", .integer(1)), JSONMember("key", .string(DeliveryKey(row).description)),
      JSONMember("kind", .string(kindName)), JSONMember("attempt", .integer(row.attempts + 1)),
      JSONMember("at", .string(Instant(milliseconds: values.log.occurred).description)),
      JSONMember("campaign", .string(values.campaign.row.name)), JSONMember("influencer", person),
    ]
    switch connector.channel {
    case .email:
      let (to, subject, body) = try templateMail()
      members += [
        JSONMember("template", .string(try words())), JSONMember("to", .string(to.address)),
        JSONMember("subject", .string(MailText.oneLine(subject))), JSONMember("body", .string(body)),
      ]
    case .contract: members.append(JSONMember("template", .string(try words())))
    case .tell:
      members.append(JSONMember("role", .string(role ?? "operator")))
      members.append(JSONMember("text", .string(try told())))
    case .order:
      members.append(JSONMember("products", .array(try products().map(JSONValue.string))))
      if kind == .cancelOrder {
        members.append(JSONMember("orders", .array(try ordersToCancel().map(JSONValue.string))))
      }
    }
    return .object(members + (try surroundings()))
  }

  /// `order.create` and `order.cancel` are two kinds for whoever takes them.
  private var kindName: String {
    switch kind {
    case .createOrder: "order.create"
    case .cancelOrder: "order.cancel"
    default: connector.channel.name
    }
  }

  private var person: JSONValue {
    let record = values.influencer
    var members = [JSONMember("number", .integer(record.id))]
    let texts: [(String, String?)] = [
      ("id", record.external), ("email", record.email), ("first_name", record.firstName),
      ("last_name", record.lastName), ("country", record.country), ("phone", record.phone),
      ("address", record.shownAddress),
    ]
    for (name, text) in texts { if let text { members.append(JSONMember(name, .string(text))) } }
    let accounts = record.accounts.map { account in
      JSONValue.object([
        JSONMember("platform", .string(account.platform)), JSONMember("handle", .string(account.handle)),
      ])
    }
    return .object(members + [JSONMember("accounts", .array(accounts))])
  }

  /// What the participation carries and holds, and the campaign's details; texts as the language writes values.
  private func surroundings() throws(PackingError) -> [JSONMember] {
    try packing { () throws(EngineError) in
      let own = try engine.definition(values.participation.definition).workflow
      let details = try engine.definition(values.campaign.row.definition).workflow.campaign
      func object(_ names: [String]) throws(EngineError) -> JSONValue {
        .object(try values.all(names).map { JSONMember($0.name, .string($0.text)) })
      }
      return [
        JSONMember("record", try object(own.record.map(\.name))),
        JSONMember("held", try object(own.poolKinds)),
        JSONMember("details", try object(details.filter { !$0.isHidden }.map(\.name))),
      ]
    }
  }
}

/// Why no parcel was made of a row.
enum PackingError: Error {
  case undeliverable(String)
  case engine(EngineError)
}

/// Turns the engine's errors into those of packing: what is wrong with one row is told of that row.
func packing<Result>(_ body: () throws(EngineError) -> Result) throws(PackingError) -> Result {
  do { return try body() } catch {
    switch error {
    case .damaged(let reason), .missing(let reason), .request(let reason): throw .undeliverable(reason)
    default: throw .engine(error)
    }
  }
}

extension InfluencerRecord {
  /// Whether nothing is known of them but their number.
  fileprivate var isErased: Bool {
    [external, email, firstName, lastName, country, platform, phone, address, extra].allSatisfy { $0 == nil }
      && accounts.isEmpty
  }

  /// The name that stands beside an address; empty where none is known.
  fileprivate var mailName: String {
    [firstName, lastName].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

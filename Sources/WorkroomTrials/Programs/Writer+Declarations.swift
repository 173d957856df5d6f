/// Fields, events and kinds of item.
extension Writer {
  static let ownChoices = Kind.choice(["plain", "loud", "quiet"])

  mutating func declareFields() {
    if numbers.chance(30) { kinds.append("box") }
    let kindsOfCampaign: [Kind] =
      [
        .number, .money, .percent, .date, .time, .duration, .span, .window, .flag, .text, Writer.ownChoices, .hashtags,
        .handles, .products, .euro,
      ] + kinds.map { .group($0) }
    for (index, kind) in kindsOfCampaign.enumerated() where numbers.chance(45) {
      campaign.append(field("c\(index)_\(kind.word)", kind, optional: 50, isCampaign: true))
    }
    // A kind of item is known once a pool of it is declared.
    if kinds.count > 2, !campaign.contains(where: { $0.kind == .group("box") }) {
      campaign.append(field("c_boxes", .group("box"), optional: 100))
    }
    let kindsOfRecord: [Kind] = [
      .number, .number, .money, .percent, .date, .time, .duration, .flag, .text, Writer.ownChoices, .euro, .money,
    ]
    for (index, kind) in kindsOfRecord.enumerated() where index == 0 || numbers.chance(45) {
      record.append(field("r\(index)_\(kind.word)", kind, optional: index > 0 ? 40 : 0))
    }
    if numbers.chance(30) { record.append(field("tasks", .number, optional: 0)) }
  }

  mutating func declareEvents() {
    let own = numbers.within(3...5)
    for index in 0..<own {
      var payload: [Field] = []
      for (place, kind) in ([.number, .money, .flag, .date, .text] as [Kind]).enumerated() where numbers.chance(25) {
        payload.append(Field(name: "p\(place)_\(kind.word)", kind: kind, isOptional: numbers.chance(50)))
      }
      declare("e\(index).done", payload)
    }
    if numbers.chance(40) {
      declare(
        "visit.made",
        [
          Field(name: "visit", kind: .text, isOptional: false), Field(name: "spent", kind: .money, isOptional: false),
          Field(name: "lasted", kind: .duration, isOptional: true),
        ])
    }
    if kinds.contains("box"), numbers.chance(50) { declare("box.assigned", []) }
    let known = [
      "proposal.submitted", "proposal.countered", "proposal.accepted", "content.posted", "content.approved",
      "conversion.recorded", "conversion.refunded", "payment.paid", "campaign.changed", "influencer.changed",
      "discount.assigned", "discount.disabled", "link.assigned", "fee.owed", "order.created",
    ]
    for (index, event) in events.enumerated()
    where event.isOwn || (known.contains(event.path) && numbers.chance(25)) {
      used.append(index)
    }
  }

  mutating func declare(_ path: String, _ payload: [Field]) {
    let people = ["manager", "director", "lawyer"].filter { _ in numbers.chance(45) }
    let systems = ["system", "store", "scanner"].filter { _ in numbers.chance(40) }
    events.append(
      Event(
        path: path, people: people.isEmpty && systems.isEmpty ? ["manager"] : people, systems: systems,
        payload: payload,
        otherwise: numbers.pick(["", "otherwise handled", "otherwise ignored", "otherwise refused"])))
  }

  // MARK: As they are written

  func declaration(_ event: Event) -> Program.Statement {
    var parts = [Program.Part(text: "event \(event.path)")]
    if !event.senders.isEmpty {
      parts.append(Program.Part(text: "by \(event.senders.joined(separator: " or "))", isOptional: true))
    }
    if !event.payload.isEmpty {
      let values = event.payload.map { "\($0.name) \($0.kind.declaration)\($0.isOptional ? " optional" : "")" }
      parts.append(Program.Part(text: "with \(values.joined(separator: ", "))", isOptional: true))
    }
    if let otherwise = event.otherwise, !otherwise.isEmpty {
      parts.append(Program.Part(text: otherwise, isOptional: true))
    }
    return Program.Statement(parts: parts)
  }

  func block(_ keyword: String, _ fields: [Field]) -> Program.Statement {
    Program.Statement(
      keyword, block: fields.map { Program.Statement("\($0.name) \($0.kind.declaration)\($0.tail)") })
  }

  /// A field, with what it is at first if it is not optional; a campaign has to choose some itself.
  mutating func field(_ name: String, _ kind: Kind, optional: Int, isCampaign: Bool = false) -> Field {
    let isOptional = kind != .window && numbers.chance(optional)
    var field = Field(name: name, kind: kind, isOptional: isOptional, tail: isOptional ? " optional" : "")
    if isOptional { return field }
    if case .group(let noun) = kind {
      field.tail = " default \"\(numbers.pick(MoveWriter.groups)) of \(noun)\""
    } else if !isCampaign || numbers.chance(70) {
      field.tail = " default \(numbers.pick(kind.literals))"
    }
    return field
  }
}

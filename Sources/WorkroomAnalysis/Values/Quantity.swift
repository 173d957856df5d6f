import WorkroomLanguage

/// What a quantity of `Cases` is to the people who read the file, and between which bounds it ever lies.
struct Quantity {
  var name: String
  var type: ValueType
  var bounds: Cases.Domain?
  /// Why it lies between them.
  var reason = ""
}

/// Where a condition stands: what its quantities mean depends on it.
struct Standing {
  var owner: Int
  var event: Int?
}

extension Analyst {
  /// What a key stands for where it is a value; `nil` for answers such as `in active`.
  func quantity(_ key: String, _ standing: Standing) -> Quantity? {
    if let words = key.split(separator: " ", maxSplits: 1).last, words.count < key.count {
      return computed(key, String(words))
    }
    let parts = key.split(separator: "/")
    guard parts.count == 2, let index = Int(parts[1]) else {
      return key == "owed" || key == "paid" ? Quantity(name: key, type: .money(.home)) : nil
    }
    switch parts[0] {
    case "campaign": return known(workflow.campaign[index])
    case "influencer": return influencer(workflow.influencer[index])
    case "record": return record(workflow.record[index], Uses.Field(storage: .record, index: index))
    case "item":
      let each = workflow.stages[standing.owner].each ?? 0
      return record(workflow.eaches[each].record[index], Uses.Field(storage: .item, index: index, each: each))
    case "payload":
      guard let event = standing.event else { return nil }
      let field = workflow.events[event].payload[index]
      var quantity = known(field)
      quantity.name = "event.\(field.name)"
      return quantity
    default: return nil
    }
  }

  private func computed(_ key: String, _ words: String) -> Quantity? {
    guard let index = Int(words) else { return nil }
    if key.hasPrefix("left ") {
      return Quantity(name: "left of \(workflow.campaign[index].name)", type: workflow.campaign[index].type)
    }
    guard key.hasPrefix("total ") else { return nil }
    let total = workflow.totals[index]
    guard let field = total.field else {
      let name = "count of \(total.noun)"
      return Quantity(
        name: name, type: .number, bounds: Cases.Domain(low: 0), reason: "`\(name)` counts things, and is never below 0"
      )
    }
    let payload = workflow.events.first { $0.subject != nil && $0.path.hasPrefix("\(total.noun).") }?.payload
    return Quantity(
      name: "sum of \(total.noun).\(field)", type: payload?.first { $0.name == field }?.type ?? .number)
  }

  private func known(_ field: CheckedField) -> Quantity {
    var quantity = Quantity(name: field.name, type: field.type)
    switch field.type {
    case .flag:
      quantity.bounds = Cases.Domain(low: 0, high: 1)
      quantity.reason = "`\(field.name)` is either yes or no"
    case .choice(let set):
      quantity.bounds = Cases.Domain(low: 0, high: Int64(workflow.choices[set].count - 1))
      quantity.reason = "`\(field.name)` is one of \(workflow.choices[set].prefix(8).joined(separator: ", "))"
    default: break
    }
    return quantity
  }

  private func influencer(_ field: CheckedField) -> Quantity {
    var quantity = known(field)
    if field.name == "followers" {
      quantity.bounds = Cases.Domain(low: 0)
      quantity.reason = "`followers` counts people, and is never below 0"
    }
    return quantity
  }

  /// A field of the record lies between what it begins with and what lines ever give it.
  private func record(_ field: CheckedField, _ place: Uses.Field) -> Quantity {
    var quantity = known(field)
    // Older versions may have given it anything; what nothing writes is told as such.
    guard quantity.bounds == nil, workflow.migrations.isEmpty, let written = uses.written[place] else {
      return quantity
    }
    switch field.type {
    case .number, .money, .percent, .duration, .date, .time: break
    default: return quantity
    }
    var (low, high) = (written.low, written.high)
    if case .word(let word) = field.fallback { (low, high) = (min(low, word), max(high, word)) }
    guard low <= high, low != .max, low != .min || high != .max else { return quantity }
    quantity.bounds = Cases.Domain(low: low, high: high)
    func text(_ word: Int64) -> String { Values.text(word, field.type, workflow) }
    quantity.reason =
      high == .max
      ? "no line ever makes `\(field.name)` less than \(text(low))"
      : low == .min
        ? "no line ever makes `\(field.name)` more than \(text(high))"
        : "no line ever gives `\(field.name)` a value outside of \(text(low)) to \(text(high))"
    return quantity
  }
}

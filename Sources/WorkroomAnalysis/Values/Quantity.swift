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
struct Standing: Hashable {
  var owner: Int
  var event: Int?
}

extension Analyst {
  /// Between which values a quantity ever lies; `nil` where nothing is known of it.
  func bounds(_ key: Cases.Key, _ standing: Standing) -> Cases.Domain? {
    switch key {
    case .total(let index): workflow.totals[index].field == nil ? Cases.Domain(low: 0) : nil
    case .field(let storage, let index): bounds(storage, index, standing)
    case .isSet(let storage, let index): isAlwaysSet(storage, index, standing) ? Cases.Domain(low: 1, high: 1) : nil
    default: nil
    }
  }

  /// Whether a field has a value from the beginning, and no line takes it away.
  func isAlwaysSet(_ storage: Storage, _ index: Int, _ standing: Standing) -> Bool {
    guard workflow.migrations.isEmpty, storage != .payload else { return false }
    let each = storage == .item ? workflow.stages[standing.owner].each ?? 0 : 0
    let field = workflow.fields(storage, event: standing.event ?? 0, each: each)[index]
    return field.type != .window && !field.mayBeUnset
      && !uses.isCleared(Uses.Field(storage: storage, index: index, each: each))
  }

  func bounds(_ storage: Storage, _ index: Int, _ standing: Standing) -> Cases.Domain? {
    let each = workflow.stages[standing.owner].each ?? 0
    guard storage != .payload || standing.event != nil else { return nil }
    let field = workflow.fields(storage, event: standing.event ?? 0, each: each)[index]
    switch field.type {
    case .flag: return Cases.Domain(low: 0, high: 1)
    case .choice(let set): return Cases.Domain(low: 0, high: Int64(workflow.choices[set].count - 1))
    default: break
    }
    switch storage {
    case .campaign, .payload: return nil
    case .influencer: return field.name == "followers" ? Cases.Domain(low: 0) : nil
    case .record, .item:
      return written(field, Uses.Field(storage: storage, index: index, each: storage == .item ? each : 0))
    }
  }

  /// A field of the record lies between what it begins with and what lines ever give it.
  private func written(_ field: CheckedField, _ place: Uses.Field) -> Cases.Domain? {
    // Older versions may have given it anything; what nothing writes is told as such.
    guard workflow.migrations.isEmpty, let written = uses.written[place] else { return nil }
    switch field.type {
    case .number, .money, .percent, .duration, .date, .time: break
    default: return nil
    }
    var (low, high) = (written.low, written.high)
    if case .word(let word) = field.fallback { (low, high) = (min(low, word), max(high, word)) }
    guard low <= high, low != .max, low != .min || high != .max else { return nil }
    return Cases.Domain(low: low, high: high)
  }

  /// What a key stands for where it is a value; `nil` for answers such as `in active`.
  func quantity(_ key: Cases.Key, _ standing: Standing) -> Quantity? {
    switch key {
    case .field(.campaign, let index): return known(workflow.campaign[index])
    case .field(.influencer, let index): return influencer(workflow.influencer[index])
    case .field(.record, let index): return record(workflow.record[index], Uses.Field(storage: .record, index: index))
    case .field(.item, let index):
      let each = workflow.stages[standing.owner].each ?? 0
      return record(workflow.eaches[each].record[index], Uses.Field(storage: .item, index: index, each: each))
    case .field(.payload, let index):
      guard let event = standing.event else { return nil }
      let field = workflow.events[event].payload[index]
      var quantity = known(field)
      quantity.name = "event.\(field.name)"
      return quantity
    case .owed: return Quantity(name: "owed", type: .money(.home))
    case .paid: return Quantity(name: "paid", type: .money(.home))
    case .left(let index):
      return Quantity(name: "left of \(workflow.campaign[index].name)", type: workflow.campaign[index].type)
    case .total(let index): return total(index)
    default: return nil
    }
  }

  private func total(_ index: Int) -> Quantity {
    let (name, type) = workflow.describe(total: index)
    var quantity = Quantity(name: name, type: type)
    if workflow.totals[index].field == nil {
      quantity.bounds = Cases.Domain(low: 0)
      quantity.reason = "`\(name)` counts things, and is never below 0"
    }
    return quantity
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

  private func record(_ field: CheckedField, _ place: Uses.Field) -> Quantity {
    var quantity = known(field)
    guard quantity.bounds == nil, let bounds = written(field, place) else { return quantity }
    quantity.bounds = bounds
    func text(_ word: Int64) -> String { Values.text(word, field.type, workflow) }
    quantity.reason =
      bounds.high == .max
      ? "no line ever makes `\(field.name)` less than \(text(bounds.low))"
      : bounds.low == .min
        ? "no line ever makes `\(field.name)` more than \(text(bounds.high))"
        : "no line ever gives `\(field.name)` a value outside of \(text(bounds.low)) to \(text(bounds.high))"
    return quantity
  }
}

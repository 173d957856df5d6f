import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// A campaign's details: what its operator chose, as words of a definition's fields.
extension Engine {
  /// The details as words: what is given, else what was, else the definition's defaults.
  func detailWords(
    _ given: [WrittenValue], _ definition: Definition, _ currency: Currency, base: [Int64]?
  ) throws(EngineError) -> [Int64] {
    let fields = definition.workflow.campaign
    let visible = fields.filter { !$0.isHidden }
    if base != nil, let fixed = given.first(where: { value in Engine.fixed.contains { $0.name == value.name } }),
      !visible.contains(where: { $0.name == fixed.name }),
      let why = Engine.fixed.first(where: { $0.name == fixed.name })
    {
      throw .request(
        "`\(fixed.name)` is chosen when a campaign is created, and stays: \(why.reason); another one is for another campaign, by `workroom campaign create NAME ... --set \(fixed.name)=\(fixed.text)`"
      )
    }
    for value in given where !visible.contains(where: { $0.name == value.name }) {
      let near = Spelling.nearest(to: value.name, among: visible.map(\.name))
      let names = visible.map { "`\($0.name)`" }.joined(separator: ", ")
      throw .request(
        "the workflow has no detail called `\(value.name)`; " + (near.map { "write `\($0)`" } ?? "it has \(names)"))
    }
    var words = base ?? [Int64](repeating: 0, count: fields.count + 1)
    let reader = ValueReader(store: store, definition: definition, currency: currency, person: 0)
    for (index, field) in fields.enumerated() {
      guard
        let word = try detail(
          field, given.last { $0.name == field.name }?.text, reader, isSet: words[0] & 1 << Int64(index) != 0)
      else { continue }
      if given.contains(where: { $0.name == field.name }), let reason = try detailProblem(field, word, definition) {
        throw .request("`\(field.name)`: \(reason)")
      }
      words[index + 1] = word
      words[0] |= 1 << Int64(index)
    }
    return words
  }

  /// Why a detail of which the engine itself makes use cannot be what is given; `nil` where it can.
  private func detailProblem(
    _ field: CheckedField, _ word: Int64, _ definition: Definition
  ) throws(EngineError) -> String? {
    switch (field.name, field.type) {
    case ("most_products", .number) where word < 0 || word % Scaled.unit != 0:
      return "it counts products, so it is a whole number, and not below 0"
    case ("gifts", .products): return try giftsProblem(ProductChoice.entries(of: text(word, definition) ?? ""))
    default: return nil
    }
  }

  /// Once there are products, gifts are some of them, or collections of them.
  private func giftsProblem(_ entries: [String]) throws(EngineError) -> String? {
    guard try stored({ () throws(StoreError) in try store.hasProducts() }) else { return nil }
    for entry in entries where try stored({ () throws(StoreError) in try !store.offers(entry) }) {
      let known = try stored { () throws(StoreError) in try store.products(limit: 1_000) }
      let near = Spelling.nearest(to: entry, among: known.flatMap { [$0.label, $0.name, $0.collection] })
      return "no product or collection is called `\(entry.prefix(60))`"
        + (near.map { "; write `\($0)`" }
          ?? "; `products` in the console lists them, and `workroom import products` brings more")
    }
    return nil
  }

  /// Details that are no fields, and why they never change.
  private static let fixed = [
    (name: "currency", reason: "amounts that were agreed, owed and paid are never converted"),
    (name: "time_zone", reason: "the days of what has happened, and the times that run, were told by it"),
  ]

  private func detail(
    _ field: CheckedField, _ given: String?, _ reader: ValueReader, isSet: Bool
  ) throws(EngineError) -> Int64? {
    do {
      if let given { return try reader.word(given, field.type) }
      if isSet { return nil }
      switch field.fallback {
      case .word(let word): return word
      case .text(let text): return try reader.word(text, field.type)
      case .list(let entries): return try reader.word(entries.joined(separator: ", "), field.type)
      case .group(let name): return try reader.word(name, field.type)
      case .none: break
      }
    } catch {
      switch error {
      case .store(let error): throw .store(error)
      case .mismatch(let reason): throw .request(missingGroup(field, given, reader) ?? "`\(field.name)`: \(reason)")
      }
    }
    if field.type == .window { return DateWindow(first: nil, last: nil).word }
    guard field.isOptional else {
      throw .request(
        "the workflow asks for the detail `\(field.name)`: give it with `--set \(field.name)=...`, \(reader.expected(field.type))"
      )
    }
    return nil
  }

  private func missingGroup(_ field: CheckedField, _ given: String?, _ reader: ValueReader) -> String? {
    guard case .group(let kind) = field.type else { return nil }
    let name = given ?? { if case .group(let name) = field.fallback { name } else { "" } }()
    let word = reader.definition.workflow.poolKinds[kind]
    return
      "there is no \(word) group called `\(name)`; create it first: `workroom group create \"\(name)\" --kind \(word) --db ...`"
  }

  /// Changes details; everybody in the campaign is told by `campaign.changed`.
  package func setDetails(_ given: [WrittenValue], of id: Int64) throws(EngineError) {
    let campaign = try campaign(id)
    let definition = try definition(campaign.row.definition)
    let words = try detailWords(given, definition, campaign.currency, base: campaign.words)
    try writeRevision(words, given, definition, of: id)
    try note(.details, stream: id, words, definition: definition.id)
    for influencer in try newestRounds(of: id).map(\.influencer) { try tellChange(influencer, id) }
  }

  /// Tells one participation that the campaign's details have changed.
  func tellChange(_ influencer: Int64, _ campaign: Int64) throws(EngineError) {
    _ = try submit(
      Command(source: .console, campaign: campaign, influencer: influencer, event: "campaign.changed", role: "system"),
      isOwn: true)
  }

  /// Writes the next revision of a campaign's details and forgets what is kept in memory of the campaign, but for its head.
  func writeRevision(
    _ words: [Int64], _ given: [WrittenValue], _ definition: Definition, of id: Int64
  ) throws(EngineError) {
    let known = try campaign(id)
    try stored { () throws(StoreError) in
      try store.writeDetails(
        id, revision: known.row.revision + 1, definition: definition.id, words: words, written: Engine.written(given))
    }
    campaigns[id] = nil
    let fresh = try campaign(id)
    if known.headChanged { (fresh.head, fresh.headChanged) = (known.head, true) }
    fresh.moves = known.moves
    // Those who have not moved read them by their own definitions, whose texts are written down now.
    for other in Set(try newestRounds(of: id).map(\.definition)).subtracting([definition.id]).sorted() {
      _ = try frame(of: fresh, self.definition(other), mayWrite: true)
    }
  }

  // MARK: Details by another definition

  /// The details as a definition reads them; kept with the campaign.
  func frame(
    of campaign: CampaignState, _ definition: Definition, mayWrite: Bool = false
  ) throws(EngineError) -> Frame {
    if definition.id == campaign.row.definition { return campaign.frame }
    if let known = campaign.otherFrames[definition.id] { return known }
    let revisions = try stored { () throws(StoreError) in try store.revisions(campaign.row.id) }
    let words = try detailWords(of: revisions[...], for: definition, mayWrite: mayWrite)
    let frame = Frame(words: words, lists: try lists(in: words, definition))
    campaign.otherFrames[definition.id] = frame
    return frame
  }

  /// The newest revision in the order of a definition's fields. What a later definition does not have stays as it last was.
  func detailWords(
    of revisions: ArraySlice<DetailsRow>, for definition: Definition, mayWrite: Bool = false
  ) throws(EngineError) -> [Int64] {
    let own = revisions.lastIndex { $0.definition == definition.id }
    var words = own.map { revisions[$0].words } ?? []
    let count = definition.workflow.campaign.count + 1
    if words.count != count { words = [Int64](repeating: 0, count: count) }
    for later in revisions[(own.map { $0 + 1 } ?? revisions.startIndex)...] {
      let other = try self.definition(later.definition)
      try carry(later.words, of: other, into: &words, of: definition, mayWrite: mayWrite)
    }
    return words
  }

  /// Takes over every field that both definitions have, by name and type.
  func carry(
    _ words: [Int64], of old: Definition, into result: inout [Int64], of new: Definition, mayWrite: Bool
  ) throws(EngineError) {
    guard words.count == old.workflow.campaign.count + 1 else { return }
    for (index, field) in new.workflow.campaign.enumerated() {
      guard
        let place = old.workflow.campaign.firstIndex(where: {
          $0.name == field.name && Engine.isSame($0.type, old, field.type, new)
        })
      else { continue }
      let bit: Int64 = 1 << Int64(index)
      guard words[0] >> Int64(place) & 1 == 1 else {
        result[0] &= ~bit
        result[index + 1] = 0
        continue
      }
      let type = old.workflow.campaign[place].type
      guard let word = try carried(words[place + 1], type, old, field.type, new, mayWrite: mayWrite) else { continue }
      result[0] |= bit
      result[index + 1] = word
    }
  }

  /// Whether two types are one, though each definition numbers kinds and choices in its own way.
  private static func isSame(_ a: ValueType, _ old: Definition, _ b: ValueType, _ new: Definition) -> Bool {
    switch (a, b) {
    case (.group(let left), .group(let right)): old.kinds[left] == new.kinds[right]
    case (.choice, .choice): true
    default: a == b
    }
  }

  /// A word of one definition as a word of another; `nil` where the other has no such choice.
  private func carried(
    _ word: Int64, _ type: ValueType, _ old: Definition, _ newType: ValueType, _ new: Definition, mayWrite: Bool
  ) throws(EngineError) -> Int64? {
    switch (type, newType) {
    case (.text, _): return try textWord(word, of: old, for: new, person: 0, mayWrite: mayWrite)
    case (.choice(let set), .choice(let newSet)):
      guard old.workflow.choices[set].indices.contains(Int(word)) else { return nil }
      return new.workflow.choices[newSet].firstIndex(of: old.workflow.choices[set][Int(word)]).map(Int64.init)
    default: return word
    }
  }

  /// A text's word in another definition: the one that stands in the definition itself, where it holds the same text.
  func textWord(
    _ word: Int64, of old: Definition, for new: Definition, person: Int64, mayWrite: Bool
  ) throws(EngineError) -> Int64? {
    guard let content = try text(word, old) else { return word }
    if let literal = new.machine.textWord(content) { return literal }
    if word > 0 { return word }
    return try stored { () throws(StoreError) in
      try mayWrite ? store.intern(content, person: person) : store.findText(content, person: person)
    }
  }

  // MARK: Lists

  /// The lists among a campaign's details, entry by entry.
  func lists(in words: [Int64], _ definition: Definition) throws(EngineError) -> [(list: Int64, entry: Int64)] {
    var pairs: [(list: Int64, entry: Int64)] = []
    for (index, field) in definition.workflow.campaign.enumerated() where words[0] & 1 << Int64(index) != 0 {
      guard [.hashtags, .handles, .products].contains(field.type) else { continue }
      pairs += try entries(words[index + 1], definition)
    }
    return pairs
  }

  private func entries(
    _ list: Int64, _ definition: Definition
  ) throws(EngineError) -> [(list: Int64, entry: Int64)] {
    try stored { () throws(StoreError) in
      var pairs: [(list: Int64, entry: Int64)] = []
      for entry in try store.listEntries(list) {
        let word = try store.text(entry).flatMap { definition.machine.textWord($0) }
        pairs.append((list, word ?? entry))
      }
      return pairs
    }
  }
}

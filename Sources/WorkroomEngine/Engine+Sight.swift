package import WorkroomLanguage
package import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// What may be asked about a step that nobody makes. Nothing here writes.
extension Engine {
  /// What a step of a participation would see now.
  package func sight(
    of input: StepInput, _ payload: [Int64], _ row: ParticipationRow
  ) throws(EngineError) -> View {
    try view(of: row, definition(row.definition), campaign(row.campaign), payload, input)
  }

  /// The words of an event's values as far as they can be read, and what is wrong with the rest. Values that the event needs
  /// may be missing; a text that nobody has written yet gets a word of its own.
  package func wordsOfValues(
    _ written: [WrittenValue], event: Int, role: Int, _ row: ParticipationRow
  ) throws(EngineError) -> (words: [Int64], problem: String?) {
    let definition = try definition(row.definition)
    let written = try respelled(written, definition.workflow.events[event].path, row)
    let fields = definition.workflow.events[event].payload
    var reader = ValueReader(
      store: store, definition: definition, currency: try campaign(row.campaign).currency, person: row.influencer,
      isDry: true)
    reader.takesBack = definition.owedByHand == event
    var words = [Int64](repeating: 0, count: fields.count + 1)
    for (place, value) in written.enumerated() {
      guard let index = fields.firstIndex(where: { $0.name == value.name }) else {
        let names = fields.map { "`\($0.name)`" }.joined(separator: ", ")
        let path = definition.workflow.events[event].path
        return (words, "`\(path)` carries no `\(value.name)`" + (names.isEmpty ? "" : "; it carries \(names)"))
      }
      if let erased = try erasedText(value, definition, row) {
        words[index + 1] = erased
        words[0] |= 1 << Int64(index)
        continue
      }
      do {
        words[index + 1] = try reader.word(value.text, fields[index].type)
      } catch {
        switch error {
        case .mismatch(let reason): return (words, "`\(value.name)`: \(reason)")
        case .store(let error): throw .store(error)
        }
      }
      switch fields[index].type {
      case .text: words[index + 1] = try knownText(value.text, place, row, definition)
      case .products:
        let list = ValueReader.entries(of: value.text).joined(separator: ", ")
        words[index + 1] = try knownText(list, place, row, definition)
      default: break
      }
      words[0] |= 1 << Int64(index)
    }
    let isPerson = definition.workflow.roles[role].isPerson
    try fillPayment(&words, written, event, definition, row, isPerson: isPerson)
    if let problem = try fillConversion(&words, written, event, definition, row, isPerson: isPerson) {
      return (words, problem)
    }
    if let problem = try fillMeasured(&words, written, event, definition, row) { return (words, problem) }
    try fillRate(&words, event, definition, row, row, at: ToldTime(clock.now))
    try fillGoods(&words, event, definition, row)
    try fillContent(&words, event, definition, row)
    try fillDeliverable(&words, event, definition, row)
    return (words, nil)
  }

  private func knownText(
    _ text: String, _ place: Int, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> Int64 {
    if let literal = definition.machine.textWord(text) { return literal }
    let own = try stored { () throws(StoreError) in try store.findText(text, person: row.influencer) }
    if let own { return own }
    let known = try stored { () throws(StoreError) in try store.findText(text, person: 0) }
    if let known { return known }
    let word = Engine.unknownText + Int64(place)
    unwrittenTexts[word] = text
    return word
  }

  /// Words from here on are of texts that no table holds.
  package static let unknownText: Int64 = 1 << 61

  /// Why an event would be set aside before any rule sees it; `nil` where the rules decide.
  package func objection(
    to input: StepInput, _ payload: [Int64], _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let definition = try definition(row.definition)
    let event = Int(input.index)
    if input.role >= 0, definition.workflow.roles[Int(input.role)].name == "system",
      let reason = definition.ownEvents[event]
    {
      return reason
    }
    let received = Received(
      event: event, payload: payload, definition: definition, at: ToldTime(Instant(milliseconds: input.now)),
      role: input.role >= 0 ? definition.workflow.roles[Int(input.role)].name : "",
      isPerson: input.role >= 0 && definition.workflow.roles[Int(input.role)].isPerson,
      tellsRate: definition.rateField[event] >= 0 && payload[0] >> Int64(definition.rateField[event]) & 1 == 1,
      isAgreed: false)
    if let reason = try problem(received, row, row) { return reason }
    if let reason = try knownPostWords(payload, event, definition, row) { return reason }
    guard definition.hasItems else { return nil }
    if let reason = try missingItem(input, payload, row, definition) { return reason }
    return received.isPerson ? try unpostedDeliverable(input, payload, row, definition) : nil
  }

  /// The same for an event whose values are written like this, read as they would be if it was sent.
  package func objection(
    to input: StepInput, writing values: [WrittenValue], _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let known = unwrittenTexts
    defer { unwrittenTexts = known }
    let (words, problem) = try wordsOfValues(values, event: Int(input.index), role: max(0, Int(input.role)), row)
    if let problem { return problem }
    return try objection(to: input, words, row)
  }

  /// What is wrong with what an event says, wherever somebody stands: an amount of nothing, a draft or a post that is not
  /// meant. It says itself what to write instead. `nil` where nothing is.
  package func slip(
    in input: StepInput, _ payload: [Int64], _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let definition = try definition(row.definition)
    let event = Int(input.index)
    if let reason = try slip(payload, event, definition, row) { return reason }
    return try knownPostWords(payload, event, definition, row)
  }

  /// Why a post cannot be recorded; `nil` where it can, and for every other event.
  private func knownPostWords(
    _ payload: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let known = try knownPost(payload, [], event, definition, row) else { return nil }
    return known.outcome == .setAside ? known.reason : "this post counts already, and a post counts once"
  }

  /// What a value of a type looks like, with an example: `money, such as \`300 USD\``.
  package func example(of type: ValueType, _ row: ParticipationRow) throws(EngineError) -> String {
    ValueReader(
      store: store, definition: try definition(row.definition), currency: try campaign(row.campaign).currency,
      person: 0
    ).expected(type)
  }
}

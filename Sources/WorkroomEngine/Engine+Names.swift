import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What events call orders, codes, posts and other things. Whatever way an event comes in, its names are read here, so that
/// none of them means something new only because of how it is written.
extension Engine {
  /// Values that name an order, a code or a post, and what to do about an empty one.
  static let names: [String: String] = [
    "content": "write the address of the post, or a name that tells it apart",
    "conversion": "write the number of the order, such as `#1001`",
    "order": "write the number of the order, such as `#1001`",
    "shipment": "write the tracking number of the parcel, or leave it out",
    "code": "write the code that brought the order, or leave it out",
  ]

  /// An event's values with the names of things as they are known: without blanks around them, and `1001` is the `#1001` of
  /// which an event told before; a post has the address by which it came in.
  func respelled(
    _ written: [WrittenValue], _ path: String, _ row: ParticipationRow
  ) throws(EngineError) -> [WrittenValue] {
    var written = try trimmed(written, path, row)
    if path.hasPrefix("content.") { return try withKnownAddress(written, path, row) }
    let isParcel = path.hasPrefix("shipment.")
    if isParcel { written = try withKnownParcel(written, row) }
    guard isParcel || path.hasPrefix("conversion.") || path.hasPrefix("order."),
      case let definition = try definition(row.definition),
      let event = definition.events[path], definition.subjectField[event] >= 0
    else { return path.hasSuffix(".adjusted") ? Adjustment.read(written) : written }
    let noun = isParcel ? "order" : String(path.prefix { $0 != "." })
    guard let place = written.lastIndex(where: { $0.name == noun }) else { return written }
    let (name, other) = (written[place].text, OrderNumber.other(written[place].text))
    guard try isText(other, of: row, definition),
      try participation(of: row.influencer, in: row.campaign, recording: noun, other) != nil,
      try participation(of: row.influencer, in: row.campaign, recording: noun, name) == nil
    else { return written }
    var respelled = written
    respelled[place].text = other
    return respelled
  }

  /// Letters of a tracking number are capitals, but where it is known otherwise.
  private func withKnownParcel(
    _ written: [WrittenValue], _ row: ParticipationRow
  ) throws(EngineError) -> [WrittenValue] {
    guard let place = written.lastIndex(where: { $0.name == "shipment" }),
      case let (name, plain) = (written[place].text, ParcelNumber.plain(written[place].text)), name != plain,
      try participation(of: row.influencer, in: row.campaign, recording: "shipment", name) == nil
    else { return written }
    var respelled = written
    respelled[place].text = plain
    return respelled
  }

  private func isText(_ text: String, of row: ParticipationRow, _ definition: Definition) throws(EngineError) -> Bool {
    if definition.machine.textWord(text) != nil { return true }
    return try stored { () throws(StoreError) in try store.findText(text, person: row.influencer) } != nil
  }

  /// Blanks around the name of a thing are no part of it.
  private func trimmed(
    _ written: [WrittenValue], _ path: String, _ row: ParticipationRow
  ) throws(EngineError) -> [WrittenValue] {
    guard written.contains(where: { Engine.mayHaveBlanksAround($0.text) }),
      case let definition = try definition(row.definition), let event = definition.events[path]
    else { return written }
    let names = definition.nameFields[event].map { definition.workflow.events[event].payload[$0].name }
    return written.map { value in
      names.contains(value.name) ? WrittenValue(name: value.name, text: ValueReader.trimmed(value.text)) : value
    }
  }

  /// Whether the first or the last byte of a text is one of a blank, or of a letter that may be one; every event asks.
  private static func mayHaveBlanksAround(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return first <= 32 || first >= 0x80 || last <= 32 || last >= 0x80
  }

  /// Why a thing cannot be called like that; `nil` where all that an event names can.
  func nameProblem(_ words: [Int64], _ event: Int, _ definition: Definition) throws(EngineError) -> String? {
    for field in definition.nameFields[event] where words[0] >> Int64(field) & 1 == 1 {
      let name = definition.workflow.events[event].payload[field].name
      guard let text = try text(words[field + 1], definition), let advice = Engine.names[name] else { continue }
      if text.isEmpty { return "`\(name)` is blank; \(advice)" }
      if text == OrderNumber.erased {
        return "`\(name)`: `\(text)` stands where a name was erased, and is the name of nothing; \(advice)"
      }
      if text == "#", name == "conversion" || name == "order" {
        return "`\(name)` is a sign without a number; \(advice)"
      }
    }
    return nil
  }
}

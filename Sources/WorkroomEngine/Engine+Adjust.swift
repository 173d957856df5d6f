import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// New terms for a code or a link that somebody holds already: its rate, its dates, where it leads.
struct Adjustment {
  /// The instants that stand for none: a day that is taken off.
  static let noStart = Int64.min
  static let noEnd = Int64.max
  /// `none`, as an event tells it: the first and the last day that there are.
  private static let first = CalendarDate(year: 1, month: 1, day: 1)!
  private static let last = CalendarDate(year: 9999, month: 12, day: 31)!

  var rate: Int64?
  var starts: Int64?
  var ends: Int64?
  /// The link itself, as a number of the table of texts.
  var url: Int64?
  var destination: Int64?
  /// The name of the group that it moves to, as a number of the table of texts.
  var group: Int64?

  /// What an event's payload says; days are those of the campaign's zone, and the last one counts whole.
  init(_ payload: [Int64], _ event: CheckedEvent, _ zone: Zone) {
    func word(_ name: String) -> Int64? {
      guard let index = event.payload.firstIndex(where: { $0.name == name }), payload[0] >> Int64(index) & 1 == 1 else {
        return nil
      }
      return payload[index + 1]
    }
    func day(_ name: String, plus days: Int32) -> Int64? {
      word(name).map { word in
        switch CalendarDate(days: Int32(clamping: word)) {
        case Adjustment.first: Adjustment.noStart
        case Adjustment.last: Adjustment.noEnd
        case let day: zone.instant(CalendarDate(days: day.days + days)).milliseconds
        }
      }
    }
    rate = word("rate")
    starts = day("starts", plus: 0)
    ends = day("ends", plus: 1)
    url = word("url")
    destination = word("destination")
    group = word("group")
  }

  /// A day as an item keeps it: `nil` for one that was taken off.
  static func kept(_ instant: Int64?) -> Int64? { instant == noStart || instant == noEnd ? nil : instant }

  /// The values of an event that gives new terms, in which `none` is the first or the last day that there is.
  static func read(_ written: [WrittenValue]) -> [WrittenValue] {
    written.map { value in
      guard value.text.lowercased() == "none", value.name == "starts" || value.name == "ends" else { return value }
      return WrittenValue(name: value.name, text: "\(value.name == "starts" ? first : last)")
    }
  }

  var isEmpty: Bool { rate == nil && starts == nil && ends == nil && url == nil && destination == nil && group == nil }
}

extension Engine {
  /// Why an item cannot get new terms; `nil` where it can.
  func adjustmentProblem(
    _ row: ParticipationRow, _ event: Int, _ payload: [Int64], _ definition: Definition
  ) throws(EngineError) -> String? {
    let kind = definition.kinds[definition.adjustedKind[event]]
    let noun = kind == 0 ? "code" : "link"
    guard let item = try stored({ () throws(StoreError) in try store.held(row.id, kind: kind) }) else {
      return "they hold no \(noun) that could be adjusted"
    }
    let checked = definition.workflow.events[event]
    let new = Adjustment(payload, checked, try campaign(row.campaign).zone)
    guard !new.isEmpty else {
      return "say what is new: \(checked.payload.map { "`\($0.name)`" }.joined(separator: ", "))"
    }
    if let reason = new.rate.flatMap(Engine.excess(ofRate:)) { return reason }
    if let starts = new.starts ?? item.starts, let ends = new.ends ?? item.ends, ends <= starts {
      return "the \(noun) would end before it starts"
    }
    if let reason = try groupProblem(new.group, kind, item, definition) { return reason }
    for (name, id) in [("url", new.url), ("destination", new.destination)] {
      guard let id, let text = try self.text(id, definition) else { continue }
      guard Engine.isAddress(text) else {
        return "`\(name)`: `\(text.prefix(60))` is not a web address, such as `https://example.com/page`"
      }
      guard name == "url",
        let other = try stored({ () throws(StoreError) in try store.item(kind: kind, code: text) }),
        other.item != item.id
      else { continue }
      return "`url`: the link `\(text.prefix(60))` is in a group already; choose another"
    }
    return nil
  }

  /// Why an item cannot move to a group; `nil` where it can, or stays.
  private func groupProblem(
    _ id: Int64?, _ kind: Int64, _ item: ItemRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    guard let id, let name = try text(id, definition) else { return nil }
    guard let group = try stored({ () throws(StoreError) in try store.group(kind: kind, named: name) }) else {
      let known = try stored { () throws(StoreError) in try store.groups() }.filter { $0.kind == kind }.map(\.name)
      let near = Spelling.nearest(to: name, among: known)
      return "`group`: there is no \(kind == 0 ? "discount" : "link") group called `\(name.prefix(60))`"
        + (near.map { "; write `\($0)`" } ?? "")
    }
    if group.id == item.group { return "`group`: it is in `\(name.prefix(60))` already" }
    let own = try self.group(item.group)
    return (own?.pattern == nil) == (group.pattern == nil)
      ? nil
      : "`group`: `\(own?.name ?? "")` and `\(group.name)` are not of the same sort, since one makes what it gives from a pattern and the other is filled from files"
  }

  /// Gives the item that a participation holds its new terms.
  func adjust(_ row: ParticipationRow, _ event: Int, _ payload: [Int64], _ definition: Definition) throws(EngineError) {
    let kind = definition.kinds[definition.adjustedKind[event]]
    let new = Adjustment(payload, definition.workflow.events[event], try campaign(row.campaign).zone)
    let url = try new.url.flatMap { (id) throws(EngineError) in try text(id, definition) }
    let destination = try new.destination.flatMap { (id) throws(EngineError) in try text(id, definition) }
    let group = try new.group.flatMap { (id) throws(EngineError) in try text(id, definition) }
    try stored { () throws(StoreError) in
      guard let item = try store.held(row.id, kind: kind) else { return }
      if let group, let target = try store.group(kind: kind, named: group) {
        try store.move(item.id, toGroup: target.id)
      }
      try store.adjust(item.id, rate: new.rate, starts: new.starts, ends: new.ends, code: url, destination: destination)
    }
  }

  /// A text by its word in a definition; `nil` where it was erased.
  package func text(_ id: Int64, _ definition: Definition) throws(EngineError) -> String? {
    if let unwritten = unwrittenTexts[id] { return unwritten }
    if let literal = definition.machine.literalText(id) { return literal }
    return try stored { () throws(StoreError) in try store.text(id) }
  }

  static func isAddress(_ text: String) -> Bool {
    let lower = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }),
      (scheme.utf8.count + 1...2048).contains(text.utf8.count)
    else { return false }
    return text.unicodeScalars.allSatisfy {
      $0.value > 0x20 && !(0x7F...0xA0).contains($0.value) && !$0.properties.isBidiControl
        && !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
    }
  }
}

import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// A number or an amount that events tell of content, conversions and orders, by the name of their value.
package enum ToldValue: Int, CaseIterable, Sendable {
  case views, impressions, reach, likes, comments, shares, saves, clicks, subtotal, cost, shipping

  /// The name of the payload's value.
  package var name: String { String(describing: self) }
}

/// A piece of content, a conversion, an order or a shipment, with the newest of each of its values, whatever event told it.
package struct ToldThing: Sendable {
  package enum Noun: Int, CaseIterable, Sendable { case content, conversion, order, shipment }

  package var noun: Noun
  package var participation: Int64
  /// The text that names it, by the words of `definition`; 0 for one without a name.
  package var key: Int64
  package var definition: Int64
  /// The event that came last: `posted`.
  package var status = ""
  /// When the first event is said to have happened, and when it was posted, if it was.
  package var begun: Int64
  package var posted: Int64?
  /// Whether an event says that it is out.
  package var isOut = false
  private var words = InlineArray<11, Int64>(repeating: 0)
  private var mask = 0

  init(_ noun: Noun, _ participation: Int64, _ key: Int64, _ definition: Int64, begun: Int64) {
    (self.noun, self.participation, self.key, self.definition, self.begun) =
      (noun, participation, key, definition, begun)
  }

  package subscript(value: ToldValue) -> Int64? {
    get { mask >> value.rawValue & 1 == 1 ? words[value.rawValue] : nil }
    set {
      guard let newValue else { return }
      words[value.rawValue] = newValue
      mask |= 1 << value.rawValue
    }
  }

  /// Whether it still counts.
  package var counts: Bool {
    guard !CountedObject.ends.contains(status) else { return false }
    switch noun {
    case .content: return isOut && key != 0
    case .conversion, .shipment: return true
    case .order: return status != "drafted"
    }
  }
}

/// Where the events of one definition tell what.
struct Tellings {
  struct Plan {
    var noun: ToldThing.Noun
    var status: String
    /// The payload's place of what names the thing; -1 for none.
    var subject: Int
    /// The payload's place of each value.
    var places: [(value: ToldValue, place: Int)]
    /// Whether the event may give its name to the order that had none.
    var mayName: Bool
  }

  private(set) var plans: [Int64: Plan] = [:]

  /// Takes the events of a definition in, by `definition << 16 | event`.
  mutating func add(_ definition: Definition) {
    for (index, event) in definition.workflow.events.enumerated() {
      let parts = event.path.split(separator: ".", maxSplits: 1).map(String.init)
      guard let noun = ToldThing.Noun.allCases.first(where: { "\($0)" == parts[0] }),
        case let subject = definition.subjectField[index], subject >= 0
      else { continue }
      let places = ToldValue.allCases.compactMap { value in
        event.payload.firstIndex { $0.name == value.name && Tellings.isFigure($0.type) }.map { (value, $0) }
      }
      plans[definition.id << 16 | Int64(index)] = Plan(
        noun: noun, status: parts.count > 1 ? parts[1] : "", subject: subject, places: places,
        mayName: definition.makesOrEndsOrder[index])
    }
  }

  private static func isFigure(_ type: ValueType) -> Bool {
    switch type {
    case .number, .money: true
    default: false
    }
  }

  var events: [Int64] { plans.keys.sorted() }
}

extension [ToldThing] {
  /// Takes over what a row of the log tells: of the thing that it names, or of a new one.
  mutating func take(_ row: TellingRow, _ plans: Tellings) {
    if row.kind == Int64(StepInput.Kind.migrate.rawValue) { return move(row) }
    guard let plan = plans.plans[row.definition << 16 | row.event], row.payload.count > plan.subject + 1 else { return }
    let key = row.payload[0] >> Int64(plan.subject) & 1 == 1 ? row.payload[plan.subject + 1] : 0
    let names = plan.mayName && row.payload[0] >> Int64(Definition.namingBit) & 1 == 1
    var place = lastIndex {
      $0.participation == row.participation && $0.noun == plan.noun && $0.key == (names ? 0 : key)
    }
    if names, let place { self[place].key = key }
    // An order without a name is another one each time that one is created, and all of them end together.
    if let known = place, key == 0, plan.noun == .order, plan.status == "created", self[known].status != "drafted" {
      place = nil
    }
    if key == 0, plan.noun == .order, CountedObject.ends.contains(plan.status) {
      for index in indices where self[index].participation == row.participation && self[index].noun == .order {
        if self[index].key == 0 { self[index].status = plan.status }
      }
    }
    if place == nil {
      append(ToldThing(plan.noun, row.participation, key, row.definition, begun: row.reported))
      place = count - 1
    }
    let index = place ?? count - 1
    self[index].status = plan.status
    if plan.status == "posted" || plan.status == "measured" { self[index].isOut = true }
    if plan.status == "posted", self[index].posted == nil { self[index].posted = row.reported }
    for (value, place) in plan.places where row.payload[0] >> Int64(place) & 1 == 1 {
      self[index][value] = row.payload[place + 1]
    }
  }

  /// A participation that moves to another definition calls texts by other words.
  private mutating func move(_ row: TellingRow) {
    let words = MovedWords(row.payload)
    for index in indices where self[index].participation == row.participation {
      self[index].key = words[self[index].key]
      self[index].definition = row.definition
    }
  }
}

import WorkroomLanguage

/// Writes a well-typed workflow that nobody would write, from a seed.
///
/// It knows the types of what it has declared, so that nearly all that it writes is accepted; what the checker still
/// refuses is counted and left out. Lines that could fire together are told apart by roles, by `otherwise` or by cases
/// that exclude each other.
struct Writer {
  struct Field {
    var name: String
    var kind: Kind
    var isOptional: Bool
    /// What stands behind its type where it is declared.
    var tail = ""
  }

  struct Event {
    var path: String
    /// Roles that may send it; empty where anybody may.
    var people: [String]
    var systems: [String]
    var payload: [Field]
    /// What becomes of it where nobody takes it; `nil` for those of the vocabulary.
    var otherwise: String?

    var isOwn: Bool { otherwise != nil }
    var senders: [String] { people + systems }
    var noun: String { String(path.prefix { $0 != "." }) }
  }

  struct Place {
    enum Kind { case root, stage, track, final, each }
    var kind: Kind
    var name: String
    var parent: Int
    var children: [Int] = []
    var isInitial = false
    /// Index into `eaches`.
    var each: Int?
    var condition: String?
    /// Optional fields that are set wherever its lines run.
    var facts: [String] = []
    var lines: [Program.Statement] = []
  }

  struct Each {
    var noun: String
    var count: String?
    var most: Int
    var record: [Field]
    var place: Int
  }

  struct Table {
    var name: String
    var kind: Kind
  }

  var numbers: Numbers
  var campaign: [Field] = []
  var record: [Field] = []
  var influencer: [Field] = []
  /// Those of the vocabulary first.
  var events: [Event] = []
  /// The events that this program's lines wait for.
  var used: [Int] = []
  /// Kinds of item.
  var kinds = ["discount", "link"]
  var places = [Place(kind: .root, name: "", parent: -1)]
  var eaches: [Each] = []
  var defines: [Program.Statement] = []
  var conditions: [String] = []
  var tables: [Table] = []
  /// Whether items are assigned with a rate, so that no line owes for conversions itself.
  var usesRates = false
  /// Whether entering, leaving, time and the state itself seldom do anything, so that the shortest ways through a step are
  /// taken.
  var isCalm = false
  /// Fields that reactions of one stage set, by stage and event; `once` has none.
  var taken: [(place: Int, event: Int?, field: String)] = []

  /// The program of a seed.
  static func program(seed: Int) -> Program {
    var writer = Writer(numbers: Numbers(seed: seed))
    return writer.write()
  }

  private mutating func write() -> Program {
    readVocabulary()
    usesRates = numbers.chance(50)
    isCalm = numbers.chance(30)
    declareFields()
    declareEvents()
    if numbers.chance(97) { grow() }
    writeDefines()
    writeLines()
    return assembled()
  }

  // MARK: What there is without a word

  private static let vocabulary = Checker.check(SourceText(name: "nothing.workflow", text: "stage s\nend\n")).workflow

  private mutating func readVocabulary() {
    guard let known = Writer.vocabulary else { return }
    influencer = known.influencer.map {
      Field(name: $0.name, kind: Kind($0.type, in: known), isOptional: $0.mayBeUnset)
    }
    events = known.events.map { event in
      let senders = known.roles.indices.filter { event.senders == 0 || event.senders & 1 << UInt64($0) != 0 }
      return Event(
        path: event.path, people: senders.filter { known.roles[$0].isPerson }.map { known.roles[$0].name },
        systems: senders.filter { !known.roles[$0].isPerson }.map { known.roles[$0].name },
        payload: event.payload.map {
          Field(name: $0.name, kind: Kind($0.type, in: known), isOptional: $0.mayBeUnset)
        })
    }
  }

  // MARK: The whole of it

  private func assembled() -> Program {
    var program = Program()
    program.statements.append(Program.Statement("workflow \"Trial\" version 1"))
    if !campaign.isEmpty { program.statements.append(block("campaign", campaign)) }
    if !record.isEmpty { program.statements.append(block("record", record)) }
    program.statements.append(Program.Statement("role lawyer person"))
    program.statements.append(Program.Statement("role scanner system"))
    for event in events where event.isOwn { program.statements.append(declaration(event)) }
    program.statements += defines
    program.statements += places[0].lines
    program.statements += places[0].children.map(statement)
    return program
  }

  private func statement(_ index: Int) -> Program.Statement {
    let place = places[index]
    var parts = [Program.Part(text: heading(place))]
    if place.isInitial { parts.append(Program.Part(text: "initial", isOptional: true)) }
    if let condition = place.condition { parts.append(Program.Part(text: "when \(condition)", isOptional: true)) }
    if place.kind == .final { return Program.Statement(parts: parts) }
    var inner: [Program.Statement] = []
    if place.kind == .each, let each = place.each, !eaches[each].record.isEmpty {
      inner.append(block("record", eaches[each].record))
    }
    return Program.Statement(parts: parts, block: inner + place.lines + place.children.map(statement))
  }

  private func heading(_ place: Place) -> String {
    switch place.kind {
    case .root: ""
    case .stage: "stage \(place.name)"
    case .track: "track \(place.name)"
    case .final: "final \(place.name)"
    case .each:
      place.each.map { each in
        "each \(place.name) at most \(eaches[each].most)" + (eaches[each].count.map { " of \($0)" } ?? "")
      } ?? ""
    }
  }
}

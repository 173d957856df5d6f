/// Stages in stages, tracks beside tracks, items of an `each`.
extension Writer {
  private static let placesMax = 18
  private static let depthMax = 3

  mutating func grow() {
    for _ in 0..<numbers.within(2...4) { addStage(in: 0, depth: 1) }
    addFinals(in: 0, numbers.within(1...2))
    markInitial(0)
  }

  @discardableResult
  private mutating func add(_ kind: Place.Kind, in parent: Int) -> Int {
    let letter =
      switch kind {
      case .root, .stage, .each: "s"
      case .track: "t"
      case .final: "f"
      }
    var place = Place(kind: kind, name: "\(letter)\(places.count)", parent: parent)
    place.facts = places[parent].facts
    place.each = places[parent].each
    places.append(place)
    places[parent].children.append(places.count - 1)
    return places.count - 1
  }

  private mutating func addStage(in parent: Int, depth: Int) {
    let stage = add(.stage, in: parent)
    guard depth < Writer.depthMax, places.count < Writer.placesMax else { return }
    switch numbers.weighted([50, 24, 18, 8]) {
    case 1: addStages(in: stage, depth: depth)
    case 2: addTracks(in: stage, depth: depth)
    case 3: addEach(in: stage, depth: depth, others: numbers.below(2))
    default: break
    }
  }

  private mutating func addStages(in parent: Int, depth: Int) {
    for _ in 0..<numbers.within(1...3) { addStage(in: parent, depth: depth + 1) }
    if numbers.chance(65) { addFinals(in: parent, 1) }
    markInitial(parent)
  }

  private mutating func addFinals(in parent: Int, _ count: Int) {
    for _ in 0..<count { add(.final, in: parent) }
  }

  private mutating func markInitial(_ parent: Int) {
    let stages = places[parent].children.filter { places[$0].kind == .stage }
    guard stages.count > 1, numbers.chance(25) else { return }
    places[numbers.pick(stages)].isInitial = true
  }

  private mutating func addTracks(in parent: Int, depth: Int) {
    if numbers.chance(25), addEach(in: parent, depth: depth, others: numbers.within(1...2)) { return }
    for _ in 0..<numbers.within(2...3) { addTrack(in: parent, depth: depth) }
  }

  private mutating func addTrack(in parent: Int, depth: Int) {
    let track = add(.track, in: parent)
    if numbers.chance(40) {
      var scope = Scope(owner: track, allowed: .campaignOnly)
      scope.facts = places[track].facts
      if let test = test(&scope) {
        places[track].condition = test.text
        places[track].facts += test.facts
      }
    }
    switch numbers.weighted([15, 70, 8, 7]) {
    case 0: break
    case 2 where depth + 1 < Writer.depthMax: addTracks(in: track, depth: depth + 1)
    case 3: addEach(in: track, depth: depth, others: 0)
    default: addStages(in: track, depth: depth)
    }
  }

  /// Items, beside other tracks; false where there are items enough already.
  @discardableResult
  private mutating func addEach(in parent: Int, depth: Int, others: Int) -> Bool {
    guard places[parent].each == nil, eaches.count < 2 else { return false }
    let noun = eaches.isEmpty ? "deliverable" : "ticket"
    let each = add(.each, in: parent)
    places[each].name = noun
    let record = declareItemFields(eaches.count)
    eaches.append(Each(noun: noun, count: nil, most: numbers.within(1...3), record: record, place: each))
    places[each].each = eaches.count - 1
    countItems(eaches.count - 1)
    declareItemEvents(noun)
    addStages(in: each, depth: depth)
    for _ in 0..<others { addTrack(in: parent, depth: depth + 1) }
    return true
  }

  private mutating func declareItemFields(_ index: Int) -> [Field] {
    var fields: [Field] = []
    for (place, kind) in ([.number, .text, .date, .money, .flag] as [Kind]).enumerated() where numbers.chance(40) {
      fields.append(field("i\(index)\(place)_\(kind.word)", kind, optional: 40))
    }
    return fields
  }

  private mutating func countItems(_ index: Int) {
    var scope = Scope(owner: places[eaches[index].place].parent, allowed: .timer)
    scope.facts = places[scope.owner].facts
    let fields = (campaign + record).filter { $0.kind == .number }
    switch numbers.below(4) {
    case 0 where !fields.isEmpty: eaches[index].count = numbers.pick(fields).name
    case 1, 2: eaches[index].count = "\(numbers.within(1...4))"
    default: break
    }
  }

  private mutating func declareItemEvents(_ noun: String) {
    let name = Field(name: noun, kind: .text, isOptional: true)
    if noun != "deliverable" {
      declare("\(noun).added", [name, Field(name: "due", kind: .date, isOptional: true)])
      declare("\(noun).waived", [Field(name: noun, kind: .text, isOptional: false)])
    }
    declare("\(noun).used", [name, Field(name: "p9_number", kind: .number, isOptional: true)])
    for (index, event) in events.enumerated()
    where event.noun == noun || (event.payload.contains { $0.name == noun } && numbers.chance(40)) {
      if !used.contains(index) { used.append(index) }
    }
  }

  // MARK: Where things are

  func isAround(_ outer: Int, _ inner: Int) -> Bool {
    var place = inner
    while place >= 0 {
      if place == outer { return true }
      place = places[place].parent
    }
    return false
  }

  func holdsTracks(_ place: Int) -> Bool {
    places[place].children.contains { places[$0].kind == .track || places[$0].kind == .each }
  }

  func canBeDone(_ place: Int) -> Bool {
    if places[place].kind == .final { return true }
    let children = places[place].children
    if holdsTracks(place) { return children.allSatisfy { canBeDone($0) } }
    return children.contains { places[$0].kind == .final }
  }

  /// Stages that a line of a place may name: those of an item only its own lines.
  func visible(from owner: Int) -> [Int] {
    places.indices.dropFirst().filter {
      places[$0].kind != .each && (places[$0].each == nil || places[$0].each == places[owner].each)
    }
  }

  /// A stage's name, now and then with the one around it.
  mutating func path(_ place: Int) -> String {
    let parent = places[place].parent
    guard parent > 0, places[parent].kind != .each, numbers.chance(15) else { return places[place].name }
    return "\(places[parent].name).\(places[place].name)"
  }
}

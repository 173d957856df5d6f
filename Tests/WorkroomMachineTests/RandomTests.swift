import Testing
import WorkroomLanguage
import WorkroomMachine

/// Workflows that nobody would write: whatever their lines do to each other, a step ends in a whole configuration.
@Suite struct RandomTests {
  /// xorshift64*, so that a seed says everything.
  struct Numbers {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return Int((state &* 2_685_821_657_736_338_717) >> 33) % bound
    }
  }

  struct Place {
    enum Kind: String { case stage, track, each }
    var name: String
    var parent: Int
    var kind = Kind.stage
    /// Whether it is inside an `each`, or is it.
    var isItem = false
    var children: [Int] = []
    var lines: [String] = []
  }

  struct Writer {
    var numbers: Numbers
    /// Whether the words for items, memory and several targets are used, too.
    var isWhole = false
    var places = [Place(name: "", parent: -1)]
    private var hasEach = false

    init(seed: Int, isWhole: Bool = false) {
      numbers = Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
      self.isWhole = isWhole
    }

    /// Stages in stages and tracks, three deep.
    mutating func grow(_ parent: Int, depth: Int) {
      let tracks = parent > 0 && depth < 3 && places[parent].kind != .each && numbers.below(3) == 0
      let least = places[parent].kind == .each ? 1 : 0
      let count = tracks ? 2 + numbers.below(2) : depth == 0 ? 4 : max(numbers.below(4), least)
      for place in 0..<count {
        let isEach = isWhole && tracks && place > 0 && !hasEach && !places[parent].isItem && numbers.below(2) == 0
        if isEach { hasEach = true }
        places.append(
          Place(
            name: isEach ? "thing" : "p\(places.count)", parent: parent,
            kind: isEach ? .each : tracks ? .track : .stage,
            isItem: isEach || places[parent].isItem))
        places[parent].children.append(places.count - 1)
        if depth < 3 { grow(places.count - 1, depth: depth + 1) }
      }
    }

    func isAround(_ outer: Int, _ inner: Int) -> Bool {
      var place = inner
      while place >= 0 {
        if place == outer { return true }
        place = places[place].parent
      }
      return false
    }

    mutating func addLines() {
      for place in places.indices {
        if place > 0 {
          if numbers.below(2) == 0 { places[place].lines.append("on enter note \"+\(places[place].name)\"") }
          if numbers.below(2) == 0 { places[place].lines.append("on leave note \"-\(places[place].name)\"") }
        }
        for event in 0..<4 where numbers.below(place == 0 ? 8 : 3) == 0 {
          places[place].lines.append(line(place, "on e.e\(event)"))
        }
        if numbers.below(4) == 0 { places[place].lines.append("on e.e\(numbers.below(4)) add 1 to n") }
        if place > 0, numbers.below(8) == 0 {
          places[place].lines.append("once n is \(1 + numbers.below(6)) note \"once \(places[place].name)\"")
        }
        if place > 0, numbers.below(8) == 0 {
          places[place].lines.append(line(place, "after \(1 + numbers.below(3)) days"))
        }
        if isWhole, place > 0 { addMore(place) }
      }
      if isWhole { addHold() }
    }

    /// One stage that goes back to wherever it was entered from.
    private mutating func addHold() {
      let stages = places[0].children
      let hold = stages[numbers.below(stages.count)]
      for place in stages where place != hold { places[place].lines.append("on e.hold go to \(places[hold].name)") }
      places[hold].lines.append("on e.hold resume")
    }

    private mutating func addMore(_ place: Int) {
      let name = places[place].name
      if numbers.below(6) == 0 { places[place].lines.append("every 2 days at most 3 times note \"every \(name)\"") }
      if numbers.below(6) == 0 { places[place].lines.append("once in \(path(other(place))) note \"in \(name)\"") }
      if places[place].isItem, numbers.below(4) == 0 {
        places[place].lines.append("on e.e\(numbers.below(4)) add 1 to m")
      }
      if hasEach, numbers.below(12) == 0 { places[place].lines.append("on e.e\(numbers.below(4)) raise thing.added") }
    }

    private mutating func line(_ place: Int, _ head: String) -> String {
      let isTimer = head.hasPrefix("after")
      if isWhole, let outcome = more(place) { return "\(head) \(outcome)" }
      let target = isWhole ? other(place) : 1 + numbers.below(places.count - 1)
      switch numbers.below(12) {
      case 0 where place > 0: return "\(head) restart"
      case 1: return "\(head) stay"
      case 2 where !isTimer: return "\(head) ignore"
      case 3 where !isTimer: return "\(head) refuse \"no\""
      default: return isAround(target, place) ? "\(head) stay" : "\(head) go to \(path(target))"
      }
    }

    /// A place that a line may name: inside an `each` only from there.
    private mutating func other(_ place: Int) -> Int {
      let known = places.indices.filter {
        $0 > 0 && places[$0].kind != .each && (places[place].isItem || !places[$0].isItem)
      }
      return known[numbers.below(known.count)]
    }

    /// An outcome that has to do with memory, or leads to several stages.
    private mutating func more(_ place: Int) -> String? {
      let target = other(place)
      switch numbers.below(10) {
      case 0 where !isAround(target, place): return "resume \(path(target))"
      case 1 where !isAround(target, place): return "resume \(path(target)) at the top"
      case 2 where place > 0 && target != place && isAround(place, target): return "restart at \(path(target))"
      case 3, 4: return several(place)
      default: return nil
      }
    }

    private mutating func several(_ place: Int) -> String? {
      let around = places.indices.filter { index in
        places[index].children.filter { places[$0].kind == .track }.count > 1
          && (places[place].isItem || !places[index].isItem)
      }
      guard !around.isEmpty else { return nil }
      let tracks = places[around[numbers.below(around.count)]].children.filter { places[$0].kind == .track }
      var targets: [Int] = []
      for track in tracks.prefix(2 + numbers.below(2)) {
        let inside = places.indices.filter {
          isAround(track, $0) && places[$0].kind != .each && (places[place].isItem || !places[$0].isItem)
        }
        targets.append(inside[numbers.below(inside.count)])
      }
      if targets.contains(where: { isAround($0, place) }) { return nil }
      return "go to " + targets.map(path).joined(separator: " and ")
    }

    private func path(_ place: Int) -> String {
      places[place].parent <= 0 ? places[place].name : path(places[place].parent) + "." + places[place].name
    }

    func text() -> String {
      var lines = ["record", "  n number default 0", "end"]
      let payload = hasEach ? " with thing text optional" : ""
      lines += (0..<4).map { "event e.e\($0) by manager or system\($0 > 1 ? payload : "")" }
      if isWhole { lines.append("event e.hold by manager or system") }
      if hasEach {
        lines += ["event thing.added by manager or system with thing text optional, due date optional"]
        lines += ["event thing.waived by manager or system with thing text"]
      }
      lines += places[0].lines
      for child in places[0].children { write(child, &lines, "") }
      return (lines + ["final z"]).joined(separator: "\n")
    }

    private func write(_ place: Int, _ lines: inout [String], _ margin: String) {
      let kind = places[place].kind
      lines.append("\(margin)\(kind) \(places[place].name)\(kind == .each ? " at most 3 of n" : "")")
      if kind == .each { lines += ["\(margin)  record", "\(margin)    m number default 0", "\(margin)  end"] }
      lines += places[place].lines.map { "\(margin)  \($0)" }
      for child in places[place].children { write(child, &lines, margin + "  ") }
      lines.append("\(margin)end")
    }
  }

  @Test(arguments: 1...15) func everyStepEndsWhole(seed: Int) throws {
    var writer = Writer(seed: seed)
    writer.grow(0, depth: 0)
    writer.addLines()
    let text = writer.text()
    var scene = try Scene(text)
    var taken = 0
    for _ in 0..<60 {
      if writer.numbers.below(6) == 0 {
        scene.wait(days: 1)
      } else {
        scene.send("e.e\(writer.numbers.below(4))", by: writer.numbers.below(3) == 0 ? "system" : "manager")
      }
      if scene.status == .taken { taken += 1 }
      #expect(isWhole(scene), "seed \(seed): \(scene.stages)\n\(text)")
    }
    #expect(taken > 0)
  }

  @Test(arguments: 1...20) func everyStepWithItemsAndMemoryEndsWhole(seed: Int) throws {
    var writer = Writer(seed: seed, isWhole: true)
    writer.grow(0, depth: 0)
    writer.addLines()
    let text = writer.text()
    var scene = try Scene(text)
    var taken = 0
    for _ in 0..<60 {
      let role = writer.numbers.below(3) == 0 ? "system" : "manager"
      let names = scene.machine.items(scene.state.span).map(\.name) + [77]
      let thing = writer.numbers.below(3) == 0 ? [:] : ["thing": names[writer.numbers.below(names.count)]]
      let events = ["e.e0", "e.e1", "e.e2", "e.e3", "e.hold", "thing.added", "thing.added", "thing.waived"]
      let known = events.filter { scene.machine.event(named: $0) != nil }
      if writer.numbers.below(6) == 0 {
        scene.wait(days: 1)
      } else {
        scene.send(known[writer.numbers.below(known.count)], by: role, thing)
      }
      if scene.status == .taken { taken += 1 }
      #expect(isWhole(scene), "seed \(seed): \(scene.stages)\n\(text)")
    }
    #expect(taken > 0)
  }

  /// Every active stage has one active stage inside, or all of its tracks; and what is around it is active.
  private func isWhole(_ scene: Scene) -> Bool {
    let stages = scene.machine.workflow.stages
    let active = Set(scene.machine.snapshot(scene.state.span).active)
    func isEach(_ stage: Int) -> Bool { stages[stage].kind == .each }
    return active.contains(Snapshot.Place(stage: 0))
      && active.allSatisfy { place in
        let children = stages[place.stage].children.filter { !isEach($0) }
        let inside = children.filter { active.contains(Snapshot.Place(stage: $0, item: place.item)) }.count
        let wanted = stages[place.stage].holdsTracks ? children.count : min(children.count, 1)
        let around = Snapshot.Place(stage: stages[place.stage].parent, item: isEach(place.stage) ? -1 : place.item)
        return inside == wanted && (place.stage == 0 || active.contains(around))
      }
  }
}

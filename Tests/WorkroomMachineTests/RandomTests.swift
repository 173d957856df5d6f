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
    var name: String
    var parent: Int
    var isTrack = false
    var children: [Int] = []
    var lines: [String] = []
  }

  struct Writer {
    var numbers: Numbers
    var places = [Place(name: "", parent: -1)]

    /// Stages in stages and tracks, three deep.
    mutating func grow(_ parent: Int, depth: Int) {
      let tracks = parent > 0 && depth < 3 && numbers.below(3) == 0
      let count = tracks ? 2 + numbers.below(2) : depth == 0 ? 4 : numbers.below(4)
      for _ in 0..<count {
        places.append(Place(name: "p\(places.count)", parent: parent, isTrack: tracks))
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
      }
    }

    private mutating func line(_ place: Int, _ head: String) -> String {
      let target = 1 + numbers.below(places.count - 1)
      let isTimer = head.hasPrefix("after")
      switch numbers.below(12) {
      case 0 where place > 0: return "\(head) restart"
      case 1: return "\(head) stay"
      case 2 where !isTimer: return "\(head) ignore"
      case 3 where !isTimer: return "\(head) refuse \"no\""
      default: return isAround(target, place) ? "\(head) stay" : "\(head) go to \(path(target))"
      }
    }

    private func path(_ place: Int) -> String {
      places[place].parent <= 0 ? places[place].name : path(places[place].parent) + "." + places[place].name
    }

    func text() -> String {
      var lines = ["record", "  n number default 0", "end"] + (0..<4).map { "event e.e\($0) by manager or system" }
      lines += places[0].lines
      for child in places[0].children { write(child, &lines, "") }
      return (lines + ["final z"]).joined(separator: "\n")
    }

    private func write(_ place: Int, _ lines: inout [String], _ margin: String) {
      lines.append("\(margin)\(places[place].isTrack ? "track" : "stage") \(places[place].name)")
      lines += places[place].lines.map { "\(margin)  \($0)" }
      for child in places[place].children { write(child, &lines, margin + "  ") }
      lines.append("\(margin)end")
    }
  }

  @Test(arguments: 1...40) func everyStepEndsWhole(seed: Int) throws {
    var writer = Writer(numbers: Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15))
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

  /// Every active stage has one active stage inside, or all of its tracks; and what is around it is active.
  private func isWhole(_ scene: Scene) -> Bool {
    let stages = scene.machine.workflow.stages
    let active = Set(scene.machine.activeStages(scene.state.span))
    return active.contains(0)
      && active.allSatisfy { stage in
        let inside = stages[stage].children.filter { active.contains($0) }.count
        let wanted = stages[stage].holdsTracks ? stages[stage].children.count : min(stages[stage].children.count, 1)
        return inside == wanted && (stage == 0 || active.contains(stages[stage].parent))
      }
  }
}

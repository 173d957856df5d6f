/// Where rules lead.
extension Writer {
  /// Where a rule of a place leads; `isForward` keeps `once` from going round for ever.
  mutating func outcome(_ scope: Scope, isForward: Bool = false) -> String {
    let owner = scope.owner
    switch numbers.weighted([46, 12, 14, 7, 7, 9, 5]) {
    case 0: return goTo(owner, isForward) ?? "stay"
    case 1: return goToSeveral(owner) ?? goTo(owner, isForward) ?? "stay"
    case 3 where owner > 0 && !isForward: return "restart"
    case 4 where owner > 0 && !isForward: return restartAt(owner)
    case 5: return resume(owner, isForward) ?? "stay"
    case 6 where !isForward && canResumeAlone(owner): return "resume"
    case 2 where !isForward: return "stay"
    default: return goTo(owner, isForward) ?? "stay"
    }
  }

  private func targets(_ owner: Int, _ isForward: Bool) -> [Int] {
    let around = visible(from: owner).filter { !isAround($0, owner) }
    let forward = around.filter { $0 > owner }
    return isForward && !forward.isEmpty ? forward : around
  }

  private mutating func goTo(_ owner: Int, _ isForward: Bool) -> String? {
    var places = targets(owner, isForward && !numbers.chance(4))
    // The end comes seldom, so that much happens before it.
    let others = places.filter { self.places[$0].kind != .final || self.places[$0].parent > 0 }
    if !others.isEmpty, !numbers.chance(12) { places = others }
    return places.isEmpty ? nil : "go to \(path(numbers.pick(places)))"
  }

  /// Stages of two or three tracks of one stage.
  private mutating func goToSeveral(_ owner: Int) -> String? {
    // Going out of an `each` leaves its items, so that no stage of theirs is named beside.
    let isOfItem = numbers.chance(50)
    let targets = targets(owner, false).filter { places[owner].each == nil || (places[$0].each != nil) == isOfItem }
    let tracks = targets.filter { places[$0].kind == .track }
    guard !tracks.isEmpty else { return nil }
    let parent = places[numbers.pick(tracks)].parent
    var names: [String] = []
    for track in numbers.shuffled(places[parent].children) where names.count < 3 {
      let inside = targets.filter { isAround(track, $0) }
      if !inside.isEmpty { names.append(path(numbers.pick(inside))) }
    }
    return names.count > 1 ? "go to \(names.joined(separator: " and "))" : nil
  }

  private mutating func restartAt(_ owner: Int) -> String {
    let inside = visible(from: owner).filter { $0 != owner && isAround(owner, $0) }
    return inside.isEmpty ? "restart" : "restart at \(path(numbers.pick(inside)))"
  }

  private mutating func resume(_ owner: Int, _ isForward: Bool) -> String? {
    let places = targets(owner, isForward).filter {
      self.places[$0].kind == .stage && !self.places[$0].children.isEmpty || self.places[$0].kind == .track
    }
    guard !places.isEmpty else { return nil }
    return "resume \(path(numbers.pick(places)))\(numbers.chance(35) ? " at the top" : "")"
  }

  private func canResumeAlone(_ owner: Int) -> Bool {
    guard places[owner].kind == .stage else { return false }
    return places[places[owner].parent].children.contains { $0 != owner && places[$0].kind == .stage }
  }
}

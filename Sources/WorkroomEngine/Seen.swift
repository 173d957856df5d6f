import WorkroomStore

/// What a step saw beside its event, as its log row keeps it: enough to run it again anywhere.
struct Seen {
  var revision: Int64
  var pools: [(group: Int64, available: Int64)]
  var influencer: [Int64]
  var resolved: [Int64]
  var claimed: [Int64]
  /// What all participations had set aside of each detail; empty where no rule reads it.
  var earmarked: [Int64]
  /// The rates that groups gave to the items that were claimed, `.min` for none; empty where no group gave any.
  var rates: [Int64]

  /// The revision alone where nothing else was looked at, else each list behind its count.
  var words: [Int64] {
    var words = [revision]
    if !pools.isEmpty || !influencer.isEmpty || !resolved.isEmpty || !claimed.isEmpty || !earmarked.isEmpty {
      words.append(Int64(pools.count))
      for pool in pools { words += [pool.group, pool.available] }
      for list in [influencer, resolved, claimed] {
        words.append(Int64(list.count))
        words += list
      }
      if !earmarked.isEmpty || !rates.isEmpty { words += [Int64(earmarked.count)] + earmarked }
      if !rates.isEmpty { words += [Int64(rates.count)] + rates }
    }
    return words
  }

  init(
    revision: Int64, pools: [(group: Int64, available: Int64)], influencer: [Int64], resolved: [Int64],
    claimed: [Int64], earmarked: [Int64] = [], rates: [Int64] = []
  ) {
    self.revision = revision
    self.pools = pools
    self.influencer = influencer
    self.resolved = resolved
    self.claimed = claimed
    self.earmarked = earmarked
    self.rates = rates
  }

  /// Reads a row's bytes; `nil` where they are not what was written.
  init?(_ written: [Int64]) {
    var words = written[...]
    guard let revision = words.popFirst() else { return nil }
    self.init(revision: revision, pools: [], influencer: [], resolved: [], claimed: [])
    guard let count = words.popFirst() else { return }
    guard count >= 0, words.count / 2 >= count else { return nil }
    for _ in 0..<count { pools.append((words.removeFirst(), words.removeFirst())) }
    func list() -> [Int64]? {
      guard let count = words.popFirst(), count >= 0, words.count >= count else { return nil }
      defer { words = words.dropFirst(Int(count)) }
      return Array(words.prefix(Int(count)))
    }
    guard let influencer = list(), let resolved = list(), let claimed = list() else { return nil }
    (self.influencer, self.resolved, self.claimed) = (influencer, resolved, claimed)
    guard !words.isEmpty else { return }
    guard let earmarked = list() else { return nil }
    self.earmarked = earmarked
    guard !words.isEmpty else { return }
    guard let rates = list(), rates.count == claimed.count else { return nil }
    self.rates = rates
  }
}

/// Who holds which code and when: handed out in the order of the file, to whoever asked first.
struct CodePool {
  /// A code in somebody's hands, from one moment up to another.
  struct Holding {
    let code: String
    let person: Int
    let from: Moment
    var to: Moment?

    func covers(_ moment: Moment) -> Bool { from <= moment && moment < (to ?? .end) }
  }

  private var free: [String]
  private(set) var line: [Int] = []
  private(set) var longestLine = 0
  private(set) var holdings: [Holding] = []

  init(_ codes: [String]) { free = codes }

  var left: Int { free.count }

  func holds(_ person: Int) -> Bool { holding(person) != nil }

  mutating func ask(_ person: Int, at moment: Moment) {
    line.append(person)
    serve(at: moment)
    longestLine = max(longestLine, line.count)
  }

  mutating func add(_ codes: [String], at moment: Moment) {
    free += codes
    serve(at: moment)
  }

  /// Gives up the place in the line or the code; only an unused code goes to somebody else.
  mutating func release(_ person: Int, at moment: Moment) {
    line.removeAll { $0 == person }
    guard let index = holding(person) else { return }
    holdings[index].to = moment
    free.append(holdings[index].code)
    serve(at: moment)
  }

  /// Takes a code away for good.
  mutating func disable(_ person: Int, at moment: Moment) {
    if let index = holding(person) { holdings[index].to = moment }
  }

  /// Whose code it was at a moment, whatever its capitals.
  func owner(of code: String, at moment: Moment) -> Int? {
    holdings.first { $0.code.lowercased() == code.lowercased() && $0.covers(moment) }?.person
  }

  private func holding(_ person: Int) -> Int? { holdings.lastIndex { $0.person == person && $0.to == nil } }

  private mutating func serve(at moment: Moment) {
    while !line.isEmpty, !free.isEmpty {
      holdings.append(Holding(code: free.removeFirst(), person: line.removeFirst(), from: moment))
    }
  }
}

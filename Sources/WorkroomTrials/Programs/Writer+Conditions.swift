/// Conditions, with the fields that are set where they hold.
extension Writer {
  struct Test {
    enum Shape { case single, and, or }
    var text: String
    var facts: [String] = []
    var shape = Shape.single

    func inside(_ outer: Shape) -> String { shape == .single || shape == outer ? text : "(\(text))" }
  }

  /// A condition, two levels deep at most; what it guards is known afterwards.
  mutating func test(_ scope: inout Scope) -> Test? {
    guard let first = single(scope) else { return nil }
    switch numbers.weighted([60, 20, 12, 8]) {
    case 1:
      var inner = scope
      inner.facts += first.facts
      guard let second = single(inner) else { return first }
      scope.facts = inner.facts + second.facts
      return Test(
        text: "\(first.inside(.and)) and \(second.inside(.and))", facts: first.facts + second.facts, shape: .and)
    case 2:
      guard let second = single(scope) else { return first }
      return Test(text: "\(first.inside(.or)) or \(second.inside(.or))", shape: .or)
    case 3: return Test(text: "not (\(first.text))")
    default:
      scope.facts += first.facts
      return first
    }
  }

  private mutating func single(_ scope: Scope) -> Test? {
    if scope.allowed == .campaignOnly { return ofField(scope) }
    switch numbers.weighted([60, 10, 10, 10, 10]) {
    case 1: return Test(text: "\(numbers.pick(kinds)) is \(numbers.chance(30) ? "not " : "")held")
    case 2: return done(scope) ?? ofField(scope)
    case 3: return isIn(scope) ?? ofField(scope)
    case 4 where !conditions.isEmpty: return Test(text: numbers.pick(conditions))
    default: return ofField(scope)
    }
  }

  private mutating func done(_ scope: Scope) -> Test? {
    let stages = visible(from: scope.owner).filter { places[$0].kind != .final && canBeDone($0) }.map {
      places[$0].name
    }
    let items = eaches.filter { canBeDone($0.place) }.map { "\($0.noun)s" }
    let names = stages + items
    guard !names.isEmpty else { return nil }
    let first = numbers.pick(names)
    let second = numbers.pick(names)
    if first != second, numbers.chance(35) { return Test(text: "all of \(first) and \(second) are done") }
    if items.contains(first) { return Test(text: "all \(first) are done") }
    return Test(text: "\(first) is \(numbers.chance(30) ? "not " : "")done")
  }

  private mutating func isIn(_ scope: Scope) -> Test? {
    let stages = visible(from: scope.owner)
    guard !stages.isEmpty else { return nil }
    let test = "in \(path(numbers.pick(stages)))"
    return Test(text: numbers.chance(30) ? "not (\(test))" : test)
  }

  // MARK: Fields

  private mutating func ofField(_ scope: Scope) -> Test? {
    let fields = fields(scope).filter { $0.kind != .span }
    guard !fields.isEmpty else { return nil }
    let field = numbers.pick(fields)
    if field.isOptional, numbers.chance(25) {
      return numbers.chance(60)
        ? Test(text: "\(field.name) is set", facts: [field.name]) : Test(text: "\(field.name) is not set")
    }
    var inner = scope
    inner.facts.append(field.name)
    guard let test = comparison(field, inner) else {
      return field.isOptional ? Test(text: "\(field.name) is set", facts: [field.name]) : nil
    }
    if isSafe(field, scope) { return Test(text: test) }
    if numbers.chance(20) { return Test(text: "\(field.name) is not set or \(test)", shape: .or) }
    return Test(text: "\(field.name) is set and \(test)", facts: [field.name], shape: .and)
  }

  private mutating func comparison(_ field: Field, _ scope: Scope) -> String? {
    let no = numbers.chance(30) ? "not " : ""
    switch field.kind {
    case .group, .span: return nil
    case .window: return scope.allowed == .once ? nil : "\(field.name) is \(no)open"
    case .hashtags, .handles, .products: return "\(field.name) contains \(numbers.pick(field.kind.literals))"
    case .flag: return "\(field.name) is \(no)\(numbers.pick(["yes", "no"]))"
    case .text, .choice:
      if numbers.chance(30) {
        return "\(field.name) is \(no)one of \(numbers.shuffled(field.kind.literals).prefix(2).joined(separator: ", "))"
      }
      return "\(field.name) is \(no)\(operand(field.kind, scope))"
    default: return ordered(field, scope, no)
    }
  }

  private mutating func ordered(_ field: Field, _ scope: Scope, _ no: String) -> String {
    let left =
      field.kind.isAdded && numbers.chance(12) ? "\(field.name) + \(operand(field.kind, scope))" : field.name
    switch numbers.below(8) {
    case 0: return "\(left) is \(no)between \(range(field.kind).low) and \(range(field.kind).high)"
    case 1: return "\(left) is \(no)one of \(numbers.shuffled(field.kind.literals).prefix(3).joined(separator: ", "))"
    case 2: return "\(left) is \(no)\(value(field.kind, scope))"
    default:
      let verb = numbers.pick(["is at least", "is at most", "is more than", "is less than", "<", "<=", ">", ">="])
      return "\(left) \(verb) \(value(field.kind, scope))"
    }
  }

  /// Two literals, the smaller one first.
  private func range(_ kind: Kind) -> (low: String, high: String) {
    switch kind {
    case .money: ("1 USD", "10 USD")
    case .euro: ("1 EUR", "12.34 EUR")
    case .percent: ("5%", "12.5%")
    case .date: ("2026-03-02", "2026-03-29")
    case .time: ("09:00", "23:59")
    case .duration: ("1 day", "1 week")
    default: ("1", "5")
    }
  }

  /// Conditions that exclude each other, for lines that wait for the same.
  mutating func cases(_ scope: Scope) -> [String]? {
    let fields = fields(scope).filter { isSafe($0, scope) }
    let told = fields.filter {
      switch $0.kind {
      case .flag, .choice: true
      default: $0.kind.isOrdered
      }
    }
    guard !told.isEmpty else { return nil }
    let field = numbers.pick(told)
    switch field.kind {
    case .flag: return ["\(field.name) is yes", "\(field.name) is no"]
    case .choice(let names): return names.prefix(3).map { "\(field.name) is \($0)" }
    default:
      let (low, high) = range(field.kind)
      return [
        "\(field.name) is less than \(low)", "\(field.name) is between \(low) and \(high)",
        "\(field.name) is more than \(high)",
      ]
    }
  }

  // MARK: Conditions and values with a name

  mutating func writeDefines() {
    for index in 0..<numbers.below(3) {
      var scope = Scope(owner: 0, allowed: .once)
      // Stages are looked up from where the name is used, so that a definition asks for none.
      guard let test = ofField(scope) else { continue }
      scope.facts += test.facts
      let second =
        numbers.chance(40)
        ? ofField(scope).map { " \(test.shape == .or ? "or" : "and") \($0.inside(test.shape))" } : nil
      let isPlain = test.shape == .or && second != nil && second!.contains("(")
      defines.append(Program.Statement("define d\(index)_test as \(test.text)\(isPlain ? "" : second ?? "")"))
      conditions.append("d\(index)_test")
    }
    for index in 0..<numbers.below(3) { writeTable(index) }
  }

  private mutating func writeTable(_ index: Int) {
    let scope = Scope(owner: 0, allowed: .timer)
    let kind = numbers.pick([Kind.number, .money, .percent, .duration, .text])
    let subjects = fields(scope).filter { !$0.isOptional }.filter {
      switch $0.kind {
      case .flag, .choice, .number, .money, .percent, .date, .time, .duration: true
      default: false
      }
    }
    guard !subjects.isEmpty else { return }
    let subject = numbers.pick(subjects)
    var rows: [String]
    switch subject.kind {
    case .flag:
      rows = [
        "\(operand(kind, scope)) for yes", "\(operand(kind, scope)) \(numbers.chance(50) ? "for no" : "otherwise")",
      ]
    case .choice(let names):
      rows = ["\(operand(kind, scope)) for \(names[0])", "\(operand(kind, scope)) otherwise"]
      if names.count > 3 { rows.insert("\(operand(kind, scope)) for \(names[1]) or \(names[2])", at: 1) }
    default:
      let (low, high) = range(subject.kind)
      rows = [
        "\(operand(kind, scope)) up to \(low)", "\(operand(kind, scope)) up to \(high)",
        "\(operand(kind, scope)) above",
      ]
    }
    let name = "d\(index)_\(kind.word)"
    defines.append(Program.Statement("define \(name) by \(subject.name) as \(rows.joined(separator: ", "))"))
    tables.append(Table(name: name, kind: kind))
  }
}

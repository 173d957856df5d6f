import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine

/// The way that led to a failing line: each line before it, the rules that took it, and what was left and entered.
extension Play {
  private static var linesMax: Int { 12 }
  private static var stepsMax: Int { 6 }

  /// What has not been told with an earlier failure; nothing where that is all there is.
  func trailLines() -> [String] {
    let fresh = trail[toldCount...]
    defer { toldCount = trail.count }
    guard !fresh.isEmpty else { return [] }
    let shown = fresh.suffix(Play.linesMax)
    var lines = [toldCount == 0 ? "what led there:" : "since then:"]
    if shown.count < fresh.count { lines.append("  ... \(fresh.count - shown.count) earlier lines") }
    for step in shown {
      let number = "\(scenario.lines[step.line].line)"
      lines.append("  \(String(repeating: " ", count: max(0, 4 - number.count)))\(number)  \(oneLine(step.what))")
      let told = step.steps.filter { !tells($0).isEmpty }
      for seen in told.prefix(Play.stepsMax) { lines += tells(seen).map { "          \($0)" } }
      if told.count > Play.stepsMax { lines.append("          ... \(told.count - Play.stepsMax) more steps") }
      if let answer = step.answer, answer.outcome != .taken { lines.append("          \(answered(answer))") }
    }
    return lines
  }

  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  private func answered(_ reply: Reply) -> String {
    switch reply.outcome {
    case .handled: "no line takes it; handled by default"
    case .refused: "refused: \(reply.reason)"
    case .repeated: "recorded before"
    default: "ignored: \(reply.reason)"
    }
  }

  /// What one step did, on a few lines.
  private func tells(_ seen: SeenStep) -> [String] {
    let ran = seen.trace.filter { $0.verdict == .fired || $0.verdict == .reacted }.map { Int($0.index) }
    let rules = unique(ran + (seen.decisive >= 0 ? [seen.decisive] : []))
    let (left, entered) = moves(seen.trace)
    guard !rules.isEmpty || !entered.isEmpty else { return [] }
    var lines = rules.map { rule in
      "\(who(seen))\(player.sources.place(workflow.rules[rule].span)): \(text(rule))"
    }
    let parts = [("left", left), ("entered", entered)].filter { !$0.1.isEmpty }.map { "\($0.0) \(paths($0.1))" }
    if !parts.isEmpty { lines.append("\(lines.isEmpty ? who(seen) : "  ")\(parts.joined(separator: "; "))") }
    return lines
  }

  /// What a step left and entered in the end: a stage that it only passed through is neither.
  private func moves(_ trace: [TraceEntry]) -> (left: [Int], entered: [Int]) {
    var first: [Int: TraceEntry.Verdict] = [:]
    var last: [Int: TraceEntry.Verdict] = [:]
    let moves = trace.filter { $0.verdict == .left || $0.verdict == .entered }
    for entry in moves {
      if first[Int(entry.index)] == nil { first[Int(entry.index)] = entry.verdict }
      last[Int(entry.index)] = entry.verdict
    }
    let stages = unique(moves.map { Int($0.index) })
    return (stages.filter { first[$0] == .left }, stages.filter { last[$0] == .entered })
  }

  private func who(_ seen: SeenStep) -> String {
    let name = scenario.people.count > 1 ? "\(name(seen.participation)): " : ""
    return seen.input.kind == .timer ? "\(shown(seen.input.now))  \(name)" : name
  }

  private func unique(_ numbers: [Int]) -> [Int] {
    var known: Set<Int> = []
    return numbers.filter { known.insert($0).inserted }
  }

  /// The innermost of some stages, by their paths.
  private func paths(_ stages: [Int]) -> String {
    let inner = stages.filter { stage in
      stage > 0 && !stages.contains { $0 > stage && $0 < workflow.stages[stage].end }
    }
    return inner.map { workflow.stages[$0].path }.joined(separator: ", ")
  }

  /// A rule as its first line says it.
  func text(_ rule: Int) -> String { player.ruleText(rule) }
}

extension ScenarioPlayer {
  /// The first line of a rule, from its first word on.
  func ruleText(_ rule: Int) -> String {
    let span = checked.definition.rules[rule].span
    let file = sources.file(span.source)
    let range = file.lineRange(file.line(at: span.range.lowerBound))
    let line = file.text(span.range.lowerBound..<max(range.upperBound, span.range.upperBound))
    return String(line.prefix { $0 != "\n" }).cutRemark
  }
}

extension String {
  /// Without a remark behind two dashes, and without spaces at the end.
  fileprivate var cutRemark: String {
    var text = self[...]
    if let remark = text.firstRange(of: " --") { text = text[..<remark.lowerBound] }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}

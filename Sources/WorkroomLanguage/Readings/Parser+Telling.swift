/// How a reading of a line is told: what changes, and the line as it would be right.
extension Parser {
  func telling(_ candidate: ReadingCandidate, _ line: ReadingLine, _ tokens: [Int], at place: Int) -> Meant {
    let (old, new) = (line.words, candidate.words)
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    var rest = 0
    while rest < min(old.count, new.count) - start, old[old.count - 1 - rest] == new[new.count - 1 - rest] { rest += 1 }
    let changed = start..<old.count - rest
    let written = Array(new[start..<new.count - rest])
    let isAtEnd = changed.isEmpty && start == old.count
    var span =
      changed.isEmpty
      ? tree.span(tokens[min(start, tokens.count - 1)], tokens[min(start, tokens.count - 1)])
      : tree.span(tokens[changed.lowerBound], tokens[changed.upperBound - 1])
    if isAtEnd { span.range = span.range.upperBound..<span.range.upperBound }
    // Where most of a line stands in another order, the place at which it could not be read says more.
    let label =
      !candidate.ways.isEmpty
      ? "of whom?" : candidate.loses && written.isEmpty ? "not said here" : label(changed, written, isAtEnd)
    if label == nil, tokens.contains(place) { span = tree.span(place, place) }
    let ways = candidate.ways.prefix(3).map { "`\(ReadingLine.joined($0))`" }
    let help =
      help(new, start, new.count - rest)
      + (ways.isEmpty ? "" : " or \(ways.joined(separator: " or ")), whoever is meant")
    return Meant(
      title: candidate.title, span: span, label: label ?? "said in another way", notes: candidate.notes,
      help: [help],
      fix: candidate.ways.isEmpty && !candidate.losesAction
        ? Diagnostic.Fix(safety: .maybe, edits: [edit(tokens, changed, written)]) : nil,
      isWhole: help == "write `\(ReadingLine.joined(new))`")
  }

  /// At most eight words about what changes, if they say it.
  private func label(_ changed: Range<Int>, _ written: [String], _ isAtEnd: Bool) -> String? {
    if written.isEmpty { return "not needed" }
    let text = ReadingLine.joined(written)
    guard !written.contains("\n"), written.count <= 4, text.split(separator: " ").count <= 4 else {
      return nil
    }
    if changed.isEmpty { return isAtEnd ? "`\(text)` is missing here" : "`\(text)` is missing before this" }
    return "write `\(text)`"
  }

  /// So many characters of a line are told as a whole; of a longer one what changes, which is whole in itself.
  static let toldMax = 400

  /// The line as it would be right.
  private func help(_ words: [String], _ start: Int, _ end: Int) -> String {
    let lines = words.split(separator: "\n").map { ReadingLine.joined(Array($0)) }
    guard lines.count < 2 else {
      return
        "write `\(lines[0])`, and on the \(lines.count > 2 ? "lines" : "line") below it `\(lines.dropFirst().joined(separator: "`, `"))`"
    }
    let line = ReadingLine.joined(words)
    guard line.count > Parser.toldMax else { return "write `\(line)`" }
    guard start < end else { return "delete what is marked" }
    return "write `\(ReadingLine.joined(Array(words[start..<end])))` in the place that is marked"
  }

  /// The change of text; a line break before or behind it stays where it is.
  private func edit(
    _ tokens: [Int], _ changed: Range<Int>, _ written: [String]
  ) -> (span: Diagnostic.Span, text: String) {
    func range(_ index: Int) -> Range<Int> { tree.tokens[tokens[index]].range }
    func isBroken(_ left: Int) -> Bool { tree.line(tokens[left]) != tree.line(tokens[left + 1]) }
    let (low, high) = (changed.lowerBound, changed.upperBound)
    var text = ReadingLine.joined(written)
    var (start, end) = (0, 0)
    if high < tokens.count {
      let staysApart = high > 0 && isBroken(high - 1) && !changed.isEmpty
      end = staysApart ? range(high - 1).upperBound : range(high).lowerBound
      if !staysApart { text += ReadingLine.gap(written.last ?? "(", plainText(tokens[high])) }
    } else {
      end = range(tokens.count - 1).upperBound
    }
    if low > 0 {
      let staysApart = low < tokens.count && isBroken(low - 1)
      start = staysApart ? range(low).lowerBound : range(low - 1).upperBound
      let next = written.first ?? (high < tokens.count ? plainText(tokens[high]) : ")")
      if !staysApart { text = ReadingLine.gap(plainText(tokens[low - 1]), next) + text }
    } else {
      start = range(0).lowerBound
    }
    let indentation = String(repeating: " ", count: max(0, column(tokens[0]) - 1))
    let span = Diagnostic.Span(source: tree.sourceIndex, range: start..<max(start, end))
    return (span, text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\(indentation)"))
  }
}

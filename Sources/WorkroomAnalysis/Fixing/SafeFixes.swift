package import WorkroomLanguage

/// Repairs that can only be meant: the fixes that a diagnostic calls safe, and no others.
///
/// They are applied in rounds, since one mistake may hide another, until none is left. A fix that leaves a mistake where it
/// wrote, be it the one that it is for or another, is left out, and so is one that would make one word of two. A line is
/// repaired as a whole or not at all: where something is left in it that its author has to decide, it stays as it was
/// written, since half a repair may say something else than the line did.
package struct SafeFixes: Sendable {
  /// The text with all safe fixes in it.
  package private(set) var source: SourceText
  /// What is still found in it.
  package private(set) var diagnostics: [Diagnostic]
  /// How many fixes it took.
  package private(set) var count = 0
  /// Whether a fix was left out, since a mistake would be left where it writes.
  package private(set) var isUnclean = false
  /// Whether fixes are left for another time, since the text has more of them than anybody makes mistakes.
  package private(set) var isLong = false
  /// Lines that have safe fixes and stay as they were written, since something else in them has to be decided first; 1-based.
  package private(set) var undecided: [Int] = []
  /// Lines with safe fixes that stay as they were written, since their block stands as an outline; 1-based.
  package private(set) var outlined: [Int] = []

  /// Of each line of the text as it is now, the line of the first text that it came from; 0-based.
  private var origins: [Int] = []

  /// More rounds than this no text needs.
  package static let roundsMax = 100
  /// So many fixes are made at once.
  package static let countMax = 2000
  /// The text is repaired anew without the lines that turned out to be undecided, at most so many times.
  private static let passesMax = 20

  package init(_ source: SourceText, index: Int = 0, check: (SourceText, Int) -> [Diagnostic] = SafeFixes.findings) {
    let (source, found, ends) = SafeFixes.withLineEnds(source, index, check)
    (self.source, diagnostics) = (source, found)
    let outlined = found.contains(where: isFixable) ? Outlines.lines(of: source) : []
    var kept = outlined
    for _ in 0..<SafeFixes.passesMax {
      (self.source, diagnostics, count, isUnclean) = (source, found, ends, false)
      origins = Array(source.lineStarts.indices)
      let changed = repair(index, without: kept, check: check)
      let open = changed.intersection(openStatements(index, of: source))
      if open.isEmpty {
        let broken = Set(found.filter(isFixable).map { source.line(at: $0.span.range.lowerBound) - 1 })
        undecided = kept.filter { !outlined.contains($0) }.sorted().map { $0 + 1 }
        self.outlined = outlined.filter(broken.contains).sorted().map { $0 + 1 }
        return
      }
      kept.formUnion(open)
    }
    (self.source, diagnostics, count, isUnclean) = (source, found, ends, true)
  }

  /// A text whose lines end as on very old systems with line ends of this one, which tell its lines apart; with what is found
  /// in it, and how many fixes that took.
  private static func withLineEnds(
    _ source: SourceText, _ index: Int, _ check: (SourceText, Int) -> [Diagnostic]
  ) -> (SourceText, [Diagnostic], Int) {
    let found = check(source, index)
    let ends = found.first { $0.code == .hiddenCharacter && $0.fixes.first?.edits.first?.text == "\n" }?.fixes[0]
    guard let ends, ends.safety == .safe else { return (source, found, 0) }
    let repaired = source.applying([ends])
    return (repaired, check(repaired, index), 1)
  }

  /// The lines of the first text whose statement, which may go on over several lines, is not understood yet.
  private func openStatements(_ index: Int, of source: SourceText) -> Set<Int> {
    let open = openLines(index)
    guard !open.isEmpty else { return [] }
    let statements = Statements(source, index: index)
    return statements.ranges.indices.reduce(into: open) { lines, statement in
      let first = source.line(at: statements.tokens[statements.first(statement)].range.lowerBound) - 1
      let last = source.line(at: statements.tokens[statements.last(statement)].range.lowerBound) - 1
      if first < last, (first...last).contains(where: { open.contains($0) }) { lines.formUnion(first...last) }
    }
  }

  /// Applies fixes until none is left; gives the lines of the first text that they changed.
  private mutating func repair(
    _ index: Int, without kept: Set<Int>, check: (SourceText, Int) -> [Diagnostic]
  ) -> Set<Int> {
    var (declined, seen, changed): (Set<Place>, Set<[UInt8]>, Set<Int>) = ([], [source.bytes], [])
    for _ in 0..<SafeFixes.roundsMax {
      let repairs = round(index, without: declined, kept)
      guard !repairs.isEmpty else { return changed }
      let repaired = source.applying(repairs.map(\.fix))
      let left = check(repaired, index)
      let unclean = self.unclean(repairs, left)
      guard unclean.isEmpty else {
        declined.formUnion(unclean)
        isUnclean = true
        continue
      }
      guard seen.insert(repaired.bytes).inserted else {
        isUnclean = true
        return changed
      }
      changed.formUnion(repairs.flatMap(origins(of:)))
      origins = LineOrigins.moved(origins, from: source, to: repaired, by: repairs.flatMap(\.fix.edits))
      (source, diagnostics) = (repaired, left)
      count += repairs.count
      guard count < SafeFixes.countMax else {
        isLong = diagnostics.contains(where: isFixable)
        return changed
      }
    }
    return changed
  }

  /// The lines of the first text in which an error is left that says that they are not understood yet.
  private func openLines(_ index: Int) -> Set<Int> {
    // What has a safe fix that could not be made is left as well.
    let open = diagnostics.filter {
      let mayWait = isFixable($0)
      return $0.span.source == index && (mayWait ? !isLong : $0.code.tellsOfOneLine)
    }
    let lines = Set(open.map { origins[source.line(at: $0.span.range.lowerBound) - 1] })
    guard origins.count > Set(origins).count else { return lines }
    // A line that became several is repaired line by line.
    let parted = Dictionary(grouping: origins) { $0 }.filter { $0.value.count > 1 }
    return lines.filter { parted[$0] == nil }
  }

  private func origins(of repair: Repair) -> [Int] {
    repair.fix.edits.map { origins[source.line(at: $0.span.range.lowerBound) - 1] }
  }

  private func isFixable(_ diagnostic: Diagnostic) -> Bool {
    !diagnostic.isConsequence && diagnostic.fixes.contains { $0.safety == .safe && !$0.edits.isEmpty }
  }

  /// What `check` finds in a file.
  package static func findings(_ source: SourceText, _ index: Int) -> [Diagnostic] {
    Analysis.check(source, index: index).diagnostics
  }

  private struct Repair {
    var diagnostic: Diagnostic
    var fix: Diagnostic.Fix
  }

  /// A finding by what it says and the line that it stands in, wherever that line moves; of an endless line its beginning.
  private struct Place: Hashable {
    var code: DiagnosticCode
    var title: String
    var line: String
  }

  private func place(_ diagnostic: Diagnostic) -> Place {
    let line = source.lineRange(source.line(at: diagnostic.span.range.lowerBound))
    return Place(code: diagnostic.code, title: diagnostic.title, line: source.text(line.prefix(SafeFixes.lineMax)))
  }

  /// The first safe fix of each finding, in the order of the text, as long as their edits don't touch each other.
  private func round(_ index: Int, without declined: Set<Place>, _ kept: Set<Int>) -> [Repair] {
    var taken = TakenRanges()
    var repairs: [Repair] = []
    for diagnostic in diagnostics where isFixable(diagnostic) {
      guard let fix = diagnostic.fixes.first(where: { $0.safety == .safe }), !fix.edits.isEmpty else { continue }
      let isHere = fix.edits.allSatisfy { $0.span.source == index && $0.span.range.upperBound <= source.bytes.count }
      guard isHere,
        !fix.edits.contains(where: { joinsWords($0.span.range, $0.text) || losesComment($0.span.range, $0.text) })
      else { continue }
      guard declined.isEmpty || !declined.contains(place(diagnostic)) else { continue }
      let repair = Repair(diagnostic: diagnostic, fix: fix)
      guard kept.isEmpty || kept.isDisjoint(with: origins(of: repair)) else { continue }
      guard taken.take(fix.edits.map(\.span.range)) else { continue }
      repairs.append(repair)
      // Further ones wait for the next round.
      if repairs.count == SafeFixes.perRound { break }
    }
    return repairs
  }

  /// The findings whose fixes leave an error where they wrote that was not seen there before.
  private func unclean(_ repairs: [Repair], _ left: [Diagnostic]) -> [Place] {
    let errors = left.filter { $0.severity == .error && !$0.isConsequence }
      .sorted { $0.span.range.lowerBound < $1.span.range.lowerBound }
    guard !errors.isEmpty else { return [] }
    let starts = errors.map(\.span.range.lowerBound)
    let before = Dictionary(grouping: diagnostics) { Said(code: $0.code, title: $0.title) }
    let edits = repairs.indices.flatMap { repair in
      repairs[repair].fix.edits.map { (repair: repair, range: $0.span.range, length: $0.text.utf8.count) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var (shift, found) = (0, Set<Int>())
    for edit in edits {
      let start = edit.range.lowerBound + shift
      let written = start..<start + edit.length
      shift += edit.length - edit.range.count
      let mistake = repairs[edit.repair].diagnostic
      var next = starts.insertionPoint(of: written.lowerBound)
      while next < errors.count, starts[next] <= written.upperBound {
        let error = errors[next]
        next += 1
        guard SafeFixes.isIn(error, written) else { continue }
        let isItself =
          error.code == mistake.code && error.title == mistake.title && written.contains(error.span.range.lowerBound)
        let isOld = before[Said(code: error.code, title: error.title), default: []].contains {
          SafeFixes.isIn($0, edit.range)
        }
        if isItself || !isOld { found.insert(edit.repair) }
      }
    }
    return found.sorted().map { place(repairs[$0].diagnostic) }
  }

  /// A finding by what it says.
  private struct Said: Hashable {
    var code: DiagnosticCode
    var title: String
  }

  /// Whether a finding begins in what was written; one about the form of the text may also begin right behind it.
  private static func isIn(_ finding: Diagnostic, _ written: Range<Int>) -> Bool {
    let start = finding.span.range.lowerBound
    return written.contains(start) || start == written.upperBound && finding.code.number < 200
  }

  /// Whether an edit makes one word or one number of what stands beside it: of two words that a sign parted, or of a word
  /// and what is written in a sign's place.
  private func joinsWords(_ range: Range<Int>, _ text: String) -> Bool {
    let bytes = source.bytes
    func isWord(_ at: Int) -> Bool {
      bytes.indices.contains(at) && (bytes[at] >= 0x80 || isLetter(bytes[at]) || isDigit(bytes[at]))
    }
    let (before, after) = (range.lowerBound - 1, range.upperBound)
    guard let first = text.utf8.first, let last = text.utf8.last else {
      let isParted = !range.isEmpty && !isWord(range.lowerBound) && !isWord(after - 1)
      return isParted && isWord(before) && isWord(after)
    }
    guard !range.isEmpty else { return isLetter(last) && isWord(after) && !isWord(before) }
    let joinsFirst = isLetter(first) && isWord(before) && !isWord(range.lowerBound)
    let joinsLast = isLetter(last) && isWord(after) && !isWord(after - 1)
    return joinsFirst || joinsLast
  }

  /// Whether a comment stands in what is replaced, and not in what is written in its place.
  private func losesComment(_ range: Range<Int>, _ text: String) -> Bool {
    range.count > 2 && source.text(range).contains("--") && !text.contains("--")
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  private static let perRound = 1000
  private static let lineMax = 1000
}

extension DiagnosticCode {
  /// Whether a finding says that the words, the values or the units of a line don't fit each other; a name that is declared
  /// nowhere, a block without its end and what becomes of stages are no matter of one line.
  fileprivate var tellsOfOneLine: Bool {
    let others: [DiagnosticCode] = [.sourceTooLarge, .unclosedBlock, .strayEnd, .endNameDiffers, .tooDeep, .tooMany]
    let ofValues: [DiagnosticCode] = [
      .typesDiffer, .unitMissing, .currenciesDiffer, .percentOfWhat, .notOneOf, .conditionNotAllowed, .targetsNotApart,
      .readsAsMinus,
    ]
    return number < 200 && !others.contains(self) || ofValues.contains(self)
  }
}

/// Places that are written already, in the order of the text.
private struct TakenRanges {
  private var ranges: [Range<Int>] = []

  /// Takes some places, unless one of them touches another or one that is taken.
  mutating func take(_ more: [Range<Int>]) -> Bool {
    let more = more.sorted { $0.lowerBound < $1.lowerBound }
    guard zip(more, more.dropFirst()).allSatisfy({ $0.upperBound < $1.lowerBound }) else { return false }
    guard more.allSatisfy(isFree) else { return false }
    if more.count == 1, ranges.last.map({ $0.upperBound < more[0].lowerBound }) ?? true {
      ranges.append(more[0])
    } else {
      ranges = (ranges + more).sorted { $0.lowerBound < $1.lowerBound }
    }
    return true
  }

  /// The first range that does not begin before a place.
  private func place(of start: Int) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound < start { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isFree(_ range: Range<Int>) -> Bool {
    let next = place(of: range.lowerBound)
    let isBehind = next == 0 || ranges[next - 1].upperBound < range.lowerBound
    return isBehind && (next == ranges.count || range.upperBound < ranges[next].lowerBound)
  }
}

extension [Int] {
  /// The first place of an ordered list whose number is not below another.
  fileprivate func insertionPoint(of value: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

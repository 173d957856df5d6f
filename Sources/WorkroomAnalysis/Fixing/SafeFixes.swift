package import WorkroomLanguage

/// Repairs that can only be meant: the fixes that a diagnostic calls safe, and no others.
///
/// They are applied in rounds, since one mistake may hide another, until none is left. A round that does not leave
/// fewer findings than there were is no repair: then the whole file stays as it is.
package struct SafeFixes: Sendable {
  /// The text with all safe fixes in it.
  package private(set) var source: SourceText
  /// What is still found in it.
  package private(set) var diagnostics: [Diagnostic]
  /// How many fixes it took.
  package private(set) var count = 0
  /// Whether a fix did not repair what it was for, so that nothing was changed.
  package private(set) var isUnclean = false

  /// More rounds than this no text needs.
  package static let roundsMax = 100

  package init(_ source: SourceText, index: Int = 0, check: (SourceText, Int) -> [Diagnostic] = SafeFixes.findings) {
    self.source = source
    diagnostics = check(source, index)
    let original = (source, diagnostics)
    for _ in 0..<SafeFixes.roundsMax {
      let fixes = SafeFixes.round(diagnostics, in: self.source, index)
      guard !fixes.isEmpty else { return }
      let repaired = self.source.applying(fixes)
      let left = check(repaired, index)
      guard SafeFixes.weight(left) < SafeFixes.weight(diagnostics) else {
        (self.source, diagnostics) = original
        (count, isUnclean) = (0, true)
        return
      }
      (self.source, diagnostics) = (repaired, left)
      count += fixes.count
    }
  }

  /// What `check` finds in a file.
  package static func findings(_ source: SourceText, _ index: Int) -> [Diagnostic] {
    Analysis.check(source, index: index).diagnostics
  }

  /// Fewer errors are better, whatever warnings come to light behind them.
  private static func weight(_ diagnostics: [Diagnostic]) -> (Int, Int) {
    let errors = diagnostics.count { $0.severity == .error }
    return (errors, diagnostics.count - errors)
  }

  /// The first safe fix of each finding, in the order of the text, as long as their edits don't touch each other.
  private static func round(_ diagnostics: [Diagnostic], in source: SourceText, _ index: Int) -> [Diagnostic.Fix] {
    var taken: [Range<Int>] = []
    var fixes: [Diagnostic.Fix] = []
    for diagnostic in diagnostics where !diagnostic.isConsequence {
      guard let fix = diagnostic.fixes.first(where: { $0.safety == .safe }), !fix.edits.isEmpty else { continue }
      let ranges = fix.edits.map(\.span.range)
      let isHere = fix.edits.allSatisfy { $0.span.source == index && $0.span.range.upperBound <= source.bytes.count }
      guard isHere, areApart(ranges, from: taken) else { continue }
      taken += ranges
      fixes.append(fix)
      // Further ones wait for the next round.
      if fixes.count == perRound { break }
    }
    return fixes
  }

  private static let perRound = 500

  private static func areApart(_ ranges: [Range<Int>], from taken: [Range<Int>]) -> Bool {
    for (position, range) in ranges.enumerated() {
      for other in taken + ranges[..<position] {
        if range.lowerBound <= other.upperBound && other.lowerBound <= range.upperBound { return false }
      }
    }
    return true
  }
}

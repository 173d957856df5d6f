package import WorkroomLanguage

/// How two texts differ, line by line.
package struct LineChanges: Sendable {
  /// Lines that take the place of others; one of the two may be empty.
  package struct Change: Sendable, Equatable {
    /// 1-based, in the older text: where its lines begin, or where lines are put in.
    package var line: Int
    package var newLine: Int
    package var old: [String]
    package var new: [String]
  }

  package private(set) var changes: [Change] = []
  private let oldLines: [String]

  private static let context = 3

  package init(from old: SourceText, to new: SourceText) {
    oldLines = LineChanges.lines(old)
    let newLines = LineChanges.lines(new)
    let difference = newLines.difference(from: oldLines)
    var (removed, inserted) = (Set<Int>(), Set<Int>())
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var (before, after) = (0, 0)
    while before < oldLines.count || after < newLines.count {
      var change = Change(line: before + 1, newLine: after + 1, old: [], new: [])
      while removed.contains(before) {
        change.old.append(oldLines[before])
        before += 1
      }
      while inserted.contains(after) {
        change.new.append(newLines[after])
        after += 1
      }
      if change.old.isEmpty && change.new.isEmpty {
        (before, after) = (before + 1, after + 1)
      } else {
        changes.append(change)
      }
    }
  }

  private static func lines(_ source: SourceText) -> [String] {
    String(decoding: source.bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
  }

  /// The lines of a unified difference, without their ends.
  package func unified(name: String) -> [String] {
    guard !changes.isEmpty else { return [] }
    var lines = ["--- \(name)", "+++ \(name)"]
    var rest = changes[...]
    while let first = rest.popFirst() {
      var hunk = [first]
      while let next = rest.first, let last = hunk.last,
        next.line - (last.line + last.old.count) <= 2 * LineChanges.context
      {
        hunk.append(rest.removeFirst())
      }
      lines += self.hunk(hunk)
    }
    return lines
  }

  private func hunk(_ changes: [Change]) -> [String] {
    guard let first = changes.first, let last = changes.last else { return [] }
    let start = max(1, first.line - LineChanges.context)
    let end = min(oldLines.count, last.line + last.old.count - 1 + LineChanges.context)
    var body: [String] = []
    var place = start
    for change in changes {
      body += oldLines[(place - 1)..<(change.line - 1)].map { " \($0)" }
      body += change.old.map { "-\($0)" } + change.new.map { "+\($0)" }
      place = change.line + change.old.count
    }
    if place <= end { body += oldLines[(place - 1)..<end].map { " \($0)" } }
    let oldCount = body.count { !$0.hasPrefix("+") }
    let newCount = body.count { !$0.hasPrefix("-") }
    let newStart = first.newLine - (first.line - start)
    return ["@@ -\(start),\(oldCount) +\(newStart),\(newCount) @@"] + body
  }
}

package import WorkroomLanguage

/// What a layout changes in a text, in the form that `patch` reads.
///
/// A layout changes white space only, so both texts have the same characters that can be seen in the same order: lines
/// belong together where the counts of those agree. That takes one walk through both.
package enum UnifiedDiff {
  static let context = 3

  /// Empty if nothing changes; `name` is the file's as it is to be shown.
  package static func text(_ old: SourceText, _ new: SourceText, name: String) -> [UInt8] {
    let pair = Pair(old, new)
    let hunks = pair.hunks()
    guard !hunks.isEmpty else { return [] }
    var text = Array("--- \(name)\n+++ \(name)\n".utf8)
    for hunk in hunks { text += pair.text(of: hunk) }
    return text
  }

  /// Lines that follow one another: the same in both texts, or some of the one instead of some of the other.
  struct Stretch {
    var old: Range<Int>
    var new: Range<Int>
    var isSame: Bool
  }

  /// Two texts by their lines.
  struct Pair {
    private let old: Lines
    private let new: Lines
    private var stretches: [Stretch] = []

    init(_ old: SourceText, _ new: SourceText) {
      self.old = Lines(old)
      self.new = Lines(new)
      var (left, right) = (0, 0)
      while left < self.old.count || right < self.new.count {
        let blank = (self.old.blank(from: left), self.new.blank(from: right))
        let until = blank == (left, right) ? together(left, right) : blank
        add(left..<until.0, right..<until.1)
        (left, right) = until
      }
    }

    /// Where lines that hold the same characters end.
    private func together(_ left: Int, _ right: Int) -> (Int, Int) {
      var (left, right) = (min(left + 1, old.count), min(right + 1, new.count))
      while old.seen[left] != new.seen[right] {
        if old.seen[left] < new.seen[right] {
          guard left < old.count else { return (old.count, new.count) }
          left += 1
        } else {
          guard right < new.count else { return (old.count, new.count) }
          right += 1
        }
      }
      return (left, right)
    }

    private mutating func add(_ left: Range<Int>, _ right: Range<Int>) {
      var (start, end) = (0, 0)
      let most = min(left.count, right.count)
      while start < most, old[left.lowerBound + start].elementsEqual(new[right.lowerBound + start]) { start += 1 }
      while start + end < most, old[left.upperBound - end - 1].elementsEqual(new[right.upperBound - end - 1]) {
        end += 1
      }
      append(left.prefix(start), right.prefix(start), isSame: true)
      append(left.dropFirst(start).dropLast(end), right.dropFirst(start).dropLast(end), isSame: false)
      append(left.suffix(end), right.suffix(end), isSame: true)
    }

    private mutating func append(_ left: Range<Int>, _ right: Range<Int>, isSame: Bool) {
      guard !left.isEmpty || !right.isEmpty else { return }
      if let last = stretches.last, last.isSame == isSame {
        stretches[stretches.count - 1].old = last.old.lowerBound..<left.upperBound
        stretches[stretches.count - 1].new = last.new.lowerBound..<right.upperBound
      } else {
        stretches.append(Stretch(old: left, new: right, isSame: isSame))
      }
    }

    /// Changes that are near one another, with some lines around them.
    func hunks() -> [[Stretch]] {
      var hunks: [[Stretch]] = []
      var hunk: [Stretch] = []
      for (index, stretch) in stretches.enumerated() {
        let isLast = index == stretches.count - 1
        guard stretch.isSame else {
          hunk.append(stretch)
          if isLast { hunks.append(hunk) }
          continue
        }
        if !hunk.isEmpty, isLast || stretch.old.count > 2 * context {
          hunks.append(
            hunk + [Stretch(old: stretch.old.prefix(context), new: stretch.new.prefix(context), isSame: true)])
          hunk = []
        }
        guard !isLast else { break }
        let isInside = !hunk.isEmpty
        hunk.append(
          isInside
            ? stretch
            : Stretch(old: stretch.old.suffix(context), new: stretch.new.suffix(context), isSame: true))
      }
      return hunks
    }

    func text(of hunk: [Stretch]) -> [UInt8] {
      let left = hunk[0].old.lowerBound..<hunk[hunk.count - 1].old.upperBound
      let right = hunk[0].new.lowerBound..<hunk[hunk.count - 1].new.upperBound
      var text = Array("@@ -\(place(left)) +\(place(right)) @@\n".utf8)
      for stretch in hunk {
        for line in stretch.old { old.write(line, stretch.isSame ? " " : "-", &text) }
        guard !stretch.isSame else { continue }
        for line in stretch.new { new.write(line, "+", &text) }
      }
      return text
    }

    private func place(_ range: Range<Int>) -> String {
      "\(range.isEmpty ? range.lowerBound : range.lowerBound + 1),\(range.count)"
    }
  }

  /// The lines of a text, each with its line break, and how many characters can be seen up to the end of each.
  struct Lines {
    private let bytes: [UInt8]
    private let starts: [Int]
    /// Before the first line, and behind each.
    let seen: [Int]

    init(_ source: SourceText) {
      bytes = source.bytes
      var starts = source.lineStarts
      if starts[starts.count - 1] < source.bytes.count { starts.append(source.bytes.count) }
      self.starts = starts
      var seen = [0]
      seen.reserveCapacity(starts.count)
      var count = 0
      for line in 0..<starts.count - 1 {
        for index in max(starts[line], source.markBytes)..<max(starts[line + 1], source.markBytes)
        where ![9, 10, 13, 32].contains(source.bytes[index]) {
          count += 1
        }
        seen.append(count)
      }
      self.seen = seen
    }

    var count: Int { starts.count - 1 }
    subscript(line: Int) -> ArraySlice<UInt8> { bytes[starts[line]..<starts[line + 1]] }

    /// The first line from one on that is not blank.
    func blank(from line: Int) -> Int {
      var line = line
      while line < count, seen[line + 1] == seen[line] { line += 1 }
      return line
    }

    func write(_ line: Int, _ sign: String, _ text: inout [UInt8]) {
      text += sign.utf8
      text += self[line]
      if self[line].last != UInt8(ascii: "\n") { text += "\n\\ No newline at end of file\n".utf8 }
    }
  }
}

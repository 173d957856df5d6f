import WorkroomLanguage

/// Blocks of actions that are written as an outline: below a condition on a line of its own stand lines further in, and others
/// beside it.
///
/// The language reads the condition for the whole block, whoever writes so may mean it for the lines further in alone. What
/// else is wrong in such a block is therefore left as it is written, until its author has said which.
enum Outlines {
  /// The lines of all such blocks, with the first line of each; from 0.
  static func lines(of source: SourceText) -> Set<Int> {
    var (found, head, block): (Set<Int>, Int?, [Line]) = ([], nil, [])
    func close() {
      if let head, isOutline(block) { found.formUnion([head] + block.map(\.number)) }
      block = []
    }
    for number in source.lineStarts.indices {
      guard let line = Line(source, number) else { continue }
      if heads.contains(line.word) {
        close()
        head = number
      } else if ends.contains(line.word) {
        close()
        head = nil
      } else if head != nil {
        block.append(line)
      }
    }
    close()
    return found
  }

  /// A line that is neither empty nor a comment: how far it stands in, and its first word behind a bullet or a number.
  private struct Line {
    var number: Int
    var margin: Int
    var word: String

    init?(_ source: SourceText, _ number: Int) {
      let range = source.lineRange(number + 1)
      let text = source.text(range.lowerBound..<min(range.upperBound, range.lowerBound + Outlines.lookedAtMax))
      let words = text.drop { $0 == " " || $0 == "\t" }
      guard let first = words.first, !first.isNewline, !words.hasPrefix("--") else { return nil }
      self.number = number
      margin = text.distance(from: text.startIndex, to: words.startIndex)
      word = String(Line.withoutBullet(words).prefix { $0.isLetter }).lowercased()
    }

    /// `- when big`, `• when big`, `2. when big`, `a) when big`
    private static func withoutBullet(_ words: Substring) -> Substring {
      var rest = words.drop { "-*•–—+>·▪◦".contains($0) }
      if rest.startIndex == words.startIndex {
        let mark = words.prefix { $0.isLetter || $0.isNumber }
        let behind = words.dropFirst(mark.count)
        guard let sign = behind.first, sign == "." || sign == ")", mark.count == 1 || mark.allSatisfy(\.isNumber) else {
          return words
        }
        rest = behind.dropFirst()
      }
      return rest.drop { $0 == " " || $0 == "\t" }
    }
  }

  private static func isOutline(_ block: [Line]) -> Bool {
    for (place, line) in block.enumerated().dropLast() where clauses.contains(line.word) {
      let next = block[place + 1]
      guard next.margin > line.margin, !joints.contains(next.word) else { continue }
      let others = block.indices.filter { $0 < place || $0 > place + 1 }
      if others.contains(where: {
        block[$0].margin <= line.margin && !clauses.contains(block[$0].word) && !joints.contains(block[$0].word)
      }) {
        return true
      }
    }
    return false
  }

  private static let heads: Set = ["on", "once", "after", "at", "every", "upon"]
  private static let ends: Set = [
    "end", "stage", "track", "final", "each", "scenario", "workflow", "campaign", "record", "define", "event", "role",
    "from", "given", "expect", "never", "always", "can", "section", "influencer",
  ]
  private static let clauses: Set = ["when", "if", "unless", "by", "otherwise", "else", "elif", "elseif", "whenever"]
  private static let joints: Set = ["and", "or", "not", "but", "because", "with"]
  private static let lookedAtMax = 200
}

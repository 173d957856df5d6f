internal import CWorkroomEditline
internal import WorkroomReporting

/// One way to go on at the cursor.
package struct Completion: Hashable, Sendable {
  /// Where in the line's UTF-8 the replaced text starts; it ends at the cursor.
  package var start: Int
  package var text: String
  /// A few words shown beside the text where there are several; may be empty.
  package var about: String
  /// What follows the text once it is the only one.
  package var ending: String

  package init(start: Int, text: String, about: String = "", ending: String = " ") {
    self.start = start
    self.text = text
    self.about = about
    self.ending = ending
  }

  /// Where the word before the cursor starts.
  package static func wordStart(in line: String, cursor: Int) -> Int {
    let before = line.utf8.prefix(cursor)
    guard let space = before.lastIndex(of: UInt8(ascii: " ")) else { return 0 }
    return before.distance(from: before.startIndex, to: space) + 1
  }
}

extension LineEditor {
  /// The Tab key: inserts the only candidate, else what all have in common, else lists them.
  func completeWord(in editor: OpaquePointer) -> UInt8 {
    guard let (line, cursor) = Self.contents(of: editor) else { return UInt8(CC_ERROR) }
    // A control character must not get into a line that will be run.
    let candidates = complete(line, cursor).filter {
      (0...cursor).contains($0.start) && !$0.text.hasUnseen
    }
    guard let first = candidates.first else { return UInt8(CC_REFRESH_BEEP) }
    if candidates.count == 1 {
      let rest = String(decoding: line.utf8.dropFirst(cursor), as: UTF8.self)
      let ending = rest.hasPrefix(first.ending) ? "" : first.ending
      replace(line, from: first.start, to: cursor, with: first.text + ending, in: editor)
      return UInt8(CC_REFRESH)
    }
    let typed = String(decoding: line.utf8.dropFirst(first.start).prefix(cursor - first.start), as: UTF8.self)
    let common = Self.commonPrefix(candidates.map(\.text))
    if common != typed, common.hasPrefix(typed), candidates.allSatisfy({ $0.start == first.start }) {
      replace(line, from: first.start, to: cursor, with: common, in: editor)
    }
    ce_write(editor, ("\n" + Self.list(candidates, width: Terminal.width())).text)
    return UInt8(CC_REDISPLAY)
  }

  private static func contents(of editor: OpaquePointer) -> (line: String, cursor: Int)? {
    guard let info = el_line(editor), let start = info.pointee.buffer else { return nil }
    let bytes = UnsafeRawBufferPointer(start: start, count: info.pointee.lastchar - start)
    return (String(decoding: bytes, as: UTF8.self), info.pointee.cursor - start)
  }

  private func replace(
    _ line: String, from start: Int, to cursor: Int, with text: String, in editor: OpaquePointer
  ) {
    let replaced = String(decoding: line.utf8.prefix(cursor).dropFirst(start), as: UTF8.self)
    el_deletestr(editor, Int32(replaced.unicodeScalars.count))
    el_insertstr(editor, text)
  }

  static func commonPrefix(_ texts: [String]) -> String {
    guard var prefix = texts.first else { return "" }
    for text in texts {
      while !text.hasPrefix(prefix) { prefix.removeLast() }
    }
    return prefix
  }

  private static let listedMax = 60

  /// One to a line where they have something to say, else as many to a line as fit.
  static func list(_ candidates: [Completion], width: Int) -> Escaped {
    let names = candidates.prefix(listedMax).map { Escaped.terminal($0.text) }
    let cells = min((names.map(\.width).max() ?? 0) + 2, max(2, width))
    let perLine = candidates.contains { !$0.about.isEmpty } ? 1 : max(1, width / cells)
    var list: Escaped = ""
    for (index, name) in names.enumerated() {
      let isLast = (index + 1) % perLine == 0 || index == names.count - 1
      let about = Escaped.terminal(candidates[index].about)
      if !isLast {
        list += name.padded(to: cells)
      } else if about.isEmpty {
        list += name.truncated(to: width) + "\n"
      } else {
        list += (name.padded(to: cells) + about).truncated(to: width) + "\n"
      }
    }
    let more = candidates.count - names.count
    return more > 0 ? list + Escaped(more) + " more\n" : list
  }
}

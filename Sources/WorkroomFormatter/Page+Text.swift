import WorkroomLanguage

/// The lines become a text: comments at the ends of lines that follow one another stand below one another.
extension Page {
  func bytes() -> [UInt8] {
    let source = statements.source.bytes
    var text: [UInt8] = []
    text.reserveCapacity(code.count + code.count / 4 + lines.count)
    var index = 0
    while index < lines.count {
      var end = index
      while end < lines.count, lines[end].comment != nil { end += 1 }
      let column = index < end ? commentColumn(lines[index..<end]) : 0
      for line in lines[index..<max(end, index + 1)] {
        switch line.kind {
        case .blank: break
        case .kept: text += source[line.bytes]
        case .code: text += code[line.bytes]
        }
        if let comment = line.comment {
          let spaces = max(column - line.width, 2)
          text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaces))
          text += source[comment]
        }
        text.append(UInt8(ascii: "\n"))
      }
      index = max(end, index + 1)
    }
    return text
  }

  /// The column of the comments of lines that follow one another; 0 if one of them would stand out too far there.
  private func commentColumn(_ lines: ArraySlice<Line>) -> Int {
    let column = lines.reduce(0) { max($0, $1.width) } + 2
    let widest = lines.reduce(0) { max($0, $1.comment.map(statements.source.width) ?? 0) }
    return column + widest > Formatting.columnsMax ? 0 : column
  }
}

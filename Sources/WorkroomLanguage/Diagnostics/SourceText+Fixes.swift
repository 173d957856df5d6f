extension SourceText {
  /// The text after a fix.
  package func applying(_ fix: Diagnostic.Fix) -> SourceText { applying([fix]) }

  /// The text after several fixes, whose edits don't overlap.
  package func applying(_ fixes: [Diagnostic.Fix]) -> SourceText {
    let edits = fixes.flatMap(\.edits).sorted { left, right in
      let (left, right) = (left.span.range, right.span.range)
      return (left.lowerBound, left.upperBound) < (right.lowerBound, right.upperBound)
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    for edit in edits where edit.span.range.lowerBound >= place {
      result += bytes[place..<edit.span.range.lowerBound]
      result += edit.text.utf8
      place = edit.span.range.upperBound
    }
    return SourceText(name: name, bytes: result + bytes[place...])
  }
}

/// Two values in figures with a minus between them.
extension Checker {
  /// `followers is at least 10-20`: the signs say minus, and mostly a range is meant; so they do in `10 - 20`, which comes
  /// to less than nothing.
  mutating func warnOfRange(_ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex, values: (Int, Int)) {
    guard !isStored, isFigures(left), isFigures(right) else { return }
    let (last, next) = (tree.expressions[left].tokens.upperBound, tree.expressions[right].tokens.lowerBound)
    // The minus is the one token between them.
    let isJoined = tree.tokens[last].range.upperBound + 1 == tree.tokens[next].range.lowerBound
    guard isJoined || isLess(values.0, values.1) else { return }
    let (first, second) = (source(left), source(right))
    let written = isJoined ? "\(first)-\(second)" : "\(first) - \(second)"
    report(
      .readsAsMinus, "`\(written)` is read as a subtraction", place(node), "from here to there?",
      help: [
        test != nil
          ? "write `is between \(first) and \(second)` if everything from the one to the other is meant"
          : "write one of the two if a range is meant: a value is one value",
        isJoined
          ? "write `\(first) - \(second)`, with blanks, to subtract"
          : "write what is left as one number if a subtraction is meant: it is less than nothing",
      ])
  }

  private func isLess(_ left: Int, _ right: Int) -> Bool {
    guard case .constant(let low) = workflow.expressions[left].operation,
      case .constant(let high) = workflow.expressions[right].operation
    else { return false }
    return low < high
  }

  private func isFigures(_ node: NodeIndex) -> Bool {
    switch tree.expressions[node].kind {
    case .number, .percent, .money, .duration: true
    default: false
    }
  }
}

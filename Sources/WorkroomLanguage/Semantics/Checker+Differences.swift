/// Two values in figures with a minus right between them.
extension Checker {
  /// `followers is at least 10-20`: the signs say minus, and mostly a range is meant.
  mutating func warnOfRange(_ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex) {
    guard !isStored, isFigures(left), isFigures(right) else { return }
    let (last, next) = (tree.expressions[left].tokens.upperBound, tree.expressions[right].tokens.lowerBound)
    // The minus is the one token between them.
    guard tree.tokens[last].range.upperBound + 1 == tree.tokens[next].range.lowerBound else { return }
    let (first, second) = (source(left), source(right))
    report(
      .readsAsMinus, "`\(first)-\(second)` is read as a subtraction", place(node), "from here to there?",
      help: [
        test != nil
          ? "write `is between \(first) and \(second)` if everything from the one to the other is meant"
          : "write one of the two if a range is meant: a value is one value",
        "write `\(first) - \(second)`, with blanks, to subtract",
      ])
  }

  private func isFigures(_ node: NodeIndex) -> Bool {
    switch tree.expressions[node].kind {
    case .number, .percent, .money, .duration: true
    default: false
    }
  }
}

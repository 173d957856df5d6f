/// What a condition covers, in the few words of a label.
extension Checker {
  /// `above 50 USD`, for a condition that compares one value with a constant; nothing for all others.
  func range(of test: Int?) -> String? {
    guard let test, case .compare(let subject, let comparison, let object) = workflow.expressions[test].operation,
      case .constant = workflow.expressions[object].operation, isOrdered(workflow.expressions[subject].type)
    else { return nil }
    let span = workflow.expressions[object].span
    guard let written = trees.first(where: { $0.sourceIndex == span.source })?.source.text(span.range) else {
      return nil
    }
    return switch comparison {
    case .more: "above \(written)"
    case .atLeast: "from \(written)"
    case .less: "below \(written)"
    case .atMost: "up to \(written)"
    case .equal: "at \(written)"
    case .notEqual: "but at \(written)"
    }
  }
}

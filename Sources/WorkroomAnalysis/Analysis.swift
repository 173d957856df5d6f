package import WorkroomLanguage

/// What a definition is about to do wrong although every line of it can be read: its flow.
///
/// The checker says what cannot be meant, and a workflow with an error does not run. What is found here does run, but
/// not as it was meant: a line that never applies, rules that never come to an end, a value that nobody reads. Nothing
/// here is an error.
package enum Analysis {
  /// Checks a file, and reads the flow of a workflow that has no errors.
  package static func check(
    _ source: SourceText, index: Int = 0
  ) -> (
    workflow: CheckedWorkflow?, diagnostics: [Diagnostic]
  ) {
    let (workflow, checked) = Checker.check(source, index: index)
    guard let workflow else { return (nil, checked) }
    var analyst = Analyst(workflow, source)
    analyst.run()
    let kept = checked.filter { !analyst.toldBetter.contains($0.span) }
    let all = (kept + analyst.diagnostics).enumerated().sorted { left, right in
      let (a, b) = (left.element.span, right.element.span)
      return (a.source, a.range.lowerBound, left.offset) < (b.source, b.range.lowerBound, right.offset)
    }
    return (workflow, all.map(\.element))
  }
}

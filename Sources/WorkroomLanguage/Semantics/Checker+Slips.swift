/// Declarations whose name is misspelled, which is seen where lines use the name that was meant.
///
/// A name that is not declared and a declared one with a similar spelling are one slip. Which of the two it is in, the
/// other lines tell: where nothing names the declared one and several lines name the other, it is in the declaration.
/// This is looked for only where a name is missing.
extension Checker {
  mutating func tellSlips() {
    let found = diagnostics.indices.compactMap { index in slip(index).map { (index: index, slip: $0) } }
    guard !found.isEmpty else { return }
    let counts = occurrences(Set(found.flatMap { [$0.slip.written, $0.slip.declared] }))
    var groups: [Slip: [Int]] = [:]
    for (index, slip) in found { groups[slip, default: []].append(index) }
    var turned: Set<Diagnostic.Span> = []
    for (slip, indices) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
      guard counts[slip.declared] == 1, !hasMeaning(slip.written), let declaration = declaration(of: slip, indices)
      else { continue }
      if counts[slip.written, default: 0] > 1, turned.insert(declaration).inserted {
        turn(slip, indices, declaration)
      } else {
        // Either of the two may be the one that is right.
        for index in indices { diagnostics[index].fixes[0].safety = .maybe }
      }
    }
  }

  private struct Slip: Hashable {
    var written: String
    var declared: String
    var code: DiagnosticCode
  }

  /// What a diagnostic says of a name, if it says that another is meant.
  private func slip(_ index: Int) -> Slip? {
    let diagnostic = diagnostics[index]
    let codes: [DiagnosticCode] = [
      .unknownStage, .unknownName, .unknownEvent, .unknownRole, .unknownItem, .conditionWithoutVerb,
    ]
    guard codes.contains(diagnostic.code), diagnostic.fixes.count == 1, let edit = diagnostic.fixes[0].edits.first,
      diagnostic.fixes[0].edits.count == 1, edit.span == diagnostic.span, edit.span.source == trees[1].sourceIndex
    else { return nil }
    let written = trees[1].source.text(edit.span.range)
    guard !edit.text.contains(" "), Spelling.isNear(written, edit.text) else { return nil }
    return Slip(written: written, declared: edit.text, code: diagnostic.code)
  }

  /// How often names stand in the file and in those beside it.
  private func occurrences(_ names: Set<String>) -> [String: Int] {
    var counts: [String: Int] = [:]
    for tree in trees.dropFirst() {
      for token in tree.tokens where token.kind == .word {
        let text = tree.source.text(token.range)
        if names.contains(text) {
          counts[text, default: 0] += 1
        } else if text.contains(".") {
          for part in text.split(separator: ".").map(String.init) where names.contains(part) {
            counts[part, default: 0] += 1
          }
        }
      }
    }
    return counts
  }

  /// Where the file declares a name; `nil` for what the vocabulary declares.
  private func declaration(of slip: Slip, _ indices: [Int]) -> Diagnostic.Span? {
    let tree = trees[1]
    if let span = diagnostics[indices[0]].related.first?.span {
      return tree.source.text(span.range).hasPrefix(slip.declared) ? span : nil
    }
    guard slip.code == .conditionWithoutVerb else { return nil }
    return tree.defines.first { tree.text($0.name) == slip.declared }.map { tree.span($0.name, $0.name) }
  }

  /// Whether a field is one of what each participation carries, which rules fill.
  private func isInRecord(_ declaration: Diagnostic.Span) -> Bool {
    workflow.record.contains { $0.span == declaration }
  }

  /// Says it once, at the declaration; what it was said of follows from that.
  private mutating func turn(_ slip: Slip, _ indices: [Int], _ declaration: Diagnostic.Span) {
    for index in indices { diagnostics[index].isConsequence = true }
    let noun =
      switch slip.code {
      case .unknownStage: "stage"
      case .unknownEvent: "event"
      case .unknownRole: "role"
      case .unknownItem: "item"
      case .conditionWithoutVerb: "definition"
      default: "field"
      }
    // What comes from outside has its name there as well.
    let isKnownOutside = ["event", "role"].contains(noun) || noun == "field" && !isInRecord(declaration)
    var diagnostic = Diagnostic(
      slip.code, "no line names the \(noun) `\(slip.declared)`, and several name `\(slip.written)`", at: declaration,
      label: "spelled in another way than elsewhere",
      related: [Diagnostic.Related(span: diagnostics[indices[0]].span, label: "named here")],
      help: [
        isKnownOutside
          ? "write `\(slip.written)` here, or `\(slip.declared)` on the other lines if that is how it is called outside of this file too"
          : "write `\(slip.written)`"
      ],
      fixes: [
        Diagnostic.Fix(
          safety: !isKnownOutside && Spelling.isSlip(slip.declared, of: slip.written, isShown: true) ? .safe : .maybe,
          edits: [(declaration, slip.written)])
      ])
    diagnostic.enclosing = ""
    diagnostics.append(diagnostic)
  }
}

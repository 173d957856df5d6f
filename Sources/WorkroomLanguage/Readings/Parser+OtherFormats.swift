/// Files and lines that are written in something else.
extension Parser {
  /// One message for a file that is no workflow at all.
  static func otherFormat(_ source: SourceText, _ index: Int) -> Diagnostic? {
    guard let (format, line) = OtherFormat.of(source) else { return nil }
    let range = source.lineRange(line)
    let indentation = source.bytes[range].prefix { $0 == 32 || $0 == 9 }.count
    let end = min(range.upperBound, range.lowerBound + indentation + 60)
    return Diagnostic(
      .unexpectedWord, "this file looks like \(format.name), and a workflow has a language of its own",
      at: Diagnostic.Span(source: index, range: range.lowerBound + indentation..<end),
      label: "not a line of a workflow",
      help: [format.help, Parser.wholeWorkflow])
  }

  static let wholeWorkflow = "a whole workflow to begin with is written by `workroom new spring --from seeding`"

  /// A line that is written in something else, if it looks like it; several of a kind in a row are one mistake.
  mutating func inOtherFormat() -> Meant? {
    let range = lines.bytes(line)
    let number = tree.source.line(at: range.lowerBound)
    let text = tree.source.text(tree.source.lineRange(number)).trimmed
    guard range.count <= 400, let format = OtherFormat.of(text) else { return nil }
    defer { otherFormat = (line, format) }
    let follows = otherFormat.map { $0.line == line - 1 && $0.format == format } ?? false
    return Meant(
      title: "this looks like \(format.name)", span: Diagnostic.Span(source: tree.sourceIndex, range: range),
      label: "not a line of a workflow", notes: [], help: [format.help(for: text)], fix: nil, isWhole: true,
      isAll: true,
      follows: follows)
  }
}

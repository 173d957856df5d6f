package import WorkroomEngine
import WorkroomExchange
package import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore

/// The templates of a database: set only when every value in them is known, and none can be missing unnoticed.
package struct TemplateBook {
  let engine: Engine

  package init(_ engine: Engine) { self.engine = engine }

  package static let nameBytesMax = 255
  /// Bytes of a subject at most, as it is written.
  package static let subjectBytesMax = 200
  /// Bytes of a body at most, as it is written.
  package static let bodyBytesMax = 256 << 10

  /// Writes a template for one campaign or, without one, for all, inside a transaction. Errors: `EngineError.request` with
  /// the line and what to write instead.
  package func set(
    _ name: String, campaign: CampaignRow?, subject: String, body: String, firstLine: Int = 1
  ) throws(EngineError) {
    guard !name.isEmpty, name.utf8.count <= TemplateBook.nameBytesMax, name == MailText.oneLine(name) else {
      throw .request("a template is called by 1 to \(TemplateBook.nameBytesMax) bytes without control characters")
    }
    let rows = try stored { () throws(StoreError) in try engine.store.campaigns() }
    var workflows: [CheckedWorkflow] = []
    for id in Set((campaign.map { [$0] } ?? rows).map(\.definition)).sorted() {
      workflows.append(try engine.definition(id).workflow)
    }
    if let problem = TemplateBook.problem(subject: subject, body: body, TemplateNames(workflows), firstLine: firstLine)
    {
      throw .request("the template `\(name)`: \(problem)")
    }
    let row = TemplateRow(name: name, campaign: campaign?.id ?? 0, subject: subject, body: body)
    try stored { () throws(StoreError) in try engine.store.write(row) }
  }

  /// What is wrong with a template; `nil` for one that can be used. Lines are those of the body, of which
  /// `firstLine` is the first one's number in the file that holds it.
  package static func problem(
    subject: String, body: String, _ names: TemplateNames, firstLine: Int = 1
  ) -> String? {
    guard subject == MailText.oneLine(subject), !subject.isEmpty, subject.utf8.count <= subjectBytesMax else {
      return "a subject is one line of 1 to \(subjectBytesMax) bytes without control characters"
    }
    guard body.utf8.count <= bodyBytesMax else { return "a body has at most 256 KiB" }
    if let line = hiddenLine(body) {
      return
        "line \(line + firstLine - 1) of the \(firstLine == 1 ? "body" : "file") holds a character that cannot be seen; remove it"
    }
    for (part, text) in [("subject", subject), ("body", body)] {
      do throws(Template.Problem) {
        if let problem = names.problem(in: try Template(text, firstLine: part == "subject" ? 1 : firstLine)) {
          throw problem
        }
      } catch {
        return part == "subject"
          ? "its subject: \(error.reason)"
          : "its body, line \(error.line)\(firstLine == 1 ? "" : " of the file"): \(error.reason)"
      }
    }
    return nil
  }

  /// The line of the first control or reading-order character, but for line ends and tabs.
  private static func hiddenLine(_ body: String) -> Int? {
    var line = 1
    for scalar in body.unicodeScalars {
      if scalar == "\n" { line += 1 }
      if scalar == "\n" || scalar == "\r" || scalar == "\t" { continue }
      if scalar.properties.generalCategory == .control || scalar.properties.isBidiControl { return line }
    }
    return nil
  }

  // MARK: What workflows ask for

  /// A template that a workflow names: where, or `nil` for the vocabulary's own lines.
  package struct Use: Sendable, Equatable {
    package var name: String
    package var line: Int?
    package var span: Diagnostic.Span
  }

  /// The mails and contracts that a workflow's lines name, in the order of the text, each line once.
  package static func uses(in workflow: CheckedWorkflow) -> [Use] {
    var uses: [Use] = []
    for action in workflow.actions {
      guard case .email(let value) = action.kind, case .text(let text) = workflow.expressions[value].operation else {
        continue
      }
      let isOwn = action.span.source != Vocabulary.vocabularySource
      let use = Use(name: workflow.texts[text], line: isOwn ? action.line : nil, span: action.span)
      if !uses.contains(use) { uses.append(use) }
    }
    return uses
  }
}

/// A template as a file: `Subject: ...`, an empty line, the body.
package struct TemplateFile {
  package var subject: String
  package var body: String

  package static let suffix = ".txt"
  /// The line of a file on which its body begins.
  package static let bodyLine = 3

  /// `nil` where the first line is no subject or no empty line follows it.
  package init?(_ text: String) {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard lines.count >= 2, lines[0].hasPrefix("Subject:"), lines[1].isEmpty else { return nil }
    subject = String(lines[0].dropFirst(8).drop { $0 == " " })
    body = lines.dropFirst(2).joined(separator: "\n")
  }
}

package import WorkroomExchange
package import WorkroomLanguage

/// A folder of templates, `NAME.txt` each, beside a workflow that names them.
package enum TemplateFolder {
  /// What a workflow's mails lack in a folder.
  package struct Finding: Sendable, Equatable {
    /// The line of the workflow; `nil` for the vocabulary's own lines.
    package var line: Int?
    package var text: String
    /// A template that cannot be used, and not only one that is not there.
    package var isError: Bool
  }

  /// Each template that the workflow names and the folder does not have, and those that cannot be filled for it. Errors: a
  /// file that cannot be read.
  package static func findings(_ workflow: CheckedWorkflow, in folder: String) throws(ExchangeError) -> [Finding] {
    var findings: [Finding] = []
    let known = try InboxFolder.names(folder, endingIn: TemplateFile.suffix).map {
      String($0.dropLast(TemplateFile.suffix.count))
    }
    var looked: Set<String> = []
    for use in TemplateBook.uses(in: workflow) {
      guard known.contains(use.name) else {
        let near = Spelling.nearest(to: use.name, among: known).map { ", or name `\($0)`, which is there" } ?? ""
        let file = "\(use.name)\(TemplateFile.suffix)"
        findings.append(
          Finding(
            line: use.line, text: "there is no template `\(use.name)` in `\(folder)`; write the file `\(file)`\(near)",
            isError: false))
        continue
      }
      guard looked.insert(use.name).inserted else { continue }
      let path = "\(folder)/\(use.name)\(TemplateFile.suffix)"
      if let problem = try problem(path, workflow) {
        findings.append(Finding(line: use.line, text: "`\(path)`: \(problem)", isError: true))
      }
    }
    return findings
  }

  private static func problem(_ path: String, _ workflow: CheckedWorkflow) throws(ExchangeError) -> String? {
    let bytes = try ByteFile.read(path, bytesMax: TemplateBook.bodyBytesMax + 1024)
    guard let text = String(validating: bytes, as: UTF8.self) else { return "it is not UTF-8; save it as UTF-8 text" }
    guard let file = TemplateFile(text) else { return "it begins with a line `Subject: ...` and an empty line" }
    return TemplateBook.problem(
      subject: file.subject, body: file.body, TemplateNames([workflow]), firstLine: TemplateFile.bodyLine)
  }
}

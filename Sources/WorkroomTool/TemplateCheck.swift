import WorkroomDelivery
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// Which mails of a workflow have no template, told on standard error.
enum TemplateCheck {
  /// Looks in a folder; 1 where a template cannot be used, 2 where one is not there.
  static func tell(_ sources: [SourceText], in folder: String) throws -> Int32 {
    var status: Int32 = 0
    for source in sources {
      guard let workflow = Checker.check(source).workflow else { continue }
      for finding in try TemplateFolder.findings(workflow, in: folder) {
        Tool.say("\(place(finding.line, source)): \(finding.isError ? "error" : "warning"): \(finding.text)")
        status = finding.isError || status == 1 ? 1 : 2
      }
    }
    return status
  }

  /// Names the templates that a new campaign's workflow asks for and its database does not have.
  static func tell(of campaign: CampaignRow, _ engine: Engine, _ source: SourceText) throws {
    var missing: [(name: String, lines: [Int])] = []
    for use in TemplateBook.uses(in: try engine.definition(campaign.definition).workflow) {
      guard
        try stored({ () throws(StoreError) in try engine.store.template(use.name, for: campaign.id) }) == nil
      else { continue }
      if let known = missing.firstIndex(where: { $0.name == use.name }) {
        missing[known].lines += use.line.map { [$0] } ?? []
      } else {
        missing.append((use.name, use.line.map { [$0] } ?? []))
      }
    }
    guard !missing.isEmpty else { return }
    let names = missing.map { name, lines in
      "`\(name)`" + (lines.isEmpty ? "" : " (line \(lines.map(String.init).joined(separator: ", ")))")
    }
    Tool.say("no template yet for \(names.joined(separator: ", ")); set them with `workroom template set`")
  }

  private static func place(_ line: Int?, _ source: SourceText) -> String {
    line.map { "\(source.name):\($0)" } ?? "\(source.name), the standard stages"
  }
}

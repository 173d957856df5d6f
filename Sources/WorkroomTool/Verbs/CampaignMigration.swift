import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// `workroom campaign migrate`: a campaign and its participations move to a newer version of their workflow, all in one
/// transaction; or, with `--dry-run`, what would become of each.
struct CampaignMigration {
  private let arguments: Arguments
  private let isTrial: Bool

  init(_ arguments: Arguments) {
    self.arguments = arguments
    isTrial = arguments.has("--dry-run")
  }

  func run() throws -> Int32 {
    guard arguments.words.count == 3 else {
      throw Failure("a campaign is migrated by its name, to a workflow file", 64, [CampaignVerb.usage])
    }
    _ = try Tool.format(arguments)
    let source = try Tool.source(arguments.words[2])
    let details = try CampaignVerb.details(arguments)
    let engine = try Tool.engine(arguments)
    let campaign = try Tool.campaign(arguments.words[1], engine)
    let conflicts = try CampaignConflict.of(campaign.id, engine)
    var fates: [MigrationFate] = []
    let move = { () throws(EngineError) in
      fates = try engine.migrate(campaign.id, to: source, details: details)
    }
    if isTrial { try engine.trial(move) } else { try engine.transaction(move) }
    let staying = fates.count { if case .stays = $0.kind { true } else { false } }
    if isTrial || staying > 0 { try Tool.show(sheet(fates, campaign, engine), arguments) }
    if !arguments.has("--quiet") {
      Tool.say(summary(fates.count - staying, staying))
      if !isTrial { try CampaignVerb.tellConflicts(of: campaign, engine, before: conflicts) }
    }
    return staying > 0 ? 1 : 0
  }

  /// Everybody in a trial; afterwards those who stay, with the reason.
  private func sheet(_ fates: [MigrationFate], _ campaign: CampaignRow, _ engine: Engine) throws -> Sheet {
    var sheet = Sheet(
      title: "\(campaign.name)", columns: [.init("Influencer", priority: 9), .init("Fate", priority: 8)])
    if isTrial { sheet.columns += [.init("From", priority: 6), .init("To", priority: 7)] }
    sheet.columns.append(.init("Why", priority: 5))
    for fate in fates {
      let name = try engine.store.influencer(fate.row.influencer)?.shownName ?? "influencer \(fate.row.influencer)"
      let shown = fate.row.round > 1 ? "\(name), round \(fate.row.round)" : name
      switch fate.kind {
      case .moves(let from, let to):
        guard isTrial else { continue }
        sheet.rows.append([
          .text(shown), .text("moves"), .text(from.joined(separator: ", ")), .text(to.joined(separator: ", ")),
          .text(""),
        ])
      case .stays(let reason):
        let stages = try engine.definition(fate.row.definition).titles(fate.row.state).joined(separator: ", ")
        sheet.rows.append(
          [.text(shown), .text("stays")] + (isTrial ? [.text(stages), .text(stages)] : []) + [.text(reason)])
      }
    }
    return sheet
  }

  private func summary(_ moving: Int, _ staying: Int) -> String {
    if isTrial {
      return "\(moving) would move, \(staying) would stay on their version; nothing is written"
    }
    return moving + staying == 0
      ? "everybody is on this version already"
      : "\(moving) moved, \(staying) stay on their version"
        + (staying > 0 ? "; once the reasons are gone, the same command moves them too" : "")
  }
}

package import WorkroomMachine
package import WorkroomStore
import WorkroomLanguage

/// What a condition that an operator types is asked of.
extension Engine {
  /// What a step of another machine over the same fields would see of a participation: its definition's own, with one more
  /// rule. Its totals are counted from `histories`.
  package func view(
    of row: ParticipationRow, machine: Machine, histories: [Int64: [ObjectHistory]]
  ) throws(EngineError) -> View {
    let campaign = try campaign(row.campaign)
    let own = try definition(row.definition)
    let asking = Definition(id: 0, machine: machine, source: own.source, vocabulary: own.vocabulary, kinds: own.kinds)
    var view = View()
    let frame = try frame(of: campaign, own)
    (view.campaign, view.lists, view.zone) = (frame.words, frame.lists, campaign.zone)
    if asking.readsInfluencer { view.influencer = try influencerWords(row.influencer, asking) }
    if asking.readsMoney { try readMoney(row.id, &view, asking, campaign) }
    if asking.readsEarmarks { view.earmarked = try earmarked(asking, campaign) }
    if !machine.workflow.totals.isEmpty {
      var running = RunningTotals(count: machine.workflow.totals.count)
      for object in histories[row.id] ?? [] {
        running.count(object.counted(machine.workflow.totals), machine.workflow.totals)
      }
      (view.totals, view.totalsAfter) = (running.words, running.words)
    }
    return view
  }
}

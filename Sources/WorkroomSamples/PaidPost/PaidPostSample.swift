/// The campaign "Paid post": a fee, a contract, a draft, and a post inside a window.
struct PaidPostSample {
  private static let folder = "paid_post"

  let people: [Person]

  func files() -> [SampleFile] {
    let history = Script.history(people.indices.map { PaidPostPlan.script($0, people[$0]) })
    var run = PaidPostRun(people: people.count)
    run.take(history)
    let recording = Recording(
      folder: PaidPostSample.folder, campaign: "Paid post", keyPrefix: "paid",
      names: people.map(PlainSheet.names))
    let influencers = SampleFile(
      path: "\(PaidPostSample.folder)/influencers.csv", text: PlainSheet.text(people))
    return [influencers] + recording.files(history, seed: 7_007) + [figures(run, history)]
  }

  private func figures(_ run: PaidPostRun, _ history: [RecordedEvent]) -> SampleFile {
    var figures = Figures()
    figures.add(history, run.replies, people: people.count)
    figures.add("invited", run.reached[.invited] ?? 0)
    figures.add("proposals", history.filter { $0.name == "proposal.submitted" }.count)
    figures.add("offers of ours", run.reached[.offered] ?? 0)
    figures.add("accepted", run.agreed)
    figures.add("contracts signed", history.filter { $0.name == "contract.completed" }.count)
    figures.add("drafts approved", run.reached[.to_post] ?? 0)
    figures.add("posts inside the window", run.reached[.to_pay] ?? 0)
    for stage in PaidPostRun.Stage.allCases {
      figures.add("in \(stage.rawValue) at the end", run.lives.filter { $0.stage == stage }.count)
    }
    figures.add("owed for drafts", cents: run.lives.reduce(0) { $0 + $1.owedForDraft })
    figures.add("owed for posts", cents: run.lives.reduce(0) { $0 + $1.owedForPost })
    figures.add("paid", cents: run.lives.reduce(0) { $0 + $1.paid })
    return figures.file(PaidPostSample.folder)
  }
}

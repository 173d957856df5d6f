/// The campaign "Summer seeding": a product, no pay, and no duty to post.
struct SeedingSample {
  private static let folder = "seeding"

  let people: [Person]

  func files() -> [SampleFile] {
    let history = Script.history(people.indices.map { SeedingPlan.script($0, people[$0]) })
    var run = SeedingRun(people: people.count)
    run.take(history)
    let recording = Recording(
      folder: SeedingSample.folder, campaign: "Summer seeding", keyPrefix: "see",
      names: people.map(UpfluenceFile.names))
    let influencers = SampleFile(
      path: "\(SeedingSample.folder)/influencers.csv", text: UpfluenceFile.text(people))
    return [influencers] + recording.files(history, seed: 6_006) + [figures(run, history)]
  }

  private func figures(_ run: SeedingRun, _ history: [RecordedEvent]) -> SampleFile {
    var figures = Figures()
    figures.add(history, run.replies, people: people.count)
    figures.add("invited", run.reached[.invited] ?? 0)
    figures.add("proposals", run.reached[.proposed] ?? 0)
    figures.add("accepted", run.accepted)
    figures.add("parcels sent", run.lives.reduce(0) { $0 + $1.parcels })
    figures.add("parcels received", run.lives.filter { $0.received != nil }.count)
    for stage in SeedingRun.Stage.allCases {
      figures.add("in \(stage.rawValue) at the end", run.lives.filter { $0.stage == stage }.count)
    }
    figures.add("influencers with a post", run.lives.filter(\.hasPosted).count)
    figures.add("posts counted by the workflow", run.lives.reduce(0) { $0 + $1.posts })
    figures.add("posts in all", history.filter { $0.name == "content.posted" }.count)
    figures.add("owed", cents: 0)
    figures.add("paid", cents: 0)
    return figures.file(SeedingSample.folder)
  }
}

/// The campaign "Ambassador launch": gifts, codes, links and commission.
struct AmbassadorSample {
  private static let folder = "ambassador"
  /// Commission of the first two exports is paid in the week after the second.
  private static let payday = Moment(day: 64)

  let people: [Person]

  func files() -> [SampleFile] {
    let all = AmbassadorFiles.codes(210, seed: 3_003)
    let (codes, more) = (Array(all.prefix(150)), Array(all.dropFirst(150)))
    var rehearsal = AmbassadorRun(people: people.count, codes: codes, moreCodes: more)
    let scripts = people.indices.map { AmbassadorPlan.script($0, people[$0]) }
    rehearsal.take(Script.history(scripts))

    let handed = Set(rehearsal.codes.holdings.map(\.code))
    let orders = OrderPlan.files(rehearsal, people, unused: all.filter { !handed.contains($0) })
    let history = Script.history(scripts + payouts(rehearsal, orders))
    var run = AmbassadorRun(people: people.count, codes: codes, moreCodes: more)
    run.take(history)

    let names = people.map(AspireFile.names)
    let recording = Recording(
      folder: AmbassadorSample.folder, campaign: "Ambassador launch", keyPrefix: "amb", names: names)
    return [
      file("influencers.csv", AspireFile.text(people)), file("codes.csv", AmbassadorFiles.impact(codes)),
      file("more-codes.csv", more.joined(separator: "\n") + "\n"),
      file("links.csv", AmbassadorFiles.links(240)),
    ] + orders.enumerated().map { file("orders-\($0 + 1).csv", OrdersFile.text($1)) }
      + recording.files(history, seed: 5_005)
      + [figures(run, orders, history)]
  }

  private func file(_ name: String, _ text: String) -> SampleFile {
    SampleFile(path: "\(AmbassadorSample.folder)/\(name)", text: text)
  }

  /// Pays each seller what the first two exports brought them, if it is worth a transfer.
  private func payouts(_ run: AmbassadorRun, _ orders: [[StoreOrder]]) -> [Script] {
    var tally = SalesTally()
    for file in orders.prefix(2) { tally.take(file, run.codes) }
    return people.indices.compactMap { person in
      let amount = tally.commission(of: person)
      guard amount >= 1_000 else { return nil }
      var script = Script(person: person, start: AmbassadorSample.payday)
      script.add(
        "payment.paid", by: "bank", at: AmbassadorSample.payday.later(minutes: 600 + person),
        ("amount", .money(cents: amount)),
        ("method", .text("offline")))
      return script
    }
  }

  private func figures(
    _ run: AmbassadorRun, _ orders: [[StoreOrder]], _ history: [RecordedEvent]
  )
    -> SampleFile
  {
    var figures = Figures()
    figures.add(history, run.replies, people: people.count)
    figures.add("invited", run.reached[.invited] ?? 0)
    figures.add("proposals", run.reached[.proposed] ?? 0)
    figures.add("accepted", run.accepted)
    figures.add("codes in the first file", 150)
    figures.add("waiting in line when more codes arrive", run.waitingForMore)
    figures.add("codes handed out in all", run.codes.holdings.count)
    figures.add("codes left at the end", run.codes.left)
    figures.add("waiting in line at the end", run.codes.line.count)
    for stage in AmbassadorRun.Stage.allCases {
      figures.add("in \(stage.rawValue) at the end", run.lives.filter { $0.stage == stage }.count)
    }
    var tally = SalesTally()
    for (index, file) in orders.enumerated() {
      tally.take(file, run.codes)
      figures.add(tally, after: index + 1, rows: file.reduce(0) { $0 + $1.items.count }, orders: file.count)
    }
    figures.add("fees owed", cents: run.lives.reduce(0) { $0 + $1.owed })
    figures.add("commission owed", cents: tally.commission)
    figures.add("paid", cents: run.lives.reduce(0) { $0 + $1.paid })
    return figures.file(AmbassadorSample.folder)
  }
}

extension Figures {
  mutating func add(_ tally: SalesTally, after file: Int, rows: Int, orders: Int) {
    add("orders-\(file).csv: rows without the heading", rows)
    add("orders-\(file).csv: orders", orders)
    add("after orders-\(file).csv: conversions that count", tally.sales.count)
    add("after orders-\(file).csv: conversions voided again", tally.voided)
    add("after orders-\(file).csv: conversions lowered", tally.lowered)
    add("after orders-\(file).csv: orders with a code that wait for payment", tally.waiting.count)
    add("after orders-\(file).csv: orders in another currency", tally.foreign.count)
    add("after orders-\(file).csv: orders with a code of nobody", tally.unknown.count)
    add("after orders-\(file).csv: revenue", cents: tally.revenue)
    add("after orders-\(file).csv: commission", cents: tally.commission)
  }

  /// The figures that all campaigns have.
  mutating func add(_ history: [RecordedEvent], _ replies: [Reply: Int], people: Int) {
    add("influencers imported", people)
    add("influencers left out", 5)
    add("lines of events", history.count + Recording.slips + 1)
    add("lines that nobody can take", Recording.slips)
    add("lines that stand twice", 1)
    add("events taken", replies[.taken] ?? 0)
    add("events refused", replies[.refused] ?? 0)
    add("events ignored", replies[.ignored] ?? 0)
  }
}

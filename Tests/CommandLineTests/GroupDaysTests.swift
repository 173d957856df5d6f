import Testing

/// The days of groups and of the rows that come into them.
@Suite struct GroupDaysTests {
  private func run(_ folder: Folder, _ words: [String]) throws -> Outcome {
    try Workroom.run(words + ["--db", folder.path("a.workroom")], in: folder)
  }

  /// A group of a kind, with days far off.
  private func group(_ kind: String, _ terms: [String] = []) throws -> Folder {
    let folder = Folder()
    let days = ["--from", "2091-03-01", "--until", "2091-03-31"]
    #expect(try run(folder, ["db", "create"]).status == 0)
    #expect(try run(folder, ["group", "create", "G", "--kind", kind] + days + terms).status == 0)
    return folder
  }

  @Test func aRowThatWouldNeverCountIsLeftOut() throws {
    let folder = try group("discount")
    folder.write(
      "c.csv",
      """
      code,start,end
      LATE,2091-04-01T00:00:00Z,
      EARLY,,2091-03-01T00:00:00Z
      LAST,2091-03-31T23:59:00Z,
      OWN,2091-05-01T00:00:00Z,2091-06-01T00:00:00Z
      GONE,2091-04-01T00:00:00Z,

      """)
    let told = try run(folder, ["import", "codes", "--group", "G", folder.path("c.csv")]).talk
    #expect(told.contains("imported: 2 codes for `G`"), "\(told)")
    let advice =
      "so it would never count; correct the row, give it a start and an end of its own, or change the days with `workroom group set`"
    for reason in [
      "row 2: the code `LATE` starts at 2091-04-01T00:00:00Z, and the last day of `G` is 2091-03-31, \(advice)",
      "row 3: the code `EARLY` ends at 2091-03-01T00:00:00Z, and the first day of `G` is 2091-03-01, \(advice)",
    ] { #expect(told.contains(reason), "\(told)") }
    let codes = try run(folder, ["export", "codes"]).output
    #expect(codes.contains("LAST,") && codes.contains("OWN,") && !codes.contains("GONE,"))
  }

  @Test func newDaysOfAGroupAreToldOfWithWhatKeepsItsOwn() throws {
    let folder = try group("discount")
    folder.write("c.csv", "code,start,end\nA,,\nB,,2091-03-15T12:00:00Z\nC,2091-03-01T00:00:00Z,\n")
    #expect(try run(folder, ["import", "codes", "--group", "G", folder.path("c.csv")]).status == 0)
    let set = ["group", "set", "G", "--kind", "discount"]
    let later = try run(folder, set + ["--until", "2091-12-31"]).talk
    #expect(
      later == """
        `G` is changed; what it hands out from now on has the new terms
        one discount that nobody holds has days of its own, from a file, and keeps them

        """)
    let codes = try run(folder, ["export", "codes"]).output
    #expect(codes.contains("A,G,free,,,,2091-03-01T00:00:00Z,2092-01-01T00:00:00Z"), "\(codes)")
    #expect(codes.contains("B,G,free,,,,2091-03-01T00:00:00Z,2091-03-15T12:00:00Z"))
    let never = try run(folder, set + ["--from", "2091-04-01"]).talk
    #expect(
      never.hasSuffix(
        "one that nobody holds ends before it starts now, and counts nothing, whoever gets it; choose other days with `--from` and `--until`\n"
      ), "\(never)")
    #expect(try run(folder, ["db", "verify"]).status == 0)
  }

  @Test func linksThatCameInBeforeLeadWhereTheyDid() throws {
    let folder = try group("link", ["--destination", "https://shop.example/a"])
    folder.write("l.csv", "url\nhttps://go.example/1\nhttps://go.example/2\n")
    #expect(try run(folder, ["import", "links", "--group", "G", folder.path("l.csv")]).status == 0)
    let told = try run(folder, ["group", "set", "G", "--kind", "link", "--destination", "https://shop.example/b"]).talk
    #expect(told.contains("2 links that nobody holds came in before, and lead where they did"), "\(told)")
  }

  @Test func whatIsHeldIsChangedOnlyOnceThatIsSaid() throws {
    let folder = Folder()
    #expect(try run(folder, ["db", "create"]).status == 0)
    let group = ["group", "create", "G", "--kind", "discount", "--pattern", "[first_name]10", "--payout", "10%"]
    #expect(try run(folder, group).status == 0)
    folder.write("s.workflow", "on proposal.accepted assign discount from group G\n")
    folder.write("p.csv", "First Name,Email\nMia,mia@ex.com\nLeo,leo@ex.com\n")
    let create = ["campaign", "create", "S", "--workflow", folder.path("s.workflow")]
    #expect(try run(folder, create).status == 0)
    #expect(try run(folder, ["import", "influencers", "--campaign", "S", folder.path("p.csv")]).status == 0)
    let lines = ["S", "propose all price 1 USD", "accept all", "adjust discount leo rate 15%"]
    #expect(try run(folder, ["repl", "--yes"] + lines.flatMap { ["-c", $0] }).status == 0)
    let set = ["group", "set", "G", "--kind", "discount", "--payout", "11%", "--apply-to-existing"]
    let own = "1 discount has a rate or days of its own and keeps them: Leo 15%; `--overwrite-own-terms` gives those"
    let asked = try run(folder, set)
    #expect(asked.status == 64 && asked.talk.contains("this changes 1 discount that is held"), "\(asked.talk)")
    #expect(asked.talk.contains(own) && asked.talk.contains("say `--yes` to do it"))
    #expect(try run(folder, ["export", "codes"]).output.contains("Mia10,G,held,Mia,mia@ex.com,10%"))
    let done = try run(folder, set + ["--yes"])
    #expect(done.status == 0 && done.talk.contains(own), "\(done.talk)")
    #expect(done.talk.hasPrefix("`G` is changed, and 1 discount that is held with it\n"), "\(done.talk)")
    let codes = try run(folder, ["export", "codes"]).output
    #expect(codes.contains("Mia10,G,held,Mia,mia@ex.com,11%") && codes.contains("leo@ex.com,15%"), "\(codes)")
    // What changes nothing says so, and asks nothing.
    let again = try run(folder, set)
    #expect(again.status == 0, "\(again.talk)")
    #expect(
      again.talk.hasPrefix("`G` has these terms already, and so has 1 discount that is held; nothing is changed\n"),
      "\(again.talk)")
    #expect(
      try run(folder, set.dropLast()).talk == "`G` has these terms already; nothing is changed\n")
    #expect(try run(folder, set + ["--overwrite-own-terms"]).talk.contains("this changes 1 discount that is held"))
    #expect(try run(folder, set + ["--overwrite-own-terms", "--yes"]).status == 0)
    #expect(try run(folder, ["export", "codes"]).output.contains("leo@ex.com,11%"))
    #expect(try run(folder, ["group", "set", "G", "--kind", "discount", "--overwrite-own-terms"]).status == 64)
    let days = ["group", "set", "G", "--kind", "discount", "--apply-to-existing", "--yes", "--until"]
    let over = "the new last day is over: 2 discounts end at once, and count nothing that is sold from now on"
    let ended = ["group", "set", "G", "--kind", "discount", "--apply-to-existing", "--until", "yesterday"]
    #expect(try run(folder, ended).talk.contains(over))
    #expect(try run(folder, ended + ["--yes"]).talk.contains(over))
    #expect(try run(folder, days + ["2091-12-31"]).status == 0)
    #expect(try run(folder, ["export", "codes"]).output.contains("leo@ex.com,11%,,2092-01-01T00:00:00Z"))
    #expect(try run(folder, days + ["none"]).status == 0)
    #expect(try !run(folder, ["export", "codes"]).output.contains("2092"))
    folder.write("q.csv", "Email\nzoe@ex.com\n")
    let one = try run(folder, ["import", "influencers", "--campaign", "S", folder.path("q.csv")]).talk
    #expect(one.contains("1 new influencer, 1 takes part in `S` now"), "\(one)")
    #expect(try run(folder, ["db", "verify"]).status == 0)
  }
}

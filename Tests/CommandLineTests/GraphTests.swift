import Testing

/// `workroom graph`: where its pictures go, what it counts, and what it says to wrong words.
@Suite struct GraphTests {
  private static let cases: [StatusTests.Case] = [
    .init(["graph"], 64, "which file?"), .init(["graph", "none.workflow"], 66, "there is no file"),
    .init(["graph", "broken.workflow"], 1, "nowhere"),
    .init(["graph", "valid.workflow", "extra"], 64, "`extra` is too much here"),
    .init(["graph", "valid.workflow", "--format", "png"], 64, "not `png`"),
    .init(["graph", "valid.workflow", "--dark", "--light"], 64, "exclude each other"),
    .init(["graph", "valid.workflow", "--focus", "asigned"], 64, "write `assigned`"),
    .init(["graph", "valid.workflow", "--depth", "2"], 64, "`--focus`"),
    .init(["graph", "valid.workflow", "--focus", "assigned", "--depth", "-1"], 64, "from 0 to 1000"),
    .init(["graph", "valid.scenario"], 64, "write `workroom graph valid.workflow`"),
    .init(["graph", "valid.workflow", "--db", "good.workroom"], 64, "`--campaign` is missing"),
    .init(["graph", "valid.workflow", "--db", "good.workroom", "--campaign", "Sprign"], 66, "write `Spring`"),
    .init(["graph", "valid.workflow", "--campaign", "Spring"], 64, "`--db` is missing"),
    .init(["graph", "valid.workflow", "--output", "no/such/picture.svg"], 74, "the folder does not exist"),
  ]

  private func folder() -> Folder {
    let folder = Folder()
    for name in ["valid.workflow", "broken.workflow", "good.workroom"] {
      folder.copy(StatusTests.folder.path(name), name)
    }
    return folder
  }

  @Test(arguments: cases) func wrongLine(_ line: StatusTests.Case) throws {
    let outcome = try Workroom.runInside(line.words, folder())
    #expect(outcome.status == line.status, "\(outcome.talk)")
    #expect(outcome.talk.contains(line.says), "\(outcome.talk)")
    #expect(outcome.output.isEmpty)
  }

  @Test func thePictureGoesToThePipeOrIntoTheFile() throws {
    let folder = folder()
    let piped = try Workroom.runInside(["graph", "valid.workflow"], folder)
    #expect(piped.status == 0 && piped.talk.isEmpty)
    #expect(piped.output.hasPrefix("<svg ") && piped.output.hasSuffix("</svg>\n"))
    for (file, begins) in [
      ("a.svg", "<svg "), ("a.dot", "digraph "), ("a.mmd", "stateDiagram-v2\n"), ("a.txt", "Small, version 1\n"),
    ] {
      let outcome = try Workroom.runInside(["graph", "valid.workflow", "--output", file], folder)
      #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.talk.isEmpty)
      #expect(folder.read(file).hasPrefix(begins), "\(file)")
    }
    #expect(folder.read("a.svg") == piped.output)
  }

  @Test func aPictureLooksAThousandArrowsFar() throws {
    let folder = folder()
    let words = ["graph", "valid.workflow", "--focus", "assigned", "--depth"]
    #expect(try Workroom.runInside(words + ["1000"], folder).status == 0)
    let further = try Workroom.runInside(words + ["1001"], folder)
    #expect(further.status == 64 && further.talk.contains("from 0 to 1000, not `1001`"))
  }

  @Test func whoeverHasNoStagesIsToldWhoseTheseAre() throws {
    let folder = folder()
    folder.write("empty.workflow", "")
    let outcome = try Workroom.runInside(["graph", "empty.workflow"], folder)
    #expect(outcome.status == 0 && outcome.output.hasPrefix("<svg "))
    #expect(outcome.talk.contains("has no stages of its own: these are the standard ones"))
  }

  @Test func stagesSayHowManyStandInThem() throws {
    let folder = folder()
    folder.write("people.csv", "first_name,email\nMia,mia@example.com\nLeo,leo@example.com\n")
    let imported = try Workroom.runInside(
      ["import", "influencers", "--db", "good.workroom", "--campaign", "Spring", "people.csv"], folder)
    #expect(imported.status == 0, "\(imported.talk)")
    let words = ["--db", "good.workroom", "--campaign", "Spring", "--format", "text"]
    let outcome = try Workroom.runInside(["graph", "valid.workflow"] + words, folder)
    #expect(outcome.status == 0 && outcome.talk.isEmpty, "\(outcome.talk)")
    #expect(outcome.output.contains("begins here, 2 now"), "\(outcome.output)")
    #expect(outcome.output.contains("final invited, 0 now"), "\(outcome.output)")
    folder.write("other.workflow", "stage elsewhere\n  on influencer.invited go to over\nend\nfinal over\n")
    let other = try Workroom.runInside(["graph", "other.workflow"] + words, folder)
    #expect(other.status == 0)
    #expect(other.talk.contains("stages that this file does not have: `assigned` (2)"), "\(other.talk)")
  }
}

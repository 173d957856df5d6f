import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom test`: which files it plays, and its status.
@Suite struct TestVerbTests {
  private static let workflow = """
    workflow "Short" version 1
    stage invited
      on proposal.accepted go to active
      on proposal.declined go to gone
    end
    stage active
      on content.posted go to gone
    end
    final gone

    """
  private static let passing = """
    scenario "accepted"
      given mia
      mia: proposal.accepted
      expect mia in active
    end

    """

  private func folder(_ own: String = "", beside: String? = nil) -> Folder {
    let folder = Folder()
    folder.write("short.workflow", Self.workflow + own)
    if let beside { folder.write("short.scenario", beside) }
    return folder
  }

  @Test func scenariosOfTheFileAndBesideItArePlayed() throws {
    let folder = folder(Self.passing, beside: Self.passing.replacing("accepted\"\n", with: "again\"\n"))
    let outcome = try Workroom.runInside(["test", "short.workflow", "--format", "human"], folder)
    #expect(outcome.status == 0)
    #expect(
      outcome.output
        == "short.workflow\n  passed  accepted\n\nshort.scenario\n  passed  again\n\n2 scenarios passed\n")
    #expect(try Workroom.runInside(["test", "short.scenario"], folder).status == 0)
    #expect(try Workroom.runInside(["check", "short.scenario"], folder).status == 0)
  }

  @Test func aFailingScenarioIsStatusOneInEveryFormat() throws {
    let folder = folder(Self.passing.replacing("in active", with: "in gone"))
    for format in ["human", "compact", "json", "sarif", "junit", "github"] {
      let outcome = try Workroom.runInside(["test", "short.workflow", "--format", format], folder)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("mia is not in"), "\(format): \(outcome.output)")
    }
  }

  @Test func mistakesAreShownAsByCheck() throws {
    let folder = folder(beside: Self.passing.replacing("expect mia in active", with: "expect mia in actve"))
    let outcome = try Workroom.runInside(["test", "short.workflow"], folder)
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("short.scenario:4:17: error[W0201]"))
    #expect(try Workroom.runInside(["check", "short.scenario"], folder).output == outcome.output)
  }

  @Test func onlyPartOfTheScenariosIsPlayed() throws {
    let folder = folder(Self.passing + Self.passing.replacing("\"accepted\"", with: "\"another\""))
    let outcome = try Workroom.runInside(["test", "short.workflow", "--only", "other", "--format", "human"], folder)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("passed  another\n\n1 scenario passed, 1 not played"))
    let nobody = try Workroom.runInside(["test", "short.workflow", "--only", "acepted"], folder)
    #expect(nobody.status == 64)
    #expect(nobody.talk.contains("write `--only \"accepted\"`"))
  }

  @Test func coverageHasAThreshold() throws {
    let folder = folder(Self.passing)
    let all = try Workroom.runInside(["test", "short.workflow", "--coverage", "--format", "human"], folder)
    #expect(all.status == 0)
    #expect(all.output.contains("stages 66.6 % (2 of 3), transitions 33.3 % (1 of 3)"))
    #expect(all.output.contains("  short.workflow:4:3: never taken: `on proposal.declined go to gone`\n"))
    #expect(all.output.contains("        mia: proposal.declined\n        expect mia in gone\n      end\n"))
    #expect(try Workroom.runInside(["test", "short.workflow", "--threshold", "51"], folder).status == 1)
    #expect(try Workroom.runInside(["test", "short.workflow", "--threshold", "50%"], folder).status == 0)
    #expect(try Workroom.runInside(["test", "short.workflow", "--threshold", "all"], folder).status == 64)
  }

  @Test func aFileOfScenariosNeedsItsWorkflow() throws {
    let folder = Folder()
    folder.write("alone.scenario", Self.passing)
    folder.write("short.workflow", Self.workflow.replacing("go to active", with: "go to actve"))
    for verb in ["test", "check"] {
      let outcome = try Workroom.runInside([verb, "alone.scenario", "short.workflow"], folder)
      #expect(outcome.status == 1)
      let alone = try Workroom.runInside([verb, "alone.scenario"], folder)
      #expect(alone.status == 1)
      #expect(
        alone.output.hasPrefix(
          "alone.scenario:1:10: error[W0615] there is no workflow `alone.workflow` for these scenarios; "))
    }
    // One workflow is that of all scenarios that are named with it; of two, a heading says which is meant.
    folder.write("other.workflow", Self.workflow.replacing("Short", with: "Other"))
    let both = try Workroom.runInside(["check", "short.workflow", "other.workflow", "alone.scenario"], folder)
    #expect(both.status == 1)
    #expect(both.output.contains("error[W0201]") && both.output.contains("alone.scenario:1:10: error[W0615]"))
  }

  @Test func whatOnlyHidesIsAWarning() throws {
    let folder = folder(
      Self.passing.replacing("\"accepted\"", with: "\"accepted\" only")
        + Self.passing.replacing("\"accepted\"", with: "\"another\""))
    let words = ["test", "short.workflow", "--format", "compact"]
    let played = try Workroom.runInside(words, folder)
    #expect(played.status == 0)
    #expect(played.output.hasPrefix("short.workflow:10:10: warning[W0616] 1 other scenario is not played"))
    #expect(played.talk == "1 scenario passed, 1 not played (1 since another is marked `only`)\n")
    #expect(try Workroom.runInside(words + ["--fail-level", "warning"], folder).status == 2)
    // Whoever asks for one by its name knows that the others are not played.
    let asked = try Workroom.runInside(words + ["--fail-level", "warning", "--only", "another"], folder)
    #expect(asked.status == 0 && asked.output.isEmpty)
  }

  @Test func watchingPlaysAgainWhenAFileChanges() throws {
    let folder = folder(Self.passing)
    let process = try Workroom.start(
      ["test", folder.path("short.workflow"), "--watch", "--format", "human"], output: folder.path("watch.out"),
      talk: folder.path("watch.err"), in: folder)
    defer { kill(process, SIGKILL) }
    func waits(for text: String) -> Bool {
      for _ in 0..<200 {
        if folder.read("watch.out").contains(text) { return true }
        usleep(50_000)
      }
      return false
    }
    #expect(waits(for: "1 scenario passed"))
    usleep(300_000)
    folder.write("short.workflow", Self.workflow + Self.passing.replacing("in active", with: "in gone"))
    #expect(waits(for: "0 scenarios passed, 1 failed"))
    kill(process, SIGINT)
    #expect(Workroom.wait(for: process) == 130)
  }
}

import Testing

/// What a designer and a CI job do with the tool: start a workflow, have it checked in the form that their system reads.
@Suite struct DesignerTests {
  @Test(arguments: ["seeding", "ambassador", "paid_post"]) func aNewWorkflowIsOneThatIsSound(template: String) throws {
    let folder = Folder()
    let made = try Workroom.runInside(["new", "spring-launch", "--from", template], folder)
    #expect(made.status == 0, "\(made.talk)")
    #expect(folder.read("spring-launch.workflow").contains("\nworkflow \"spring-launch\" version 1\n"))
    let checked = try Workroom.runInside(["check", "spring-launch.workflow"], folder)
    #expect(checked.status == 0, "\(checked.output)")
  }

  @Test func aNewWorkflowReplacesNothing() throws {
    let folder = Folder()
    folder.write("spring.workflow", "mine")
    let made = try Workroom.runInside(["new", "spring"], folder)
    #expect(made.status == 64)
    #expect(made.talk.contains("is there already"))
    #expect(folder.read("spring.workflow") == "mine")
  }

  @Test(
    arguments: [
      (["new"], "write `workroom new spring`"), (["new", "a/b"], "create it first"), (["new", ""], "1 to 64 letters"),
      (["new", "a\"b"], "no quotes"), (["new", "a\u{202E}b"], "no quotes"), (["new", ".hidden"], "no quotes"),
      (["new", String(repeating: "x", count: 65)], "1 to 64 letters"),
      (["new", "x", "--from", "sedding"], "write `seeding`"),
      (["new", "x", "y"], "`y` is too much here"),
    ] as [([String], String)]) func aNewWorkflowThatCannotBe(words: [String], says: String) throws
  {
    let folder = Folder()
    let made = try Workroom.runInside(words, folder)
    #expect(made.status != 0)
    #expect(made.talk.contains(says), "\(made.talk)")
    #expect(!Folder.names(folder.root).contains { $0.hasSuffix(".workflow") })
  }

  @Test func gitHubsStepGetsASummaryAsWell() throws {
    let folder = Folder()
    folder.write("bad.workflow", "stage a\n  on proposal.acepted go to b\nend\nfinal b\n")
    folder.write("summary.md", "before\n")
    let script = "cd \"$1\" && GITHUB_STEP_SUMMARY=summary.md exec \"$2\" check bad.workflow --format github"
    let checked = try Workroom.shell(script, [folder.root, Workroom.path], folder)
    #expect(checked.status == 1)
    #expect(checked.output.hasPrefix("::error file=bad.workflow,line=2,endLine=2,col=6,endColumn=22,title=W0203 "))
    #expect(folder.read("summary.md").hasPrefix("before\n### 1 error\n\n<table>"))
    // What was found counts, also where the summary cannot be written.
    let elsewhere = script.replacing("summary.md", with: "gone/summary.md")
    let unwritten = try Workroom.shell(elsewhere, [folder.root, Workroom.path], folder)
    #expect(unwritten.status == 1 && unwritten.output == checked.output)
    #expect(unwritten.talk.hasPrefix("the summary of the step is not written: "))
  }

  /// A slip of the keyboard must not cost a workflow or a campaign.
  @Test func aPictureReplacesNoWorkflowAndNoDatabase() throws {
    let folder = Folder()
    folder.write("spring.workflow", "on proposal.accepted send email \"welcome\"\n")
    #expect(try Workroom.runInside(["db", "create", "--db", "spring.data"], folder).status == 0)
    for name in ["spring.workflow", "spring.data"] {
      let before = folder.bytes(folder.path(name))
      let drawn = try Workroom.runInside(["graph", "spring.workflow", "--output", name], folder)
      #expect(drawn.status == 64)
      #expect(drawn.talk.contains("must not replace"), "\(drawn.talk)")
      let typed = try Workroom.runInside(
        ["repl", "spring.data"], input: ".output \(name)\ncampaigns\n", folder)
      #expect(typed.talk.contains("must not replace"), "\(typed.talk)")
      #expect(folder.bytes(folder.path(name)) == before)
    }
    #expect(try Workroom.runInside(["graph", "spring.workflow", "--output", "spring.svg"], folder).status == 0)
    #expect(try Workroom.runInside(["graph", "spring.workflow", "--output", "spring.svg"], folder).status == 0)
  }
}

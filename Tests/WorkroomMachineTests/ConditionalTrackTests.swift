import Testing
import WorkroomMachine

/// Tracks that the details of a campaign call for.
@Suite struct ConditionalTrackTests {
  static let conditional = """
    campaign
      gifts  product list  optional
      size   number        default 0
    end
    event e.go by manager
    event e.out by manager
    stage before
      on e.go go to work
    end
    stage work
      on e.out go to left
      track one when gifts is set
        on enter note "+one"
        stage a
        end
      end
      track two when size is at least 10
        on enter note "+two"
        stage b
          on e.go go to b2
        end
        stage b2
        end
      end
    end
    final left
    """

  @Test func tracksAreCalledForOnEntry() throws {
    var scene = try Scene(Self.conditional, campaign: ["gifts": 3])
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.one.a"])
    scene = try Scene(Self.conditional, campaign: ["size": number(10)])
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.two.b"])
  }

  @Test func tracksAreAddedWhenTheCampaignChangesAndNeverRemoved() throws {
    var scene = try Scene(Self.conditional, campaign: ["size": number(10)])
    scene.choose(["gifts": 3])
    #expect(scene.send("campaign.changed", by: "manager") == .handled)
    scene.choose(["size": number(10)])
    scene.send("e.go", by: "manager")
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.two.b2"])
    scene.choose(["gifts": 3])
    #expect(scene.send("campaign.changed", by: "manager") == .taken)
    #expect(scene.said == ["+one"])
    #expect(scene.stages == ["work.one.a", "work.two.b2"])
    #expect(scene.send("campaign.changed", by: "manager") == .handled)
  }

  /// With no track called for, the stage around them is itself the innermost.
  @Test func aStageWithoutItsTracksStillTakesEvents() throws {
    var scene = try Scene(Self.conditional)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work"])
    #expect(scene.send("e.out", by: "manager") == .taken)
    #expect(scene.stages == ["left"])
  }

  @Test func ignoringTheChangeDoesNotKeepTracksOut() throws {
    var scene = try Scene(
      Self.conditional.replacing("  on e.out go to left\n", with: "  on campaign.changed ignore\n"))
    scene.send("e.go", by: "manager")
    scene.choose(["gifts": 3])
    #expect(scene.send("campaign.changed", by: "manager") == .taken)
    #expect(scene.stages == ["work.one.a"])
  }

  /// The lines for the change itself read the stages as they were.
  @Test func tracksAreAddedAfterTheLinesOfTheChange() throws {
    var scene = try Scene(
      Self.conditional.replacing(
        "stage a\n", with: "stage a\n      on campaign.changed go to a2\n    end\n    stage a2\n"))
    scene.send("e.go", by: "manager")
    scene.choose(["gifts": 3])
    scene.send("campaign.changed", by: "manager")
    #expect(scene.stages == ["work.one.a"])
    scene.send("campaign.changed", by: "manager")
    #expect(scene.stages == ["work.one.a2"])
  }

  /// Two lines that lead into a track which is not called for change the same part, although nothing there is left.
}

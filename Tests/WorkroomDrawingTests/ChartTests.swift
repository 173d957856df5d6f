import Testing
import WorkroomDrawing
import WorkroomReporting

/// What a chart says of a workflow.
@Suite struct ChartTests {
  private static let text = """
    workflow "Small" version 2

    campaign
      most_we_pay money default 500 USD
    end

    record
      price money default 0 USD
    end

    on influencer.withdrew go to gone

    stage proposed titled "Their offer" in "Proposals"
      on proposal.negotiated or proposal.countered
        set price to event.price
      end
      on proposal.accepted by manager when price is at most most_we_pay -- a comment
        and price is not 0 USD go to active
      on proposal.declined refuse "not today"
      after 30 days go to gone
    end

    stage active
      track links in "Links"
        stage needs_link
          once link is held go to has_link
        end
        final has_link
      end
      on content.rejected restart
      on influencer.paused go to on_hold
    end

    stage on_hold
      on influencer.resumed resume
      on contract.completed resume active at the top
    end

    final gone
    """

  private func node(_ name: String, _ chart: Chart) throws -> Chart.Node {
    try #require(chart.nodes(named: name).first.map { chart.nodes[$0] })
  }

  @Test func arrowsCarryTheWordsOfTheFile() throws {
    let chart = try Samples.chart(Self.text)
    let accepted = try #require(chart.arrows.first { $0.cause.text == "proposal.accepted" })
    #expect(accepted.cause.roles == ["manager"])
    #expect(accepted.cause.condition == "price is at most most_we_pay and price is not 0 USD")
    #expect(chart.nodes[accepted.source].path == "proposed")
    #expect(chart.nodes[accepted.target].path == "active")
    #expect(accepted.line == 17)
    #expect(chart.arrows.first { $0.cause.kind == .timer }?.cause.text == "after 30 days")
    #expect(chart.arrows.first { $0.cause.kind == .once }?.cause.text == "once link is held")
  }

  @Test func aLineOutsideTheStagesLeadsFromAnywhere() throws {
    let chart = try Samples.chart(Self.text)
    let arrow = try #require(chart.arrows.first { $0.cause.text == "influencer.withdrew" })
    #expect(arrow.source == 0)
    #expect(Picture(chart).boxes.contains { $0.shape == .anywhere })
  }

  @Test func whatLeadsNowhereElseIsANote() throws {
    let notes = try node("proposed", Samples.chart(Self.text)).notes
    #expect(notes.map(\.kind) == [.reaction, .refuse])
    #expect(notes[0].cause.text == "proposal.negotiated or proposal.countered")
    #expect(notes[0].deeds == ["set price to event.price"])
    #expect(notes[1].deeds == ["refuse \"not today\""])
    #expect(try node("on_hold", Samples.chart(Self.text)).notes.map(\.kind) == [.resume])
    #expect(try Samples.chart(Self.text).withoutNotes().nodes.allSatisfy(\.notes.isEmpty))
  }

  @Test func waysThatAreSpecialAreKept() throws {
    let chart = try Samples.chart(Self.text)
    #expect(chart.arrows.first { $0.cause.text == "content.rejected" }?.way == .restart)
    #expect(chart.arrows.first { $0.cause.text == "contract.completed" }?.way == .resume(atTop: true))
  }

  @Test func stagesEnteredFirstAreMarked() throws {
    let chart = try Samples.chart(Self.text)
    #expect(chart.nodes.filter(\.isEntry).map(\.path) == ["proposed", "active.links.needs_link"])
    #expect(chart.sections[try #require(try node("proposed", chart).section)] == "Proposals")
  }

  @Test func aFileOfOneLineHasTheStandardStages() throws {
    let chart = try Samples.chart("on proposal.accepted assign discount from group X and link from group Y\n")
    #expect(chart.nodes(named: "active.discounts.has_code").count == 1)
    #expect(chart.arrows.allSatisfy { $0.line == nil })
    #expect(chart.arrows.contains { $0.cause.condition == "accepting is open" })
    #expect(chart.nodes[0].notes.count == 1, "only what the file itself says")
  }

  // MARK: - Focus

  private func paths(_ focus: String, _ depth: Int) throws -> [String] {
    let chart = try Samples.chart(Self.text)
    return chart.focused(on: try #require(chart.nodes(named: focus).first), depth: depth).nodes.dropFirst().map(\.path)
  }

  @Test func focusKeepsWhatLiesWithinSoManyArrows() throws {
    #expect(try paths("on_hold", 0) == ["on_hold"])
    #expect(try paths("on_hold", 1) == ["active", "on_hold"])
    #expect(try paths("on_hold", 2) == ["proposed", "active", "on_hold"])
    #expect(
      try paths("needs_link", 1) == ["active", "active.links", "active.links.needs_link", "active.links.has_link"])
    #expect(try paths("active", 0).contains("active.links.has_link"), "all inside the stage itself is kept")
  }

  @Test func focusCountsWhatItLeavesOutAndKeepsNoOtherArrows() throws {
    let whole = try Samples.chart(Self.text)
    let chart = whole.focused(on: try #require(whole.nodes(named: "on_hold").first), depth: 1)
    #expect(try node("active", chart).hidden == 3)
    #expect(Set(chart.arrows.map(\.cause.text)) == ["influencer.paused", "contract.completed"])
    for arrow in chart.arrows {
      #expect(chart.nodes.indices.contains(arrow.source) && chart.nodes.indices.contains(arrow.target))
    }
    #expect(Picture(chart).boxes.count == 3)
  }

  // MARK: - Counts and names

  @Test func countsStandInTheirStages() throws {
    var chart = try Samples.chart(Self.text)
    #expect(chart.setCounts(["active": 3, "proposed": 1, "of_old": 2]) == ["of_old"])
    #expect(try node("active", chart).count == 3)
    #expect(try node("on_hold", chart).count == 0)
    #expect(SVG.write(Picture(chart)).text.contains(">3 now<"))
    #expect(Outline.write(chart).contains { $0.text.hasSuffix("3 now") })
  }

  @Test func aStageIsFoundByTheEndOfItsPath() throws {
    let chart = try Samples.chart(Self.text)
    #expect(chart.nodes(named: "links.has_link").map { chart.nodes[$0].path } == ["active.links.has_link"])
    #expect(chart.nodes(named: "link").isEmpty)
    #expect(chart.nearest(to: "propsed") == "proposed")
  }
}

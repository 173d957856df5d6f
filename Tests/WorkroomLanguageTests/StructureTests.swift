import Testing

@testable import WorkroomLanguage

/// What the checker hands on: stages, where rules lead, items, properties and what becomes of older versions.
@Suite struct StructureTests {
  private func check(_ text: String) throws -> CheckedWorkflow {
    let program = Program(name: "checked", text: text)
    return try #require(Checker.check(program.source).workflow, "\(program.rendering)")
  }

  private func stage(_ path: String, _ workflow: CheckedWorkflow) throws -> Int {
    try #require(workflow.stages.firstIndex { $0.path == path }, "no stage has the path \(path)")
  }

  private func event(_ path: String, _ workflow: CheckedWorkflow) throws -> Int {
    try #require(workflow.events.firstIndex { $0.path == path }, "no event has the path \(path)")
  }

  /// The rules that the text itself holds.
  private func own(_ workflow: CheckedWorkflow) -> [CheckedRule] { workflow.rules.filter { !$0.isVocabulary } }

  // MARK: Stages

  @Test func theStageMarkedInitialIsEnteredFirst() throws {
    let workflow = try check(
      """
      stage late
        on proposal.accepted go to gone
      end
      stage early initial titled "Early"
        on proposal.accepted go to late
      end
      final gone
      """)
    #expect(workflow.stages.filter(\.isInitial).map(\.path) == ["early"])
    #expect(workflow.firstChild(of: 0) == (try stage("early", workflow)))
  }

  @Test func withoutAMarkTheFirstThatIsNotFinalIsEnteredFirst() throws {
    let workflow = try check(
      """
      stage active
        final done
        stage posting
          on content.posted go to done
        end
        once active is done go to gone
      end
      final gone
      """)
    #expect(workflow.firstChild(of: try stage("active", workflow)) == (try stage("active.posting", workflow)))
  }

  // MARK: Where rules lead

  static let tracks = """
    stage active
      track links
        stage needed
          on link.assigned go to held
        end
        final held
      end
      track progress
        stage drafting
          on content.posted go to posted
        end
        final posted
      end
      on influencer.paused go to on_hold
      %
      once active is done go to gone
    end
    stage on_hold
      on influencer.resumed resume
      on influencer.changed resume active.links
      on proposal.accepted resume active at the top
    end
    final gone
    """

  private func withTracks(_ line: String) throws -> (workflow: CheckedWorkflow, outcome: CheckedRule.Outcome) {
    let lines = Self.tracks.split(separator: "\n").map { $0.contains("%") ? "  \(line)" : String($0) }
    let workflow = try check(lines.joined(separator: "\n"))
    let rule = own(workflow).first { $0.line == 1 + (lines.firstIndex { $0 == "  \(line)" } ?? 0) }
    return (workflow, try #require(rule?.outcome))
  }

  @Test func severalTargetsStandInTheOrderOfTheText() throws {
    let (workflow, outcome) = try withTracks("on proposal.countered go to posted and links.held")
    #expect(
      outcome == .goTo([try stage("active.links.held", workflow), try stage("active.progress.posted", workflow)]))
  }

  @Test func restartNamesAnInnerStage() throws {
    let (workflow, outcome) = try withTracks("on proposal.countered restart at posted")
    #expect(outcome == .restart(at: try stage("active.progress.posted", workflow)))
    #expect(try withTracks("on proposal.countered restart").outcome == .restart(at: nil))
  }

  @Test func resumeNamesAStageOrNone() throws {
    let workflow = try withTracks("on proposal.countered stay").workflow
    let hold = try stage("on_hold", workflow)
    #expect(
      own(workflow).filter { $0.owner == hold }.map(\.outcome) == [
        .resume(nil, atTop: false), .resume(try stage("active.links", workflow), atTop: false),
        .resume(try stage("active", workflow), atTop: true),
      ])
  }

  @Test func inAsksWhetherAStageIsActive() throws {
    let workflow = try withTracks("on proposal.countered when in drafting and not (in links.held) stay").workflow
    let asked = workflow.expressions.compactMap { expression -> String? in
      if case .isIn(let stage) = expression.operation { workflow.stages[stage].path } else { nil }
    }
    #expect(asked == ["active.progress.drafting", "active.links.held"])
  }

  // MARK: Items

  /// A workflow with an `each` that is said in one line, and a line of its own and one of its items.
  private func withItems(
    _ head: String = "each deliverable at most 12", fields: String = "record\n tasks number default 0\nend",
    line: String = "on proposal.countered stay", item: String = "on proposal.countered stay"
  ) throws -> CheckedWorkflow {
    try check(
      """
      \(fields)
      stage active
        \(head)
          record
            drafts number default 0
            agreed date optional
          end
          stage to_post
            \(item)
            on content.posted go to approved
          end
          final approved
        end
        \(line)
        once all deliverables are done go to gone
      end
      final gone
      """)
  }

  @Test func anEachIsAStageWhoseItemsGoThroughWhatItHolds() throws {
    let workflow = try withItems()
    let index = try stage("active.deliverable", workflow)
    #expect(workflow.stages[index].kind == .each)
    #expect(workflow.stages[index].children.map { workflow.stages[$0].name } == ["to_post", "approved"])
    #expect(workflow.stages.filter { $0.each == 0 }.map(\.name) == ["deliverable", "to_post", "approved"])
    #expect(workflow.stages[try stage("active", workflow)].holdsTracks)
    let each = try #require(workflow.eaches.first)
    #expect(each.stage == index && each.noun == "deliverable" && each.most == 12)
    #expect(each.record.map(\.name) == ["deliverable", "deliverable.due", "drafts", "agreed"])
    #expect(each.record.map(\.type) == [.text, .date, .number, .date])
    #expect(each.record.map(\.mayBeUnset) == [false, true, false, true])
    #expect(each.added == (try event("deliverable.added", workflow)))
    #expect(each.waived == (try event("deliverable.waived", workflow)))
  }

  @Test func howManyItemsBeginIsAFieldOrANumber() throws {
    func count(_ workflow: CheckedWorkflow) -> String? {
      guard let count = workflow.eaches.first?.count else { return nil }
      switch workflow.expressions[count].operation {
      case .field(let storage, let index): return "\(storage) \(workflow.fields(storage)[index].name)"
      case .constant(let word): return "\(word / 1_000_000)"
      default: return "another value"
      }
    }
    #expect(count(try withItems()) == "record tasks")
    #expect(count(try withItems(fields: "campaign\n tasks number optional\nend")) == "campaign tasks")
    #expect(count(try withItems(fields: "record\n tasks text default \"none\"\nend")) == nil)
    #expect(count(try withItems("each deliverable at most 12 of 3")) == "3")
    let posts = "campaign\n posts number optional\nend\nrecord\n tasks number default 0\nend"
    #expect(count(try withItems("each deliverable at most 12 of posts", fields: posts)) == "campaign posts")
  }

  @Test func valuesOfItemsAreReadAndChangedInTheItem() throws {
    let workflow = try withItems(
      item: """
        on content.approved when drafts is 1 and deliverable.due is set and deliverable is "1"
          set agreed to deliverable.due
          add 1 to drafts
          clear agreed
          set tasks to drafts
          stay
        end
        """)
    let rule = try #require(own(workflow).first { $0.condition != nil })
    let kinds = rule.actions.map { action -> String in
      switch workflow.actions[action].kind {
      case .setItem(let field, _): "set item \(field)"
      case .addItem(let field, _, false): "add item \(field)"
      case .clearItem(let field): "clear item \(field)"
      case .set(let field, _): "set \(workflow.record[field].name)"
      default: "another"
      }
    }
    #expect(kinds == ["set item 3", "add item 2", "clear item 3", "set tasks"])
    let read = workflow.expressions.compactMap { expression -> String? in
      switch expression.operation {
      case .field(.item, let field): "field \(field)"
      case .isSet(.item, let field): "set \(field)"
      default: nil
      }
    }
    #expect(read == ["field 2", "set 1", "field 0", "field 1", "field 2"])
  }

  /// The values that the one `raise` of a text carries, by name.
  private func raised(_ workflow: CheckedWorkflow) -> [String] {
    workflow.actions.flatMap { action -> [String] in
      guard case .raise(let event, let values) = action.kind else { return [] }
      return values.map { value in
        let name = workflow.events[event].payload[value.field].name
        if case .field(.item, let field) = workflow.expressions[value.value].operation {
          return "\(name) item \(field)"
        }
        return name
      }
    }
  }

  @Test func anEventRaisedByAnItemCarriesItsName() throws {
    #expect(
      raised(try withItems(item: "on email.replied raise content.changes_requested")) == ["deliverable item 0"])
    #expect(
      raised(try withItems(item: "on email.replied raise deliverable.waived")) == ["deliverable item 0"])
    #expect(
      raised(try withItems(item: "on email.replied raise content.approved with deliverable \"2\"")) == ["deliverable"])
    #expect(raised(try withItems(item: "on email.replied raise deliverable.added")) == [])
    #expect(raised(try withItems(line: "on email.replied raise content.approved")) == [])
  }

  @Test(arguments: ["all deliverables are done", "deliverables is done", "deliverable is done"])
  func theNounMeansAllItems(_ condition: String) throws {
    let workflow = try withItems(line: "on payment.paid when \(condition) go to gone")
    let asked = workflow.expressions.compactMap { if case .isDone(let stage) = $0.operation { stage } else { nil } }
    #expect(asked.contains(try stage("active.deliverable", workflow)))
    #expect(asked.count == 2)
  }

  @Test func linesOfAnItemNameStagesAroundIt() throws {
    let workflow = try withItems(item: "on email.replied when in to_post go to gone")
    #expect(own(workflow).first { $0.condition != nil }?.outcome == .goTo([try stage("gone", workflow)]))
  }

  @Test func theVocabularyKnowsDeliverables() throws {
    let workflow = try check("")
    let content = workflow.events.filter { $0.path.hasPrefix("content.") }
    #expect(content.count >= 5)
    for event in content {
      let place = try #require(event.payload.firstIndex { $0.name == "deliverable" }, "\(event.path)")
      #expect(event.payload[place].mayBeUnset && event.subject != place, "\(event.path)")
    }
    #expect(workflow.events[try event("deliverable.added", workflow)].payload.map(\.name) == ["deliverable", "due"])
    #expect(workflow.events[try event("deliverable.waived", workflow)].payload.map(\.isOptional) == [false])
  }

  // MARK: The whole file

  @Test func recurringIsSaidInTheHeading() throws {
    let rest = "stage a\n on proposal.accepted go to b\nend\nfinal b\n"
    let workflow = try check("workflow \"Monthly box\" version 3 recurring\n\(rest)")
    #expect(workflow.isRecurring && workflow.version == 3)
    #expect(try !check("workflow \"Monthly box\" version 3\n\(rest)").isRecurring)
    #expect(try check("workflow \"Monthly box\" recurring\n\(rest)").isRecurring)
  }

  @Test func propertiesAreKept() throws {
    let workflow = try check(
      """
      stage invited
        on proposal.accepted go to gone
      end
      final gone
      never payment.paid before content.approved because "finance policy"
      never discount.assigned after influencer.withdrew
      always payment.paid within 7 days of fee.owed when event.amount is more than 0 USD
      can always reach gone or invited
      """)
    let said = workflow.properties.map { property -> String in
      switch property.kind {
      case .neverBefore(let a, let b): "\(workflow.events[a].path) before \(workflow.events[b].path)"
      case .neverAfter(let a, let b): "\(workflow.events[a].path) after \(workflow.events[b].path)"
      case .always(let a, let within, let b, let test):
        "\(workflow.events[a].path) of \(workflow.events[b].path) \(workflow.expressions[within].type) \(test != nil)"
      case .canReach(let stages): stages.map { workflow.stages[$0].path }.joined(separator: " ")
      }
    }
    #expect(
      said == [
        "payment.paid before content.approved", "discount.assigned after influencer.withdrew",
        "payment.paid of fee.owed duration true", "gone invited",
      ])
    #expect(workflow.properties.map { $0.because.map { workflow.texts[$0] } } == ["finance policy", nil, nil, nil])
  }

  @Test func whatBecomesOfOlderVersionsIsKept() throws {
    let workflow = try check(
      """
      workflow "Launch" version 3
      record
        price money default 0 USD
      end
      stage invited
        on proposal.accepted go to gone
      end
      final gone
      from version 1
        asked.twice becomes invited
        fee becomes price
        timers restart
      end
      from version 2
        timers keep their due time
      end
      """)
    #expect(workflow.migrations.map(\.version) == [1, 2])
    #expect(workflow.migrations.map(\.restartsTimers) == [true, false])
    let first = try #require(workflow.migrations.first)
    #expect(first.stages.map(\.old) == ["asked.twice"])
    #expect(first.stages.map(\.new) == [try stage("invited", workflow)])
    #expect(first.fields.map(\.old) == ["fee"])
    #expect(first.fields.map { workflow.record[$0.new].name } == ["price"])
  }
}

import Testing

@testable import WorkroomLanguage

/// Totals, earmarks and items of any kind: what the checked workflow says.
@Suite struct TotalsTests {
  private func checked(_ text: String) throws -> CheckedWorkflow {
    let program = Program(name: "totals", text: text + "stage a\n  on proposal.deleted go to b\nend\nfinal b\n")
    return try #require(Checker.check(program.source).workflow, "\(program.rendering)")
  }

  // MARK: Totals

  @Test func aTotalIsListedOnce() throws {
    let workflow = try checked(
      """
      on content.posted when count of content is 1 note "first"
      on content.posted when count of content is 2 and sum of content.views is more than 5 note "second"
      on conversion.recorded when sum of conversions.subtotal is more than 5 USD note "third"
      on conversion.voided when sum of conversion.subtotal is more than 9 USD note "fourth"

      """)
    #expect(
      workflow.totals == [
        CheckedTotal(noun: "content", field: nil), CheckedTotal(noun: "content", field: "views"),
        CheckedTotal(noun: "conversion", field: "subtotal"),
      ])
    let types = workflow.expressions.compactMap { if case .total = $0.operation { $0.type } else { nil } }
    #expect(types == [.number, .number, .number, .money(.home), .money(.home)])
  }

  @Test(arguments: [("party", "parties"), ("box", "boxes"), ("address", "addresses"), ("visit", "visits")])
  func aNounIsCountedInThePlural(_ noun: String, _ plural: String) throws {
    let workflow = try checked(
      """
      event \(noun).held by store with \(noun) text
      on \(noun).held when count of \(plural) is 1 and count of \(noun) is 1 note "one"

      """)
    #expect(workflow.totals == [CheckedTotal(noun: noun, field: nil)])
  }

  @Test func whatIsOwedAndPaidIsTheCampaignsMoney() throws {
    let workflow = try checked(
      """
      record
        paid_before money default 0 USD
      end
      on payment.paid set paid_before to paid
      on proposal.accepted when owed is more than paid note "more"

      """)
    var found: [String] = []
    for expression in workflow.expressions {
      switch expression.operation {
      case .owed, .paid: found.append("\(expression.operation) \(expression.type == .money(.home))")
      default: continue
      }
    }
    #expect(found == ["paid true", "owed true", "paid true"])
  }

  @Test func onceMayCountButNotAskWhatIsLeft() {
    func codes(_ condition: String) -> [DiagnosticCode] {
      Program(
        name: "once",
        text: "campaign\n  seats number default 5\nend\nstage a\n  once \(condition) go to b\nend\nfinal b\n"
      ).diagnostics.shown.map(\.code)
    }
    #expect(codes("count of content is at least 3") == [])
    #expect(codes("paid is at least 3 USD") == [])
    #expect(codes("left of seats is 0") == [.cannotWake])
  }

  @Test func anOverlapOfTotalsHasAnExample() throws {
    let program = Program(
      name: "overlap",
      text: """
        stage a
          on content.posted when count of content is at least 3 go to b
          on content.posted when count of content is at most 3 go to c
        end
        final b, c
        """)
    #expect(program.diagnostics.shown.map(\.notes) == [["for example with count of content 3"]])
  }

  // MARK: Earmarks

  @Test func anEarmarkNamesItsField() throws {
    let workflow = try checked(
      """
      campaign
        budget money optional
        seats number default 5
      end
      on proposal.negotiated when budget is set and event.price is at most left of budget
        earmark event.price from budget
        earmark 1 from seats
      end
      on proposal.declined free seats

      """)
    let places = Dictionary(uniqueKeysWithValues: workflow.campaign.enumerated().map { ($1.name, $0) })
    let kinds = workflow.actions.compactMap { action -> String? in
      switch action.kind {
      case .earmark(let field, let amount): "earmark \(field) \(workflow.expressions[amount].type == .number)"
      case .free(let field): "free \(field)"
      default: nil
      }
    }
    let (budget, seats) = (try #require(places["budget"]), try #require(places["seats"]))
    #expect(kinds == ["earmark \(budget) false", "earmark \(seats) true", "free \(seats)"])
    let left = workflow.expressions.compactMap { if case .left(let field) = $0.operation { field } else { nil } }
    #expect(left == [budget])
  }

  @Test func aRuleMayEndInAnEarmark() throws {
    let workflow = try checked(
      """
      campaign
        free number default 5
      end
      on proposal.declined when free is more than 1 free free
      on proposal.accepted when free is 5 or free is 6
        earmark free from free
      end

      """)
    let own = workflow.rules.filter { !$0.isVocabulary && $0.owner == 0 }
    #expect(own.map(\.actions.count) == [1, 1])
  }

  // MARK: Items

  @Test func aPoolMakesAKindOfItem() throws {
    let workflow = try checked(
      """
      campaign
        tickets pool of ticket optional
        more    pool of ticket optional
        codes   pool of discount optional
        boxes   pool of box default "spring"
      end
      on proposal.accepted assign ticket from tickets and box from boxes paying 5%
      on proposal.declined release ticket, box and discount
      on proposal.submitted assign ticket from group backstage

      """)
    #expect(workflow.poolKinds == ["discount", "link", "ticket", "box"])
    let types = Dictionary(workflow.campaign.map { ($0.name, $0.type) }) { first, _ in first }
    #expect(types["tickets"] == .group(2))
    #expect(types["more"] == .group(2))
    #expect(types["codes"] == .group(0))
    #expect(types["boxes"] == .group(3))
    let masks = workflow.actions.compactMap { if case .release(let mask) = $0.kind { mask } else { nil } }
    #expect(masks.first == 1 << 2 | 1 << 3 | 1 << 0)
    let hidden = workflow.campaign.filter(\.isHidden)
    #expect(hidden.map(\.name) == ["ticket group backstage"])
    // A group named in the text counts as chosen.
    #expect(
      workflow.campaign.filter { !$0.isHidden && $0.type == .group(2) }.allSatisfy {
        if case .group("backstage") = $0.fallback { true } else { false }
      })
  }

  // MARK: Dates that may be unset

  @Test func aTimerMayWaitForADateThatIsNotSet() throws {
    let workflow = try checked(
      """
      record
        due date optional
      end
      stage c
        at due tell manager "due"
        at due + 3 days when due is set and due is more than 2026-03-01 tell manager "late"
        on proposal.deleted go to b
      end

      """)
    let timers = workflow.rules.filter { if case .at = $0.trigger { true } else { false } }
    #expect(timers.count == 2)
  }

  @Test func theActionsOfATimerStillAskFirst() {
    let program = Program(
      name: "timer",
      text: """
        record
          due date optional
        end
        stage a
          at due when due is more than 2026-03-01 go to b
          on proposal.deleted go to b
        end
        final b
        """)
    #expect(program.diagnostics.shown.map(\.code) == [.mayBeUnset])
  }
}

import Testing
import WorkroomLanguage
import WorkroomMachine

/// What becomes of events that no line takes, of those sent by the wrong ones, and of those that come too late.
@Suite struct EventTests {
  static let text = """
    event e.handled by manager or system otherwise handled
    event e.refused by manager or system otherwise refused
    event e.ignored by manager or system otherwise ignored
    event e.plain by manager or system
    event e.open otherwise handled
    event e.go by manager
    on e.handled note "handled outside"
    on e.refused note "refused outside"
    on e.ignored note "ignored outside"
    on e.plain note "plain outside"
    stage a
      on e.go go to z
    end
    final z
    """

  @Test(arguments: [
    ("e.handled", StepStatus.taken), ("e.refused", .refused), ("e.ignored", .ignored), ("e.plain", .refused),
  ]) func aPersonsEventThatNothingTakes(event: String, status: StepStatus) throws {
    var scene = try Scene(EventTests.text)
    #expect(scene.send(event, by: "manager") == status)
    // Late events outside the stages meet the same.
    scene.send("e.go", by: "manager")
    #expect(scene.send(event, by: "manager") == status)
  }

  @Test(arguments: ["e.handled", "e.refused", "e.ignored", "e.plain"]) func aSystemsEventReachesReactions(
    event: String
  ) throws {
    var scene = try Scene(EventTests.text)
    #expect(scene.send(event, by: "system") == .taken)
    scene.send("e.go", by: "manager")
    #expect(scene.isFinished)
    #expect(scene.send(event, by: "system") == .taken)
    #expect(scene.said.count == 1)
  }

  @Test(arguments: [
    ("e.handled", StepStatus.handled, StepStatus.handled), ("e.refused", .refused, .ignored),
    ("e.ignored", .ignored, .ignored),
    ("e.plain", .refused, .ignored),
  ]) func whatNothingWaitsFor(event: String, person: StepStatus, system: StepStatus) throws {
    let declarations = EventTests.text.split(separator: "\n").filter { !$0.hasPrefix("on ") }.joined(separator: "\n")
    var scene = try Scene(declarations)
    #expect(scene.send(event, by: "manager") == person)
    #expect(scene.send(event, by: "system") == system)
  }

  @Test func whoMaySend() throws {
    var scene = try Scene(EventTests.text)
    #expect(scene.send("e.go", by: "director") == .denied)
    #expect(scene.send("e.go", by: "system") == .denied)
    #expect(scene.send("e.go", by: "nobody") == .denied)
    #expect(scene.send("e.open", by: "carrier") == .handled)
    #expect(scene.send("e.go") == .taken, "the engine may send everything")
  }

  @Test func finishedParticipationsTakeNoTransitions() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.back by manager or system
      on e.back note "late"
      on e.back go to a
      once entered note "outside"
      stage a
        on e.go go to z
      end
      final z
      """)
    #expect(scene.said == ["outside"])
    scene.send("e.go", by: "manager")
    #expect(scene.send("e.back", by: "manager") == .refused)
    #expect(scene.send("e.back", by: "system") == .taken)
    #expect(scene.said == ["late"])
    #expect(scene.stages == ["z"])
  }

  @Test func lateConversionsCount() throws {
    var scene = try Scene(EventTests.text)
    scene.send("e.go", by: "manager")
    scene.send("conversion.recorded", by: "store", ["conversion": 5, "subtotal": 10_000, "rate": number(10)])
    #expect(scene.kinds == [.owe])
    #expect(scene.effects[0].a == 1000)
    scene.send("payment.paid", by: "manager", ["amount": 500])
    #expect(scene.kinds == [.paid])
  }

  @Test func changedAttributesAreReadAnew() throws {
    var scene = try Scene(
      """
      stage a
        once followers is at least 1_000 go to b
      end
      stage b
      end
      """)
    let followers = scene.machine.workflow.influencer.firstIndex { $0.name == "followers" }!
    scene.view.influencer[followers + 1] = number(1000)
    #expect(scene.send("influencer.changed", by: "manager") == .taken)
    #expect(scene.stages == ["b"])
    #expect(scene.send("influencer.changed", by: "manager") == .handled)
  }

  @Test func changedDetailsAreReadAnew() throws {
    var scene = try Scene(
      """
      campaign
        most  number  default 3
      end
      stage a
        once most is more than 3 go to b
      end
      stage b
      end
      """)
    scene.choose(["most": number(4)])
    #expect(scene.send("campaign.changed", by: "manager") == .taken)
    #expect(scene.stages == ["b"])
  }

  @Test func theStandardStages() throws {
    var scene = try Scene(
      "on proposal.accepted assign discount from group X and link from group Y",
      pools: [Scene.codes: 1, Scene.links: 1])
    #expect(scene.stages == ["assigned"])
    scene.send("influencer.invited", by: "manager")
    scene.send("proposal.submitted", by: "influencer", ["price": 30_000, "tasks": number(2)])
    #expect(scene.send("proposal.accepted", by: "influencer") == .denied)
    scene.send("proposal.accepted", by: "manager")
    #expect(scene.kinds == [.claim, .claim, .email, .owe])
    #expect(scene.stages == ["active.discounts.has_code", "active.links.has_link", "active.progress.delivering"])
    scene.send("content.posted", by: "influencer", ["content": 1])
    #expect(scene.stages == ["completed"])
  }

  @Test func whatIsAwaited() throws {
    var scene = try Scene(EventTests.text)
    let names = scene.machine.awaitedEvents(scene.state.span).map { scene.machine.workflow.events[$0].path }
    #expect(names == ["e.go"])
    scene.send("e.go", by: "manager")
    #expect(scene.machine.awaitedEvents(scene.state.span).isEmpty)
  }

  /// Many participations in one array, as the engine and the benchmark run them.
  @Test func aBatchDoesWhatStepsDo() throws {
    let scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.add by manager with n number
      event e.go by manager
      stage a
        on e.add add event.n to n
        on e.go when n is at least 3 go to b
      end
      stage b
        once entered
          note "done"
          go to z
        end
      end
      final z
      """)
    let machine = scene.machine
    let stride = machine.layout.stride
    let (add, go) = (UInt16(machine.event(named: "e.add")!), UInt16(machine.event(named: "e.go")!))
    let manager = UInt8(machine.role(named: "manager")!)
    let payload: [Int64] = [0, 1, number(2)]
    var events: [BatchEvent] = []
    for round in 0..<4 {
      for participation in 0..<50 {
        events.append(
          round % 2 == 0
            ? BatchEvent(
              participation: UInt32(participation), payloadStart: 1, event: add, role: manager, payloadCount: 2, now: 1)
            : BatchEvent(
              participation: UInt32(participation), payloadStart: 0, event: go, role: manager, payloadCount: 1, now: 1))
      }
    }
    var states = Array(repeatElement(scene.state, count: 50).joined())
    var buffer = StepBuffer()
    var span = states.mutableSpan
    let counts = run(machine, &span, events: events.span, payload: payload.span, view: scene.view, into: &buffer)
    #expect(counts.taken == 150 && counts.notTaken == 50 && counts.effects == 50)
    var one = scene
    for event in ["e.add", "e.go", "e.add", "e.go"] { one.send(event, by: "manager", ["n": number(2)]) }
    for participation in 0..<50 {
      #expect(Array(states[participation * stride..<(participation + 1) * stride]) == one.state)
    }
  }

  /// What follows by itself is the same in a batch, whether it is short, in several tracks, may fail or goes on for ever.
  @Test(arguments: [
    "once entered go to c",
    "once n is at least 1 go to c",
    "once n is at least 5 go to c",
    "once n + n is at least 2 go to c",
    """
    stage e1 initial
      once entered go to e2
    end
    stage e2
      once n is at least 1 go to e1
      once otherwise go to c
    end
    """,
    """
    track t
      stage t1
        once entered go to t2
      end
      stage t2
        once entered go to t3
      end
      final t3
    end
    track u
      stage u1
        once n is at least 1 go to u2
      end
      final u2
    end
    once all of t and u are done go to c
    """,
  ]) func aBatchSettlesAsStepsDo(inside: String) throws {
    let scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager with n number
      stage a
        on e.go
          set n to event.n
          go to b
        end
      end
      stage b
      \(inside)
      end
      stage c
        once entered go to z
      end
      final z
      """)
    let go = UInt16(try #require(scene.machine.event(named: "e.go")))
    let manager = UInt8(try #require(scene.machine.role(named: "manager")))
    for n in [Int64(0), number(1), .max] {
      var one = scene
      for _ in 0..<2 { one.send("e.go", by: "manager", ["n": n]) }
      let event = BatchEvent(participation: 0, payloadStart: 0, event: go, role: manager, payloadCount: 2, now: 1)
      var states = scene.state
      var buffer = StepBuffer()
      var span = states.mutableSpan
      _ = run(
        scene.machine, &span, events: [event, event].span, payload: [1, n].span, view: scene.view, into: &buffer)
      #expect(states == one.state, "with \(n)")
    }
  }
}

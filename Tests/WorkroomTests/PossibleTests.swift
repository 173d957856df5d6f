import Testing
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// What is said to be possible is, and what did not fit is told of.
@Suite struct PossibleTests {
  private static let text = """
    campaign
      is_open  flag  default no
    end
    record
      tasks  number  default 0
    end
    stage invited
      on proposal.submitted
        set tasks to event.tasks
        go to proposed
      end
    end
    stage proposed
      on proposal.negotiated when event.price is at most 500 USD stay
      on proposal.accepted by director go to active
      on proposal.declined when is_open is yes go to gone
      on influencer.withdrew go to gone
    end
    stage active
      each deliverable at most 3 of tasks
        stage to_post
          on content.posted go to posted
        end
        final posted
      end
      on proposal.deleted go to gone
    end
    final gone

    """

  private func possible(_ room: Room, _ role: String) throws -> [String] {
    let row = try room.row("Jane")
    let definition = try room.engine.definition(row.definition)
    return room.engine.possible(row, definition, role: Int32(definition.machine.role(named: role)!))
  }

  @Test func whatItsLinesWouldAllRefuseIsNotNamed() throws {
    let room = try Room(PossibleTests.text)
    try room.send("Jane", "proposal.submitted", ["tasks": "2"])
    // Accepting is for a director, declining for an open campaign; what a price comes to is not known before.
    #expect(try possible(room, "manager") == ["withdraw", "negotiate"])
    #expect(try possible(room, "director") == ["withdraw", "negotiate", "accept"])
    let reply = try room.send("Jane", "proposal.accepted")
    #expect(reply.outcome == .refused && reply.possible == ["withdraw", "negotiate"])
    let open = try Room(PossibleTests.text, details: ["is_open": "yes"])
    try open.send("Jane", "proposal.submitted")
    #expect(try possible(open, "manager") == ["withdraw", "negotiate", "decline"])
  }

  @Test func whatALineRefusesIsNotNamed() throws {
    let room = try Room(
      """
      campaign
        is_open  flag  default no
      end
      stage invited
        on proposal.submitted when event.price is set and event.price is at most 500 USD go to gone
        on proposal.submitted otherwise refuse "too dear"
        on proposal.accepted when is_open is yes go to gone
        on proposal.accepted otherwise refuse "closed"
        on proposal.declined refuse "not yet"
        on proposal.countered go to gone
      end
      final gone

      """)
    // What a price comes to is not known before.
    #expect(try possible(room, "manager") == ["propose", "counter"])
    let reply = try room.send("Jane", "proposal.accepted")
    #expect(reply.outcome == .refused && reply.possible == ["propose", "counter"])
  }

  @Test(arguments: [(3, ""), (4, "`tasks` is 4, and the workflow has places for 3: the others are left out")])
  func itemsThatDoNotFitAreToldOf(tasks: Int, says: String) throws {
    let room = try Room(PossibleTests.text)
    try room.send("Jane", "proposal.submitted", ["tasks": "\(tasks)"])
    let reply = try room.send("Jane", "proposal.accepted", by: "director")
    #expect(reply.outcome == .taken)
    #expect(says.isEmpty ? reply.reason.isEmpty : reply.reason.hasPrefix(says), "\(reply.reason)")
  }
}

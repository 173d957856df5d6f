/// Somebody who has agreed to make two deliverables.
extension Room {
  /// The stages of a deliverable, the words behind `at most 3`, and a line of the stage around it; the proposal was accepted.
  static func deliverables(
    _ stages: String, of tasks: String = "", _ line: String = "", person: String = "Jane"
  ) throws -> Room {
    let room = try Room(
      """
      record
        tasks  number  default 0
      end
      stage proposed
        on proposal.submitted set tasks to event.tasks
        on proposal.accepted go to active
      end
      stage active in "Progress"
        \(line)
        each deliverable at most 3\(tasks)
          \(stages)
        end
        once all deliverables are done go to completed
      end
      final completed

      """, people: [person])
    try room.send(person, "proposal.submitted", ["tasks": "2"])
    try room.send(person, "proposal.accepted")
    return room
  }
}

import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// Who types, and whether they may do what they typed.
extension Console {
  /// Takes a line in hand: from here on the log and the audit log tell of whoever types it.
  func takeInHand(_ line: String) { engine.hand = hand?.asking(line) }

  /// Ends the line: what was refused is written down too.
  func letGo(status: Int32, answer: String) {
    do { try engine.endHand(status: status, answer: answer) } catch {
      fail("this could not be written into the audit log: \(error.description)", error.exitCode, [])
    }
  }

  /// Lets a line through, or says for whom it is. Events are the vocabulary's and the workflow's to judge; what else changes
  /// something stands in the table of deeds.
  func admit(_ line: String) throws {
    guard let words = Words(line), !words.words.isEmpty else { return }
    if try isEvent(words) {
      engine.hand?.isCommand = true
      return
    }
    let deed = Deed.table.first { $0.consoleWords.contains { words.starts(with: $0) != nil } }
    guard let deed else { return }
    engine.hand?.isCommand = true
    engine.hand?.isPrivate = deed.forgets
    guard let name = hand?.operatorName, !deed.isAllowed(to: roles) else { return }
    let able = try Operators(engine).present().filter { deed.isAllowed(to: $0.roles) }.map { "`\($0.shownName)`" }
    throw Refusal(
      text: deed.refusal(of: name, roles),
      help: able.isEmpty ? [] : ["ask \(able.prefix(5).joined(separator: ", "))"])
  }

  private func isEvent(_ words: Words) throws -> Bool {
    guard let campaign else { return false }
    // What takes an event back is an event.
    if words.starts(with: "undo") != nil { return true }
    let events = try engine.definition(engine.campaign(campaign).row.definition).workflow.events
    return events.contains { event in
      [event.typed, event.path].contains { $0.flatMap { words.starts(with: $0) } != nil }
    }
  }
}

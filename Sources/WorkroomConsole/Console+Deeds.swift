import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// What was done about somebody and is no event: `undo` takes back events alone, and says so before it goes further back.
extension Console {
  /// Remembers that the line that is done has told the directory something new of somebody.
  func changed(_ influencer: Int64) {
    sandbox?.touch(influencer)
    hasChangedDirectory = true
  }

  /// Refuses to take back an older event where the newest line that changed anything sent none.
  func refuseDeed() throws(Refusal) {
    guard let deed = lastDeed, let words = Words(deed), let word = words.words.first?.text.lowercased(),
      words.words.count > 1
    else { return }
    let name = words.words[1].text
    let isBulk = name == "all" && !words.words[1].isQuoted
    let who = isBulk ? "NAME" : name.contains(" ") ? "\"\(name)\"" : name
    let back = Console.takingBack(word, who, words.words.dropFirst(2).prefix { $0.text != "when" }.map(\.text))
    throw Refusal(
      text: "the newest change is `\(deed)`, which is no event, and `undo` takes back events alone; nothing is changed",
      status: 1,
      help: [
        isBulk ? "\(back), one influencer at a time" : back, "`undo NAME` takes back the newest event about somebody",
      ] + (sandbox == nil ? [] : ["`.undo` takes back whatever a line changed in this sandbox"]))
  }

  /// Tells that something newer than an event is none, and what would be taken back instead. Errors: nobody is asked.
  func tellOfDeed(behind newest: LogRow, _ name: String, _ row: ParticipationRow) throws {
    guard let deed = try engine.store.newestDeed(about: row.influencer), deed.at >= newest.recorded,
      let asked = deed.asked, var words = Words(asked)
    else { return }
    if deed.origin == Hand.Origin.commandLine.rawValue, words.starts(with: "influencer") != nil {
      words.words.removeFirst()
    }
    guard let word = words.words.first?.text.lowercased(), Console.directoryWords.contains(word),
      try !(isTyped(words) && (word != "restore" || words.words.count > 2))
    else { return }
    let who = name.contains(" ") ? "\"\(name)\"" : name
    let text = "the newest about `\(name)` is `\(asked)`, which is no event, and `undo` takes back events alone"
    let back = Console.takingBack(word, who, words.words.dropFirst(2).map(\.text))
    let (older, typed) = try olderEvent(newest, who)
    guard isInteractive, !assumesYes else {
      throw Refusal(
        text: "\(text); the newest event is the older `\(older)`, and nothing is changed", status: 1,
        help: [back] + (typed.map { ["`\($0)` takes back the older `\(older)`"] } ?? []))
    }
    say(text)
    say("  \(back)")
    say("  what would be taken back now is the older `\(older)`")
  }

  /// How an event is typed, and what is typed to take it back; `nil` where nothing takes it back.
  private func olderEvent(_ log: LogRow, _ who: String) throws -> (event: String, typed: String?) {
    let events = try engine.definition(log.definition).workflow.events
    func typed(_ path: String) -> String { events.first { $0.path == path }?.typed ?? path }
    let event = typed(events[Int(log.event)].path)
    guard case .event(let path, let values) = try Compensation.of(log, engine) else { return (event, nil) }
    let written = values.map { value in
      let isPlain = value.text.utf8.first.map { (48...57).contains($0) || $0 == 45 } ?? false
      return "\(value.name) " + (isPlain ? value.text : "\"\(value.text)\"")
    }
    return (event, ([typed(path), who] + written).joined(separator: " "))
  }

  /// What takes back a word of the directory, by what was said behind its name.
  private static func takingBack(_ word: String, _ who: String, _ rest: [String]) -> String {
    let tags = (rest.first == "as" ? rest.dropFirst() : rest[...]).joined(separator: " ")
    switch word {
    case "tag": return "`untag \(who) \"\(tags)\"` takes the tag away"
    case "untag": return "`tag \(who) as \"\(tags)\"` gives the tag back"
    case "archive", "blacklist": return "`restore \(who)` takes that back"
    case "restore": return "`archive \(who) because \"...\"` or `blacklist \(who) because \"...\"` takes that back"
    case "connect": return "`disconnect \(who) \(rest.prefix(2).joined(separator: " "))` takes that back"
    case "disconnect": return "`connect \(who) \(rest.prefix(2).joined(separator: " "))` takes that back"
    default: return "a remark stays; another one sets it right: `remark \(who) \"...\"`"
    }
  }
}

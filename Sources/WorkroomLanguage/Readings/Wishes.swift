/// A sentence with wishes in it: "when they accept, give them a code and a link and email them".
///
/// What it asks for is looked up word by word. It is told as the lines that would do it; a number or a text that finds no
/// place there makes it nothing that could be told, and other words that are left out are named.
struct Wishes {
  private let line: ReadingLine
  private var at = 0
  private var items: [String] = []
  private var actions: [[String]] = []
  private var target: [String]?
  private var unknown: [String] = []
  private var isExample = false

  /// The lines that a sentence asks for; `nil` where it is no such sentence.
  static func candidate(_ line: ReadingLine) -> ReadingCandidate? {
    var wishes = Wishes(line)
    guard line.words.count > 2, let head = wishes.head(), wishes.read() else { return nil }
    var actions = wishes.actions
    if !wishes.items.isEmpty { actions.insert(wishes.assignment, at: 0) }
    if let target = wishes.target { actions.append(["go", "to"] + target) }
    guard !actions.isEmpty, wishes.unknown.count < 2, !wishes.isDenied, !wishes.unknown.contains(where: line.isKnown)
    else { return nil }
    let words =
      actions.count == 1
      ? head + actions[0] : head + ["\n"] + actions.flatMap { $0 + ["\n"] } + ["end"]
    return ReadingCandidate(
      title: "a rule says when something happens, and on a line each what is to be done", words: words,
      notes: (wishes.isExample ? ["what stands in quotes is an example"] : [])
        + (wishes.unknown.isEmpty
          ? [] : ["\(wishes.unknown.prefix(6).map { "`\($0)`" }.joined(separator: ", ")) is left out"]),
      loses: !wishes.unknown.isEmpty)
  }

  /// Words that turn a wish round, or ask for more than the wishes that are known.
  private static let denials: Set = [
    "remove", "revoke", "take", "delete", "cancel", "stop", "disable", "block", "without", "not", "no", "never",
    "don't",
    "unassign", "unless", "except", "only", "if", "before", "until", "either", "or", "instead", "all", "every", "half",
    "quarter",
    "about",
  ]

  private var isDenied: Bool { unknown.contains { Wishes.denials.contains($0.lowercased()) } }

  private init(_ line: ReadingLine) { self.line = line }

  private var words: [String] { line.words }
  private func word(_ index: Int) -> String { index < words.count ? words[index].lowercased() : "" }

  // MARK: When

  private static let openings: Set = ["when", "if", "once", "whenever", "after", "on", "upon", "as", "soon", "every"]

  private static let events = [
    "accept": "proposal.accepted", "approve": "proposal.accepted", "agree": "proposal.accepted",
    "submit": "proposal.submitted", "apply": "proposal.submitted", "applie": "proposal.submitted",
    "decline": "proposal.declined", "reject": "proposal.declined", "post": "content.posted",
    "publish": "content.posted", "publishe": "content.posted", "deliver": "shipment.delivered",
    "arrive": "shipment.delivered", "withdraw": "influencer.withdrew", "withdrew": "influencer.withdrew",
    "paid": "payment.paid", "sign": "contract.completed", "invite": "influencer.invited", "ship": "shipment.sent",
    "negotiate": "proposal.negotiated",
  ]

  /// What the line waits for, as the language says it.
  private mutating func head() -> [String]? {
    if word(0) == "on" || word(0) == "when", line.events.contains(words[1]) {
      at = 2
      if word(2) == "by", words.count > 4 {
        guard line.people.contains(word(3)) || word(3) == "influencer" else { return nil }
        at = 4
      }
      return ["on"] + words[1..<at]
    }
    guard Wishes.openings.contains(word(0)) else { return nil }
    let comma = words.firstIndex { $0 == "," || $0.lowercased() == "then" }
    let end = comma ?? words.indices.first { $0 > 0 && Wishes.verbs.contains(word($0)) } ?? words.count
    if let time = time(1..<end) {
      let isSilence = (0..<end).contains { Wishes.answers.contains(word($0)) }
      guard isSilence || word(0) == "after" else { return nil }
      // `after 1 0 days`: a second number is not to be lost.
      guard !(1..<end).contains(where: { line.kinds[$0] == .number && !time.contains(words[$0]) }) else { return nil }
      unknown += (1..<end).filter { !time.contains(words[$0]) && !isSaid($0) && !Wishes.silence.contains(word($0)) }
        .map { words[$0] }
      at = end
      return ["after"] + time
    }
    guard word(0) != "every", !words[..<end].contains(where: { ["not", "no", "never", "nobody", "!="].contains($0) })
    else {
      return nil
    }
    guard let index = (1..<max(end, 1)).first(where: { Wishes.event(word($0)).map(line.events.contains) == true })
    else { return nil }
    // `content arrives` is nothing that happens, whatever arrives else.
    let event = Wishes.event(word(index)) ?? ""
    let isAboutIt = (1..<end).allSatisfy { Wishes.things[word($0)].map { event.hasPrefix($0) } ?? true }
    guard isAboutIt else { return nil }
    // What else stands before the comma may be a condition, which is not to be lost.
    unknown += (1..<end).filter { $0 != index && !isSaid($0) }.map { words[$0] }
    at = end
    return ["on", event]
  }

  /// What an event about a thing begins with.
  private static let things = [
    "proposal": "proposal", "proposals": "proposal", "offer": "proposal", "offers": "proposal", "content": "content",
    "draft": "content", "shipment": "shipment", "parcel": "shipment", "payment": "payment", "contract": "contract",
  ]

  /// Whether a word before the comma says nothing that could be lost.
  private func isSaid(_ index: Int) -> Bool {
    Wishes.persons.contains(word(index)) || Wishes.fillers.contains(word(index))
  }

  private static let answers: Set = [
    "answer", "answers", "reply", "replies", "respond", "responds", "reaction", "response",
  ]

  private static let silence: Set = answers.union([
    "no", "not", "nobody", "does", "did", "do", "comes", "came", "within", "without", "later", "passed", "there", "any",
    "been", "after", "!=", "an", "days", "day",
  ])

  private static let persons: Set = [
    "somebody", "someone", "anybody", "influencers", "creators", "has", "have", "been", "was", "were", "are",
    "proposal",
    "proposals", "offer", "offers", "contract", "content", "order", "shipment", "parcel", "payment", "post", "soon",
  ]

  private static func event(_ word: String) -> String? {
    for ending in ["", "s", "ed", "d", "ted", "es", "ped"] where word.hasSuffix(ending) {
      if let event = events[String(word.dropLast(ending.utf8.count))] { return event }
    }
    return nil
  }

  private func time(_ range: Range<Int>) -> [String]? {
    for index in range.dropLast() where line.kinds[index] == .number {
      if let unit = ReadingLine.units.first(where: { $0 == word(index + 1) }) { return [words[index], unit] }
    }
    return nil
  }

  // MARK: What

  private static let verbs: Set = [
    "give", "gives", "send", "sends", "assign", "email", "mail", "remind", "tell", "notify", "inform", "order", "ship",
    "pay", "owe", "go", "move", "create", "close", "write",
  ]

  private static let fillers: Set = [
    ",", "and", "then", "also", "to", "the", "a", "an", "them", "her", "him", "it", "they", "she", "he", "their", "we",
    "you", "i", "please", "influencer", "creator", "person", "give", "gives", "get", "gets", "send", "sends", "assign",
    "receive", "receives", "should", "must", "will", "with", "of", "for", "out", "new", "stage", "go", "move", "back",
    "own",
    "by", "via", "create", "as", "well", "both", "in", "from", "is", "be", "on",
  ]

  private var assignment: [String] {
    var words = ["assign"]
    for item in items { words += (words.count > 1 ? ["and"] : []) + [item, "from", "\(item)_group"] }
    return words
  }

  /// Reads the wishes; false where a number or a text has no place in them.
  private mutating func read() -> Bool {
    while at < words.count {
      guard wish() else { return false }
    }
    return true
  }

  private mutating func wish() -> Bool {
    let small = word(at)
    switch small {
    case "code", "codes", "discount", "coupon", "voucher": add(item: "discount")
    case "link", "links": add(item: "link")
    case "email", "emails", "mail", "message", "write": mail()
    case "remind", "reminds", "reminder":
      isExample = true
      actions.append(["send", "email", "\"reminder\""])
      if ["email", "mail"].contains(word(at + 1)) { at += 1 }
    case "order", "gift", "gifts", "product", "products", "package", "parcel", "ship":
      if !actions.contains(["create", "order"]) { actions.append(["create", "order"]) }
    case "contract": actions.append(["send", "contract", textBehind() ?? example("contract")])
    case "tell", "notify", "inform": return tell()
    case "pay", "owe", "pays": return owe()
    case "close", "end", "finish":
      guard let final = line.finalStage else { return false }
      target = [final]
    case _ where line.stages.contains(words[at]) && !["a", "the", "an"].contains(small):
      // A line leads to one stage.
      guard target == nil || target == [words[at]] else { return false }
      target = [words[at]]
    case _ where Wishes.fillers.contains(small): break
    default:
      guard line.kinds[at] == .word, !words[at].contains(".") else { return false }
      unknown.append(words[at])
    }
    at += 1
    return true
  }

  private mutating func add(item: String) {
    if item == "discount", word(at + 1) == "code" { at += 1 }
    if !items.contains(item) { items.append(item) }
  }

  private mutating func example(_ name: String) -> String {
    isExample = true
    return "\"\(name)\""
  }

  private mutating func textBehind() -> String? {
    var next = at + 1
    while ["called", "named", "about", ":"].contains(word(next)) { next += 1 }
    guard next < words.count, line.kinds[next] == .text else { return nil }
    at = next
    return words[next]
  }

  private mutating func mail() {
    // `a welcome email`: the word before it is its name.
    let before = unknown.last.flatMap {
      $0 == words[max(at - 1, 0)] && !Wishes.denials.contains($0.lowercased()) ? $0 : nil
    }
    if before != nil { unknown.removeLast() }
    actions.append(["send", "email", textBehind() ?? before.map { "\"\($0)\"" } ?? example("welcome")])
  }

  private mutating func tell() -> Bool {
    if word(at + 1) == "the" { at += 1 }
    guard ["manager", "director"].contains(word(at + 1)) else {
      // Somebody else who is told something gets a mail.
      mail()
      at += 1
      return true
    }
    let role = words[at + 1]
    at += 1
    actions.append(["tell", role, textBehind() ?? example("please look")])
    at += 1
    return true
  }

  private mutating func owe() -> Bool {
    var next = at + 1
    while Wishes.fillers.contains(word(next)), next < words.count { next += 1 }
    guard next + 1 < words.count, line.kinds[next] == .number, words[next + 1].utf8.count == 3,
      words[next + 1] == words[next + 1].uppercased()
    else { return false }
    actions.append(["owe", words[next], words[next + 1], "for", example("fee")])
    at = next + 2
    return true
  }
}

extension ReadingLine {
  static let units = ["hour", "hours", "day", "days", "week", "weeks", "month", "months"]
}

import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// Saved views: `save view "big offers" as proposals by Price down when price is at least 300 USD`, `view big offers`.
extension Console {
  /// Views of one database, the letters of a name, and those of what it shows.
  static let viewsMax = 200
  static let viewNameMax = 60
  static let viewLookMax = 4096

  /// Does what a line asks of views; false where it asks something else.
  func keepsViews(_ line: String, _ campaign: Int64) throws -> Bool {
    let lower = line.lowercased()
    if lower == "views" {
      try listViews()
    } else if lower.hasPrefix("save view ") {
      try saveView(String(line.dropFirst(10)).trimmedOfSpaces, campaign)
    } else if lower.hasPrefix("delete view ") {
      let name = String(line.dropFirst(12)).trimmedOfSpaces.unquoted
      let known = try view(name)
      guard try agrees("delete the view `\(known.name)`?") else {
        say("nothing is changed")
        return true
      }
      _ = try engine.transaction { () throws(EngineError) in
        try engine.asking { (store) throws(StoreError) in try store.remove(view: known.name) }
      }
      sandbox?.touch()
      say("the view `\(known.name)` is deleted")
    } else if lower == "view" || lower.hasPrefix("view ") {
      try showView(String(line.dropFirst(4)).trimmedOfSpaces, campaign)
    } else {
      return false
    }
    return true
  }

  private func view(_ name: String) throws -> (name: String, look: String) {
    if let view = try engine.store.view(name) { return view }
    let names = try engine.store.views().map(\.name)
    let near = Spelling.nearest(to: name, among: names)
    throw Refusal(
      text: "no view is called `\(name)`" + (near.map { "; write `view \($0)`" } ?? ""), status: 66,
      help: ["`views` lists them; `save view NAME as proposals when ...` makes one"])
  }

  private func listViews() throws {
    var sheet = Sheet(title: "Views", columns: [.init("View", priority: 9), .init("Shows", priority: 8)])
    sheet.rows = try engine.store.views().map { [.text($0.name), .text($0.look)] }
    sheet.notes = [
      sheet.rows.isEmpty
        ? "none yet; `save view \"big offers\" as proposals when price is at least 300 USD` makes one"
        : "`view NAME` shows one, `delete view NAME` deletes it"
    ]
    try show(sheet)
  }

  /// `big offers`, `big offers 2`
  private func showView(_ text: String, _ campaign: Int64) throws {
    var name = text.unquoted
    var page: Int64 = 1
    if try engine.store.view(name) == nil, let space = text.lastIndex(of: " "),
      let number = Look.page(String(text[text.index(after: space)...]))
    {
      name = String(text[..<space]).trimmedOfSpaces.unquoted
      if name.lowercased().hasSuffix(" page") { name = String(name.dropLast(5)).trimmedOfSpaces.unquoted }
      page = number
    }
    guard !name.isEmpty else { throw Refusal(text: "which view? `views` lists them", status: 64) }
    let view = try view(name)
    let workflow = try engine.definition(engine.campaign(campaign).row.definition).workflow
    guard let (look, _) = try Look.read(view.look, workflow) else {
      throw Refusal(text: "the view `\(view.name)` shows `\(view.look)`, and this campaign has no such section")
    }
    try show(look, page: page)
  }

  /// `NAME as SECTION ...`; what it shows is tried once, so that a mistake is told now.
  private func saveView(_ text: String, _ campaign: Int64) throws {
    guard let words = Words(text)?.words, let place = words.firstIndex(where: { !$0.isQuoted && $0.text == "as" }),
      place > 0
    else {
      throw Refusal(
        text:
          "write `save view NAME as SECTION`, as in `save view \"big offers\" as proposals when price is at least 300 USD`",
        status: 64)
    }
    let name = words[..<place].map(\.text).joined(separator: " ")
    let line = String(text[words[place].range.upperBound...]).trimmedOfSpaces
    let workflow = try engine.definition(engine.campaign(campaign).row.definition).workflow
    guard name.count <= Console.viewNameMax, line.utf8.count <= Console.viewLookMax else {
      throw Refusal(
        text:
          "the name of a view has at most \(Console.viewNameMax) letters, and what it shows at most \(Console.viewLookMax)",
        status: 64)
    }
    guard let (look, _) = try Look.read(line, workflow) else {
      throw Refusal(text: "`\(line)` begins with no section; write one behind `as`, such as `proposals`", status: 64)
    }
    try check(look, campaign)
    let known = try engine.store.views()
    let earlier = known.first { $0.name.lowercased() == name.lowercased() }
    guard earlier != nil || known.count < Console.viewsMax else {
      throw Refusal(
        text: "there are \(Console.viewsMax) views, which is the most; `delete view NAME` makes room", status: 64)
    }
    if let earlier, earlier.look != look.words {
      guard try agrees("the view `\(earlier.name)` shows `\(earlier.look)`; let it show this instead?") else {
        return say("nothing is changed")
      }
    }
    try engine.transaction { () throws(EngineError) in
      try engine.asking { (store) throws(StoreError) in try store.write(view: name, look.words) }
    }
    sandbox?.touch()
    say("`view \(name)` shows \(look.words)")
  }
}

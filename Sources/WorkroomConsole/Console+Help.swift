import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// `.help` and `?word`.
extension Console {
  /// Words of the console's own inside a Work Room, which are no events.
  static let ownWords = ["next", "more", "page", "views", "view", "save view", "delete view", "undo", "messages"]

  func help(_ word: String) {
    guard word.isEmpty else { return helpAbout(word) }
    for line in Console.helpLines { say(line) }
  }

  private static let helpLines = [
    "Where to go",
    "  campaigns                  the program's campaigns",
    "  NAME                       the Work Room of a campaign",
    "  my influencers, proposals, discounts, links, fulfillment, progress, content, reporting, payments",
    "  up                         one level out",
    "",
    "What waits",
    "  next                       who must do what now, those who have waited longest first; outside a campaign, in all",
    "  next influencer, next all  what waits for somebody else, or for anybody",
    "",
    "What to do in a Work Room",
    "  accept mia                 an event about one influencer, in the vocabulary's words",
    "  decline leo because \"budget\"",
    "  negotiate mia price 250 USD",
    "  invite all when followers is at least 10_000",
    "                             for many: shows what would change, then asks; Ctrl-C takes all of it back",
    "  undo, undo mia             takes back what was sent, by the event that sets it right; shows it first and asks",
    "  show mia, possible mia     how somebody stands, and what can be done now",
    "  why mia, why not mia accept   what led somebody where they stand, and what is missing",
    "  explain owed mia           every cent that is owed, with the rule, the event and the day that it comes from",
    "  pay all method cash        asks for what is due to everybody: a batch, with a file for PayPal",
    "  tax form mia W-9, paypal account mia EMAIL",
    "                             what cash needs first",
    "  content review             posts of files that nobody could say whose they are",
    "  content match 12 to mia, content dismiss 12   gives one to somebody here, or drops it",
    "  add EMAIL, add all when tag is \"vip\"   lets people of the directory take part",
    "  details, set NAME to VALUE the campaign's details",
    "  forget EMAIL               erases one person's names, addresses and texts for ever; asks first",
    "",
    "The directory",
    "  find TEXT, influencer mia  looks for a part of a name; everything about somebody",
    "  tag mia as \"vip\", untag mia \"vip\", tags, remark mia \"likes short briefs\"",
    "  archive mia because \"...\", blacklist mia because \"...\", restore mia",
    "  connect mia instagram @mia.makes followers 48000, disconnect mia instagram @mia.makes",
    "",
    "Tables",
    "  proposals 2, page 2, more  another page",
    "  discounts mia              what a table says of one; conversions mia lists what she sold",
    "  discounts others           those who have left a section and keep something of it",
    "  proposals columns Influencer, Price by Price down when price is at least 300 USD",
    "                             some columns, sorted, of those for whom a condition holds",
    "  save view NAME as ...      keeps such a line under a name; `view NAME`, `views`, `delete view NAME`",
    "  conversions, batches, accounts, messages, products, groups, leaks",
    "",
    "The console's own",
    "  .mode table|csv|json  .output FILE  .rows N  .timer on|off  .bail on|off  .trace on|off",
    "  .open NAME  .save FILE (a copy of the database)  .help  .quit",
    "  Ctrl-C                     forgets the line that is typed, or stops what is done to many; Ctrl-D leaves, as .quit does",
    "  .clock [+3d|TIME]          in a sandbox or a demonstration: moves the time; what falls due fires",
    "  .undo, .differences        in a sandbox: takes back the last line; what the live database would have become",
    "  .scenario FILE             saves what was done to those you spoke to as a test that `workroom test` plays",
    "  ?WORD                      what an operator's word does",
    "  a line that ends with \\ goes on with the next one",
  ]

  private func helpAbout(_ word: String) {
    let known = Console.helpLines.filter {
      $0.hasPrefix("  ") && $0.trimmedOfSpaces.lowercased().hasPrefix(word.lowercased())
    }
    for line in known { say(line.trimmedOfSpaces) }
    guard let campaign, let definition = try? engine.definition(engine.campaign(campaign).row.definition) else {
      if known.isEmpty { say("open a campaign first, whose workflow says what `\(word)` does") }
      return
    }
    let events = definition.workflow.events.filter { $0.typed?.hasPrefix(word) == true || $0.path == word }
    guard !events.isEmpty else {
      if known.isEmpty { say("no word begins with `\(word)`; `.help` tells what can be typed") }
      return
    }
    for event in events {
      let roles = definition.workflow.roles.indices.filter { event.senders & 1 << UInt64($0) != 0 }.map {
        definition.workflow.roles[$0].name
      }
      let values = Engine.said(with: event).map { $0.isNeeded ? "\($0.name) ..." : "[\($0.name) ...]" }.joined(
        separator: " ")
      say("\(event.typed ?? event.path) WHO \(values)   sends \(event.path), by \(roles.joined(separator: ", "))")
    }
  }
}

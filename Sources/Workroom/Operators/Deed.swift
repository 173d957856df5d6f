/// Something that may be done to a database beside sending an event, and who may do it.
///
/// Who may send which event is the vocabulary's and the workflow's to say. Everything else that changes a database, or exports
/// from it, stands in this table, and nowhere else; a deed without roles is for every operator. What only
/// shows something needs no role. In a database that has no operators nobody is asked.
package struct Deed: Sendable, Equatable {
  /// What is done, to go on from `to`: `bring in files`.
  package let words: String
  /// Empty for everybody.
  package let roles: [String]
  /// The tool's verbs, with their second word where it matters.
  package let verbs: [String]
  /// The console's words.
  package let consoleWords: [String]

  init(_ words: String, _ roles: [String], verbs: [String] = [], console: [String] = []) {
    self.words = words
    self.roles = roles
    self.verbs = verbs
    consoleWords = console
  }

  package static let table: [Deed] = [
    Deed("work in the console", [], verbs: ["repl"]),
    Deed("keep views", [], console: ["save view", "delete view"]),
    Deed("take events from files, each by the role that it names", [], verbs: ["run"]),
    Deed(
      "bring in orders that came by codes and links", managers + ["store"],
      verbs: ["import conversions", "import clicks"]),
    Deed("bring in what became of parcels", managers + ["store", "carrier"], verbs: ["import shipments"]),
    Deed("bring in posts", managers + ["network"], verbs: ["import content"]),
    Deed("bring in a bank's answers", managers + ["bank"], verbs: ["import payments"]),
    Deed("bring in other files", managers, verbs: ["import"]),
    Deed("take data out", managers, verbs: ["export"]),
    Deed(
      "create campaigns, change their details and move them to newer versions", managers,
      verbs: ["campaign create", "campaign set", "campaign migrate"], console: ["set"]),
    Deed("make and change groups of codes and links", managers, verbs: ["group create", "group set"]),
    Deed("let influencers take part", managers, verbs: ["influencer assign"], console: ["add"]),
    Deed(
      "keep the directory", managers,
      verbs: [
        "influencer tag", "influencer untag", "influencer remark", "influencer connect", "influencer disconnect",
        "influencer archive", "influencer blacklist", "influencer restore",
      ],
      console: ["tag", "untag", "remark", "connect", "disconnect", "archive", "blacklist", "restore"]),
    Deed(
      "say whose a post is", managers, verbs: ["content match", "content dismiss"],
      console: ["content match", "content dismiss"]),
    Deed("ask for payments", managers, verbs: ["pay"]),
    Deed("record tax forms and PayPal accounts", managers, console: ["tax form", "paypal account"]),
    Deed("write the texts of mails", managers, verbs: ["template set", "template remove"]),
    Deed(
      "hold, release and repeat what leaves the database", managers,
      verbs: ["outbox hold", "outbox release", "outbox retry"]),
    Deed("hand over what waits in the outbox", managers + ["system"], verbs: ["deliver"]),
    Deed("say where mails and orders go", ["director"], verbs: ["connector set", "connector remove"]),
    Deed("copy the database", managers + ["system"], verbs: ["db backup"], console: [".save"]),
    Deed("replace the database by a copy", ["director"], verbs: ["db restore"]),
    Deed("move the clock of a demonstration", managers, console: [".clock"]),
    Deed("forget somebody for ever", ["director"], verbs: ["forget"], console: ["forget"]),
    Deed(
      "say who works with the database", ["director"], verbs: ["operator add", "operator change", "operator remove"]),
    Deed("read the audit log", ["director"], verbs: ["audit"]),
    other,
  ]

  /// What stands in no other row of the table.
  package static let other = Deed("change anything else", managers)

  private static let managers = ["manager", "director"]

  /// What a verb does with the word behind it; `nil` for what only shows something.
  package static func of(verb: String, _ word: String) -> Deed? {
    let named = table.first { $0.verbs.contains("\(verb) \(word)") } ?? table.first { $0.verbs.contains(verb) }
    if let named { return named }
    return looking.contains(verb) || lookingWords.contains(word) ? nil : other
  }

  /// Verbs that show something, or know no database.
  private static let looking: Set<String> = [
    "new", "check", "fmt", "test", "graph", "explain", "report", "next", "vocabulary", "demo", "completions", "version",
    "lsp",
    "verify", "simulate", "diff",
  ]

  /// Second words of verbs that show something.
  private static let lookingWords: Set<String> = ["list", "show", "history", "review", "verify", "doctor"]

  /// Whether it is about somebody of whom nothing is to be remembered, not even that they were asked for.
  package var forgets: Bool { verbs.contains("forget") }

  /// Whether somebody with these roles may do it.
  package func isAllowed(to roles: [String]) -> Bool {
    self.roles.isEmpty || self.roles.contains(where: roles.contains)
  }

  /// Why somebody may not do it, with what they are and who may.
  package func refusal(of name: String, _ roles: [String]) -> String {
    "`\(name)` is \(Deed.list(roles)), and to \(words) is for \(Deed.list(self.roles))"
  }

  /// `manager`, `manager` or `director`
  static func list(_ roles: [String]) -> String {
    roles.isEmpty ? "nothing yet" : roles.map { "`\($0)`" }.joined(separator: ", ")
  }
}

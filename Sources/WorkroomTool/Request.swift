import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore

/// One command line: who gives it, whether they may, and what becomes of it.
///
/// The database that a verb opens first is the one that it is about: there the operator is looked up, and there the command
/// is entered into the audit log. A command of the tool runs on one thread, so nothing of it is shared.
final class Request: @unchecked Sendable {
  @TaskLocal static var current: Request?

  private let verb: String
  private let words: [String]
  /// The word behind the verb, wherever options stand.
  private let second: String
  private var engine: Engine?
  /// A database that the command takes as a file, and whoever asked for it.
  private var file: String?
  private var hand: Hand?
  /// The operator's roles; `nil` where the database asks nobody who they are.
  private(set) var roles: [String]?
  private(set) var operatorName: String?

  static let option = Arguments.Option(name: "--operator", value: "your name, where the database knows its operators")
  static let variable = "WORKROOM_OPERATOR"

  init(_ verb: Verb, _ words: [String]) {
    self.verb = verb.name
    self.words = words
    second = (try? Arguments(words, options: verb.options, usage: ""))?.words.first ?? ""
  }

  /// What the command line says, without the database that it is about.
  var asked: String {
    var kept: [String] = [verb]
    var rest = words[...]
    while let word = rest.popFirst() {
      if ["--db", "--operator"].contains(word) {
        _ = rest.popFirst()
      } else if !word.hasPrefix("--db="), !word.hasPrefix("--operator=") {
        kept.append(word.contains(" ") || word.isEmpty ? "\"\(word)\"" : word)
      }
    }
    return kept.joined(separator: " ")
  }

  /// The name behind `--operator`.
  private var written: String? {
    var found: String?
    for (index, word) in words.enumerated() {
      if word == "--operator", index + 1 < words.count { found = words[index + 1] }
      if word.hasPrefix("--operator=") { found = String(word.dropFirst(11)) }
    }
    return found
  }

  // MARK: Who may

  /// Looks at a database that the command has opened. Errors: nobody says who they are, nobody is called so, and a role that
  /// may not do this.
  func admit(_ engine: Engine) throws {
    guard self.engine == nil, let deed = Deed.of(verb: verb, second) else { return }
    self.engine = engine
    engine.hand = Hand(roles: [], origin: .commandLine, asked: asked)
    engine.hand?.isPrivate = deed.forgets
    guard try Operators(engine).areNamed else {
      guard written == nil else {
        throw Failure(
          "this database knows no operators; leave out `--operator`", 64,
          ["`workroom operator add NAME --role director --db ...` names the first"])
      }
      return
    }
    engine.hand?.isCommand = true
    let row = try known(engine)
    engine.hand?.roles = row.roles
    engine.hand?.operatorID = row.id
    engine.hand?.operatorName = row.shownName
    (roles, operatorName) = (row.roles, row.shownName)
    guard deed.isAllowed(to: row.roles) else {
      let able = try Operators(engine).present().filter { deed.isAllowed(to: $0.roles) }.map { "`\($0.shownName)`" }
      throw Failure(
        deed.refusal(of: row.shownName, row.roles), 1,
        able.isEmpty ? [] : ["ask \(able.prefix(5).joined(separator: ", "))"])
    }
  }

  private func known(_ engine: Engine) throws -> OperatorRow {
    let help = ["`workroom operator list --db ...` shows who works with it"]
    guard let name = written ?? Terminal.environment(Request.variable), !name.isEmpty else {
      throw Failure(
        "this database knows its operators: say who you are, with `--operator NAME` or the variable `\(Request.variable)`",
        1, help)
    }
    let present = try Operators(engine).present()
    if let row = present.first(where: { $0.name?.lowercased() == name.lowercased() }) { return row }
    let near = Spelling.nearest(to: name, among: present.compactMap(\.name))
    throw Failure("no operator is called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 1, help)
  }

  /// The roles that a command acts in: those of `--as`, which an operator must have, else all that the operator has, else the
  /// usual one.
  func acting(_ given: [String]?, usual: String) throws -> [String] {
    guard let roles, let operatorName else { return given ?? [usual] }
    guard let given else { return roles }
    if let missing = given.first(where: { !roles.contains($0) }) {
      throw Failure(
        "`\(operatorName)` is not `\(missing)`; `--as` narrows what an operator may do, and widens nothing", 1,
        ["they are: \(roles.joined(separator: ", "))"])
    }
    engine?.hand?.roles = given
    return given
  }

  /// The role in which something is done that several may do: one that the operator has.
  func role(among roles: [String]) -> String { roles.first { self.roles?.contains($0) ?? true } ?? roles[0] }

  /// Looks at a database that a command takes as a file, to copy or to replace it; one that has no operators is left alone.
  /// Errors: as `admit`.
  func admit(fileAt path: String) throws {
    guard let engine = try? Engine.open(path: path, mode: .readOnly), try Operators(engine).areNamed else { return }
    defer {
      // Nothing is written through this one, and the file may be another's when the command ends.
      (file, hand, self.engine) = (path, engine.hand, nil)
      engine.hand = nil
    }
    try admit(engine)
  }

  // MARK: What became of it

  /// Enters into the audit log what is not there yet.
  func finish(_ status: Int32, _ answer: String = "") {
    guard let engine = engine ?? reopened() else { return }
    self.engine = nil
    do { try engine.endHand(status: status, answer: answer) } catch  where status == 0 {
      Tool.say("this could not be written into the audit log: \(error.description)")
    } catch {}
  }

  /// The database that was copied or replaced, with the command in hand again: by whoever has that name there.
  private func reopened() -> Engine? {
    guard let file, let hand, let engine = try? Engine.open(path: file, mode: .existing) else { return nil }
    self.file = nil
    let name = hand.operatorName ?? ""
    let known = try? engine.asking { (store) throws(StoreError) in try store.operator(named: name) }
    engine.hand = hand
    engine.hand?.operatorID = known?.id ?? 0
    return engine
  }
}

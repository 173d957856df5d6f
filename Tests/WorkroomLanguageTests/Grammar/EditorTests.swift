import Foundation
import Testing
import WorkroomGrammar

/// What editors are given says what the page of the grammar says.
@Suite struct EditorTests {
  private static let folder = Folder.package.appending(path: "Grammar/editors")
  private static let grammar = GrammarPage.grammar
  private static let words = grammar.terminals().sorted()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  private static func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appending(path: path))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any], "\(path) is no object")
  }

  // MARK: Tree-sitter

  /// `WORKROOM_RECORD=1 swift test --filter EditorTests` writes it anew.
  @Test func theRulesAreTheProductions() throws {
    let script = try TreeSitter.script(of: Self.grammar)
    let place = Self.folder.appending(path: "tree-sitter-workroom/grammar.js")
    if Folder.records { try script.write(to: place, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: place, encoding: .utf8) == script)
    let aside: Set = ["FIRST WORD", "ACTION WORD", "JOINING WORD", "NL"]
    for production in Self.grammar.productions where !production.isWord && !aside.contains(production.name) {
      #expect(script.contains("\n    \(TreeSitter.rule(production.name)): $ => "), "\(production.name)")
    }
    for word in Self.words { #expect(script.contains("\"\(word)\""), "\(word)") }
  }

  @Test func aPageThatNoEditorReadsIsRefused() throws {
    for page in ["a = \"b\" ;", "file = a ; a = { \"b\" } ;", "file = a ; a = \"b\" - \"c\" ;"] {
      let grammar = try Grammar(reading: page)
      #expect(throws: TreeSitter.Refusal.self) { try TreeSitter.script(of: grammar) }
    }
  }

  /// The patterns read the words that the page makes of characters.
  @Test(arguments: TreeSitter.patterns.indices) func thePatternsReadTheWords(_ index: Int) throws {
    let (production, pattern) = TreeSitter.patterns[index]
    let expression = try NSRegularExpression(pattern: "^(?:\(pattern))$")
    var derivation = Derivation(Self.grammar)
    let made = try #require(Self.grammar.production(production))
    for _ in 0..<300 {
      let word = derivation.spell(made)
      #expect(Self.matches(expression, word), "\(production): `\(word)`")
    }
    for other in ["", "a b", "\"a\n\"", "1__", "#", "12:60", "ABCD"] {
      #expect(
        !Self.matches(expression, other) || GrammarReader(Self.grammar).accepts(other, as: production), "\(other)")
    }
  }

  private static func matches(_ expression: NSRegularExpression, _ text: String) -> Bool {
    expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }

  @Test func everyWordHasAColourOfATree() throws {
    let colours = try Self.text("tree-sitter-workroom/queries/highlights.scm")
    for word in Self.words { #expect(colours.contains("\"\(word)\""), "\(word)") }
    let script = try TreeSitter.script(of: Self.grammar)
    for part in colours.split(separator: "(").dropFirst() {
      let name = part.prefix { $0.isLetter || $0 == "_" }
      #expect(name.isEmpty || script.contains("\n    \(name): $ =>"), "no rule is called \(name)")
    }
    let expression = try NSRegularExpression(pattern: "\"([^\"]+)\"")
    for match in expression.matches(in: colours, range: NSRange(colours.startIndex..., in: colours)) {
      let word = (colours as NSString).substring(with: match.range(at: 1))
      #expect(Self.words.contains(word), "no word of the language is spelled \(word)")
    }
  }

  // MARK: TextMate

  @Test func everyWordHasAColour() throws {
    let rules = try Self.rules()
    #expect(rules.count > 20)
    for word in Self.words {
      let name = rules.first { Self.covers($0.expression, word) }?.name
      #expect(name != nil && name != "variable.other.workroom", "\(word): \(name ?? "none")")
    }
    for (text, name) in [
      ("-- on", "comment.line.double-dash.workroom"), ("2026-03-01", "constant.other.date.workroom"),
      ("09:00", "constant.other.time.workroom"), ("12.5%", "constant.numeric.percent.workroom"),
      ("1_000", "constant.numeric.workroom"), ("#größe.2", "constant.other.hashtag.workroom"),
      ("@acme", "constant.other.handle.workroom"), ("proposal.set", "entity.name.function.event.workroom"),
      ("event.price", "variable.parameter.event.workroom"), ("once_more", "variable.other.workroom"),
    ] {
      #expect(rules.first { Self.covers($0.expression, text) }?.name == name, "\(text)")
    }
  }

  /// The rules in the order in which an editor asks them, each with its name.
  private static func rules() throws -> [(name: String, expression: NSRegularExpression)] {
    let grammar = try json("workflow.tmLanguage.json")
    let repository = try #require(grammar["repository"] as? [String: [String: Any]])
    let included = try #require(grammar["patterns"] as? [[String: String]])
    var rules: [(String, NSRegularExpression)] = []
    for include in included {
      let name = String(try #require(include["include"]).dropFirst())
      let patterns = try #require(repository[name]?["patterns"] as? [[String: Any]], "\(name) is not there")
      for pattern in patterns {
        guard let match = (pattern["match"] ?? pattern["begin"]) as? String else { continue }
        rules.append((pattern["name"] as? String ?? "", try NSRegularExpression(pattern: match)))
      }
    }
    #expect(included.count == repository.count, "a part of the grammar is never asked")
    return rules
  }

  private static func covers(_ expression: NSRegularExpression, _ text: String) -> Bool {
    let whole = NSRange(text.startIndex..., in: text)
    return expression.firstMatch(in: text, range: whole)?.range == whole
  }

  // MARK: The extension

  @Test func theExtensionHasWhatItNames() throws {
    let package = try Self.json("vscode/package.json")
    _ = try Self.json("vscode/language-configuration.json")
    _ = try Self.json("tree-sitter-workroom/package.json")
    let contributes = try #require(package["contributes"] as? [String: Any])
    let language = try #require((contributes["languages"] as? [[String: Any]])?.first)
    let grammar = try #require((contributes["grammars"] as? [[String: Any]])?.first)
    for path in [package["main"], language["configuration"], grammar["path"]] {
      let path = try #require(path as? String)
      #expect(FileManager.default.fileExists(atPath: Self.folder.appending(path: "vscode/\(path)").path), "\(path)")
    }
    #expect(language["extensions"] as? [String] == [".workflow", ".scenario", ".vocabulary"])
    #expect(grammar["scopeName"] as? String == (try Self.json("workflow.tmLanguage.json"))["scopeName"] as? String)
    #expect(package["dependencies"] == nil && package["devDependencies"] == nil)
  }
}

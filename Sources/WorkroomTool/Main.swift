import CWorkroomHeap
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The command `workroom`: one file a verb.
@main enum Main {
  static let verbs: [Verb] = [
    Verb("new", "a workflow to start from", NewVerb.options, NewVerb.run),
    Verb("check", "look for mistakes in workflow files", CheckVerb.options, CheckVerb.run),
    Verb("fmt", "bring workflow files into the one layout", FmtVerb.options, FmtVerb.run),
    Verb("test", "play the scenarios of workflow files", TestVerb.options, TestVerb.run),
    Verb("graph", "draw the stages of a workflow and the arrows between them", GraphVerb.options, GraphVerb.run),
    Verb("repl", "the Work Room: an operator's console", ReplVerb.options, ReplVerb.run),
    Verb("next", "who must do what now, those who have waited longest first", NextVerb.options, NextVerb.run),
    Verb(
      "explain", "what a diagnostic code means; why somebody stands where they do, or why not", ExplainVerb.options,
      ExplainVerb.run, words: ["why", "owed", "metric", "metrics"]),
    Verb("run", "take events from files and fire what is due", RunVerb.options, RunVerb.run),
    Verb(
      "campaign", "create, show and list campaigns, set their details, and move them to newer versions",
      CampaignVerb.options,
      CampaignVerb.run, words: ["create", "set", "show", "list", "migrate"]),
    Verb(
      "group", "create groups of codes, links and other items, and change their terms", GroupVerb.options,
      GroupVerb.run,
      words: GroupVerb.words),
    Verb(
      "import",
      "bring in influencers, codes, links, products, conversions, payments, tracking numbers, clicks and posts",
      ImportVerb.options, ImportVerb.run, words: ImportVerb.kinds),
    Verb(
      "influencer", "the directory across campaigns: tags, remarks, accounts, who is archived or blacklisted",
      InfluencerVerb.options, InfluencerVerb.run, words: InfluencerVerb.words),
    Verb("pay", "ask for what is due, in batches, with a file for PayPal", PayVerb.options, PayVerb.run),
    Verb(
      "content", "posts that wait for somebody to say whose they are", ContentVerb.options, ContentVerb.run,
      words: ContentVerb.words),
    Verb("report", "figures and sections as a table, CSV, JSON or one HTML page", ReportVerb.options, ReportVerb.run),
    Verb(
      "db", "create, verify, back up or restore a database, or tell how it is kept", DatabaseVerb.options,
      DatabaseVerb.run, words: ["create", "verify", "doctor", "backup", "restore", "migrate"]),
    Verb(
      "export", "influencers, codes, links, orders, content, conversions and campaigns as files, or everything",
      ExportVerb.options, ExportVerb.run, words: ExportVerb.words),
    Verb("forget", "erase what is known of one person", ForgetVerb.options, ForgetVerb.run),
    Verb(
      "connector", "where mails, contracts, messages and orders go", ConnectorVerb.options, ConnectorVerb.run,
      words: ["set", "list", "remove"]),
    Verb(
      "template", "the texts of mails", TemplateVerb.options, TemplateVerb.run,
      words: ["set", "list", "show", "remove"]),
    Verb("deliver", "hand what waits in the outbox to the connectors", DeliverVerb.options, DeliverVerb.run),
    Verb(
      "outbox", "what is to leave the database, and what became of it", OutboxVerb.options, OutboxVerb.run,
      words: ["list", "retry", "hold", "release"]),
    Verb(
      "operator", "who works with a database, and in which roles", OperatorVerb.options, OperatorVerb.run,
      words: OperatorVerb.words),
    Verb("audit", "what was asked of a database, by whom, and what became of it", AuditVerb.options, AuditVerb.run),
    Verb("vocabulary", "print the standard vocabulary", [], VocabularyVerb.run),
    Verb("demo", "three whole campaigns on sample data", DemoVerb.options, DemoVerb.run),
    Verb(
      "completions", "print what makes a shell complete these verbs", [], CompletionsVerb.run,
      words: CompletionsVerb.shells.map(\.name)),
    Verb("version", "print the version", [], VersionVerb.run),
  ]

  static func main() {
    ch_grow_in_large_steps()
    signal(SIGPIPE, SIG_DFL)
    // A limit on the size of files is told like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    Database.skipMemoryStatistics()
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  static func run(_ words: [String]) -> Int32 {
    guard let name = words.first, name != "help", name != "--help", name != "-h" else {
      printHelp(to: words.isEmpty ? .standardError : .standardOutput)
      return words.isEmpty ? 64 : 0
    }
    do {
      guard let verb = verbs.first(where: { $0.name == name || "--\($0.name)" == name }) else {
        let near = Spelling.nearest(to: name, among: verbs.map(\.name))
        throw Failure(
          "there is no verb `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 64, ["`workroom help` lists them"])
      }
      return try carryOut(verb, Array(words.dropFirst()))
    } catch let failure as Failure {
      return report(failure.text, failure.status, failure.help)
    } catch EngineError.definition(let diagnostics, let source) {
      print(DiagnosticFormat.compact.render(diagnostics, in: [source]), to: .standardError)
      return report(EngineError.definition(diagnostics, source).description, 1)
    } catch let error as EngineError {
      return report(error.description, error.exitCode)
    } catch let error as ExchangeError {
      return report(error.description, error.exitCode)
    } catch let error as OutputFailure {
      return report(error.description, error.exitCode)
    } catch {
      return report("\(error)", 70)
    }
  }

  /// Runs a verb and enters what became of it into the audit log of the database that it was about.
  private static func carryOut(_ verb: Verb, _ words: [String]) throws -> Int32 {
    let request = Request(verb, words)
    return try Request.$current.withValue(request) {
      do {
        try refuseSlip(of: verb, words.first)
        let status = try verb.run(words)
        request.finish(status)
        return status
      } catch {
        request.finish(status(of: error), "\((error as? Failure)?.text ?? "\(error)")")
        guard var failure = error as? Failure else { throw error }
        failure.help = failure.help.flatMap { UsageText.lines($0, about: words.first) }
        throw failure
      }
    }
  }

  /// Errors: a word behind a verb that is nearly one of those that may stand there.
  private static func refuseSlip(of verb: Verb, _ word: String?) throws(Failure) {
    guard let word, !verb.words.isEmpty, !verb.words.contains(word), !word.hasPrefix("-"),
      let near = Spelling.nearest(to: word, among: verb.words)
    else { return }
    throw Failure("`\(word)` is nothing that `\(verb.name)` does; write `\(near)`", 64)
  }

  /// The status that an error ends with.
  private static func status(of error: any Error) -> Int32 {
    switch error {
    case let failure as Failure: failure.status
    case let error as EngineError: error.exitCode
    case let error as ExchangeError: error.exitCode
    case let error as OutputFailure: error.exitCode
    default: 70
    }
  }

  private static func report(_ text: String, _ status: Int32, _ help: [String] = []) -> Int32 {
    var message = "workroom: " + Escaped.terminal(text) + "\n"
    for line in help { message += "  " + Escaped.terminal(line) + "\n" }
    print(message, to: .standardError)
    return status
  }

  static func print(_ text: Escaped, to stream: Terminal.Stream = .standardOutput) {
    try? Terminal.write(text, to: stream)
  }

  private static func printHelp(to stream: Terminal.Stream) {
    var text: Escaped = "workroom: rules and workflows of influencer campaigns\n\n"
    for verb in verbs {
      text += Escaped.terminal("  \(verb.name)").padded(to: 14) + Escaped.terminal(verb.about) + "\n"
    }
    text += "\n  workroom VERB --help tells how a verb is used\n"
    print(text, to: stream)
  }
}

import WorkroomExchange
import WorkroomFormatter
import WorkroomLanguage
import WorkroomReporting
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom fmt FILE... [--check] [--diff]`; `-` is standard input, and its layout goes to standard output.
///
/// All files are read before one is written, and a file that is in the layout is not touched.
enum FmtVerb {
  static let usage = "workroom fmt FILE... [--check] [--diff]   (`-` reads standard input)"

  static let options: [Arguments.Option] = [.init(name: "--check"), .init(name: "--diff")]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard !arguments.words.isEmpty else { throw Failure("which file? write `workroom fmt FILE`", 64, [usage]) }
    var run = FmtVerb.Run(arguments)
    var known: Set<String> = []
    // What is named twice is laid out once.
    for path in arguments.words where known.insert(path == "-" ? path : ScenarioFiles.identity(path)).inserted {
      try run.read(path)
    }
    for index in run.sources.indices { try run.format(index) }
    return try run.finish()
  }

  /// The files of one command line.
  struct Run {
    private let arguments: Arguments
    private(set) var sources: [SourceText] = []
    private var tooLarge: Set<Int> = []
    private var diagnostics: [Diagnostic] = []
    private var isFaithful = true
    private var wouldChange = false

    init(_ arguments: Arguments) { self.arguments = arguments }

    mutating func read(_ path: String) throws {
      do {
        let reader = try path == "-" ? ByteReader(standardInput: "standard input") : ByteReader(path: path)
        sources.append(SourceText(name: path, bytes: try ByteFile.read(reader, bytesMax: Lexer.sourceBytesMax)))
      } catch {
        guard case .oversized = error else { throw error }
        tooLarge.insert(sources.count)
        sources.append(SourceText(name: path, bytes: []))
      }
    }

    mutating func format(_ index: Int) throws {
      let source = sources[index]
      if tooLarge.contains(index) {
        diagnostics.append(Tool.tooLarge(index))
        return
      }
      let result = Formatting.format(source, index: index)
      diagnostics += result.diagnostics
      if let difference = result.difference {
        isFaithful = false
        return Tool.say("workroom: \(source.name) is left as it is, since in the layout \(difference)")
      }
      let isChanged = result.text.bytes != source.bytes
      if isChanged { wouldChange = true }
      if arguments.has("--diff") {
        // A difference is read by people, also where it goes through a program.
        try showLines(UnifiedDiff.text(source, result.text, name: Escaped.terminal(source.name).text))
      } else if arguments.has("--check") {
        if isChanged { try Tool.print(source.name) }
      } else if source.name == "-" {
        try show(result.text.bytes)
      } else if isChanged {
        try write(result.text)
      }
    }

    /// Replaces the file itself, also where its name is a link.
    private func write(_ text: SourceText) throws {
      guard let place = realpath(text.name, nil) else { throw ExchangeError.noSuchFile(path: text.name) }
      defer { free(place) }
      guard access(place, W_OK) == 0 else {
        throw ExchangeError.inputOutput(path: text.name, doing: "writing", code: errno)
      }
      try ByteFile.writeAtomically(String(cString: place), text.bytes)
    }

    /// A text for a program as it is, and for a person without what would act on the terminal.
    private func show(_ bytes: [UInt8]) throws {
      guard Terminal.Stream.standardOutput.isTerminal else { return try Terminal.pass(bytes) }
      try showLines(bytes)
    }

    /// Lines of which nothing acts on what shows them.
    private func showLines(_ bytes: [UInt8]) throws {
      var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
      if lines.last?.isEmpty == true { lines.removeLast() }
      try Terminal.write(lines.map { .line(String(decoding: $0, as: UTF8.self)) + "\n" }.joined())
    }

    func finish() throws -> Int32 {
      let isTerminal = Terminal.Stream.standardError.isTerminal
      let format: DiagnosticFormat =
        isTerminal
        ? .human(width: Terminal.width(of: .standardError), colour: try Tool.colour(arguments, .standardError))
        : .compact
      if !diagnostics.isEmpty { try Terminal.write(format.render(diagnostics, in: sources), to: .standardError) }
      guard isFaithful else {
        Tool.say("workroom: this is a mistake of ours; please report it together with the file")
        return 70
      }
      if !diagnostics.isEmpty { return 1 }
      return arguments.has("--check") && wouldChange ? 3 : 0
    }
  }
}

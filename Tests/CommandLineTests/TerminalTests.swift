#if os(Linux)
  import Glibc
  import Testing

  /// `read(2)` and `write(2)`, under names that no function of a test hides.
  private func readTerminal(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
    read(descriptor, &buffer, buffer.count)
  }

  /// The console at a real terminal, typed at and looked at as somebody would.
  @Suite struct TerminalTests {
    /// A terminal with a console at its other end.
    private final class Typist {
      private let terminal: Int32
      private var held: Int32 = -1
      private let process: pid_t
      private(set) var shown = ""
      private var place = 0

      convenience init(_ folder: Folder, columns: UInt16, _ options: [String] = []) throws {
        try self.init(folder, columns: columns, words: ["repl", folder.path("fresh.workroom")] + options)
      }

      /// Another command, which may read a file instead of the terminal.
      init(_ folder: Folder, columns: UInt16, words: [String], input: String? = nil) throws {
        terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // TIOCSPTLCK and TIOCGPTN: unlocks the other end and gives its number.
        var number: Int32 = 0
        try #require(
          terminal >= 0 && ioctl(terminal, 0x4004_5431, &number) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
        held = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        Typist.resize(terminal, columns)
        process = try Workroom.start(words, input: input ?? name, output: name, talk: name, in: folder)
      }

      deinit { close(terminal) }

      private static func resize(_ terminal: Int32, _ columns: UInt16) {
        var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
      }

      /// What comes before a text, and the text; an expectation fails where it does not come within ten seconds.
      @discardableResult
      func see(_ text: String) -> String {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        for _ in 0..<200 {
          let rest = String(decoding: Array(shown.utf8)[place...], as: UTF8.self)
          if let range = rest.firstRange(of: text) {
            let seen = String(rest[..<range.upperBound])
            place += seen.utf8.count
            return seen
          }
          var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
          guard poll(&wait, 1, 50) > 0 else { continue }
          let count = readTerminal(terminal, &buffer)
          if count <= 0 { break }
          shown += String(decoding: buffer[..<count], as: UTF8.self)
        }
        Issue.record("`\(text)` never came: \(shown.suffix(400))")
        return ""
      }

      func type(_ keys: String) { _ = keys.withCString { write(terminal, $0, strlen($0)) } }

      /// Another width, told as a terminal tells it.
      func resize(_ columns: UInt16) {
        Typist.resize(terminal, columns)
        kill(process, SIGWINCH)
      }

      /// Leaves by the given keys, and by none where they were typed before.
      func end(_ keys: String = ".quit\r") -> Int32 {
        type(keys)
        close(held)
        return Workroom.wait(for: process, seconds: 20)
      }
    }

    @Test func wordsAreCompletedAndLinesComeBack() throws {
      let folder = try Sample.copyOfFresh()
      let typist = try Typist(folder, columns: 80)
      typist.see("Program [2026-03-02T00:00]> ")
      typist.type("amb\t\r")
      typist.see("Ambassador launch [2026-03-02T00:00]> ")
      // `accept` is not offered, since nobody has proposed anything.
      typist.type("inv\tmia.y\t\r")
      typist.see("Mia Yarrow: Invited")
      typist.see("]> ")
      typist.type("\u{1B}[A\r")
      typist.see("invite mia.yarrow@example.net")
      typist.see("recorded, and no line of the workflow does anything about it here")
      typist.see("]> ")
      typist.type("decline \"no quote\r")
      typist.see("...> ")
      typist.type("\"\r")
      typist.see("]> ")
      #expect(typist.end() == 0)
      #expect(folder.read(".workroom_history").contains("invite mia.yarrow@example.net"))
    }

    /// Every line of a text that stays as it is, the last one too where nothing ends it, and nothing that acts.
    @Test func aTextIsShownWholeAndActsOnNothing() throws {
      let folder = Folder()
      folder.write("x.workflow", "stage a\r\n\ton\u{1B}[31m x\r\nlast \u{202E}line")
      let typist = try Typist(folder, columns: 80, words: ["fmt", "-"], input: folder.path("x.workflow"))
      let seen = typist.see("last ‹U+202E›line")
      #expect(seen.contains("on‹ESC›[31m x\r") && !seen.contains("‹CR›") && !seen.contains("\u{1B}"), "\(seen)")
      // Whoever starts a command waits for it: one that nobody waits for holds up what other tests wait for.
      _ = typist.end("")
    }

    @Test func ctrlDLeavesAtThePromptAndWhenTypedBeforeIt() throws {
      let folder = try Sample.copyOfFresh()
      let prompt = try Typist(folder, columns: 80)
      prompt.see("]> ")
      #expect(prompt.end("\u{4}") == 0)
      // The key comes while the console is not reading yet, as it may on a busy machine.
      let early = try Typist(folder, columns: 80)
      #expect(early.end("\u{4}") == 0)
    }

    @Test func ctrlDLeavesALineThatWasBegunUndone() throws {
      let folder = try Sample.copyOfFresh()
      let typist = try Typist(folder, columns: 80)
      typist.see("]> ")
      typist.type("ambassador\r")
      typist.see("Ambassador launch [")
      typist.type("invite mia.yarrow@example.net \\\r")
      typist.see("...> ")
      typist.type("\u{4}")
      typist.see("the line that was begun is not run")
      #expect(typist.end("") == 0)
      #expect(Sample.text("SELECT count(*) FROM log WHERE kind = 1", folder.path("fresh.workroom")) == "0")
    }

    @Test func tablesFitTheWindowWhateverItsWidth() throws {
      let folder = try Sample.copyOfFresh()
      let typist = try Typist(folder, columns: 80)
      typist.see("]> ")
      typist.type("ambassador\r")
      typist.see("Ambassador launch [2026-03-02T00:00]> ")
      typist.type(".rows 5\r")
      typist.see("]> ")
      for columns in [40, 80, 200] {
        typist.resize(UInt16(columns))
        typist.type("my influencers\r")
        let table = typist.see("page 1 of")
        let widths = table.split(whereSeparator: \.isNewline).filter { $0.contains("Assigned") }.map(\.count)
        #expect(widths.count >= 5 && widths.allSatisfy { $0 <= columns }, "\(columns): \(table)")
        if columns == 200 { #expect(table.contains("@example.")) }
        typist.see("]> ")
      }
      #expect(typist.end() == 0)
    }

    @Test func aQuestionIsLeftWithCtrlC() throws {
      let folder = try Sample.copyOfFresh()
      let typist = try Typist(folder, columns: 80)
      typist.see("]> ")
      typist.type("ambassador\rinvite all\r")
      typist.see("do this for 340 influencers? [y/N]")
      // The key sends a signal where the terminal leads its session; an answer that is none is the same.
      typist.type("\r")
      typist.see("nothing is changed")
      typist.see("]> ")
      #expect(typist.end() == 0)
      #expect(Sample.text("SELECT count(*) FROM log WHERE kind = 1", folder.path("fresh.workroom")) == "0")
    }
  }
#endif

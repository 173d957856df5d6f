import Testing
import WorkroomExchange
import WorkroomValues

/// Mails are what RFC 5322, 2045 and 2047 ask, whatever people are called.
@Suite struct MailTests {
  private func lines(_ subject: String, _ body: String = "x", name: String = "") -> [String] {
    let mail = MailMessage(
      from: MailAddress("hello@acme.example")!, to: MailAddress("mia@example.com", name: name)!, subject: subject,
      body: body, date: Office.start, key: "k-1")
    let text = String(decoding: mail.bytes(lineEnd: "\r\n"), as: UTF8.self)
    return text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func plainMailsStayPlain() {
    #expect(
      lines("Hello", "One\nTwo\n") == [
        "Date: Mon, 02 Mar 2026 09:00:00 +0000", "From: hello@acme.example", "To: mia@example.com",
        "Message-ID: <k-1@acme.example>", "Subject: Hello", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 7bit", "", "One", "Two", "",
      ])
  }

  @Test func noNameAndNoSubjectMakesAHeader() {
    let all = lines("Hello\r\nBcc: all@example.com", name: "Mia\nBcc: all@example.com\u{202E}")
    #expect(!all.contains { $0.hasPrefix("Bcc") })
    #expect(all.contains("Subject: Hello  Bcc: all@example.com") || all.contains { $0.hasPrefix("Subject: =?UTF-8") })
    #expect(all.contains("To: \"Mia Bcc: all@example.com\" <mia@example.com>"))
  }

  @Test func lettersBeyondASCIIAreEncodedWords() {
    let all = lines("Grüße an alle, die diesen langen Betreff lesen, und noch einmal Grüße an alle", name: "Mia Grün")
    #expect(all.contains("To: =?UTF-8?B?TWlhIEdyw7xu?= <mia@example.com>"))
    let start = all.firstIndex { $0.hasPrefix("Subject: ") }!
    #expect(all[start + 1].hasPrefix(" =?UTF-8?B?"))
    #expect(all.allSatisfy { $0.utf8.count <= 76 })
  }

  @Test func aWordIsEncodedWholeCharactersAtATime() {
    let all = lines(String(repeating: "🎉", count: 60))
    for line in all where line.contains("=?UTF-8?B?") {
      let word = line.split(separator: "?")[3]
      #expect(word.utf8.count % 4 == 0)
      // Twelve bytes of base64 hold nine, so a whole number of signs of four bytes ends where a word ends.
      #expect(line.utf8.count <= 76)
    }
  }

  @Test func bodiesArePassedOnUnchanged() {
    let long = String(repeating: "word ", count: 300)
    let all = lines("x", "From here\n.\nlöng = \(long)\nends in blank ")
    #expect(all.contains("Content-Transfer-Encoding: quoted-printable"))
    #expect(all.contains("=46rom here"))
    #expect(all.contains("=2E"))
    #expect(all.contains { $0.hasPrefix("l=C3=B6ng =3D ") })
    #expect(all.contains("ends in blank=20"))
    #expect(all.allSatisfy { $0.utf8.count <= 76 })
    #expect(lines("x", String(repeating: "日本語", count: 40)).contains("Content-Transfer-Encoding: base64"))
  }

  @Test func longSubjectsFoldAtBlanks() {
    let all = lines(Array(repeating: "word", count: 40).joined(separator: " "))
    let start = all.firstIndex { $0.hasPrefix("Subject: ") }!
    #expect(all[start + 1].hasPrefix(" word"))
    #expect(all.allSatisfy { $0.utf8.count <= 76 })
  }

  @Test func aLongNameFoldsBeforeItsAddress() {
    for name in [String(repeating: "Mia ", count: 14) + "M", String(repeating: "ü", count: 20)] {
      let all = lines("Hello", name: name)
      let start = all.firstIndex { $0.hasPrefix("To: ") }!
      #expect(all[start].utf8.count <= 76)
      #expect(all[start + 1] == " <mia@example.com>" || all[start].hasSuffix(" <mia@example.com>"))
    }
    #expect(lines("Hello", name: String(repeating: "Mia ", count: 14) + "M").contains(" <mia@example.com>"))
  }

  @Test(arguments: ["mia@example.com", "mia.o'neil+x@sub.example.com", "m@localhost"])
  func addressesThatServersTake(text: String) { #expect(MailAddress(text)?.address == text) }

  @Test(arguments: [
    "", "mia", "@example.com", "mia@", "mia@@example.com", "mia @example.com", "mia@example.com\nBcc: x@y.z",
    "<mia@example.com>", "mia@exa mple.com", ".mia@example.com", "mia..x@example.com", "mía@example.com",
    String(repeating: "m", count: 65) + "@example.com", "m@" + String(repeating: "e", count: 253),
  ])
  func whatIsNoAddress(text: String) { #expect(MailAddress(text) == nil) }

  @Test func anAddressHas254Bytes() {
    let domain = Array(repeating: String(repeating: "e", count: 62), count: 4).joined(separator: ".")
    #expect(MailAddress("mm@" + domain) != nil)
    #expect(("mm@" + domain).utf8.count == 254)
    #expect(MailAddress("mmm@" + domain) == nil)
  }

  @Test func wordsOfACommandNeedNoShell() {
    #expect(CommandWords.split("curl -d @- \"a b\" $HOME;") == ["curl", "-d", "@-", "a b", "$HOME;"])
    #expect(CommandWords.split("a \"b") == nil)
    #expect(CommandWords.split("  ") == nil)
    let words = ["/bin/x", "a \"b\"", "", "é\n"]
    #expect(CommandWords.read(CommandWords.stored(words)) == words)
    #expect(CommandWords.split(Array(repeating: "w", count: 64).joined(separator: " "))?.count == 64)
    #expect(CommandWords.split(Array(repeating: "w", count: 65).joined(separator: " ")) == nil)
  }

  @Test func aProgramGetsItsInputAndNothingElse() throws {
    let office = try Office()
    let count = office.program("ls /proc/self/fd 2>/dev/null | wc -l; cat | wc -c")
    // Left open on purpose, as whoever starts this program may have done.
    let run = ProgramRun.run(count, input: [UInt8](repeating: 65, count: 1 << 20), timeLimitMilliseconds: 10_000)
    #expect(run.end == .exited(0))
    #expect(run.said.contains("1048576"))
    let early = ProgramRun.run(
      office.program("exit 3"), input: [UInt8](repeating: 65, count: 1 << 20), timeLimitMilliseconds: 10_000)
    #expect(early.end == .exited(3), "a program that reads nothing may end")
    let loud = ProgramRun.run(
      office.program("head -c 100000 /dev/zero; kill -9 $$"), input: [], timeLimitMilliseconds: 10_000)
    #expect(loud.end == .signalled(9))
    #expect(loud.said.utf8.count == ProgramRun.saidBytesMax)
    #expect(ProgramRun.run(["/nowhere"], input: [], timeLimitMilliseconds: 10).end == .notStarted(2))
  }
}

import Testing

@testable import WorkroomReporting

@Suite struct EscapedTests {
  /// A line of a file keeps what only sets it apart, and nothing that acts.
  @Test(arguments: [
    ("", ""), ("\t  a\tb", "\t  a\tb"), ("a\r", "a\r"), ("a\rb\r", "a‹CR›b\r"),
    ("\ta\u{1B}[31m\u{202E}\u{2028}\u{85}\0", "\ta‹ESC›[31m‹U+202E›‹U+2028›‹U+0085›‹NUL›"),
    ("\u{FEFF}a 👩‍👧", "‹U+FEFF›a 👩‍👧"), ("a\n", "a‹LF›"),
  ])
  func aLineOfAFileKeepsItsTabs(text: String, shown: String) { #expect(Escaped.line(text).text == shown) }

  @Test(arguments: [
    ("plain text", "plain text"),
    ("Zoë 李 👍 ❤️", "Zoë 李 👍 ❤️"),
    ("", ""),
    ("\u{1B}[2J", "‹ESC›[2J"),
    ("a\tb\r\nc\0", "a‹TAB›b‹CR›‹LF›c‹NUL›"),
    ("\u{7F}\u{9B}31m", "‹DEL›‹U+009B›31m"),
    ("mia\u{202E}nimda", "mia‹U+202E›nimda"),
    ("a\u{200B}\u{200D}\u{2060}\u{FEFF}b", "a‹U+200B›‹U+200D›‹U+2060›‹U+FEFF›b"),
    ("\u{2066}\u{200E}\u{61C}\u{2028}\u{2029}", "‹U+2066›‹U+200E›‹U+061C›‹U+2028›‹U+2029›"),
    ("e\u{200D}", "e‹U+200D›"),
    // Joined emoji are one picture; a joiner anywhere else could tell two names apart that look the same.
    ("\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}"),
    ("\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}!", "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}!"),
    (
      "\u{1F469}\u{1F3FD}\u{200D}\u{1F680} \u{2764}\u{FE0F}\u{200D}\u{1F525}",
      "\u{1F469}\u{1F3FD}\u{200D}\u{1F680} \u{2764}\u{FE0F}\u{200D}\u{1F525}"
    ),
    ("\u{1F469}\u{200D}", "\u{1F469}‹U+200D›"),
    ("\u{200D}\u{1F469}", "‹U+200D›\u{1F469}"),
    ("\u{1F469}\u{200D}a", "\u{1F469}‹U+200D›a"),
    ("a\u{200D}\u{1F469}", "a‹U+200D›\u{1F469}"),
    ("a\u{FE0F}\u{200D}\u{1F469}", "a\u{FE0F}‹U+200D›\u{1F469}"),
    ("1\u{200D}2\u{200D}#", "1‹U+200D›2‹U+200D›#"),
    ("\u{1F1E9}\u{200D}\u{1F1EA}", "\u{1F1E9}‹U+200D›\u{1F1EA}"),
    ("\u{1F469}\u{200D}\u{200D}\u{1F467}", "\u{1F469}‹U+200D›‹U+200D›\u{1F467}"),
    ("\u{1F469}\u{200B}\u{200D}\u{1F467}", "\u{1F469}‹U+200B›‹U+200D›\u{1F467}"),
    ("tag\u{E0041}", "tag‹U+E0041›"),
  ])
  func terminalTextActsOnNothing(text: String, shown: String) {
    #expect(Escaped.terminal(text).text == shown)
    // A line's end is data of XML.
    #expect(Escaped.xml(text).text == shown.replacing("‹LF›", with: "\n"))
  }

  @Test func noUnseenScalarEverPasses() {
    var passed: [String] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.isUnseen else { continue }
      let shown = Escaped.terminal(String(Character(scalar)))
      if shown.text.unicodeScalars.contains(where: \.isUnseen) { passed.append(scalar.shownName) }
    }
    #expect(passed.isEmpty)
  }

  /// What Unicode lets a font ignore is unseen, but for the sixteen variation selectors.
  @Test func unseenCoversTheDefaultIgnorable() {
    let missed = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
      $0.properties.isDefaultIgnorableCodePoint && !$0.isUnseen && !(0xFE00...0xFE0F).contains($0.value)
    }
    #expect(missed.isEmpty)
  }

  @Test func joining() {
    let parts: [Escaped] = ["a", .terminal("\u{1B}"), Escaped(3)]
    #expect(parts.joined(separator: ", ").text == "a, ‹ESC›, 3")
    #expect((Escaped.trusted("x") + "y").text == "xy")
  }
}

import Testing

@testable import WorkroomReporting

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("ｱｲ", 2), ("Ａ", 2), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤️", 2),
    ("❤", 1), ("1️⃣", 2), ("नमस्ते", 4), ("שלום", 4), ("…", 1), ("─", 1), ("𠀋", 2),
  ])
  func cells(text: String, cells: Int) {
    #expect(text.displayWidth == cells)
  }

  @Test(arguments: [
    ("influencer", 10, "influencer"), ("influencer", 9, "influenc…"), ("influencer", 1, "…"), ("x", 0, ""),
    ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
    ("ab👩‍💻cd", 5, "ab👩‍💻…"), ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}"),
  ])
  func truncation(text: String, cells: Int, expected: String) {
    let cut = Escaped(made: text).truncated(to: cells)
    #expect(cut.text == expected)
    #expect(cut.width <= cells)
  }

  @Test func padding() {
    #expect(Escaped("李").padded(to: 4).text == "李  ")
    #expect(Escaped("12").padded(to: 4, .right).text == "  12")
    #expect(Escaped("日本語").padded(to: 4).text == "日… ")
  }
}

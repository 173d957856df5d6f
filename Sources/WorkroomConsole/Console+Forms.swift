import WorkroomLanguage

/// How the console's own words are used, for whoever types one of them alone or goes on in another way.
extension Console {
  /// The longest of these that a line begins with says how the line is written.
  private static let forms: [(words: String, form: String)] = [
    ("show", "`show mia`: everything about somebody here"),
    ("possible", "`possible mia`: what can be done for somebody now"),
    ("set", "`set NAME to VALUE`, as in `set accepting to 2026-03-01 to 2026-04-30`; `details` lists the names"),
    ("add", "`add mia@example.com`, or `add all when tag is \"vip\"`; `find TEXT` looks for people of the directory"),
    ("forget", "`forget mia@example.com`: erases one person's names, addresses and texts for ever, after asking"),
    ("save", "`save view \"big offers\" as proposals when price is at least 300 USD`"),
    ("save view", "`save view \"big offers\" as proposals when price is at least 300 USD`"),
    ("view", "`view \"big offers\"`; `views` lists them"),
    ("delete view", "`delete view \"big offers\"`; `views` lists them"),
    ("delete", "`delete proposal mia`, or `delete view \"big offers\"`"),
    ("tax", "`tax form mia W-9`, or `W-8BEN` outside the United States"),
    ("paypal", "`paypal account mia mia@example.com`"),
    ("cancel", "`cancel order mia`, `cancel payment mia payment P1-1-1` or `cancel batch 1`"),
    ("explain", "`explain owed mia`: every cent that is owed to somebody"),
    ("campaign", "`campaign NAME`; `campaigns` lists them"),
    ("page", "`page 2`: another page of the table that was shown last"),
    ("leaks", "`leaks`, or `leaks 2` for the second page"),
    ("products", "`products`, or `products 2` for the second page"),
    ("groups", "`groups`"),
    ("details", "`details`"),
    ("campaigns", "`campaigns`"),
    ("views", "`views`"),
    ("up", "`up`: one level out"),
  ]

  /// What to say of a line that begins with one of these words and is not written as it is used; `nil` for any other line.
  static func form(of line: String) -> Refusal? {
    guard let words = Words(line) else {
      return Refusal(text: "a quote is never closed; end the text with `\"`", status: 64)
    }
    let found = forms.filter { words.starts(with: $0.words) != nil }.max { $0.words.count < $1.words.count }
    return found.map { Refusal(text: "`\($0.words)` is written so: \($0.form)", status: 64) }
  }
}

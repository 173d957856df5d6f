/// How a verb is used, a form a line.
enum UsageText {
  /// The forms of `workroom VERB a ... | VERB b ...`; of a word behind the verb only those that are about it, where there are
  /// any. Another text is one line.
  static func lines(_ text: String, about word: String? = nil) -> [String] {
    let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count == 3, parts[0] == "workroom" else { return [text] }
    let verb = parts[1]
    let forms = text.replacing(" | \(verb) ", with: "\nworkroom \(verb) ").split(separator: "\n").map(String.init)
    guard let word else { return forms }
    let meant = forms.filter { form in
      let words = form.split(separator: " ")
      return words.count > 2 && words[2].split(separator: "|").contains { $0 == word }
    }
    return meant.isEmpty ? forms : meant
  }
}

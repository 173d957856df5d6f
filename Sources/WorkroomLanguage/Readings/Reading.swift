/// A habit of those who have not written the language before, and the line that is meant by it.
///
/// `habit` is a row of words as somebody writes them. In it stand `[for|up]` for words that may be missing, `max|only` for
/// one of several, `is_not` for `isn't` and `!=`, and places in pointed brackets that take something from the line, in their order: `<some>` one word or
/// more, `<any>` none or more, and what `Reading.Place` names besides. `line` is the row that is meant, with `$1` for what
/// the first place took, `$person` for the person who was given last and
/// `$final` for the first final stage; `\n` begins a line of its own there.
struct Reading {
  let title: String
  let habit: [Part]
  let line: [String]
  /// Facts that belong to it.
  let note: String?
  /// Its places, counted from one, that the line has no words for.
  let unused: [Int]
  /// What a line needs so that the habit can be in it, and how many words at least.
  let needs: [ReadingMarks]
  let wordsMin: Int

  init(_ title: String, _ habit: String, _ line: String, note: String? = nil) {
    self.title = title
    self.habit = habit.split(separator: " ").map { Part(String($0)) }
    self.line = line.split(separator: " ").map { $0 == "\\n" ? "\n" : String($0) }
    self.note = note
    // The stage that a line stands in is said by its place.
    let taken = self.habit.compactMap { if case .place(let place) = $0 { place } else { nil } }
    unused = taken.indices.map { $0 + 1 }.filter { !line.contains("$\($0)") && taken[$0 - 1] != .own }
    needs = self.habit.compactMap { Reading.need($0) }
    wordsMin = self.habit.count {
      switch $0 {
      case .words(_, let isOptional): !isOptional
      case .place(let place): place != .any
      }
    }
  }

  /// One element of a habit.
  enum Part {
    case words([String], isOptional: Bool)
    case place(Place)

    init(_ text: String) {
      if text.hasPrefix("<"), text.hasSuffix(">"), text.utf8.count > 2 {
        let name = String(text.dropFirst().dropLast())
        guard let place = Place(rawValue: name) else { preconditionFailure("`\(text)` is no place of a habit") }
        self = .place(place)
      } else {
        let isOptional = text.hasPrefix("[")
        let words = (isOptional ? text.dropFirst().dropLast() : text[...]).split(separator: "|")
          .map { $0 == "is_not" ? "is not" : String($0) }
        self = .words(words, isOptional: isOptional)
      }
    }
  }

  /// What a place takes.
  enum Place: String {
    /// A word that may be a name, a word with a dot, an event that is known, what happens to a thing.
    case name, dotted, event, doing
    /// A word or a sign as it stands.
    case word
    case text, number, date, clock, value, money
    /// A name in quotes, which stands without them; words in quotes that make a name.
    case quoted, slug
    case percent, currency
    /// What a pool holds.
    case noun
    /// A role of people.
    case role
    /// A number with its unit, a percentage, a date or a time of day.
    case figure
    /// What a field is.
    case type
    /// A number, in figures or as a word.
    case count
    /// A number with a unit of time.
    case time
    /// A sign that compares.
    case sign
    /// The last two words of `at least`, `more than` and their like.
    case bound
    /// A word that begins an action, with as little behind it as may be; and with all that follows.
    case act, action
    /// What a rule waits for: all before its action.
    case head
    /// The name of a stage that the file declares, which stands in one word where it is not.
    case stage
    /// The stage that the line stands in.
    case own
    /// The name of a section, in quotes.
    case section
    /// Words that are names, a few of them; the same as one name.
    case names, joined
    case some, any
  }
}

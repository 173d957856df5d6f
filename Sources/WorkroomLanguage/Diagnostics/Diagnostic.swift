/// What a phase of the language has to say about a place in a file.
///
/// A diagnostic is a value: phases collect them and never throw. The title stands alone; help says what to do.
public struct Diagnostic: Sendable {
  public enum Severity: Int, Sendable, Comparable {
    case error, warning, note
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// A stretch of bytes in one of the checked files.
  public struct Span: Sendable, Hashable {
    /// Index into the list of files that were checked together.
    public var source: Int
    public var range: Range<Int>

    public init(source: Int, range: Range<Int>) {
      self.source = source
      self.range = range
    }
  }

  /// Another place that belongs to the story, with at most eight words about it.
  public struct Related: Sendable {
    public var span: Span
    public var label: String

    public init(span: Span, label: String) {
      self.span = span
      self.label = label
    }
  }

  /// A change of text that repairs the mistake.
  public struct Fix: Sendable {
    public enum Safety: String, Sendable { case safe, placeholders, maybe }
    public var safety: Safety
    /// Replacements that don't overlap, in the order of the text.
    public var edits: [(span: Span, text: String)]

    public init(safety: Safety, edits: [(span: Span, text: String)]) {
      self.safety = safety
      self.edits = edits
    }
  }

  public var code: DiagnosticCode
  public var severity: Severity
  /// One line that stands alone: lower case, no final stop, names in backticks.
  public var title: String
  public var span: Span
  /// At most eight words under the span.
  public var label: String
  public var related: [Related] = []
  /// Where the place lies: `stage active › track links`; empty at the top of a file.
  public var enclosing: String = ""
  /// Facts.
  public var notes: [String] = []
  /// What to do next, as lines that can be typed.
  public var help: [String] = []
  public var fixes: [Fix] = []
  /// A consequence of another error: counted, not shown.
  public var isConsequence = false

  public init(
    _ code: DiagnosticCode, _ title: String, at span: Span, label: String, related: [Related] = [],
    notes: [String] = [], help: [String] = [], fixes: [Fix] = []
  ) {
    self.code = code
    severity = code.severity
    self.title = title
    self.span = span
    self.label = label
    self.related = related
    self.notes = notes
    self.help = help
    self.fixes = fixes
  }

  /// Where a place lies, outermost first; of a deep place the middle is left out.
  static func enclosing(_ parts: [String]) -> String {
    let shown = parts.count > 5 ? parts.prefix(2) + ["…"] + parts.suffix(2) : parts[...]
    return shown.joined(separator: " › ")
  }
}

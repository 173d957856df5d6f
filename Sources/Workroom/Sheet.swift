public import WorkroomValues

/// A table of a Work Room, as values: what shows it decides how.
public struct Sheet: Sendable {
  public enum Kind: Sendable { case text, number, money, date, percent }

  public struct Column: Sendable {
    public var heading: String
    public var kind: Kind
    /// The higher, the longer it is kept where space is short.
    public var priority: Int

    public init(_ heading: String, _ kind: Kind = .text, priority: Int = 1) {
      self.heading = heading
      self.kind = kind
      self.priority = priority
    }
  }

  public enum Value: Sendable, Equatable {
    case text(String)
    case number(Int64)
    case money(Money)
    case date(CalendarDate)
    case nothing
  }

  public var title: String
  public var columns: [Column]
  public var rows: [[Value]] = []
  /// Counts and remarks below the table.
  public var notes: [String] = []

  public init(title: String, columns: [Column]) {
    self.title = title
    self.columns = columns
  }
}

extension BinaryInteger {
  /// `1 row`, `2 rows`
  package func counted(_ one: String, _ many: String) -> String { "\(self) \(self == 1 ? one : many)" }
}

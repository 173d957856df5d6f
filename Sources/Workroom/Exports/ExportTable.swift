import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// A table that leaves the program: its headings, and rows that are handed over one by one.
package struct ExportTable {
  package let headings: [String]
  /// Calls a function with each row, in an order that is always the same.
  package let rows: (_ take: ([Sheet.Value]) throws -> Void) throws -> Void

  package init(headings: [String], rows: @escaping (_ take: ([Sheet.Value]) throws -> Void) throws -> Void) {
    self.headings = headings
    self.rows = { take in
      do { try rows(take) } catch let error as StoreError { throw EngineError.store(error) }
    }
  }

  /// An instant as files write it; nothing where there is none.
  static func instant(_ milliseconds: Int64?) -> Sheet.Value {
    milliseconds.map { .text(Instant(milliseconds: $0).description) } ?? .nothing
  }
}

extension Sheet.Value {
  /// The value as one text, as a file of comma-separated values holds it.
  package var plainText: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .money(let money): money.amount
    case .date(let date): date.description
    case .nothing: ""
    }
  }
}

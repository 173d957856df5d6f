import WorkroomLanguage

/// The columns of a block of fields: names, types, and what else is said.
struct Columns {
  /// Longer names and types stand in nobody's way.
  static let nameMax = 32
  static let typeMax = 40

  private(set) var name = 0
  private(set) var type = 0

  /// Takes a row into account.
  mutating func fit(_ row: Row) {
    if row.name <= Columns.nameMax { name = max(name, row.name) }
    if row.rest != nil, row.type <= Columns.typeMax { type = max(type, row.type) }
  }

  /// The spaces between a name of a width and its type.
  func afterName(_ width: Int) -> Int { max(name - width, 0) + 2 }

  /// The spaces between a type of a width and what follows it.
  func afterType(_ width: Int) -> Int { max(type - width, 0) + 2 }

  /// One field.
  struct Row {
    var name: Int
    var type: Int
    /// The place of `optional` or `default` among the statement's words.
    var rest: Int?
  }
}

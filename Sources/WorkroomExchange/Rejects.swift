#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rows that were left out, written beside the file they came from so that they can be repaired.
///
/// `orders.csv` gets `orders.rejected.csv`: `row`, `line` and `reason`, then the columns of the original.
/// The file can be imported again as it is: the three columns are passed over. It appears only when it is
/// complete, and only if a row was left out; an older one stays until then, since somebody may be repairing it.
package final class RejectsFile {
  package static let headings = ["row", "line", "reason"]

  package let path: String
  private let names: [String]
  /// Columns of the input that an earlier file of rejects had added.
  private let dropped: Int
  private var file: AtomicFile?
  private var writer = CSVWriter()
  /// The bytes of it that stay whatever becomes of the rest.
  private var keptBytes = 0

  package init(beside input: String, headings names: [String]) {
    let parts = PathParts(input)
    path = parts.sibling(parts.stem + ".rejected.csv")
    dropped = RejectsFile.isRejects(names) ? RejectsFile.headings.count : 0
    self.names = Array(names.dropFirst(dropped))
  }

  package func append(_ reject: RowReject) throws(ExchangeError) {
    if file == nil {
      file = try AtomicFile(path)
      writer.row(texts: RejectsFile.headings + names)
    }
    let place: [CSVCell] = [
      .integer(Int64(reject.row)), .integer(Int64(reject.line)), .text(reject.reason),
    ]
    writer.row(place + reject.fields.dropFirst(dropped).map(CSVCell.text))
    if writer.bytes.count >= ByteReader.chunkBytes { try file?.write(writer.take()) }
  }

  /// Whether an earlier import has left a file of this name.
  package var hasOlder: Bool { access(path, F_OK) == 0 }

  /// Removes what earlier imports of this name have left that were ended in the middle.
  package func removeLeftovers() { AtomicFile.removeLeftovers(of: path) }

  /// What was appended up to here stays, also where the rest of the rows is given up.
  package func keep() throws(ExchangeError) {
    guard let file else { return }
    try file.write(writer.take())
    keptBytes = file.count
  }

  /// The same as `finish` for what was kept.
  package func finishKept() throws(ExchangeError) -> String? {
    guard let file, keptBytes > 0 else { return nil }
    _ = writer.take()
    try file.cut(to: keptBytes)
    return try finish()
  }

  /// Puts the file in its place and returns its path; `nil` if no row was left out.
  package func finish() throws(ExchangeError) -> String? {
    guard let file else { return nil }
    try file.write(writer.take())
    try file.commit()
    self.file = nil
    return path
  }

  /// Whether headings start with the columns that a file of rejects adds.
  static func isRejects(_ names: [String]) -> Bool {
    names.prefix(headings.count).map { Heading.plain($0) } == headings
  }
}

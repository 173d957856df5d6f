package import WorkroomValues

/// One row of the log: all that its step saw, and what came of it.
package struct LogRow: Sendable {
  /// The stream's number: 0 for the system, else the campaign.
  package var stream: Int64 = 0
  package var sequence: Int64 = 0
  package var participation: Int64 = 0
  package var definition: Int64 = 0
  package var kind: Int64 = 0
  package var event: Int64 = 0
  /// When it counts, when it was written, and when it is said to have happened; milliseconds.
  package var occurred: Int64 = 0
  package var recorded: Int64 = 0
  package var reported: Int64 = 0
  /// The text that names who did it; 0 for nobody.
  package var actor: Int64 = 0
  package var role: Int64 = -1
  package var outcome: Int64 = 0
  package var payload: [Int64] = []
  package var seen: [Int64] = []
  /// The text of a refusal; 0 for none.
  package var words: Int64 = 0

  package init() {}

  /// Streams share one table: the campaign stands in the high bits of a row's number.
  package static let sequenceBits: Int64 = 40

  package var id: Int64 { stream << LogRow.sequenceBits | sequence }
}

/// The newest row of a stream.
package struct Head: Sendable {
  package var sequence: Int64
  package var hash: Digest
  package var occurred: Int64

  package init(sequence: Int64 = 0, hash: Digest = .zero, occurred: Int64 = 0) {
    self.sequence = sequence
    self.hash = hash
    self.occurred = occurred
  }
}

extension Store {
  package func head(_ stream: Int64) throws(StoreError) -> Head {
    let statement = statements
    statement.head.bind(1, stream)
    let found = try statement.head.first { () throws(StoreError) in
      Head(
        sequence: statement.head.int64(0), hash: Digest(bytes: statement.head.blob(1)) ?? .zero,
        occurred: statement.head.int64(2))
    }
    return found ?? Head()
  }

  package func write(_ head: Head, _ stream: Int64) throws(StoreError) {
    statements.writeHead.bind(1, stream)
    statements.writeHead.bind(2, head.sequence)
    statements.writeHead.bind(3, head.hash.inMemory.span.bytes)
    statements.writeHead.bind(4, head.occurred)
    try statements.writeHead.run()
  }

  /// Appends a row behind a head and moves the head to it; the head itself is written once a batch.
  package func append(_ row: LogRow, _ head: inout Head) throws(StoreError) {
    let hash = row.chained(to: head.hash)
    let log = newRows.log
    log.add(row.id)
    log.add(row.participation)
    log.add(row.definition)
    log.add(row.kind)
    log.add(row.event)
    log.add(row.occurred)
    log.add(row.recorded)
    log.add(row.reported)
    log.add(row.actor)
    log.add(row.role)
    log.add(row.outcome)
    log.add(row.payload.span.bytes)
    log.add(row.seen.span.bytes)
    log.add(row.words)
    log.add(hash.inMemory.span.bytes)
    try log.endRow()
    head.sequence = row.sequence
    head.hash = hash
    head.occurred = max(head.occurred, row.occurred)
  }

  /// The rows of a stream from a sequence on, in order.
  package func rows(
    _ stream: Int64, from sequence: Int64 = 1, _ read: (LogRow, Digest) throws(StoreError) -> Void
  ) throws(StoreError) {
    let select = try database.prepare("SELECT * FROM log WHERE id BETWEEN ? AND ? ORDER BY id")
    select.bind(1, stream << LogRow.sequenceBits | sequence)
    select.bind(2, (stream + 1) << LogRow.sequenceBits - 1)
    while try select.step() { try read(LogRow(select), Digest(bytes: select.blob(14)) ?? .zero) }
  }

  /// As many rows of a stream as are asked for, behind a sequence.
  package func rows(_ stream: Int64, behind sequence: Int64, atMost limit: Int64) throws(StoreError) -> [LogRow] {
    let select = try database.prepare("SELECT * FROM log WHERE id > ? AND id < ? ORDER BY id LIMIT ?")
    select.bind(1, stream << LogRow.sequenceBits | sequence)
    select.bind(2, (stream + 1) << LogRow.sequenceBits)
    select.bind(3, limit)
    var rows: [LogRow] = []
    while try select.step() { rows.append(LogRow(select)) }
    return rows
  }

  /// The rows of one participation, in order.
  package func rows(ofParticipation participation: Int64, in stream: Int64) throws(StoreError) -> [LogRow] {
    try rows(
      ofParticipation: participation, from: stream << LogRow.sequenceBits,
      to: (stream + 1) << LogRow.sequenceBits - 1)
  }

  /// Those among the rows of its campaign from one to another.
  package func rows(
    ofParticipation participation: Int64, from first: Int64, to last: Int64
  ) throws(StoreError) -> [LogRow] {
    let select = try database.prepare("SELECT * FROM log WHERE id BETWEEN ? AND ? AND participation = ? ORDER BY id")
    select.bind(1, first)
    select.bind(2, last)
    select.bind(3, participation)
    var rows: [LogRow] = []
    while try select.step() { rows.append(LogRow(select)) }
    return rows
  }

  package func row(_ id: Int64) throws(StoreError) -> LogRow? {
    let select = try database.prepare("SELECT * FROM log WHERE id = ?")
    select.bind(1, id)
    return try select.step() ? LogRow(select) : nil
  }

  package func streams() throws(StoreError) -> [Int64] {
    let select = try database.prepare("SELECT stream FROM head ORDER BY stream")
    var streams: [Int64] = []
    while try select.step() { streams.append(select.int64(0)) }
    return streams
  }
}

extension LogRow {
  init(_ row: borrowing Statement) {
    let id = row.int64(0)
    stream = id >> LogRow.sequenceBits
    sequence = id & (1 << LogRow.sequenceBits - 1)
    participation = row.int64(1)
    definition = row.int64(2)
    kind = row.int64(3)
    event = row.int64(4)
    occurred = row.int64(5)
    recorded = row.int64(6)
    reported = row.int64(7)
    actor = row.int64(8)
    role = row.int64(9)
    outcome = row.int64(10)
    payload = row.withBlob(11) { Store.words($0) }
    seen = row.withBlob(12) { Store.words($0) }
    words = row.int64(13)
  }

  /// SHA-256 over the hash before and every column of the row.
  package func chained(to previous: Digest) -> Digest {
    var hash = SHA256()
    hash.update(previous)
    let columns: InlineArray<14, Int64> = [
      stream, sequence, participation, definition, kind, event, occurred, recorded, reported, actor, role, outcome,
      words,
      Int64(payload.count),
    ]
    hash.update(columns.span.bytes)
    hash.update(payload)
    hash.update(seen)
    return hash.finalize()
  }
}

extension [UInt8] {
  /// Eight bytes, lowest first.
  package mutating func append(_ word: Int64) {
    var rest = UInt64(bitPattern: word)
    for _ in 0..<8 {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// A list of words as bytes.
  package init(words: some Collection<Int64>) {
    self = []
    reserveCapacity(words.count * 8)
    for word in words { append(word) }
  }

  /// The words of a list of bytes; a rest of fewer than eight is left out.
  package var words: [Int64] {
    (0..<count / 8).map { index in
      (0..<8).reduce(0) { $0 | Int64(self[index * 8 + $1]) << Int64(8 * $1) }
    }
  }
}

internal import WorkroomValues

/// The bytes of a zone file (TZif, RFC 8536) as a `Zone`.
///
/// A file holds a header and a block of changes with 32-bit times, then, from version 2 on, both again with
/// 64-bit times and a last line with the rule for all that follows. That rule is written out as changes up to
/// `lastYear`, so a `Zone` has only one form. Changes that keep the offset (a new abbreviation) are left out.
struct ZoneFile {
  /// What contradicts the format.
  struct Damage: Error { var reason: String }

  static let magic: [UInt8] = Array("TZif".utf8)
  static var lastYear: Int { 2100 }

  static func zone(name: String, bytes: [UInt8]) throws(Damage) -> Zone {
    var file = ZoneFile(bytes: bytes)
    var header = try file.header()
    guard header.version >= UInt8(ascii: "2") else { return try file.block(header, timeBytes: 4).zone(name) }
    try file.skip(header.blockBytes(timeBytes: 4))
    header = try file.header()
    var changes = try file.block(header, timeBytes: 8)
    if let rule = try file.footer() { changes.follow(rule, through: lastYear) }
    return changes.zone(name)
  }

  private let bytes: [UInt8]
  private var position = 0

  private init(bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Header

  private struct Header {
    var version: UInt8
    var utcMarks, standardMarks, leapSeconds, times, types, abbreviationBytes: Int

    func blockBytes(timeBytes: Int) -> Int {
      times * (timeBytes + 1) + types * 6 + abbreviationBytes + leapSeconds * (timeBytes + 4)
        + standardMarks + utcMarks
    }
  }

  private mutating func header() throws(Damage) -> Header {
    guard Array(bytes[position...].prefix(4)) == ZoneFile.magic else { throw Damage(reason: "no header") }
    try skip(4)
    let version = UInt8(truncatingIfNeeded: try number(1))
    try skip(15)
    let header = Header(
      version: version, utcMarks: try number(4), standardMarks: try number(4), leapSeconds: try number(4),
      times: try number(4), types: try number(4), abbreviationBytes: try number(4))
    guard header.types > 0 else { throw Damage(reason: "no kinds of time") }
    // Such a file's times are not those of POSIX, which everything else here speaks.
    guard header.leapSeconds == 0 else { throw Damage(reason: "it counts leap seconds") }
    return header
  }

  // MARK: Block

  private mutating func block(_ header: Header, timeBytes: Int) throws(Damage) -> ZoneChanges {
    let end = position + header.blockBytes(timeBytes: timeBytes)
    guard end <= bytes.count else { throw Damage(reason: "it ends too early") }
    var times: [Int64] = []
    for _ in 0..<header.times { times.append(Int64(try signed(timeBytes))) }
    var kinds: [Int] = []
    for _ in 0..<header.times { kinds.append(try number(1)) }
    var offsets: [Int32] = []
    for _ in 0..<header.types {
      offsets.append(Int32(truncatingIfNeeded: try signed(4)))
      try skip(2)
    }
    position = end
    guard offsets.allSatisfy({ abs(Int64($0)) < 26 * 3600 }) else {
      throw Damage(reason: "an offset past a day")
    }
    guard zip(times, times.dropFirst()).allSatisfy(<) else {
      throw Damage(reason: "its times don't rise")
    }
    // Before the first change the first kind of time holds.
    var changes = ZoneChanges(first: offsets[0])
    for (time, kind) in zip(times, kinds) {
      guard kind < offsets.count else { throw Damage(reason: "a kind of time that isn't there") }
      changes.append(time, offsets[kind])
    }
    return changes
  }

  // MARK: Footer

  /// The rule on the last line, `nil` where the line is empty.
  private mutating func footer() throws(Damage) -> ZoneRule? {
    let newline = UInt8(ascii: "\n")
    guard position < bytes.count, bytes[position] == newline,
      let end = bytes[(position + 1)...].firstIndex(of: newline)
    else { throw Damage(reason: "no last line") }
    let line = bytes[(position + 1)..<end]
    if line.isEmpty { return nil }
    guard let rule = ZoneRule(line) else { throw Damage(reason: "a rule that can't be read") }
    return rule
  }

  // MARK: Bytes

  private mutating func skip(_ count: Int) throws(Damage) {
    guard count <= bytes.count - position else { throw Damage(reason: "it ends too early") }
    position += count
  }

  /// An unsigned number of at most seven bytes, highest byte first.
  private mutating func number(_ count: Int) throws(Damage) -> Int {
    let start = position
    try skip(count)
    return bytes[start..<position].reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func signed(_ count: Int) throws(Damage) -> Int {
    let shift = Int.bitWidth - count * 8
    return (try number(count) << shift) >> shift
  }
}

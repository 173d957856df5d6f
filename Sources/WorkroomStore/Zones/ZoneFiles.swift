package import WorkroomValues

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The system's time zones, read from its zone files.
package enum ZoneFiles {
  static var fileBytesMax: Int { 1 << 20 }
  static var nameBytesMax: Int { 255 }

  /// Where zone files are looked for: in `TZDIR` alone where it is set, as the system's library does.
  package static var directories: [String] {
    if let chosen = getenv("TZDIR"), chosen.pointee != 0 { return [String(cString: chosen)] }
    return ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"]
  }

  /// The zone with this name; `UTC` needs no file.
  package static func read(name: String) throws(ZoneError) -> Zone {
    try read(name: name, from: directories)
  }

  static func read(name: String, from directories: [String]) throws(ZoneError) -> Zone {
    guard isName(name) else { throw .badName(name) }
    if name == "UTC" { return .utc }
    for directory in directories {
      let path = "\(directory)/\(name)"
      guard let bytes = try contents(path) else { continue }
      guard bytes.starts(with: ZoneFile.magic) else { throw .unknown(name) }
      do throws(ZoneFile.Damage) {
        return try ZoneFile.zone(name: name, bytes: bytes)
      } catch {
        throw .damaged(path: path, reason: error.reason)
      }
    }
    if directories.contains(where: { access($0, F_OK) == 0 }) { throw .unknown(name) }
    throw .noZoneFiles(directories)
  }

  /// Parts of ASCII letters, digits, `_`, `+` and `-`, with `/` between them: no path out of the directory.
  static func isName(_ name: String) -> Bool {
    // These two stand for whatever the machine is set to, which would differ from one to the next.
    guard name.utf8.count <= nameBytesMax, name != "localtime", name != "posixrules" else { return false }
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isNameByte) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The bytes of a regular file, or `nil` where there is none.
  private static func contents(_ path: String) throws(ZoneError) -> [UInt8]? {
    // Without waiting, since what lies there might be a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .unreadable(path: path, reason: systemWords(errno))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard status.st_size <= fileBytesMax else {
      throw .damaged(path: path, reason: "larger than \(fileBytesMax) bytes")
    }
    return try contents(descriptor, count: Int(status.st_size), path: path)
  }

  private static func contents(_ descriptor: Int32, count: Int, path: String) throws(ZoneError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Int(sysRead(descriptor, buffer.baseAddress! + filled, count - filled))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(path: path, reason: systemWords(errno)) }
      if got == 0 { break }
      filled += got
    }
    return Array(bytes.prefix(filled))
  }

  /// `read(2)`, whose name is taken here.
  private static func sysRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, start, count)
    #elseif canImport(Musl)
      Musl.read(descriptor, start, count)
    #else
      Darwin.read(descriptor, start, count)
    #endif
  }
}

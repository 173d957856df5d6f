import Foundation
import Testing

@testable import WorkroomStore

/// Zone files and their names have a size.
@Suite struct ZoneLimitTests {
  @Test func aNameHas255Bytes() {
    let name = String(repeating: "a", count: ZoneFiles.nameBytesMax)
    #expect(throws: ZoneError.noZoneFiles(["/nowhere"])) { try ZoneFiles.read(name: name, from: ["/nowhere"]) }
    #expect(throws: ZoneError.badName("\(name)a")) { try ZoneFiles.read(name: "\(name)a", from: ["/nowhere"]) }
  }

  /// A file that just fits is read, and then is no zone.
  @Test func aFileHasOneMebibyte() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func read(_ bytes: Int) throws -> ZoneError? {
      try Data(count: bytes).write(to: folder.appending(path: "Zone"))
      return #expect(throws: ZoneError.self) { try ZoneFiles.read(name: "Zone", from: [folder.path]) }
    }
    #expect(try read(ZoneFiles.fileBytesMax) == .unknown("Zone"))
    let path = folder.appending(path: "Zone").path
    #expect(
      try read(ZoneFiles.fileBytesMax + 1) == .damaged(path: path, reason: "larger than 1048576 bytes"))
  }
}

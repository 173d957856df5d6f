package import WorkroomEngine
import WorkroomStore
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A backup that takes a database's place. What waited in it may long have been sent by the original, so it is held: a
/// restored copy sends nothing again by itself.
package enum Restore {
  /// What became of it.
  package struct Report: Sendable {
    /// Effects that are held until they are released.
    package var held: Int64
    package var campaigns: Int
  }

  /// Restores a backup to a path. A database that is there is replaced only where that is wanted.
  package static func run(_ backup: String, to path: String, replaces: Bool) throws(EngineError) -> Report {
    if Backup.isSame(backup, path) {
      throw .request("`\(path)` is the backup itself; restore it under another name")
    }
    let isThere = access(path, F_OK) == 0
    if isThere, !replaces {
      throw .request("`\(path)` is already there; say `--yes` to replace it by the backup, or name another file")
    }
    Backup.removeLeft(beside: path, ending: ".restore")
    let temporary = "\(path).\(getpid()).restore"
    defer { Backup.remove(temporary) }
    try stored { () throws(StoreError) in try Restoring.prepare(backup, at: temporary) }
    let report = try makeReady(temporary)
    try stored { () throws(StoreError) in
      try isThere ? Restoring.overwrite(path, with: temporary) : Backup.give(temporary, the: path)
    }
    return report
  }

  /// Holds what waits and begins another life, since from here on the same numbers mean other events.
  private static func makeReady(_ path: String) throws(EngineError) -> Report {
    let engine = try Engine.open(path: path, mode: .existing)
    return try engine.transaction { () throws(EngineError) in
      try Outbox(engine).takeIn()
      return try stored { () throws(StoreError) in
        _ = try engine.store.moveDeliveries(from: .waiting, to: .held)
        try engine.store.beginAnotherLife()
        return Report(
          held: try engine.store.deliveryCount(.held), campaigns: try engine.store.campaigns().count)
      }
    }
  }
}

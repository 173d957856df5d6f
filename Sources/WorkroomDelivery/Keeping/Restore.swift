package import WorkroomEngine
import WorkroomExchange
package import WorkroomStore
import WorkroomValues
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
    /// What was replaced and the backup does not have; `nil` where nothing was, or where it is too damaged to be asked.
    package var excess: Excess?
    /// Where what was replaced is kept; `nil` where nothing was.
    package var kept: String?
  }

  /// Restores a backup to a path. A database that is there is replaced only where that is wanted, and is kept beside it under
  /// a name of its own.
  package static func run(_ backup: String, to path: String, replaces: Bool) throws(EngineError) -> Report {
    if Backup.isSame(backup, path) {
      throw .request("`\(path)` is the backup itself; restore it under another name")
    }
    let isThere = access(path, F_OK) == 0
    let excess = isThere ? try excess(of: path, over: backup) : nil
    if isThere, !replaces {
      let more = excess.flatMap(\.words).map { ", and \($0)" } ?? ""
      throw .request(
        "`\(path)` is already there\(more); say `--yes` to replace it by the backup, which keeps what it is now under another name, or name another file"
      )
    }
    Backup.removeLeft(beside: path, ending: ".restore")
    let temporary = "\(path).\(getpid()).restore"
    defer { Backup.remove(temporary) }
    try stored { () throws(StoreError) in try Restoring.prepare(backup, at: temporary) }
    var report = try makeReady(temporary)
    guard isThere else {
      try stored { () throws(StoreError) in try Backup.give(temporary, the: path) }
      return report
    }
    (report.excess, report.kept) = (excess, try keep(path))
    do throws(StoreError) { try Restoring.overwrite(path, with: temporary) } catch {
      // Nothing was replaced.
      if let kept = report.kept { Backup.remove(kept) }
      throw .store(error)
    }
    return report
  }

  /// What would be lost; `nil` where a file is too damaged to be asked.
  private static func excess(of path: String, over backup: String) throws(EngineError) -> Excess? {
    do throws(StoreError) { return try Excess(of: path, over: backup) } catch {
      switch error {
      case .damaged, .foreignTables, .bug: return nil
      default: throw .store(error)
      }
    }
  }

  /// Keeps what is about to be replaced, and says where: whole and sound, or, where it is damaged, byte by byte.
  private static func keep(_ path: String) throws(EngineError) -> String {
    let kept = freeName("\(path).replaced")
    do throws(StoreError) { try Backup.write(path, to: kept, replaces: false) } catch {
      switch error {
      case .damaged, .foreignTables, .bug: try copyBytes(of: path, to: kept)
      default: throw .store(error)
      }
    }
    return kept
  }

  private static func copyBytes(of path: String, to kept: String) throws(EngineError) {
    do throws(ExchangeError) {
      let (reader, file) = (try ByteReader(path: path), try AtomicFile(kept))
      while true {
        let chunk = try reader.next()
        if chunk.isEmpty { return try file.commit() }
        try file.write(chunk)
      }
    } catch { throw .request("\(error)") }
  }

  /// A name of which there is no file yet: `NAME`, `NAME-2` and so on.
  package static func freeName(_ name: String) -> String {
    var candidate = name
    var number = 1
    while access(candidate, F_OK) == 0 {
      number += 1
      candidate = "\(name)-\(number)"
    }
    return candidate
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

/// Puts a copy of a database in its place.
package enum Restoring {
  /// Copies a backup to a path of its own, where it can be made ready. Errors: it is none of ours, or its pages contradict
  /// each other.
  package static func prepare(_ backup: String, at temporary: String) throws(StoreError) {
    let source = try Database.asItIs(path: backup, mode: .readOnly)
    try source.refuseCutFile()
    Backup.remove(temporary)
    let copy = try Database.empty(path: temporary)
    try source.copy(into: copy)
    try copy.settle()
    if let problem = try copy.pageProblem() {
      throw .damaged("the backup \(quoted(backup)) does not hold together: \(problem)")
    }
  }

  /// Makes a database that others may have open the same as one that is ready; what they have read before is not what they
  /// read from now on.
  package static func overwrite(_ path: String, with temporary: String) throws(StoreError) {
    do throws(StoreError) {
      let target = try Database.asItIs(path: path, mode: .existing)
      let found = try target.schemaVersion
      guard found <= Schema.current.version else {
        throw .newerSchema(path: path, found: found, known: Schema.current.version)
      }
      try Database.asItIs(path: temporary, mode: .readOnly).copy(into: target)
    } catch {
      // The copy was looked through, so what is damaged is what it was to replace.
      switch error {
      case .damaged, .foreignTables: throw .lost(path: path)
      default: throw error
      }
    }
  }
}

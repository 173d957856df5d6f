import Testing

@testable import WorkroomStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct OpeningTests {
  let place: TemporaryDatabase

  init() throws { place = try TemporaryDatabase() }

  @Test func aNewDatabaseIsMarkedAndOpensAgain() throws {
    do {
      let database = try place.open()
      #expect(try database.schemaVersion == 1)
      try database.insertNote()
    }
    let again = try place.open(.existing)
    #expect(try again.noteCount() == 1)
    #expect(try again.connection.number("PRAGMA application_id") == Database.applicationID)
    #expect(try again.connection.number("PRAGMA trusted_schema") == 0)
    #expect(try again.connection.number("PRAGMA foreign_keys") == 1)
    #expect(try again.connection.number("PRAGMA synchronous") == 2)
    #expect(try again.connection.number("PRAGMA cell_size_check") == 1)
    #expect(try again.connection.text("PRAGMA journal_mode") == "truncate")
  }

  @Test func aMissingFileIsMissing() throws {
    #expect(failure { () throws(StoreError) in _ = try place.open(.existing) } == .missing(path: place.path))
    #expect(failure { () throws(StoreError) in _ = try place.open(.readOnly) } == .missing(path: place.path))
    #expect(place.fileBytes() == -1)
  }

  @Test(arguments: ["", "a\0b"]) func aNameThatCannotBeAFileIsMissing(_ path: String) throws {
    let error = failure { () throws(StoreError) in
      _ = try Database.open(path: path, mode: .create, schema: TemporaryDatabase.schema)
    }
    #expect(error == .missing(path: path))
  }

  /// A file that says it is ours, with tables that are not those of the version that it names.
  @Test(arguments: [0, -3, Int32.min]) func aVersionThatThereNeverWasIsRefused(_ version: Int32) throws {
    do { try place.open().exec("INSERT INTO note(words) VALUES('x')") }
    do { try place.open(.existing).connection.execute("PRAGMA user_version = \(version)") }
    let words = StoreError.foreignTables(
      "it names version \(version), which there never was")
    for mode in [Database.Mode.create, .existing, .readOnly] {
      #expect(failure { () throws(StoreError) in _ = try place.open(mode) } == words)
    }
    #expect(failure { () throws(StoreError) in _ = try Database.asItIs(path: place.path, mode: .readOnly) } == words)
    #expect(words.exitCode == 5)
  }

  @Test func tablesOfAnotherVersionAreNoMistakeOfOurs() throws {
    do { _ = try place.open() }
    let second = Database.Schema(
      version: 2, sql: [], upgrades: [.init(from: 1, sql: ["ALTER TABLE note ADD COLUMN words TEXT"])])
    let error = failure { () throws(StoreError) in _ = try place.open(.existing, schema: second) }
    #expect(error?.exitCode == 5, "\(String(describing: error))")
    #expect(
      error?.description.contains(
        "is damaged: its tables are not those of the version that it names (duplicate column name: words, code 1)")
        == true)
    let database = try place.open(.existing)
    for sql in ["SELECT 1 FROM absent", "SELECT absent FROM note"] as [StaticString] {
      let error = failure { () throws(StoreError) in _ = try database.prepare(sql) }
      #expect(error?.exitCode == 5, "\(String(describing: error))")
    }
    #expect(failure { () throws(StoreError) in _ = try database.prepare("SELEKT 1") }?.exitCode == 70)
  }

  /// A pipe would wait for its other end.
  @Test func aPipeIsNoDatabase() throws {
    #expect(mkfifo(place.path, 0o600) == 0)
    for mode in [Database.Mode.create, .existing, .readOnly] {
      let error = failure { () throws(StoreError) in _ = try place.open(mode) }
      #expect(error == .notAWorkroomDatabase(path: place.path))
    }
  }

  @Test func bytesThatAreNoDatabaseAreRefusedAndKept() throws {
    for text in ["x", String(repeating: "hello world\n", count: 500)] {
      try place.write(Array(text.utf8))
      for mode in [Database.Mode.create, .existing, .readOnly] {
        let error = failure { () throws(StoreError) in _ = try place.open(mode) }
        #expect(error == .notAWorkroomDatabase(path: place.path))
        #expect(error?.exitCode == 65)
      }
      #expect(place.fileBytes() == text.utf8.count)
    }
  }

  @Test(arguments: ["PRAGMA application_id = 7", "CREATE TABLE theirs (x)", "PRAGMA user_version = 3"])
  func anotherProgramsDatabaseIsRefused(_ sql: String) throws {
    do {
      let foreign = try Connection(path: place.path, mode: .create, busyMilliseconds: 0)
      try foreign.execute(sql)
    }
    let size = place.fileBytes()
    for mode in [Database.Mode.create, .existing] {
      let error = failure { () throws(StoreError) in _ = try place.open(mode) }
      #expect(error == .notAWorkroomDatabase(path: place.path))
    }
    #expect(place.fileBytes() == size)
    #expect(place.fileBytes("-lock") == -1)
  }

  @Test func anEmptyFileBecomesADatabaseOnlyWhereOneMayBeMade() throws {
    try place.write([])
    let error = failure { () throws(StoreError) in _ = try place.open(.existing) }
    #expect(error == .notAWorkroomDatabase(path: place.path))
    #expect(try place.open(.create).noteCount() == 0)
  }

  @Test func aNewerSchemaIsRefusedAndAnOlderOneShown() throws {
    _ = try place.open(schema: Database.Schema(version: 4, sql: ["CREATE TABLE note (id INTEGER PRIMARY KEY)"]))
    let error = failure { () throws(StoreError) in _ = try place.open(.existing) }
    #expect(error == .newerSchema(path: place.path, found: 4, known: 1))
    #expect(error?.exitCode == 65)
    #expect(error?.description.contains("schema 4") == true)
    #expect(try place.open(.existing, schema: Database.Schema(version: 5, sql: [])).schemaVersion == 4)
  }

  @Test func aReadOnlyConnectionWritesNothing() throws {
    _ = try place.open()
    let reader = try place.open(.readOnly)
    #expect(try reader.noteCount() == 0)
    #expect(
      failure { () throws(StoreError) in try reader.exec("INSERT INTO note DEFAULT VALUES") } == .readOnly)
  }

  @Test func aMemoryDatabaseLeavesNoFile() throws {
    let database = try place.open(.memory)
    try database.insertNote()
    #expect(try database.noteCount() == 1)
    #expect(place.fileBytes() == -1)
  }

  @Test func damageIsNamed() throws {
    do {
      let database = try place.open()
      try database.exec("INSERT INTO note (words) VALUES (printf('%20000d', 1))")
    }
    let file = try #require(fopen(place.path, "r+b"))
    fseek(file, 8192, SEEK_SET)
    fwrite([UInt8](repeating: 0xee, count: 8192), 1, 8192, file)
    fclose(file)
    let database = try place.open(.existing)
    let error = failure { () throws(StoreError) in _ = try database.noteCount() }
    #expect(error?.exitCode == 5)
  }

  @Test(arguments: [Journal.truncate, .wal]) func aFileThatIsCutIsNotOpened(_ journal: Journal) throws {
    do {
      let database = try place.open(journal: journal)
      try database.exec("INSERT INTO note (words) VALUES (printf('%20000d', 1))")
      try database.checkpoint()
    }
    unlink(place.path + "-wal")
    let whole = place.fileBytes()
    #expect(try place.open(.existing, journal: nil).noteCount() == 1)
    for missing in [1, 1000, 8191, 8192, 9000] {
      truncate(place.path, whole - missing)
      for mode in [Database.Mode.create, .existing, .readOnly] {
        let error = failure { () throws(StoreError) in _ = try place.open(mode, journal: nil) }
        #expect(error?.exitCode == 5, "\(missing) bytes, \(mode): \(String(describing: error))")
      }
      let copy = failure { () throws(StoreError) in
        try Backup.write(place.path, to: place.path + "-lock", replaces: false)
      }
      let taken = failure { () throws(StoreError) in try Restoring.prepare(place.path, at: place.path + "-lock") }
      #expect(copy?.exitCode == 5 && taken?.exitCode == 5, "\(missing) bytes: \(String(describing: (copy, taken)))")
      #expect(place.fileBytes() == whole - missing)
    }
  }

  /// What is not copied back yet stands in the log alone.
  @Test func aFileThatIsShorterThanItsLogSaysIsOpened() throws {
    let database = try place.open(journal: .wal)
    try database.exec("INSERT INTO note (words) VALUES (printf('%200000d', 1))")
    #expect(place.fileBytes() < 200_000)
    #expect(try place.open(.existing, journal: nil).noteCount() == 1)
  }

  @Test func messagesAreOneLineWhateverThePathIs() {
    let words = StoreError.missing(path: "a\n\u{1b}[31m\u{202e}b").description
    #expect(words.contains("`a\\u{a}\\u{1b}[31m\\u{202e}b`"))
  }

  @Test func theJournalFollowsTheLibrary() {
    #expect(Journal.preferred(libraryVersion: 3_051_002) == .truncate)
    #expect(Journal.preferred(libraryVersion: 3_051_003) == .wal)
  }
}

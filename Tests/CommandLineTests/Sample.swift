import CWorkroomSQLite
import Testing
import WorkroomExchange

/// Databases that several tests start from; each test gets a copy.
enum Sample {
  static let roles = "influencer,manager,director,store,carrier,network,bank,system"
  static let campaigns = [
    ("Ambassador launch", "ambassador"), ("Summer seeding", "seeding"), ("Paid post", "paid_post"),
  ]
  static let sections = [
    "my influencers", "proposals", "discounts", "links", "fulfillment", "progress", "content", "reporting", "payments",
  ]

  /// The sample campaigns at their end, made by `demo`.
  static let played: (folder: Folder, outcome: Outcome)? = {
    let folder = Folder()
    copyWorkflows(to: folder)
    guard
      let outcome = try? Workroom.run(
        "demo", "--db", folder.path("demo.workroom"), "--samples", folder.path("Workflows"), in: folder)
    else { return nil }
    return (folder, outcome)
  }()

  /// The sample campaigns before their first event, with a clock of their own at its start.
  static let fresh: Folder? = {
    let folder = Folder()
    copyWorkflows(to: folder)
    let db = folder.path("fresh.workroom")
    func run(_ words: [String]) -> Bool { (try? Workroom.run(words, in: folder).status).map { $0 < 2 } ?? false }
    let w = folder.path("Workflows")
    var done = run(["group", "create", "Ambassador codes", "--db", db, "--kind", "discount"])
    // Only `demo` gives a database a clock of its own; this is what it writes.
    done = done && execute("INSERT INTO setting VALUES('clock', 1772409600000)", db)
    done = done && run(["group", "create", "Ambassador links", "--db", db, "--kind", "link"])
    done = done && run(["import", "codes", "--db", db, "--group", "Ambassador codes", "\(w)/ambassador/codes.csv"])
    done = done && run(["import", "links", "--db", db, "--group", "Ambassador links", "\(w)/ambassador/links.csv"])
    done =
      done
      && run([
        "campaign", "create", "Ambassador launch", "--db", db, "--workflow", "\(w)/ambassador/ambassador.workflow",
        "--set", "accepting=2026-03-02 to 2026-04-12",
        "--set", "delivery=2026-03-09 to 2026-05-17", "--set", "most_we_pay=400 USD", "--set",
        "discount_group=Ambassador codes", "--set",
        "link_group=Ambassador links", "--set", "gifts=Trail bottle, Field cap", "--set", "budget=60000 USD", "--set",
        "hashtags=#trailworks",
      ])
    done =
      done
      && run([
        "import", "influencers", "--db", db, "--campaign", "Ambassador launch", "\(w)/ambassador/influencers.csv",
      ])
    return done ? folder : nil
  }()

  private static func copyWorkflows(to folder: Folder) {
    folder.make("Workflows")
    folder.make("Workflows/templates")
    for file in Folder.names("\(Workroom.root)/Workflows/templates") {
      folder.copy("\(Workroom.root)/Workflows/templates/\(file)", "Workflows/templates/\(file)")
    }
    for (_, name) in campaigns {
      folder.make("Workflows/\(name)")
      folder.make("Workflows/\(name)/events")
      for place in ["\(name)", "\(name)/events"] {
        for file in Folder.names("\(Workroom.root)/Workflows/\(place)")
        where file != "events" && !file.contains(".rejected.") {
          folder.copy("\(Workroom.root)/Workflows/\(place)/\(file)", "Workflows/\(place)/\(file)")
        }
      }
    }
  }

  /// A folder with a copy of the played database, called `demo.workroom`.
  static func copyOfPlayed() throws -> Folder {
    let played = try #require(played)
    let folder = Folder()
    folder.copy(played.folder.path("demo.workroom"), "demo.workroom")
    return folder
  }

  /// A folder with a copy of the fresh database, called `fresh.workroom`.
  static func copyOfFresh() throws -> Folder {
    let fresh = try #require(fresh)
    let folder = Folder()
    folder.copy(fresh.path("fresh.workroom"), "fresh.workroom")
    return folder
  }

  /// Changes a database behind the program's back.
  @discardableResult
  static func execute(_ sql: String, _ path: String) -> Bool {
    var handle: OpaquePointer?
    defer { sqlite3_close_v2(handle) }
    return sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK
      && sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK
  }

  /// Makes a database by statements.
  static func create(_ sql: String, _ path: String) -> Bool {
    var handle: OpaquePointer?
    defer { sqlite3_close_v2(handle) }
    return sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK
      && sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK
  }

  /// The first column of the first row.
  static func text(_ sql: String, _ path: String) -> String {
    var handle: OpaquePointer?
    var statement: OpaquePointer?
    defer {
      sqlite3_finalize(statement)
      sqlite3_close_v2(handle)
    }
    guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
      sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK,
      sqlite3_step(statement) == SQLITE_ROW, let text = sqlite3_column_text(statement, 0)
    else { return "" }
    return String(cString: text)
  }

  /// The rows of a section, as members by their keys.
  static func rows(_ campaign: String, _ section: String, _ db: String, in folder: Folder) throws -> [[String: String]]
  {
    let outcome = try Workroom.run(
      "report", "--db", db, "--campaign", campaign, "--section", section, "--format", "json", in: folder)
    try #require(outcome.status == 0, "\(outcome.talk)")
    let value = try JSONReader.parse(Array(outcome.output.utf8), limits: JSONLimits(bytesMax: 1 << 24))
    #expect(value["schemaVersion"] == .number("1"))
    guard case .array(let rows)? = value["rows"] else { return [] }
    return rows.map { row in
      guard case .object(let members) = row else { return [:] }
      return Dictionary(
        members.map { ($0.name, $0.value.string ?? { if case .number(let text) = $0 { text } else { "" } }($0.value)) },
        uniquingKeysWith: { $1 })
    }
  }

  /// Every section of every campaign as it is printed, to compare two databases.
  static func everything(_ db: String, in folder: Folder) throws -> [String] {
    try sections.map { section in
      let outcome = try Workroom.run(
        "report", "--db", db, "--campaign", "Ambassador launch", "--section", section, "--format", "json", in: folder)
      return outcome.output + outcome.talk
    }
  }
}

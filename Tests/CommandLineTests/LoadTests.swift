import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Large files, files without an end, and what is left of work that was broken off.
@Suite struct LoadTests {
  /// Rows of which some repeat another in each way; a column of notes makes a large file of them, or a small one.
  private func people(notes: Int) -> String {
    let note = String(repeating: "n", count: notes)
    var lines = ["id,email,instagram,notes"]
    for index in 0..<100 { lines.append("c\(index),p\(index)@example.com,name\(index),\(note)") }
    lines += [
      "c100,p5@example.com,,\(note)", "c7,,other,\(note)", "c101,new@example.com,name9,\(note)", lines[11],
      "c102,no,,\(note)",
      "c103,p103@example.com,name103,\(note)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  @Test func aLargeFileIsTakenInAsASmallOneIs() throws {
    let folder = Folder()
    var told: [String] = []
    for (name, notes) in [("small", 1), ("large", 10_000)] {
      folder.write("\(name).csv", people(notes: notes))
      let db = folder.path("\(name).workroom")
      #expect(try Workroom.run("db", "create", "--db", db, in: folder).status == 0)
      let outcome = try Workroom.run("import", "influencers", folder.path("\(name).csv"), "--db", db, in: folder)
      #expect(outcome.status == 1)
      told.append(outcome.talk.replacing("\(name).rejected", with: "x"))
      let people = Sample.text("SELECT group_concat(external || email, ' ') FROM influencer ORDER BY id", db)
      told.append(people + Sample.text("SELECT count(*) FROM account", db))
      #expect(Sample.text("SELECT count(*) FROM sqlite_master WHERE name = 'influencer_email'", db) == "1")
    }
    #expect(told[0] == told[2] && told[1] == told[3])
    #expect(told[0].contains("101 new influencers") && told[0].contains("1 exact repetition"), "\(told[0])")
    // Again it changes nothing.
    let db = folder.path("large.workroom")
    let again = try Workroom.run("import", "influencers", folder.path("large.csv"), "--db", db, in: folder)
    #expect(again.talk.contains("101 known already"), "\(again.talk)")
    #expect(Sample.text("SELECT count(*) FROM influencer", db) == "101")
  }

  @Test func optionsOfAnotherKindOfImportAreRefused() throws {
    let folder = Folder()
    folder.write("a.csv", "email\na@x.com\n")
    for words in [
      ["influencers", "--group", "X"], ["influencers", "--kind", "ticket"], ["codes", "--campaign", "X"],
    ] {
      let outcome = try Workroom.run(
        ["import"] + words + ["--db", folder.path("a.workroom"), folder.path("a.csv")], in: folder)
      #expect(outcome.status == 64 && outcome.talk.contains("has no use with `import \(words[0])`"), "\(outcome.talk)")
    }
  }

  @Test func whatAnEndedBackupLeftIsClearedByTheNext() throws {
    let folder = Folder()
    let (db, copy) = (folder.path("a.workroom"), folder.path("copy.workroom"))
    #expect(try Workroom.run("db", "create", "--db", db, in: folder).status == 0)
    // The number of a process that has ended, and our own.
    let ended = try Workroom.start(["version"], in: folder)
    _ = Workroom.wait(for: ended)
    for name in ["copy.workroom.\(ended).tmp", "copy.workroom.\(getpid()).tmp", "copy.workroom.tmp", "b.\(ended).tmp"] {
      folder.write(name, "left")
    }
    #expect(try Workroom.run("db", "backup", copy, "--db", db, in: folder).status == 0)
    let names = Folder.names(folder.root)
    #expect(!names.contains("copy.workroom.\(ended).tmp"))
    #expect(names.contains("copy.workroom.\(getpid()).tmp") && names.contains("copy.workroom.tmp"))
    #expect(names.contains("b.\(ended).tmp"))
  }

  @Test func anExportThatFailsLeavesNothing() throws {
    let folder = Folder()
    let db = folder.path("a.workroom")
    #expect(try Workroom.run("db", "create", "--db", db, in: folder).status == 0)
    // A table of the last files is gone: those before it are written by then.
    #expect(Sample.create("ALTER TABLE connector RENAME TO other", db))
    let outcome = try Workroom.run("export", "--db", db, "--to", folder.path("out"), in: folder)
    #expect(outcome.status != 0)
    #expect(access(folder.path("out"), F_OK) != 0)
    folder.make("mine")
    #expect(try Workroom.run("export", "--db", db, "--to", folder.path("mine"), in: folder).status != 0)
    #expect(Folder.names(folder.path("mine")).isEmpty)
  }
}

import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What shells are given to complete the verbs, tried in the shells that are there.
@Suite struct CompletionsTests {
  /// What is typed, the last word being completed, and some of what must be offered; `!` before what must not be.
  static let cases: [(typed: [String], offered: [String])] = [
    (["ch"], ["check", "!fmt"]), ([""], ["check", "completions", "version", "import"]),
    (["check", "--f"], ["--format", "!--all"]), (["check", "--"], ["--format", "--all", "--quiet", "--help"]),
    (["check", "--format", ""], ["human", "compact", "json"]), (["check", "--format", "=", "j"], ["json", "!human"]),
    (["check", "--format", "="], ["json", "human"]), (["fmt", "--"], ["--check", "--diff", "!--format"]),
    (["fmt", ""], ["a b.workflow", "c.workflow"]), (["fmt", "c"], ["c.workflow", "!a b.workflow"]),
    (["campaign", ""], ["create", "list", "migrate", "!c.workflow"]), (["import", "c"], ["codes", "conversions"]),
    (["campaign", "create", "--workflow", "c"], ["c.workflow"]), (["completions", ""], ["bash", "zsh", "fish"]),
    (["campaign", "create", "--campaign", "c", ""], ["c.workflow"]), (["report", "--section", ""], ["!c.workflow"]),
  ]

  @Test(arguments: cases.indices) func bashOffersWhatMayStand(_ index: Int) throws {
    let (typed, offered) = Self.cases[index]
    let folder = try Self.folder("bash")
    let script = """
      source ./script; COMP_WORDS=(workroom "$@"); COMP_CWORD=$#; _workroom; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try Self.shell("/bin/bash", ["-c", script, "bash"] + typed, folder)
    try #require(outcome.talk == "", "\(outcome.talk)")
    let found = outcome.output.split(separator: "\n").map(String.init)
    for word in offered {
      if word.hasPrefix("!") {
        #expect(!found.contains(String(word.dropFirst())), "\(typed): \(found)")
      } else {
        #expect(found.contains(word), "\(typed): \(found)")
      }
    }
  }

  @Test func bashKnowsTheCommand() throws {
    let outcome = try Self.shell("/bin/bash", ["-c", "source ./script; complete -p workroom"], Self.folder("bash"))
    #expect(outcome.output == "complete -F _workroom workroom\n")
  }

  @Test(.enabled(if: isThere("/usr/bin/fish"))) func fishOffersWhatMayStand() throws {
    for (typed, offered) in Self.cases where !typed.contains("=") {
      let line = (["workroom"] + typed).joined(separator: " ")
      let outcome = try Self.shell(
        "/usr/bin/fish", ["--no-config", "-c", "source ./script; complete -C '\(line)'"], Self.folder("fish"))
      let found = outcome.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
      for word in offered where !word.hasPrefix("!") && !word.contains(" ") {
        #expect(found.contains { $0 == word }, "\(line): \(found)")
      }
    }
  }

  @Test(.enabled(if: isThere("/usr/bin/zsh"))) func zshReadsItsScript() throws {
    let outcome = try Self.shell("/usr/bin/zsh", ["-f", "-n", "./script"], Self.folder("zsh"))
    #expect(outcome.status == 0 && outcome.talk == "", "\(outcome.talk)")
    // Without a line editor there is no completion to ask; that the function and its registration are made can be seen.
    let script = "autoload -Uz compinit; compinit -D -u; source ./script; print $_comps[workroom]; whence -w _workroom"
    let loaded = try Self.shell("/usr/bin/zsh", ["-f", "-c", script], Self.folder("zsh"))
    #expect(loaded.output == "_workroom\n_workroom: function\n", "\(loaded.talk)")
  }

  /// Whatever the shell, its script holds every verb with every option.
  @Test(arguments: ["bash", "zsh", "fish"]) func everyVerbAndOptionIsThere(_ shell: String) throws {
    let folder = Folder()
    let script = try Workroom.run("completions", shell, in: folder).output
    let help = try Workroom.run("help", in: folder).output
    let verbs = help.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("  workroom") }.compactMap {
      $0.split(separator: " ").first
    }
    #expect(verbs.count > 10)
    for verb in verbs { #expect(script.contains(verb), "\(verb)") }
    for option in ["format", "all", "check", "diff", "db", "against-reference", "samples", "destination", "no-input"] {
      #expect(script.contains(shell == "fish" ? "-l \(option)" : "--\(option)"), "\(option)")
    }
  }

  @Test func anotherShellIsNotKnown() throws {
    let outcome = try Workroom.run("completions", "fihs", in: Folder())
    #expect(outcome.status == 64 && outcome.talk.contains("write `fish`"))
    #expect(try Workroom.run("completions", in: Folder()).status == 64)
  }

  private static func folder(_ shell: String) throws -> Folder {
    let folder = Folder()
    folder.write("a b.workflow", "")
    folder.write("c.workflow", "")
    folder.write("script", try Workroom.run("completions", shell, in: folder).output)
    return folder
  }

  private static func isThere(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Runs a shell inside a folder.
  private static func shell(_ program: String, _ arguments: [String], _ folder: Folder) throws -> Outcome {
    let name = folder.next()
    let process = try Workroom.start(
      ["-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder.root, program] + arguments, of: "/bin/sh",
      output: folder.path("\(name).out"), talk: folder.path("\(name).err"), in: folder)
    let status = Workroom.wait(for: process)
    return Outcome(status: status, output: folder.read("\(name).out"), talk: folder.read("\(name).err"))
  }
}

/// What makes fish complete verbs, options and their values.
enum FishCompletions {
  static func script(_ verbs: [Verb]) -> String {
    let head = """
      # Completions of workroom for fish. To use them: workroom completions fish | source
      complete -c workroom -n __fish_use_subcommand -f

      """
    let names = verbs.map { verb in
      "complete -c workroom -n __fish_use_subcommand -a \(verb.name) -d \(quoted(verb.about))\n"
    }
    return head + names.joined() + verbs.map(lines).joined()
  }

  private static func lines(_ verb: Verb) -> String {
    let place = "complete -c workroom -n '__fish_seen_subcommand_from \(verb.name)'"
    var lines = verb.allOptions.map { "\(place) \(option($0))\n" }
    if !verb.words.isEmpty {
      let words = verb.words.joined(separator: " ")
      let isFirst = "__fish_seen_subcommand_from \(verb.name); and not __fish_seen_subcommand_from \(words)"
      lines.append("complete -c workroom -n '\(isFirst)' -f -a '\(words)'\n")
    }
    return lines.joined()
  }

  private static func option(_ option: Arguments.Option) -> String {
    let name = option.name.hasPrefix("--") ? "-l \(option.name.dropFirst(2))" : "-s \(option.name.dropFirst())"
    guard let value = option.value else { return name }
    if option.choices.isEmpty { return "\(name) \(option.isPath ? "-r" : "-x") -d \(quoted(value))" }
    return "\(name) -x -a \(quoted(option.choices.joined(separator: " ")))"
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
  }
}

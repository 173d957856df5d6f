/// What makes zsh complete verbs, options and their values.
enum ZshCompletions {
  static func script(_ verbs: [Verb]) -> String {
    """
    #compdef workroom
    # Completions of workroom for zsh. To use them: source <(workroom completions zsh)
    _workroom() {
      local -a verbs
      verbs=(
    \(verbs.map { "    \(quoted("\($0.name):\($0.about)"))" }.joined(separator: "\n"))
      )
      if (( CURRENT == 2 )); then
        _describe -t verbs verb verbs
        return
      fi
      shift words
      (( CURRENT-- ))
      case $words[1] in
    \(verbs.map(arguments).joined(separator: "\n"))
      esac
    }

    if [[ $funcstack[1] == _workroom ]]; then
      _workroom "$@"
    else
      compdef _workroom workroom
    fi

    """
  }

  private static func arguments(_ verb: Verb) -> String {
    let first = verb.words.isEmpty ? [] : [quoted("1:what:(\(verb.words.joined(separator: " ")))")]
    let parts = verb.allOptions.map(option) + first + [quoted("*:file:_files")]
    return "    \(verb.name))\n      _arguments \\\n        \(parts.joined(separator: " \\\n        ")) ;;"
  }

  /// `*--set=:detail=value:_files`: how often, the name, what follows, and where that comes from.
  private static func option(_ option: Arguments.Option) -> String {
    guard let value = option.value else { return quoted(option.name) }
    let sign = option.name.hasPrefix("--") ? "=" : ""
    let choices = "(\(option.choices.joined(separator: " ")))"
    let source = option.isPath ? "_files" : option.choices.isEmpty ? " " : choices
    return quoted("\(option.repeats ? "*" : "")\(option.name)\(sign):\(value.replacing(":", with: "\\:")):\(source)")
  }

  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
}

/// What makes bash complete verbs, options and their values; it also serves the bash 3.2 of macOS.
enum BashCompletions {
  static func script(_ verbs: [Verb]) -> String {
    """
    # Completions of workroom for bash. To use them: source <(workroom completions bash)
    _workroom() {
      local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words= options=
      COMPREPLY=()
      if (( COMP_CWORD == 1 )); then
        COMPREPLY=( $(compgen -W "\(verbs.map(\.name).joined(separator: " "))" -- "$current") )
        return
      fi
      # \(joined) is parted at the sign.
      if [[ $current == = ]]; then
        current=
      elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
      fi
      case "${COMP_WORDS[1]} $before" in
    \(values(verbs))
      esac
      case ${COMP_WORDS[1]} in
    \(verbs.map(wordsAndOptions).joined(separator: "\n"))
      esac
      if [[ $current == -* ]]; then
        COMPREPLY=( $(compgen -W "$options" -- "$current") )
      elif (( COMP_CWORD == 2 )) && [[ -n $words ]]; then
        COMPREPLY=( $(compgen -W "$words" -- "$current") )
      else
        _workroom_files
      fi
    }

    _workroom_files() {
      local IFS=$'\\n'
      compopt -o filenames 2> /dev/null
      COMPREPLY=( $(compgen -f -- "$current") )
    }

    complete -F _workroom workroom

    """
  }

  private static let joined = "--option=value"

  private static func values(_ verbs: [Verb]) -> String {
    let lines = verbs.flatMap { verb in
      verb.allOptions.filter { $0.value != nil }.map { option in
        let place = "    \"\(verb.name) \(option.name)\")"
        if option.choices.isEmpty { return "\(place) \(option.isPath ? "_workroom_files; " : "")return ;;" }
        let choices = option.choices.joined(separator: " ")
        return "\(place) COMPREPLY=( $(compgen -W \"\(choices)\" -- \"$current\") ); return ;;"
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func wordsAndOptions(_ verb: Verb) -> String {
    let options = verb.allOptions.map(\.name).joined(separator: " ")
    return "    \(verb.name)) words=\"\(verb.words.joined(separator: " "))\" options=\"\(options)\" ;;"
  }
}

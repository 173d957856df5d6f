/// What a stretch of text is; colour only repeats what its words already say.
package enum Style: Sendable {
  case error, warning, note, emphasis, dim

  /// Select Graphic Rendition (ECMA-48, 8.3.117).
  fileprivate var opening: Escaped {
    switch self {
    case .error: "\u{1B}[1;31m"
    case .warning: "\u{1B}[1;33m"
    case .note: "\u{1B}[1;36m"
    case .emphasis: "\u{1B}[1m"
    case .dim: "\u{1B}[2m"
    }
  }
}

/// Whether a writer colours its text.
package enum Colour: Sendable {
  case off, on

  /// What the user asked for with `--color`.
  package enum Choice: String, Sendable, CaseIterable { case auto, always, never }

  /// The policy: an explicit choice wins, then `NO_COLOR` and `TERM=dumb`, then whether anybody watches.
  package init(_ choice: Choice, isTerminal: Bool, environment: (String) -> String? = Terminal.environment) {
    let unwanted = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    switch choice {
    case .always: self = .on
    case .never: self = .off
    case .auto: self = isTerminal && !unwanted && environment("TERM") != "dumb" ? .on : .off
    }
  }

  /// The text in its style, or as it is where colour is off.
  package func callAsFunction(_ style: Style, _ text: Escaped) -> Escaped {
    self == .off || text.isEmpty ? text : style.opening + text + "\u{1B}[0m"
  }
}

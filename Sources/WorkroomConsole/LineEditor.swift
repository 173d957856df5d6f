internal import CWorkroomEditline
internal import WorkroomReporting

/// What came of asking for a line.
package enum Line: Equatable, Sendable {
  case text(String)
  /// Ctrl-C: what was typed so far is forgotten.
  case cancelled
  /// Ctrl-D on an empty line, or the end of a file.
  case end
  /// More than a mebibyte; the whole line was passed over.
  case tooLong
}

/// Asks for lines: with editing, history and completion at a terminal, plainly everywhere else.
///
/// One editor lives in one thread. libedit calls back without a context, so it keeps a pointer to
/// this object, which therefore ends libedit before it goes.
package final class LineEditor {
  /// What can stand at the cursor, an offset in the line's UTF-8.
  package var complete: (_ line: String, _ cursor: Int) -> [Completion] = { _, _ in [] }

  static let lineBytesMax = 1 << 20

  private let editor: OpaquePointer?
  private let history: LineHistory?
  private var plain = PlainLineReader(descriptor: 0, lineBytesMax: lineBytesMax)
  private var prompt = strdup("")

  /// Reads standard input; `historyPath` is where lines outlive the process, `nil` for nowhere.
  package init(name: String, historyPath: String?) {
    guard Terminal.Stream.standardInput.isTerminal else {
      (editor, history) = (nil, nil)
      return
    }
    ce_use_utf8()
    editor = ce_init(name)
    history = editor == nil ? nil : LineHistory(path: historyPath)
    if let editor { prepare(editor) }
  }

  deinit {
    if let editor { el_end(editor) }
    free(prompt)
  }

  /// Whether somebody types: a prompt is shown, and a line can be cancelled.
  package var isInteractive: Bool { editor != nil }

  /// The next line, without its line break. The prompt is shown only where somebody types.
  /// An answer to a question is no line to come back to: `remembers` keeps it out of the history.
  package func readLine(prompt: String, remembers: Bool = true) -> Line {
    guard let editor else { return plain.next() }
    free(self.prompt)
    self.prompt = strdup(Escaped.terminal(prompt).text)
    el_resize(editor)

    let interrupt = Interrupt()
    var count: Int32 = 0
    let line = el_gets(editor, &count)
    if interrupt.happened {
      Interrupt.forget()
      ce_write(editor, "^C\n")
      return .cancelled
    }
    guard let line, count > 0 else {
      ce_write(editor, "\n")
      return .end
    }
    if Int(count) > Self.lineBytesMax { return .tooLong }
    let text = Self.text(UnsafeRawBufferPointer(start: line, count: Int(count)))
    if remembers { history?.append(text) }
    return .text(text)
  }

  private func prepare(_ editor: OpaquePointer) {
    ce_set_owner(editor, Unmanaged.passUnretained(self).toOpaque())
    ce_set_signals(editor, 0)
    ce_set_prompt(editor) { editor in LineEditor.owner(of: editor)?.prompt }
    ce_set_emacs(editor)
    if let history { ce_set_history(editor, history.lines) }
    ce_add_function(editor, "workroom-complete", "complete the word") { editor, _ in
      guard let editor, let owner = LineEditor.owner(of: editor) else { return UInt8(CC_ERROR) }
      return owner.completeWord(in: editor)
    }
    ce_bind(editor, "\t", "workroom-complete")
    ce_bind(editor, "^R", "em-inc-search-prev")
    // Between two lines the terminal is not in libedit's hand; the end of input that is typed then is handed on as a zero
    // byte, and means what Ctrl-D means.
    ce_bind(editor, "^@", "em-delete-or-list")
  }

  /// The object whose libedit calls.
  private static func owner(of editor: OpaquePointer?) -> LineEditor? {
    editor.flatMap(ce_owner).map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The bytes as text, without a line break at their end.
  static func text(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    var line = bytes[...]
    if line.last == 10 { line = line.dropLast() }
    if line.last == 13 { line = line.dropLast() }
    return String(decoding: line, as: UTF8.self)
  }
}

import WorkroomAnalysis
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `check --fix`: writes the safe fixes into files, or shows them.
enum FixRun {
  /// Repairs workflows one after the other; a fix that does not apply cleanly is left out.
  static func repair(_ paths: [String], showing: Bool) throws {
    for path in paths {
      guard !ScenarioFiles.isScenarios(path) else {
        Tool.say("\(path): left as it is, since `--fix` repairs workflows only")
        continue
      }
      let source: SourceText
      // What keeps a file from being read is told with the other findings.
      do { source = try Tool.source(path) } catch { continue }
      let fixed = SafeFixes(source)
      if fixed.isUnclean { Tool.say("\(path): a fix is left out, since a mistake would be left where it writes") }
      tell(undecided: fixed.undecided, path)
      tell(outlined: fixed.outlined, path)
      if fixed.isLong {
        Tool.say(
          "\(path): \(fixed.count) \(fixed.count == 1 ? "fix is" : "fixes are") made at once, and more are left; repeat `--fix` for the rest"
        )
      }
      guard fixed.source.bytes != source.bytes else { continue }
      let changes = LineChanges(from: source, to: fixed.source)
      if showing {
        try Terminal.write(changes.unified(name: Escaped.terminal(path).text).map { .line($0) + "\n" }.joined())
      } else {
        try write(fixed.source.bytes, to: path)
        tell(changes, path)
      }
    }
  }

  /// The file appears under its name only when it is complete; what a link leads to is replaced, not the link.
  private static func write(_ bytes: [UInt8], to path: String) throws {
    var place = path
    if let resolved = realpath(path, nil) {
      place = String(cString: resolved)
      free(resolved)
    }
    let file = try AtomicFile(place)
    try file.write(bytes)
    try file.commit()
  }

  /// Names the lines that safe fixes alone do not repair.
  private static func tell(undecided lines: [Int], _ path: String) {
    guard !lines.isEmpty else { return }
    let shown = lines.prefix(linesShown).map(String.init).joined(separator: ", ")
    let more = lines.count > linesShown ? " and \(lines.count - linesShown) more" : ""
    let (what, how) = lines.count == 1 ? ("line", "stays as it is") : ("lines", "stay as they are")
    Tool.say(
      "\(path): \(what) \(shown)\(more) \(how), since something else there is yours to decide; "
        + "do that first, and then repeat `--fix`")
  }

  /// Names the lines of blocks that may mean two things by how they stand.
  private static func tell(outlined lines: [Int], _ path: String) {
    guard !lines.isEmpty else { return }
    let shown = lines.prefix(linesShown).map(String.init).joined(separator: ", ")
    let more = lines.count > linesShown ? " and \(lines.count - linesShown) more" : ""
    Tool.say(
      "\(path): \(lines.count == 1 ? "line \(shown) stays as it is" : "lines \(shown)\(more) stay as they are"), since a condition "
        + "stands there above lines further in: a condition is one for the whole block; if it is for those lines alone, write "
        + "them as a rule of their own with the condition in it; if it is for all of them, let them stand at one margin; then "
        + "repeat `--fix`")
  }

  private static let linesShown = 10

  private static func tell(_ changes: LineChanges, _ path: String) {
    for change in changes.changes {
      guard change.old.count == change.new.count else {
        tell(change.newLine, change.old.joined(separator: " "), change.new.joined(separator: " "), path)
        continue
      }
      for (offset, lines) in zip(change.old, change.new).enumerated() {
        tell(change.newLine + offset, lines.0, lines.1, path)
      }
    }
  }

  private static func tell(_ line: Int, _ old: String, _ new: String, _ path: String) {
    let (old, new) = (old.trimmingSpaces, new.trimmingSpaces)
    let words = old.isEmpty ? "put in `\(new)`" : new.isEmpty ? "deleted `\(old)`" : "now `\(new)`, was `\(old)`"
    Tool.say("\(path):\(line): \(words)")
  }
}

extension String {
  fileprivate var trimmingSpaces: Substring {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? endIndex
    return start < end ? self[start..<end] : ""
  }
}

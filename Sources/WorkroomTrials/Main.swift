import Foundation

/// The long trials: machine against reference, laws, conformance, and faults that have to be found.
@main struct Trials {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    var arguments = Arguments(words)
    do {
      exit(try Command.run(&arguments) ? 0 : 1)
    } catch {
      FileHandle.standardError.write(Data("workroom-trials: \(error.words)\n\(Command.usage)\n".utf8))
      exit(64)
    }
  }
}

/// Writes a line at once, wherever the output goes.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

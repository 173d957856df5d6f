import WorkroomLanguage
import WorkroomReporting
#if canImport(Glibc)
  import Glibc
#endif

@main enum Main {
  static func main() {
    var diagnostics: [Diagnostic] = []
    var sources: [SourceText] = []
    for (index, path) in CommandLine.arguments.dropFirst().enumerated() {
      var bytes: [UInt8] = []
      let file = fopen(path, "r")!
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true { let n = fread(&buffer, 1, buffer.count, file); if n <= 0 { break }; bytes += buffer[..<n] }
      let source = SourceText(name: path, bytes: bytes)
      sources.append(source)
      diagnostics += Checker.check(source, index: index).diagnostics
    }
    try? Terminal.write(DiagnosticFormat.human(width: 100, colour: .off).render(diagnostics, in: sources), to: .standardOutput)
  }
}

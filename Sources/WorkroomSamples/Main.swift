#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes the sample files of the three campaigns: `workroom-samples DIR`.
@main enum Main {
  static func main() {
    guard CommandLine.arguments.count == 2 else {
      print("usage: workroom-samples DIR")
      exit(2)
    }
    let folder = CommandLine.arguments[1]
    for file in Samples.files() where !file.write(below: folder) {
      print("cannot write \(folder)/\(file.path)")
      exit(1)
    }
  }
}

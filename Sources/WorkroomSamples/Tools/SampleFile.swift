#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One generated file, with its path below the folder of workflows.
struct SampleFile: Equatable {
  let path: String
  let text: String

  /// Writes the file below a folder, making the folders on the way; `false` where that is not possible.
  func write(below folder: String) -> Bool {
    var place = folder
    _ = mkdir(place, 0o755)
    for part in path.split(separator: "/").dropLast() {
      place += "/\(part)"
      _ = mkdir(place, 0o755)
    }
    guard let file = fopen("\(folder)/\(path)", "w") else { return false }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && written == bytes.count
  }
}

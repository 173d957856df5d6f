import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that lasts as long as one test.
final class Scratch {
  let path: String

  init() {
    var template = Array("/tmp/workroom-exchange-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)!) }
  }

  deinit {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
        let name = String(
          cString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(folder)
    }
    rmdir(path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ text: String) throws -> String {
    try ByteFile.writeAtomically(file(name), Array(text.utf8))
    return file(name)
  }

  func text(_ path: String) throws -> String {
    String(decoding: try ByteFile.read(path, bytesMax: 1 << 26), as: UTF8.self)
  }

  /// Names in the folder, sorted.
  var names: [String] {
    var found: [String] = []
    guard let folder = opendir(path) else { return [] }
    while let entry = readdir(folder) {
      let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
      found.append(
        String(cString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)))
    }
    closedir(folder)
    return found.filter { $0 != "." && $0 != ".." }.sorted()
  }
}

/// What a CSV reader makes of some text: fields of each row, rejects as `row:line: reason`.
func read(_ bytes: [UInt8], chunkBytes: Int = 64 * 1024, heading: Bool = false) throws -> [[String]] {
  let reader = try CSVReader(ByteReader(bytes: bytes, name: "test.csv", chunkBytes: chunkBytes))
  var rows: [[String]] = []
  if heading { rows.append(try reader.heading().fields) }
  while let record = try reader.next() {
    switch record {
    case .row(let row): rows.append(row.fields)
    case .reject(let reject): rows.append(["\(reject.row):\(reject.line): \(reject.reason)"])
    }
  }
  return rows
}

func read(_ text: String, chunkBytes: Int = 64 * 1024, heading: Bool = false) throws -> [[String]] {
  try read(Array(text.utf8), chunkBytes: chunkBytes, heading: heading)
}

func csv(_ text: String) throws -> CSVReader { try CSVReader(bytes: Array(text.utf8), name: "test.csv") }

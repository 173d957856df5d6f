import Foundation
import WorkroomGrammar
import WorkroomLanguage

/// Every sound program with one token dropped, doubled or exchanged, and how the messages hold.
struct RecoveryTrial {
  private(set) var recovery = Recovery()
  private(set) var programs = 0

  /// Tries every so many changes of every program in some folders and the folders inside them.
  mutating func run(folders: [String], every stride: Int) throws(Misuse) {
    var count = 0
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      for name in names.sorted() where name.hasSuffix(".workflow") {
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
        programs += 1
        for change in Change.all(of: SourceText(name: name, bytes: Array(bytes))) {
          if count % stride == 0 { recovery.add(change) }
          count += 1
        }
      }
    }
    if programs == 0 { throw Misuse("there are no programs in \(folders.map { "`\($0)`" }.joined(separator: ", "))") }
  }
}

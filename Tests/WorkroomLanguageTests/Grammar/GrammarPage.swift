import Foundation
import WorkroomGrammar
import WorkroomLanguage

/// `Grammar/workflow.ebnf`, and the programs that it is held against.
enum GrammarPage {
  static let place = Folder.package.appending(path: "Grammar/workflow.ebnf")
  static let read = Result { try Grammar(reading: String(contentsOf: place, encoding: .utf8)) }
  /// Without productions if the page cannot be read, which a test says.
  static let grammar = (try? read.get()) ?? (try! Grammar(reading: "file = \"end\" ;"))

  /// One small program for each construct.
  static let small = ValidProgramsTests.programs
  /// The workflows of the samples.
  static let whole = ["ambassador", "paid_post", "seeding"].flatMap {
    Program.all(in: Folder.package.appending(path: "Workflows/\($0)"))
  }
}

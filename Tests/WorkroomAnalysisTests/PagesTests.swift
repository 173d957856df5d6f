import Foundation
import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// The pages of what the analysis finds: the mistake gives the code, and the repair gives nothing more of it.
@Suite struct PagesTests {
  static let codes = ["W043", "W05"].flatMap { start in
    Package.files(in: "Grammar/Diagnostics", ending: ".md").filter { $0.contains("/\(start)") }
  }

  @Test func thereIsOneForEachCode() { #expect(Self.codes.count == 16) }

  @Test(arguments: codes) func itsProgramsDoWhatTheySay(_ path: String) throws {
    let text = try Package.source(path)
    let page = String(decoding: text.bytes, as: UTF8.self)
    let code = String(try #require(page.split(separator: " ").dropFirst().first))
    let programs = page.components(separatedBy: "```workflow\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    try #require(programs.count == 2)
    let (mistake, repair) = (SourceText(programs[0]), SourceText(programs[1]))
    let found = Analysis.check(mistake).diagnostics
    #expect(found.first?.code.description == code && found.count == 1, "\(mistake.findings)")
    #expect(page.hasPrefix("# \(code) \(found.first?.code.slug ?? "")\n"))
    let left = Analysis.check(repair).diagnostics
    #expect(!left.contains { $0.severity == .error || $0.code.description == code }, "\(repair.findings)")
  }
}

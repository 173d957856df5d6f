import Foundation
import Testing

/// Executes the guide by goal: every recipe's workflow has no mistakes, and its scenarios hold.
@Suite struct GuideTests {
  struct Recipe: Sendable, CustomTestStringConvertible {
    var goal: String
    var workflow: String
    var scenario: String?
    var testDescription: String { goal }
  }

  static let page = (try? String(contentsOf: Places.root.appending(path: "Workflows/README.md"), encoding: .utf8)) ?? ""

  static let recipes = page.components(separatedBy: "\n## ").dropFirst().compactMap { part -> Recipe? in
    guard let workflow = block("workflow", in: part) else { return nil }
    return Recipe(goal: String(part.prefix { $0 != "\n" }), workflow: workflow, scenario: block("scenario", in: part))
  }

  /// What stands in the first block of a kind.
  private static func block(_ kind: String, in text: String) -> String? {
    let parts = text.components(separatedBy: "\n```\(kind)\n")
    return parts.count > 1 ? parts[1].components(separatedBy: "\n```").first.map { $0 + "\n" } : nil
  }

  @Test func thereIsARecipeForEachGoalOfTheList() {
    #expect(Self.recipes.count > 10)
    let listed = Self.page.components(separatedBy: "\n").filter { $0.hasPrefix("- [") }.map {
      String($0.dropFirst(3).prefix { $0 != "]" })
    }
    #expect(listed == Self.recipes.map(\.goal))
  }

  @Test(arguments: recipes) func itWorks(_ recipe: Recipe) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "workroom-guide-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = recipe.workflow + (recipe.scenario.map { "\n" + $0 } ?? "")
    try text.write(to: folder.appending(path: "recipe.workflow"), atomically: true, encoding: .utf8)
    let checked = try Shell.run("workroom check recipe.workflow; echo status $?", in: folder)
    #expect(checked.hasSuffix("status 0\n"), "\(checked)")
    guard recipe.scenario != nil else { return }
    let tested = try Shell.run("workroom test recipe.workflow --format human; echo status $?", in: folder)
    #expect(tested.contains("1 scenario passed\n"), "\(tested)")
    #expect(tested.hasSuffix("status 0\n"), "\(tested)")
  }
}

import Workroom
import WorkroomEngine

/// What is offered: `products`, `groups`, and in a campaign `leaks`.
extension Console {
  /// Shows what a line asks of what is offered; false where it asks something else.
  func showOffers(_ line: String) throws -> Bool {
    let words = line.lowercased().split(separator: " ")
    switch words.first {
    case "products" where words.count <= 2:
      guard let page = words.count == 2 ? Int64(words[1]) : 1, page > 0 else {
        throw Refusal(text: "`\(words[1])` is no page; write `products` or `products 2`", status: 64)
      }
      try show(ProductTables.sheet(engine, Page(page)))
    case "groups" where words.count == 1: try show(GroupTables.sheet(engine))
    case "leaks" where words.count == 1:
      guard let campaign else { return false }
      try show(WorkRoom(engine, campaign: campaign).leaksSheet())
    default: return false
    }
    return true
  }
}

import Workroom
import WorkroomEngine
import WorkroomStore

/// Posts that wait for somebody: `content review`, `content match 12 to mia in "Spring"`, `content dismiss 12`.
extension Console {
  /// Does what a line asks of the posts in doubt; false where it asks something else.
  func reviewsContent(_ line: String) throws -> Bool {
    guard let words = Words(line), words.starts(with: "content") != nil, words.words.count > 1 else { return false }
    let rest = words.words.dropFirst().map(\.text)
    // The section of that name has pages, columns and conditions.
    if Look.page(rest[0]) != nil || ["page", "columns", "by", "when"].contains(rest[0].lowercased()) { return false }
    switch rest[0].lowercased() {
    case "review" where rest.count <= 2:
      try show(ContentReview(engine).sheet(after: rest.count == 2 ? postNumber(rest[1]) : 0))
    case "match": try matchContent(Array(rest.dropFirst()))
    case "dismiss" where rest.count == 2:
      let post = try postNumber(rest[1])
      try engine.transaction { () throws(EngineError) in try ContentReview(engine).dismiss(post) }
      sandbox?.touch(post: post)
      say("post \(post) is dismissed; the next file does not bring it back")
    default:
      throw Refusal(
        text: "write `content review`, `content match POST to NAME in CAMPAIGN` or `content dismiss POST`", status: 64)
    }
    return true
  }

  private func postNumber(_ text: String) throws -> Int64 {
    guard let number = Int64(text), number >= 0 else {
      throw Refusal(text: "`\(text)` is no post's number; `content review` lists them", status: 64)
    }
    return number
  }

  /// `12 to mia in "Spring"`; inside a campaign it is meant where none is named.
  private func matchContent(_ words: [String]) throws {
    guard words.count == 3 || (words.count >= 5 && words[3].lowercased() == "in"), words[1].lowercased() == "to" else {
      throw Refusal(
        text: "write `content match POST to NAME in CAMPAIGN`, with the number of `content review`", status: 64)
    }
    let post = try postNumber(words[0])
    let target: CampaignRow
    if words.count > 3 {
      let name = words[4...].joined(separator: " ")
      guard let found = try engine.campaign(named: name) else {
        throw Refusal(text: "there is no campaign called `\(name)`", status: 66)
      }
      target = found
    } else {
      guard let campaign else {
        throw Refusal(
          text: "in which campaign? write `content match \(words[0]) to \(words[2]) in CAMPAIGN`", status: 64)
      }
      target = try engine.campaign(campaign).row
    }
    let row = try person(words[2], target.id)
    lastSent = []
    try engine.transaction { () throws(EngineError) in
      try ContentReview(engine).match(post, to: row.influencer, in: target.id)
    }
    sandbox?.touch(post: post)
    say("post \(post) is content of `\(words[2])` in `\(target.name)` now")
  }
}

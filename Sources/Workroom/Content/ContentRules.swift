import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What a campaign looks for in posts: its hashtags, its handles, and when.
struct ContentRules {
  let tags: Set<String>
  let window: DateWindow?
  private let zone: Zone

  init(_ engine: Engine, _ id: Int64) throws(EngineError) {
    let campaign = try engine.campaign(id)
    let definition = try engine.definition(campaign.row.definition)
    var tags: Set<String> = []
    for (index, field) in definition.workflow.campaign.enumerated()
    where [.hashtags, .handles].contains(field.type) && campaign.words[0] >> Int64(index) & 1 == 1 {
      let word = campaign.words[index + 1]
      var text = definition.machine.literalText(word)
      do { if text == nil { text = try engine.store.text(word) } } catch { throw .store(error) }
      tags.formUnion((text ?? "").lowercased().split(separator: ", ").map(String.init))
    }
    self.tags = tags
    window = definition.workflow.deliveryWindow(campaign.words)
    zone = campaign.zone
  }

  /// Whether one of the hashtags or handles is in a post.
  func fits(_ post: PostRow) -> Bool {
    let (caption, hashtags, mentions) = (post.caption ?? "", post.hashtags ?? "", post.mentions ?? "")
    let found =
      Tags.inText(caption, "#") + Tags.inText(caption, "@") + Tags.inList(hashtags, "#") + Tags.inList(mentions, "@")
    return found.contains(where: tags.contains)
  }

  /// Why a post does not count, by its day; `nil` where it does.
  func lateness(of post: PostRow, _ name: String) -> String? {
    let day = zone.local(Instant(milliseconds: post.posted)).date
    guard let window, !window.contains(day) else { return nil }
    return "it was posted on \(day), and `\(name)` takes content from \(window)"
  }
}

extension CheckedWorkflow {
  /// The window of days in which content counts, where a detail says so: the one called `delivery`, or whose name says it.
  func deliveryWindow(_ words: [Int64]) -> DateWindow? {
    let windows = campaign.indices.filter { campaign[$0].type == .window && words[0] >> Int64($0) & 1 == 1 }
    let named =
      windows.first { campaign[$0].name == "delivery" } ?? windows.first { campaign[$0].name.contains("delivery") }
    return named.map { DateWindow(word: words[$0 + 1]) }
  }
}

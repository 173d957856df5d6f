import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// For whom the code or the link of a row is kept, and at which rate.
struct ItemKeepers {
  private let directory: Directory
  /// `code`, `link`
  private let noun: String

  init(_ directory: Directory, noun: String) { (self.directory, self.noun) = (directory, noun) }

  enum Found {
    case keeping(Engine.Keeping?)
    case reason(String)
    /// Whoever has no name any more, called by a number that is somebody else's in another database.
    case number(String)
  }

  /// By id, else e-mail, else handle, else name; `nil` where a row names nobody. An e-mail that is nobody's is not made up for
  /// by a name.
  func find(_ person: NamedPerson, _ payout: LinkPayout?, _ code: String) throws(EngineError) -> Found {
    guard !person.isNobody else { return .keeping(nil) }
    if let name = person.name, person.id == nil, person.email == nil, person.handle == nil,
      InfluencerRecord.number(inName: name) != nil
    {
      return .number(name)
    }
    if case .fixed(let amount) = payout {
      return .reason(
        "`\(code)` has a fixed payout of \(amount), and a \(noun) pays a share of what it sells; write `percentage`, or leave the payout out and let a rule of the workflow owe the amount"
      )
    }
    switch try who(person) {
    case .one(let id):
      guard try !isForgotten(id) else {
        return .reason("whoever the row names was forgotten, so nothing is kept for them; take the row out")
      }
      let rate: Int64? = if case .percentage(let percent) = payout { percent.millionths } else { nil }
      return .keeping(Engine.Keeping(influencer: id, rate: rate))
    case .none:
      return .reason(
        "nobody of the directory is `\(name(person))`, for whom `\(code)` would be kept; bring them in first with `workroom import influencers`, or name nobody: then anybody gets it"
      )
    case .several(let ids):
      return .reason(
        "\(ids.count) influencers are called `\(name(person))`; write an email, a handle or an id, so that it is known for whom `\(code)` is"
      )
    }
  }

  private func who(_ person: NamedPerson) throws(EngineError) -> Directory.Found {
    if let id = person.id {
      let found = try directory.find(id)
      if case .none = found, person.email != nil || person.handle != nil {} else { return found }
    }
    if let email = person.email { return try directory.find(email) }
    if let handle = person.handle {
      let found = try directory.find(handle)
      if case .none = found, person.name != nil {} else { return found }
    }
    return try directory.findAnywhere(person.name ?? "", nil)
  }

  private func name(_ person: NamedPerson) -> String {
    String((person.email ?? person.handle ?? person.name ?? person.id ?? "").prefix(60))
  }

  private func isForgotten(_ influencer: Int64) throws(EngineError) -> Bool {
    try directory.engine.asking { (store) throws(StoreError) in try store.influencer(influencer) }?.isForgotten ?? true
  }
}

import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Orders, parcels and posts of those who were forgotten, orders of customers and of their own. What they were called is
/// erased, and a digest of it is kept: an order that is told again is known and counts for nobody else, and what is told of
/// it by its number still finds it.
///
/// A number is digested as orders are known, without its sign, and a post by its platform and its name there, so that every
/// way to write them comes to the same. The log tells how many names were kept and a digest of them all, so that
/// `db verify` finds what was taken out of the table or put into it.
extension Engine {
  /// What is told apart by a name that may be erased.
  enum ErasedNoun: String {
    case conversion
    case content
    case order
    case shipment

    /// The name as its digest has it.
    func plain(_ name: String) -> String {
      let name = ValueReader.trimmed(name)
      switch self {
      case .conversion, .order: return OrderNumber.plain(name)
      case .shipment: return ParcelNumber.plain(name)
      case .content:
        guard let post = PostIdentity(name), !post.id.isEmpty else { return name }
        return "\(post.platform):\(post.id)"
      }
    }
  }

  // MARK: Erasing

  /// Keeps what is needed to know somebody's orders and posts again, before their names are erased.
  func keepNames(of influencer: Int64) throws(EngineError) {
    try stored { () throws(StoreError) in
      for thing in try store.namesOfThings(of: influencer) {
        guard let named = ErasedNoun(rawValue: thing.noun) else { continue }
        try store.keepErased(
          thing.noun, named.plain(thing.name), as: ErasedName(person: influencer, text: thing.text))
      }
      for post in try store.posts(ofPerson: influencer) {
        try store.keepErased(
          ErasedNoun.content.rawValue, "\(post.platform):\(post.post)", as: ErasedName(person: influencer, text: 0))
      }
    }
    knowsErased = nil
    guard let kept = try stored({ () throws(StoreError) in try store.erasedNames() })[influencer] else { return }
    try note(.erasedNames, stream: 0, [influencer] + Engine.told(kept))
  }

  /// What the log tells of the names of one person that were erased.
  static func told(_ kept: (count: Int64, digest: Digest)) -> [Int64] { [kept.count] + kept.digest.bytes.words }

  // MARK: Knowing again

  /// Those whose order or post a name was, of all who were forgotten.
  func erased(_ named: ErasedNoun, _ name: String) throws(EngineError) -> [ErasedName] {
    guard try hasErased() else { return [] }
    return try stored { () throws(StoreError) in
      guard let digest = try store.erasedDigest(named.rawValue, named.plain(name)) else { return [] }
      return try store.erasedNames(digest)
    }
  }

  private func hasErased() throws(EngineError) -> Bool {
    if let knowsErased { return knowsErased }
    let has = try stored { () throws(StoreError) in try store.hasErasedNames() }
    knowsErased = has
    return has
  }

  /// The number of the erased text by which an order or a post of somebody was known; `nil` where nothing of theirs was
  /// called like that.
  func erasedText(_ name: String, _ noun: String, _ row: ParticipationRow) throws(EngineError) -> Int64? {
    guard try hasErased(), let named = ErasedNoun(rawValue: noun) else { return nil }
    let own = try erased(named, name).filter { $0.person == row.influencer && $0.text != 0 }
    for candidate in own {
      if try stored({ () throws(StoreError) in try store.object(row.id, noun, candidate.text) }) != nil {
        return candidate.text
      }
    }
    return own.first?.text
  }

  /// The same for a value of an event, where no text says what it says.
  func erasedText(
    _ value: WrittenValue, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> Int64? {
    guard try hasErased(), definition.machine.textWord(value.text) == nil,
      try stored({ () throws(StoreError) in try store.findText(value.text, person: row.influencer) }) == nil
    else { return nil }
    return try erasedText(value.text, value.name, row)
  }

  /// What a thing is called: as somebody just told it, else as its text says, which may have been erased.
  func name(_ key: Int64, told: String?, _ definition: Definition) throws(EngineError) -> String? {
    if let told { return told }
    return try text(key, definition)
  }

  /// Somebody else who was forgotten and for whom an order counts in a campaign.
  func forgottenSeller(of order: String, in campaign: Int64, than influencer: Int64?) throws(EngineError) -> Int64? {
    for name in try erased(.conversion, order) where name.person != influencer {
      if try isSold(name, in: campaign) { return name.person }
    }
    return nil
  }

  private func isSold(_ name: ErasedName, in campaign: Int64) throws(EngineError) -> Bool {
    try stored { () throws(StoreError) in try store.things(ErasedNoun.conversion.rawValue, named: name) }
      .contains { $0.campaign == campaign && $0.status != "voided" }
  }

  /// Those who were forgotten and brought an order of a campaign, whatever became of it.
  package func forgottenHolders(of order: String, in campaign: Int64) throws(EngineError) -> [Int64] {
    var holders: [Int64] = []
    for name in try erased(.conversion, order) where !holders.contains(name.person) {
      let things = try stored { () throws(StoreError) in try store.things(ErasedNoun.conversion.rawValue, named: name) }
      if things.contains(where: { $0.campaign == campaign }) { holders.append(name.person) }
    }
    return holders
  }

  /// Other campaigns in which an order counts for somebody who was forgotten.
  func forgottenSales(
    of order: String, than campaign: Int64
  ) throws(EngineError) -> [(campaign: Int64, influencer: Int64)] {
    var sales: [(campaign: Int64, influencer: Int64)] = []
    for name in try erased(.conversion, order) {
      for thing in try stored({ () throws(StoreError) in try store.things(ErasedNoun.conversion.rawValue, named: name) }
      )
      where thing.campaign != campaign && thing.status != "voided" {
        sales.append((thing.campaign, name.person))
      }
    }
    return sales
  }

  /// Those who were forgotten and have an order of a number that is not over, with the campaign.
  func forgottenOrders(_ number: String) throws(EngineError) -> [(campaign: Int64, influencer: Int64)] {
    var found: [(campaign: Int64, influencer: Int64)] = []
    for name in try erased(.order, number) {
      for thing in try stored({ () throws(StoreError) in try store.things(ErasedNoun.order.rawValue, named: name) })
      where thing.status != "cancelled" && thing.status != "returned" {
        found.append((thing.campaign, name.person))
      }
    }
    return found
  }

  /// Somebody else who was forgotten and has a parcel of a number in a campaign that is not back.
  func forgottenReceiver(of parcel: String, in campaign: Int64, than influencer: Int64) throws(EngineError) -> Int64? {
    for name in try erased(.shipment, parcel) where name.person != influencer {
      let things = try stored { () throws(StoreError) in try store.things(ErasedNoun.shipment.rawValue, named: name) }
      if things.contains(where: { $0.campaign == campaign && $0.status != "returned" }) { return name.person }
    }
    return nil
  }

  /// Somebody else who was forgotten and for whom a post counts: in one campaign, or in any of them where none is named.
  func forgottenPoster(of name: String, in campaign: Int64?, than influencer: Int64) throws(EngineError) -> Int64? {
    for erased in try erased(.content, name) where erased.person != influencer && erased.text != 0 {
      if try isPosted(erased, in: campaign) { return erased.person }
    }
    return nil
  }

  private func isPosted(_ name: ErasedName, in campaign: Int64?) throws(EngineError) -> Bool {
    for thing in try stored({ () throws(StoreError) in try store.things(ErasedNoun.content.rawValue, named: name) })
    where campaign == nil || thing.campaign == campaign {
      if try isPosted(thing.status, thing.firstLog) { return true }
    }
    return false
  }

  /// Why a post that a file tells of is not counted: it is that of somebody who was forgotten; `nil` where it is not.
  package func forgottenPost(_ platform: String, _ post: String) throws(EngineError) -> String? {
    for name in try erased(.content, "\(platform):\(post)") {
      let isFree = try name.text == 0 ? false : !isPosted(name, in: nil)
      if isFree { continue }
      return try
        "the post `\(post.prefix(80))` belongs to `\(shownName(name.person))`, who was forgotten, so nothing more of it is kept"
    }
    return nil
  }
}

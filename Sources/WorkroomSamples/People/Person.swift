/// An invented influencer.
struct Person {
  let firstName: String
  let lastName: String
  let email: String
  /// The same on every platform where they have an account.
  let handle: String
  /// Where they have an account; the first is the main one.
  let platforms: [Platform]
  let followers: Int
  let street: String
  let place: Names.Place
  /// Unique among everybody, in all campaigns.
  let number: Int

  enum Platform: String { case instagram, tiktok, youtube, pinterest }

  var name: String { "\(firstName) \(lastName)" }

  /// The handle where they have such an account, nothing elsewhere.
  func account(_ platform: Platform) -> String { platforms.contains(platform) ? handle : "" }
}

/// Invents people, no two with the same e-mail or handle.
struct PeopleInventor {
  private var random: Randomness
  private var taken: Set<String> = []
  private var count = 0

  init(seed: UInt64) { random = Randomness(seed: seed) }

  mutating func invent(_ number: Int) -> [Person] { (0..<number).map { _ in person() } }

  private mutating func person() -> Person {
    let (first, last) = (random.pick(Names.first), random.pick(Names.last))
    let mail = free("\(first.plain).\(last.plain)", among: "mail")
    let styles = [
      "\(first.plain)\(last.plain)", "\(first.plain)_\(last.plain)", "\(last.plain).\(first.plain)",
      "hello.\(first.plain).\(last.plain)",
      "\(first.plain)\(last.plain)daily", "\(first.plain).makes",
    ]
    let handle = free(random.pick(styles), among: "handle")
    count += 1
    return Person(
      firstName: first.written, lastName: last.written, email: "\(mail)@\(random.pick(Names.domains))",
      handle: handle,
      platforms: platforms(), followers: followers(),
      street: "\(random.number(1...180)) \(random.pick(Names.streets))",
      place: random.pick(Names.places), number: count)
  }

  private mutating func free(_ wanted: String, among kind: String) -> String {
    var found = wanted
    var number = 2
    while !taken.insert("\(kind) \(found)").inserted {
      found = "\(wanted)\(number)"
      number += 1
    }
    return found
  }

  private mutating func platforms() -> [Person.Platform] {
    switch random.number(0...9) {
    case 0...3: [.instagram]
    case 4...5: [.instagram, .tiktok]
    case 6: [.tiktok, .instagram]
    case 7: [.tiktok]
    case 8: [.youtube, .instagram]
    default: [.instagram, .pinterest]
    }
  }

  /// Many small audiences and a few large ones.
  private mutating func followers() -> Int {
    switch random.number(0...19) {
    case 0...9: random.number(1_200...9_000)
    case 10...15: random.number(9_000...45_000)
    case 16...18: random.number(45_000...180_000)
    default: random.number(180_000...900_000)
    }
  }
}

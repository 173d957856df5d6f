/// How often the posts of one influencer are seen, and what becomes of the figures over time.
struct Audience {
  let person: Person
  private var posts = 0

  init(_ person: Person) { self.person = person }

  /// Publishes a post, and lets the network report its figures on some later days.
  mutating func post(
    _ script: inout Script, at moment: Moment, measuredAfter days: [Int], _ random: inout Randomness
  ) {
    posts += 1
    let id = "https://\(person.platforms[0].rawValue).example/\(person.handle)/\(posts)"
    let views = person.followers * random.number(12...70) / 100
    let role = random.chance(80) ? "network" : "influencer"
    script.add(
      "content.posted", by: role, at: moment, ("content", .text(id)), ("views", .number(views / 20)),
      ("likes", .number(views / 400)), ("comments", .number(views / 4000)))
    let start = script.now
    for day in days {
      let seen = views * (day + 4) / (day + 7)
      let hour = random.number(0...600)
      script.report(
        "content.measured", by: "network", at: start.later(days: day).later(minutes: hour),
        ("content", .text(id)),
        ("views", .number(seen)), ("likes", .number(seen * random.number(3...8) / 100)),
        ("comments", .number(seen * random.number(2...9) / 1000)), ("impressions", .number(seen * 13 / 10)),
        ("reach", .number(seen * 8 / 10)), ("clicks", .number(seen / 150)))
    }
  }
}

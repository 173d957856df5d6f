/// Influencers in Aspire's columns, with four more at the end.
enum AspireFile {
  static func text(_ people: [Person]) -> String {
    let accounts = ["instagram", "tiktok", "youtube", "pinterest"]
    var file = PeopleFile(
      ["email", "id"] + accounts + ["address1", "address2", "city", "state", "postalcode", "country"]
        + ["first_name", "last_name", "followers", "platform"])
    let rows = people.map(row)
    file.spoil(
      after: 57, rows[57],
      ["email": people[12].email.uppercased(), "id": "AS-90001", "instagram": "the.other.one"])
    file.spoil(emptyAfter: 101)
    file.spoil(after: 143, rows[143], ["email": "not.the.same@example.org", "id": "AS-90002"])
    file.spoil(
      after: 188, rows[188],
      ["email": "lena.holt(at)example.com", "id": "AS-90003", "instagram": "lena.at.home"])
    file.spoil(
      after: 240, rows[240],
      ["email": "", "id": "", "instagram": "", "tiktok": "", "youtube": "", "pinterest": ""])
    file.spoil(
      after: 301, rows[301],
      [
        "email": "rounded.up@example.net", "id": "AS-90005", "instagram": "rounded.up", "tiktok": "",
        "youtube": "", "followers": "12k",
      ])
    return file.write(rows)
  }

  /// How an event may name somebody, the most usual first.
  static func names(_ person: Person) -> [String] { [person.email, person.handle, id(person)] }

  private static func id(_ person: Person) -> String { "AS-\(10_000 + person.number)" }

  private static func row(_ person: Person) -> [String] {
    let place = person.place
    return [
      person.email, id(person), person.account(.instagram), person.account(.tiktok), person.account(.youtube),
      person.account(.pinterest), person.street, "", place.city, place.state, place.postalCode, place.country,
      person.firstName,
      person.lastName, String(person.followers), person.platforms[0].rawValue,
    ]
  }
}

/// Influencers in Upfluence's columns: one profile each, by its address.
enum UpfluenceFile {
  static func text(_ people: [Person]) -> String {
    var file = PeopleFile(
      ["influencer_id", "media_url", "profile_name", "first_name", "last_name", "phone_number", "email"]
        + ["line1", "line2", "zipcode", "city", "state", "country_code"].map { "shipping_address.\($0)" })
    let rows = people.map(row)
    file.spoil(
      after: 40, rows[40],
      ["influencer_id": "790001", "media_url": "", "email": people[9].email.uppercased()])
    file.spoil(emptyAfter: 77)
    file.spoil(after: 118, rows[118], ["influencer_id": "790002", "email": "second.desk@example.org"])
    file.spoil(
      after: 163, rows[163], ["influencer_id": "790003", "media_url": "", "email": "info@@example.com"])
    file.spoil(after: 215, rows[215], ["influencer_id": "", "media_url": "", "email": ""])
    file.spoil(
      after: 280, rows[280],
      [
        "influencer_id": "790005", "media_url": "https://journal.example.com/ivy",
        "email": "ivy.journal@example.net",
      ])
    return file.write(rows)
  }

  /// How an event may name somebody, the most usual first.
  static func names(_ person: Person) -> [String] { [person.email, person.handle, id(person)] }

  private static func id(_ person: Person) -> String { String(700_000 + person.number) }

  private static func row(_ person: Person) -> [String] {
    let place = person.place
    return [
      id(person), address(person), person.name, person.firstName, person.lastName, phone(person),
      person.email, person.street, "",
      place.postalCode, place.city, place.state, place.code,
    ]
  }

  private static func address(_ person: Person) -> String {
    person.platforms[0] == .instagram
      ? "https://www.instagram.com/\(person.handle)/"
      : "https://www.\(person.platforms[0].rawValue).com/@\(person.handle)"
  }

  /// Numbers that are kept free for stories; many leave the column empty.
  private static func phone(_ person: Person) -> String {
    person.number % 3 == 0 ? "+1 202 555 \((100 + person.number % 100).padded(4))" : ""
  }
}

/// Influencers as somebody keeps them in a spreadsheet, under headings of their own.
enum PlainSheet {
  static func text(_ people: [Person]) -> String {
    var file = PeopleFile([
      "First Name", "Last Name", "E-mail", "Instagram Handle", "Followers", "Main Platform", "Country",
    ])
    let rows = people.map(row)
    file.spoil(after: 33, rows[33], ["E-mail": people[5].email.uppercased(), "Instagram Handle": ""])
    file.spoil(emptyAfter: 90)
    file.spoil(after: 131, rows[131], ["E-mail": "again@example.org", "Instagram Handle": people[20].handle])
    file.spoil(after: 170, rows[170], ["E-mail": "wim.example.com", "Instagram Handle": ""])
    file.spoil(after: 222, rows[222], ["E-mail": "", "Instagram Handle": ""])
    file.spoil(
      after: 275, rows[275],
      ["E-mail": "roughly@example.net", "Instagram Handle": "", "Followers": "about 8k"])
    return file.write(rows)
  }

  /// How an event may name somebody, the most usual first.
  static func names(_ person: Person) -> [String] {
    person.platforms.contains(.instagram) ? [person.email, person.handle] : [person.email]
  }

  private static func row(_ person: Person) -> [String] {
    [
      person.firstName, person.lastName, person.email, person.account(.instagram), count(person.followers),
      main(person.platforms[0]), person.place.country,
    ]
  }

  private static func main(_ platform: Person.Platform) -> String {
    switch platform {
    case .instagram: "Instagram"
    case .tiktok: "TikTok"
    case .youtube: "YouTube"
    case .pinterest: "Pinterest"
    }
  }

  /// `12300`, or `12,300` as many type it.
  private static func count(_ number: Int) -> String {
    number % 4 == 0 && number >= 1000 ? "\(number / 1000),\((number % 1000).padded(3))" : String(number)
  }
}

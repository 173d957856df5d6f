/// Takes influencers from the files of Aspire, Upfluence, Refersion, GRIN, CreatorIQ and plain sheets.
///
/// A row needs an id, an e-mail or a handle. Two rows that share one of them are the same influencer: the
/// first counts, the later ones are rejected and name it.
package final class InfluencerImport: RowImport {
  package enum Field: String, ImportField {
    case id, email, handle, platform, followers, tags
    case profileURL = "media_url"
    case instagram, tiktok, youtube, pinterest, facebook, x, twitch
    case firstName = "first_name"
    case lastName = "last_name"
    case name, phone, address1, address2, city, state
    case postalCode = "postal_code"
    case country

    package var synonyms: [String] {
      switch self {
      case .id: ["uid", "influencer_id", "creator_id", "affiliate_id", "external_id"]
      case .email:
        [
          "e-mail", "email address", "e-mail address", "affiliate_email", "influencer email",
          "creator email",
        ]
      case .handle: ["username", "social handle", "account"]
      case .platform: ["network", "social network", "channel", "social platform"]
      case .followers: ["follower count", "followers count", "number of followers", "audience size"]
      case .tags: ["tag", "labels", "label"]
      case .profileURL: ["profile url", "profile link", "social url", "url"]
      case .instagram: ["instagram handle", "instagram username", "instagram url", "ig", "ig handle"]
      case .tiktok: ["tiktok handle", "tiktok username", "tiktok url"]
      case .youtube: ["youtube handle", "youtube channel", "youtube username", "youtube url", "yt"]
      case .pinterest: ["pinterest handle", "pinterest username", "pinterest url"]
      case .facebook: ["facebook handle", "facebook page", "facebook url"]
      case .x: ["twitter", "twitter handle", "x handle", "x/twitter", "twitter url"]
      case .twitch: ["twitch handle", "twitch username", "twitch url"]
      case .firstName: ["given name", "forename"]
      case .lastName: ["surname", "family name"]
      case .name:
        ["full name", "profile_name", "display name", "influencer", "creator", "influencer/affiliate name"]
      case .phone: ["phone_number", "telephone", "mobile"]
      case .address1: ["shipping_address.line1", "address", "address line 1", "street", "street address"]
      case .address2: ["shipping_address.line2", "address line 2"]
      case .city: ["shipping_address.city", "town"]
      case .state: ["shipping_address.state", "province", "region"]
      case .postalCode: ["shipping_address.zipcode", "zip", "zipcode", "zip code", "postcode"]
      case .country: ["shipping_address.country_code", "country code", "shipping_address.country"]
      }
    }

    /// The platforms whose accounts have a column of their own.
    static let accounts: [Field] = [.instagram, .tiktok, .youtube, .pinterest, .facebook, .x, .twitch]
  }

  private let table: Table<Field>
  private let kept: [Int]
  private var seen = FirstRows()

  package init(_ reader: CSVReader, maps: [HeadingMap] = []) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    try table.require(
      anyOf: [.email, .id, .handle, .profileURL] + Field.accounts, for: "an e-mail, an id or a handle")
    let headings = table.headings
    kept = headings.unmatched.filter { !Heading.plain(headings.names[$0]).contains("password") }
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }

  package func next() throws(ExchangeError) -> Imported<InfluencerRow>? {
    try table.next { (row) throws(Refusal) in try self.influencer(row) }
  }

  private func influencer(_ row: CSVRow) throws(Refusal) -> InfluencerRow {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    func label(_ field: Field) -> String { table.headings.label(field) }
    var found = InfluencerRow(row: row.row, line: row.line)
    found.externalID = value(.id)
    found.email = try Value.email(value(.email), label(.email))
    found.platform = try platform(in: row)
    found.handles = try accounts(in: row, platform: found.platform)
    found.platform = found.platform ?? (found.handles.count == 1 ? found.handles[0].platform : nil)
    found.firstName = value(.firstName)
    found.lastName = value(.lastName)
    found.name = value(.name)
    found.phone = value(.phone)
    found.address = address(in: row)
    found.country = value(.country)
    found.followers = try Value.count(value(.followers), label(.followers))
    found.tags = InfluencerImport.tags(value(.tags))
    for column in kept {
      if let value = row.value(column) {
        found.extra.append(ExtraValue(heading: names[column], value: value))
      }
    }
    try claim(found)
    return found
  }

  private func platform(in row: CSVRow) throws(Refusal) -> String? {
    guard let text = table.headings.value(.platform, in: row) else { return nil }
    return try Platform.named(text, table.headings.label(.platform))
  }

  private func accounts(in row: CSVRow, platform: String?) throws(Refusal) -> [SocialAccount] {
    var found: [SocialAccount] = []
    for field in Field.accounts + [.handle, .profileURL] {
      guard let text = table.headings.value(field, in: row) else { continue }
      let (named, label) = (
        Field.accounts.contains(field) ? field.rawValue : nil, table.headings.label(field)
      )
      let account =
        field == .profileURL
        ? try SocialAccount.profile(text, label)
        : try SocialAccount.read(text, platform: named ?? platform, label)
      if !found.contains(account) { found.append(account) }
    }
    return found
  }

  private func address(in row: CSVRow) -> PostalAddress {
    var address = PostalAddress()
    address.line1 = table.headings.value(.address1, in: row)
    address.line2 = table.headings.value(.address2, in: row)
    address.city = table.headings.value(.city, in: row)
    address.state = table.headings.value(.state, in: row)
    // Spreadsheets put an apostrophe before postal codes that look like numbers.
    let code = table.headings.value(.postalCode, in: row)
    address.postalCode = code.map { $0.hasPrefix("'") ? String($0.dropFirst()) : $0 }
    return address
  }

  private func claim(_ found: InfluencerRow) throws(Refusal) {
    guard !found.identities.isEmpty else {
      throw Refusal(
        "the row has no id, e-mail or handle; add one so that the influencer can be found again")
    }
    for identity in found.identities {
      if let earlier = seen.row(of: identity) {
        throw Refusal("row \(earlier) has the same \(identity.ticked); keep one of the two rows")
      }
    }
    for identity in found.identities { _ = seen.claim(identity, row: found.row) }
  }

  private static func tags(_ text: String?) -> [String] {
    var tags: [String] = []
    for part in (text ?? "").split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "|" }) {
      let tag = part.trimmed
      if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
    }
    return tags
  }
}

import WorkroomValues

/// Takes influencers from the files of Aspire, Upfluence, Refersion, GRIN, CreatorIQ, Superfiliate, Oshi, Shopify Collabs,
/// Klar and plain sheets.
///
/// A row needs an id, an e-mail or a handle. Whether two rows are the same influencer is for the directory to say, which
/// looks each of them up anyhow: nothing of an earlier row is kept here, so a file may be as long as it likes.
package final class InfluencerImport: RowImport {
  package enum Field: String, ImportField {
    case id, email, platform
    case instagram, tiktok, youtube, pinterest, facebook, x, twitch, accounts
    case handle
    case profileURL = "media_url"
    case followers, tags
    case firstName = "first_name"
    case lastName = "last_name"
    case name, phone, address1, address2, city, state
    case postalCode = "postal_code"
    case country
    case instagramFollowers = "instagram_followers"
    case tiktokFollowers = "tiktok_followers"
    case youtubeFollowers = "youtube_followers"
    case pinterestFollowers = "pinterest_followers"
    case facebookFollowers = "facebook_followers"
    case xFollowers = "x_followers"
    case twitchFollowers = "twitch_followers"
    case directoryStatus = "directory_status"
    case directoryReason = "directory_reason"
    case directoryRemarks = "directory_remarks"
    case taxForm = "tax_form"
    case paypal

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
      case .accounts: ["other accounts"]
      case .firstName: ["given name", "forename"]
      case .lastName: ["surname", "family name"]
      case .name:
        ["full name", "profile_name", "display name", "influencer", "creator", "influencer/affiliate name"]
      case .phone: ["phone_number", "telephone", "mobile", "mobile number"]
      case .address1: ["shipping_address.line1", "address", "address line 1", "street", "street address"]
      case .address2: ["shipping_address.line2", "address line 2"]
      case .city: ["shipping_address.city", "town"]
      case .state: ["shipping_address.state", "province", "region"]
      case .postalCode: ["shipping_address.zipcode", "zip", "zipcode", "zip code", "postcode"]
      case .country: ["shipping_address.country_code", "country code", "shipping_address.country"]
      case .youtubeFollowers: ["youtube_subscribers", "subscribers"]
      case .taxForm: ["tax form type", "w-9 or w-8ben", "w9/w8ben"]
      case .paypal:
        [
          "paypal email", "paypal e-mail", "paypal account", "paypal address", "paypal email address", "payout email",
          "payout address",
        ]
      default: []
      }
    }

    /// The platforms whose accounts have a column of their own.
    package static let ownAccounts: [Field] = [.instagram, .tiktok, .youtube, .pinterest, .facebook, .x, .twitch]
  }

  private let table: Table<Field>
  /// The columns with a meaning, in the order in which their values are read.
  private let read: [(column: Int, field: Field, label: String)]
  /// The columns without one, whose values are kept under their headings.
  private let kept: [(column: Int, heading: String)]
  private let hasPlatforms: Bool

  package init(_ reader: CSVReader, maps: [HeadingMap] = []) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    try table.require(
      anyOf: [.email, .id, .handle, .profileURL, .accounts] + Field.ownAccounts, for: "an e-mail, an id or a handle")
    let headings = table.headings
    read = Field.allCases.compactMap { field in
      headings.columns[field].map { ($0, field, headings.label(field)) }
    }
    kept = headings.unmatched.filter { !Heading.plain(headings.names[$0]).contains("password") }
      .map { ($0, headings.names[$0]) }
    hasPlatforms = headings.columns[.platform] != nil
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  /// Those of the ignored headings whose values are kept with each influencer.
  package var keptHeadings: [String] { kept.map(\.heading) }
  package var lastRow: CSVRow? { table.lastRow }

  package func next() throws(ExchangeError) -> Imported<InfluencerRow>? {
    try table.next { (row) throws(Refusal) in try self.influencer(row) }
  }

  private func influencer(_ row: CSVRow) throws(Refusal) -> InfluencerRow {
    var found = InfluencerRow(row: row.row, line: row.line)
    try take(row, &found)
    return found
  }

  private func take(_ row: CSVRow, _ found: inout InfluencerRow) throws(Refusal) {
    for (column, field, label) in read {
      if let text = row.value(column) { try take(text, field, label, &found) }
    }
    // A sheet with a column of platforms says where somebody is at home, also by leaving it empty.
    if !hasPlatforms, found.handles.count == 1 { found.platform = found.handles[0].platform }
    for (column, heading) in kept {
      if let value = row.value(column) { found.extra.append(ExtraValue(heading: heading, value: value)) }
    }
    guard found.externalID != nil || found.email != nil || !found.handles.isEmpty else {
      throw Refusal(
        "the row has no id, e-mail or handle; add one so that the influencer can be found again")
    }
  }

  private func take(
    _ text: String, _ field: Field, _ label: String, _ found: inout InfluencerRow
  ) throws(Refusal) {
    switch field {
    case .id: found.externalID = text
    case .email: found.email = try Value.email(text, label)
    case .platform: found.platform = try Platform.named(text, label)
    case .followers: found.followers = try Value.count(text, label)
    case .tags: found.tags = InfluencerImport.tags(text)
    case .firstName: found.firstName = text
    case .lastName: found.lastName = text
    case .name: found.name = text
    case .phone: found.phone = text
    case .address1: found.address.line1 = text
    case .address2: found.address.line2 = text
    case .city: found.address.city = text
    case .state: found.address.state = text
    case .postalCode: found.address.postalCode = InfluencerImport.postalCode(text)
    case .country: found.country = text
    case .instagramFollowers, .tiktokFollowers, .youtubeFollowers, .pinterestFollowers, .facebookFollowers, .xFollowers,
      .twitchFollowers:
      try takeFollowers(text, String(field.rawValue.prefix { $0 != "_" }), label, &found)
    case .directoryStatus:
      guard let status = DirectoryStatus(rawValue: text.lowercased()) else {
        throw Refusal("\(text.ticked) in \(label) is no status; write `active`, `archived` or `blacklisted`")
      }
      found.directory.status = status
    case .directoryReason: found.directory.reason = text
    case .taxForm: found.directory.taxForm = text
    case .paypal: found.directory.paypal = text
    case .directoryRemarks: found.directory.remarks = text.split(whereSeparator: \.isNewline).map(String.init)
    default: try takeAccounts(text, field, label, &found)
    }
  }

  /// A cell of accounts holds one, or several with blanks or commas between them: no handle has one inside.
  private func takeAccounts(
    _ text: String, _ field: Field, _ label: String, _ found: inout InfluencerRow
  ) throws(Refusal) {
    guard field != .profileURL, !text.hasOnlyPlainBytes({ $0 != 32 && $0 != 44 && $0 != 59 && $0 != 10 }) else {
      return try takeAccount(text, field, label, &found)
    }
    for part in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ";" || $0.isNewline }) {
      try takeAccount(String(part), field, label, &found)
    }
  }

  private func takeAccount(
    _ text: String, _ field: Field, _ label: String, _ found: inout InfluencerRow
  ) throws(Refusal) {
    let account: SocialAccount
    switch field {
    case .profileURL: account = try SocialAccount.profile(text, label)
    case .accounts: account = try SocialAccount.named(text, label)
    case .handle: account = try SocialAccount.read(text, platform: found.platform, label)
    default: account = try SocialAccount.read(text, platform: field.rawValue, label)
    }
    if !found.handles.contains(account) { found.handles.append(account) }
  }

  /// A cell of followers holds a number for each account of its platform, with blanks between them and `-` for one that is
  /// not known. Where there is no account it is kept as it is.
  private func takeFollowers(
    _ text: String, _ platform: String, _ label: String, _ found: inout InfluencerRow
  ) throws(Refusal) {
    let accounts = found.handles.filter { $0.platform == platform }
    guard !accounts.isEmpty else {
      return found.extra.append(ExtraValue(heading: "\(platform)_followers", value: text))
    }
    let parts = accounts.count == 1 ? [text] : text.split(separator: " ").map(String.init)
    guard parts.count == accounts.count else {
      throw Refusal(
        "\(text.ticked) in \(label) does not give a number for each of the row's \(accounts.count) accounts on \(platform); write `-` where one is not known"
      )
    }
    for (account, part) in zip(accounts, parts) where part != "-" {
      if let count = try Value.count(part, label) { found.directory.followers.append((account, count)) }
    }
  }

  /// Spreadsheets put an apostrophe before postal codes that look like numbers.
  static func postalCode(_ text: String) -> String? {
    let code = text.drop { $0 == "'" }
    return code.isEmpty ? nil : String(code)
  }

  private static func tags(_ text: String) -> [String] {
    var tags: [String] = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "|" }) {
      let tag = part.trimmed
      if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
    }
    return tags
  }
}

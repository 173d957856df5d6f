package import WorkroomValues

/// A post as a file lists it.
package struct ContentRow: Hashable, Sendable {
  /// In lower case, such as `instagram`.
  package var platform: String?
  /// Without `@`, in lower case.
  package var handle: String?
  /// In lower case.
  package var email: String?
  package var url: String?
  /// The platform's own name for the post.
  package var id: String?
  package var posted: Instant
  package var caption: String?
  package var hashtags: String?
  package var mentions: String?
  /// The campaign that the file itself says it belongs to.
  package var campaign: String?
  /// Views, likes and the like, by their names.
  package var figures: [Figure] = []
  package let row: Int
  package let line: Int

  package struct Figure: Hashable, Sendable {
    package let name: String
    package let count: Int64
  }
}

/// Takes posts from the lists that platforms and trackers export, with their newest figures.
package final class ContentImport: RowImport {
  package enum Field: String, ImportField {
    case platform, handle, email, url
    case id = "post_id"
    case posted = "posted_at"
    case caption, hashtags, mentions, campaign
    case views, likes, comments, shares, saves, impressions, reach, clicks

    package var synonyms: [String] {
      switch self {
      case .platform: ["network", "social network", "channel"]
      case .handle: ["username", "social handle", "account", "profile", "author"]
      case .email: ["e-mail", "email address", "influencer email", "creator email"]
      case .url: ["post url", "link", "permalink", "content url", "content", "post"]
      case .id: ["id", "media id", "content id"]
      case .posted: ["posted", "posting date", "date", "published at", "published", "post date", "timestamp"]
      case .caption: ["text", "description", "title", "message"]
      case .hashtags: ["hashtag", "tags"]
      case .mentions: ["mention", "tagged accounts"]
      case .campaign: ["campaign name", "activation name"]
      case .views: ["view count", "video views", "plays"]
      case .likes: ["like count"]
      case .comments: ["comment count"]
      case .shares: ["share count", "reposts"]
      case .saves: ["save count", "saved", "bookmarks"]
      case .impressions: []
      case .reach: []
      case .clicks: ["link clicks"]
      }
    }

    static let figures: [Field] = [.views, .likes, .comments, .shares, .saves, .impressions, .reach, .clicks]
  }

  private let table: Table<Field>
  private let zone: Zone?

  /// `zone` reads dates without an offset.
  package init(_ reader: CSVReader, maps: [HeadingMap] = [], zone: Zone? = nil) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    self.zone = zone
    try table.require(anyOf: [.url, .id], for: "the addresses or ids of the posts")
    try table.require(anyOf: [.posted], for: "when they were posted")
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }

  package func next() throws(ExchangeError) -> Imported<ContentRow>? {
    try table.next { (row) throws(Refusal) in try self.content(row) }
  }

  private func content(_ row: CSVRow) throws(Refusal) -> ContentRow {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    func label(_ field: Field) -> String { table.headings.label(field) }
    guard let posted = try Value.instant(value(.posted), label(.posted), zone: zone) else {
      throw Refusal("\(label(.posted)) is empty; write when it was posted, as `2026-03-01T09:00:00+01:00`")
    }
    var found = ContentRow(posted: posted, row: row.row, line: row.line)
    found.platform = try value(.platform).map { (text) throws(Refusal) in
      try Platform.named(text, label(.platform))
    }
    if let text = value(.handle) { try readHandle(text, label(.handle), &found) }
    found.email = try Value.email(value(.email), label(.email))
    found.url = try value(.url).map { (text) throws(Refusal) in
      text == OrderNumber.erased ? text : try WebAddress.read(text, label(.url))
    }
    found.id = try value(.id).map { (text) throws(Refusal) in try id(text, label(.id)) }
    found.caption = value(.caption)
    found.hashtags = value(.hashtags)
    found.mentions = value(.mentions)
    found.campaign = value(.campaign)
    for field in Field.figures {
      guard let count = try Value.count(value(field), label(field)) else { continue }
      found.figures.append(ContentRow.Figure(name: field.rawValue, count: count))
    }
    guard found.url != nil || (found.id != nil && found.platform != nil) else {
      throw Refusal("the row does not say which post it is; fill in its address, or its id and its platform")
    }
    return found
  }

  /// A handle, or the address of a profile, which also tells the platform.
  private func readHandle(_ text: String, _ label: String, _ found: inout ContentRow) throws(Refusal) {
    let account = try SocialAccount.read(text, platform: found.platform ?? (text.contains("/") ? nil : ""), label)
    found.handle = account.handle
    if !account.platform.isEmpty { found.platform = account.platform }
  }

  private static let idBytesMax = 255

  private func id(_ text: String, _ label: String) throws(Refusal) -> String {
    guard text.utf8.count <= ContentImport.idBytesMax, text.unicodeScalars.allSatisfy(Value.isPrintable) else {
      throw Refusal("\(text.ticked) in \(label) is not a post's id; it has at most 255 characters and no spaces")
    }
    return text
  }
}

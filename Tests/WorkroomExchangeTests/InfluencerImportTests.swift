import Testing
import WorkroomExchange

@Suite struct InfluencerImportTests {
  func all(_ text: String, maps: [HeadingMap] = []) throws -> (rows: [InfluencerRow], rejects: [RowReject]) {
    try InfluencerImport(csv(text), maps: maps).all()
  }

  @Test func aspire() throws {
    let text = """
      email,uid,instagram,tiktok,youtube,pinterest,address1,address2,city,state,postalcode,country,Shirt Size
      Mia@Example.com,a1,@Mia_Travels,mia.t,https://www.youtube.com/channel/UCabcDEF123,,1 Main St,Apt 2,Austin,TX,'78701,United States,M
      """
    let found = try all(text)
    #expect(found.rejects.isEmpty)
    let mia = try #require(found.rows.first)
    #expect(mia.externalID == "a1" && mia.email == "mia@example.com")
    #expect(
      mia.handles == [
        SocialAccount(platform: "instagram", handle: "mia_travels"),
        SocialAccount(platform: "tiktok", handle: "mia.t"),
        SocialAccount(platform: "youtube", handle: "UCabcDEF123"),
      ])
    #expect(
      mia.address.line2 == "Apt 2" && mia.address.postalCode == "78701" && mia.country == "United States")
    #expect(mia.extra == [ExtraValue(heading: "Shirt Size", value: "M")])
    #expect(mia.platform == nil && mia.row == 2 && mia.line == 2)
  }

  @Test func upfluence() throws {
    let text = """
      influencer_id,media_url,profile_name,first_name,last_name,phone_number,email,shipping_address.line1,\
      shipping_address.line2,shipping_address.zipcode,shipping_address.city,shipping_address.state,shipping_address.country_code
      77,https://www.instagram.com/Leo.Cooks/?hl=en,Leo Cooks,Leo,Braun,+49 30 123,leo@example.de,Weg 1,,10115,Berlin,,DE
      """
    let leo = try #require(try all(text).rows.first)
    #expect(
      leo.externalID == "77" && leo.name == "Leo Cooks" && leo.phone == "+49 30 123" && leo.country == "DE")
    #expect(
      leo.handles == [SocialAccount(platform: "instagram", handle: "leo.cooks")]
        && leo.platform == "instagram")
    #expect(
      leo.address.city == "Berlin" && leo.address.line1 == "Weg 1" && leo.address.line2 == nil
        && leo.extra.isEmpty)
  }

  @Test func refersionNeverKeepsAPassword() throws {
    let reader = try InfluencerImport(
      csv(
        "First Name,Last Name,Email Address,Offer ID,Password,PayPal email\nAna,Diaz,ana@x.com,9,secret,p@x.com\n"
      ))
    #expect(reader.ignored == ["Offer ID", "Password"])
    let ana = try #require(try reader.all().rows.first)
    #expect(ana.extra.map(\.heading) == ["Offer ID"] && ana.directory.paypal == "p@x.com")
  }

  @Test func aSheetWithHandlePlatformAndFollowers() throws {
    let text = """
      Influencer/Affiliate Name;Handle;Platform;Followers;Tags
      Mia;@mia;IG;12,345;"food, travel; food"
      Leo;leo;Tik Tok;12_345;
      Ana;ana;Lemon8;9;
      Tom;tom;;5;
      Kim;kim;yt;12.3k;
      Jo;jo;yt;1,23;
      Al;;;7;
      """
    let found = try all(text)
    #expect(found.rows.map(\.followers) == [12_345, 12_345, 9])
    #expect(found.rows.map(\.platform) == ["instagram", "tiktok", "lemon8"])
    #expect(found.rows[0].tags == ["food", "travel"])
    #expect(
      found.rejects.map(\.reason) == [
        "`Handle` has the handle `tom` without its platform; add a column `platform`",
        "`12.3k` in `Followers` is not a whole number; write it in full, such as `12300`",
        "`1,23` in `Followers` is not a whole number; write it in full, such as `12300`",
        "the row has no id, e-mail or handle; add one so that the influencer can be found again",
      ])
    #expect(found.rejects.map(\.row) == [5, 6, 7, 8])
    #expect(found.rejects[0].fields == ["Tom", "tom", "", "5", ""])
  }

  @Test(arguments: [
    "mia", "@x.com", "a@b", "a@b@c.de", "a b@c.de", "a@.de", "a@c..de", "<a@c.de>", ".a@c.de", "a@-c.de",
    "a\u{202E}@c.de",
  ])
  func whatIsNoEmailIsRejected(email: String) throws {
    #expect(try all("email\n\(email)\n").rejects.first?.reason.contains("is not an e-mail address") == true)
  }

  @Test(arguments: [
    ("https://www.tiktok.com/@Mia", "tiktok:mia"), ("youtube.com/@MiaCooks/videos", "youtube:miacooks"),
    ("https://m.youtube.com/user/Mia", "youtube:mia"),
    ("https://www.pinterest.co.uk/mia/", "pinterest:mia"),
    ("https://de.pinterest.com/mia", "pinterest:mia"), ("http://twitter.com/mia?s=20", "x:mia"),
  ])
  func addressesGiveHandleAndPlatform(url: String, account: String) throws {
    #expect(try all("media_url\n\(url)\n").rows.first?.handles.map(\.description) == [account])
  }

  @Test(arguments: [
    "https://www.instagram.com/p/Cabc/", "https://instagram.com.evil.example/mia",
    "https://www.instagram.com/", "javascript:alert(1)",
    "https://example.com/mia", "https://pinterest.evil.com/mia",
  ])
  func otherAddressesAreRejected(url: String) throws {
    #expect(try all("media_url\n\(url)\n").rejects.count == 1)
  }

  @Test func aMapGivesMeaning() throws {
    let found = try all(
      "Kontakt,Kanal\nmia@x.com,mia\n",
      maps: [HeadingMap("Kontakt=email")!, HeadingMap("kanal=instagram")!])
    #expect(found.rows.first?.email == "mia@x.com")
    #expect(found.rows.first?.handles == [SocialAccount(platform: "instagram", handle: "mia")])
  }

  @Test func withoutAnIdentityColumnTheFileIsRefused() {
    let error = #expect(throws: ExchangeError.self) { try all("Kontakt\nx\n") }
    #expect(error?.exitCode == 65)
    #expect(
      error?.description
        == "the headings of `test.csv` are not clear: no column holds an e-mail, an id or a handle; "
        + "if one does under another name, say so with `--map \"Their Heading=email\"`")
  }

  @Test func aCellMayHoldSeveralAccounts() throws {
    let text = "email,instagram,accounts\nmia@x.com,\"@mia, mia.two\",lemon8:mia threads:Mia\nleo@x.com,,mia\n"
    let found = try all(text)
    #expect(
      found.rows.first?.handles.map(\.description) == [
        "instagram:mia", "instagram:mia.two", "lemon8:mia", "threads:mia",
      ])
    #expect(
      found.rejects.map(\.reason) == [
        "`accounts` has the handle `mia` without its platform; add a column `platform`"
      ])
  }

  @Test func anEmptyPlatformStaysEmptyWhereTheSheetHasAColumnForIt() throws {
    #expect(try all("email,instagram\na@x.com,mia\n").rows.first?.platform == "instagram")
    let found = try all("email,platform,instagram\na@x.com,,mia\n")
    #expect(found.rows.count == 1 && found.rows[0].platform == nil)
  }

  @Test func noApostropheIsLeftBeforeAPostalCode() throws {
    let found = try all("email,zip\na@x.com,''01067\nb@x.com,'\n").rows
    #expect(found.map(\.address.postalCode) == ["01067", nil])
  }

  /// The line of headings that each platform publishes or asks for, and what its columns are taken for.
  static let headingLines: [(platform: String, line: String, fields: [String])] = [
    (
      "Aspire", "email,uid,instagram,tiktok,youtube,pinterest,address1,address2,city,state,postalcode,country",
      [
        "email", "id", "instagram", "tiktok", "youtube", "pinterest", "address1", "address2", "city", "state",
        "postal_code", "country",
      ]
    ),
    (
      "Upfluence",
      "influencer_id,media_url,profile_name,first_name,last_name,phone_number,email,shipping_address.line1,shipping_address.line2,shipping_address.zipcode,shipping_address.city,shipping_address.state,shipping_address.country_code",
      [
        "id", "media_url", "name", "first_name", "last_name", "phone", "email", "address1", "address2", "postal_code",
        "city", "state", "country",
      ]
    ),
    (
      "Refersion",
      "First Name,Last Name,Email Address,Offer ID,Password,PayPal email,Coupon,Country,State,Dashboard Enabled",
      ["first_name", "last_name", "email", "paypal", "country", "state"]
    ),
    (
      "GRIN", "First Name,Last Name,Gender,Email,Instagram Handle,TikTok Handle,YouTube Channel,Discount Code",
      ["first_name", "last_name", "email", "instagram", "tiktok", "youtube"]
    ),
    ("CreatorIQ", "Name,Instagram,TikTok,YouTube,Country", ["name", "instagram", "tiktok", "youtube", "country"]),
    (
      "Superfiliate",
      "Full Name,Email Address,Phone Number,Discount Code,Instagram Handle,TikTok Handle,Remaining Balance in USD",
      ["name", "email", "phone", "instagram", "tiktok"]
    ),
    (
      "Oshi", "Email,Discount Code,Affiliate Commission,Commission Type,Customer Discount,Discount Type", ["email"]
    ),
    ("Shopify Collabs", "Email,Affiliate Code", ["email"]),
    (
      "Klar",
      "Campaign Name,Influencer/Affiliate Name*,Handle,Platform*,Posting Date,End Date,utm_source,utm_medium,utm_campaign,utm_term,utm_content,Discount Code",
      ["name", "handle", "platform"]
    ),
    (
      "a directory of ours",
      "id,email,platform,instagram,tiktok,youtube,pinterest,facebook,x,twitch,accounts,followers,first_name,last_name,phone,address1,address2,city,state,postal_code,country",
      [
        "id", "email", "platform", "instagram", "tiktok", "youtube", "pinterest", "facebook", "x", "twitch",
        "accounts", "followers", "first_name", "last_name", "phone", "address1", "address2", "city", "state",
        "postal_code", "country",
      ]
    ),
  ]

  @Test(arguments: headingLines) func theHeadingsOfAPlatformAreKnown(
    platform: String, line: String, fields: [String]
  ) throws {
    let rows = try InfluencerImport(csv(line + "\n"))
    #expect(rows.matched.map(\.field) == fields, "\(platform)")
    #expect(rows.matched.count + rows.ignored.count == line.split(separator: ",").count, "\(platform)")
  }

  @Test func headingsMayStandBelowATitle() throws {
    let found = try all("Influencer calendar,,\n,,\nInfluencer/Affiliate Name*,Handle,Platform*\nMia,mia,Instagram\n")
    #expect(found.rows.map(\.name) == ["Mia"] && found.rows.first?.row == 4)
    let error = #expect(throws: ExchangeError.self) { try all("one\ntwo\nthree\nemail\na@x.com\n") }
    #expect(error?.description.contains("no column holds an e-mail") == true)
  }
}

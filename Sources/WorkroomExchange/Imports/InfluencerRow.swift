/// An influencer as a file describes them.
package struct InfluencerRow: Sendable {
  /// The id that the file's own platform gave.
  package var externalID: String?
  /// In lower case.
  package var email: String?
  package var handles: [SocialAccount] = []
  package var firstName: String?
  package var lastName: String?
  /// The whole name, where the file has it in one column.
  package var name: String?
  package var phone: String?
  package var address = PostalAddress()
  /// As written: a name or a code.
  package var country: String?
  package var followers: Int64?
  /// In lower case, such as `instagram`.
  package var platform: String?
  package var tags: [String] = []
  /// Columns without a meaning here, with what they hold; passwords are never kept.
  package var extra: [ExtraValue] = []
  package var directory = DirectoryCells()
  package var row: Int
  package var line: Int

  init(row: Int, line: Int) {
    self.row = row
    self.line = line
  }
}

/// Whether a program works with somebody, as a file tells it.
package enum DirectoryStatus: String, Sendable { case active, archived, blacklisted }

/// What an export of the directory says of somebody beside who they are.
package struct DirectoryCells: Sendable {
  package var status: DirectoryStatus?
  package var reason: String?
  package var remarks: [String] = []
  /// As written: the form that was filed, and where cash is sent.
  package var taxForm: String?
  package var paypal: String?
  /// The followers of accounts of the same row.
  package var followers: [(account: SocialAccount, count: Int64)] = []

  package init() {}
}

/// Where parcels go, without the country.
package struct PostalAddress: Hashable, Sendable {
  package var line1: String?
  package var line2: String?
  package var city: String?
  package var state: String?
  package var postalCode: String?

  package init() {}
}

/// A value under a heading of the file's own.
package struct ExtraValue: Hashable, Sendable {
  package let heading: String
  package let value: String

  package init(heading: String, value: String) {
    self.heading = heading
    self.value = value
  }
}

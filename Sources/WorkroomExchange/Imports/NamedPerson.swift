/// Whom a row names, each as it is written: what is known of them first finds them.
package struct NamedPerson: Hashable, Sendable {
  package var id: String?
  /// In lower case.
  package var email: String?
  package var handle: String?
  /// A name, or whatever else they are called.
  package var name: String?

  package init(id: String? = nil, email: String? = nil, handle: String? = nil, name: String? = nil) {
    (self.id, self.email, self.handle, self.name) = (id, email, handle, name)
  }

  static let idHeadings = ["uid", "creator id", "affiliate id", "external id"]
  static let emailHeadings = [
    "e-mail", "email address", "e-mail address", "affiliate email", "influencer email", "creator email",
  ]
  static let handleHeadings = ["username", "social handle", "account"]
  static let nameHeadings = ["creator", "affiliate", "influencer name", "creator name", "affiliate name"]

  package var isNobody: Bool { id == nil && email == nil && handle == nil && name == nil }
}

/// Whose a code or a link is by its row.
package enum ItemState: String, Sendable {
  /// `held`: somebody's where the file was written; `kept`: for somebody who has not been given it.
  case free, held, kept, disabled
}

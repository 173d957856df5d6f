package import WorkroomExchange

/// One effect, ready to be handed over.
package struct Parcel: Sendable {
  package enum Content: Sendable {
    case mail(MailMessage)
    case object(JSONValue)
  }

  package var content: Content

  package init(_ content: Content) { self.content = content }
}

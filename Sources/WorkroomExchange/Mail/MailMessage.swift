package import WorkroomValues

/// A mail of plain text, written as RFC 5322 and MIME ask; the same values always give the same bytes.
package struct MailMessage: Sendable {
  package var from: MailAddress
  package var to: MailAddress
  package var subject: String
  package var body: String
  package var date: Instant
  /// What makes it the same mail wherever it arrives twice; with the sender's domain it is the Message-ID.
  package var key: String

  /// Bytes of a subject at most, before it is encoded.
  package static let subjectBytesMax = 998
  /// Bytes of a body at most.
  package static let bodyBytesMax = 1 << 20

  package init(
    from: MailAddress, to: MailAddress, subject: String, body: String, date: Instant, key: String
  ) {
    self.from = from
    self.to = to
    self.subject = MailText.oneLine(subject)
    self.body = body
    self.date = date
    self.key = key
  }

  /// The whole message. Lines end in CRLF on their way over the network and in LF for a program of this machine.
  package func bytes(lineEnd: String) -> [UInt8] {
    let text = MailBody(body)
    let head = [
      MailMessage.header("Date", MailMessage.date(date)),
      "From: " + from.header(after: 6),
      "To: " + to.header(after: 4),
      MailMessage.header("Message-ID", "<\(key)@\(from.domain)>"),
      "Subject: " + EncodedWords.unstructured(subject, after: 9),
      // Who answers by itself is not to answer this.
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: \(text.encoding)",
    ]
    // A folded header is one text with line breaks inside.
    let lines = head.flatMap { $0.split(separator: "\n").map(String.init) } + [""] + text.lines
    return Array(lines.map { $0 + lineEnd }.joined().utf8)
  }

  private static func header(_ name: String, _ value: String) -> String { "\(name): \(value)" }

  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Mon, 02 Mar 2026 09:00:00 +0000`
  static func date(_ instant: Instant) -> String {
    let text = Array(instant.description)
    let days = Int((instant.milliseconds - (instant.milliseconds % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000)
    let parts = CalendarDate(days: Int32(clamping: days)).parts
    let day = parts.day < 10 ? "0\(parts.day)" : "\(parts.day)"
    let year = String(repeating: "0", count: max(0, 4 - String(parts.year).count)) + String(parts.year)
    let time = String(text[11..<19])
    return "\(Self.days[(days % 7 + 7) % 7]), \(day) \(months[parts.month - 1]) \(year) \(time) +0000"
  }
}

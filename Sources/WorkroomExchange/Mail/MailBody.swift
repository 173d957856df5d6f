/// The text of a mail in a form that every server passes on unchanged (RFC 2045, section 6).
struct MailBody {
  /// The value of `Content-Transfer-Encoding`.
  let encoding: String
  /// Lines without their ends.
  let lines: [String]

  private static let lineBytesMax = 76

  /// As it is where it is ASCII in short lines; else in whichever of the two encodings is shorter.
  init(_ text: String) {
    let written = MailBody.lines(of: text)
    if written.allSatisfy(MailBody.isPlain) {
      (encoding, lines) = ("7bit", written)
      return
    }
    let readable = written.flatMap(MailBody.quotedPrintable)
    let bytes = Array((written.joined(separator: "\r\n") + "\r\n").utf8)
    let readableBytes = readable.reduce(0) { $0 + $1.utf8.count }
    if readableBytes <= bytes.count / 3 * 5 {
      (encoding, lines) = ("quoted-printable", readable)
    } else {
      (encoding, lines) = ("base64", MailBody.base64(bytes))
    }
  }

  /// Lines however they end, without the empty ones at the end.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { lines.append(String(line)) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Servers touch lines that begin with `From `, hold one dot or end in blanks.
  private static func isPlain(_ line: String) -> Bool {
    line.utf8.count <= lineBytesMax && line.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !line.hasPrefix("From ")
      && line != "." && line.last != " "
  }

  private static func quotedPrintable(_ line: String) -> [String] {
    var result: [String] = []
    var current = ""
    let bytes = Array(line.utf8)
    for (index, byte) in bytes.enumerated() {
      let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
      var piece = String(Unicode.Scalar(byte))
      let isTouched = index == 0 && (line.hasPrefix("From ") || line == ".")
      if isTouched || byte == UInt8(ascii: "=") || byte >= 0x7F || (byte < 0x20 && !isBlank)
        || (isBlank && index == bytes.count - 1)
      {
        piece = "=\(hexTwo(byte))"
      }
      // A line that goes on ends in `=`, which counts.
      if current.utf8.count + piece.utf8.count > lineBytesMax - 1 {
        result.append(current + "=")
        current = ""
      }
      current += piece
    }
    return result + [current]
  }

  private static func base64(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: lineBytesMax / 4 * 3).map { start in
      Base64.text(bytes[start..<min(start + lineBytesMax / 4 * 3, bytes.count)])
    }
  }

  private static func hexTwo(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF")
    return "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
  }
}

/// The shape of the web addresses that links may lead to.
package enum WebAddress {
  static let bytesMax = 2048

  /// The address with its scheme and host in lower case; `nil` for anything else.
  package static func read(_ text: String) -> String? { try? read(text, "") }

  /// The address with its scheme and host in lower case; refused unless it is http or https with a host.
  static func read(_ text: String, _ label: String) throws(Refusal) -> String {
    guard text.utf8.count <= bytesMax else {
      throw Refusal("the address in \(label) is longer than \(bytesMax) bytes; shorten it")
    }
    guard let (scheme, rest) = parts(text), text.unicodeScalars.allSatisfy(Value.isPrintable) else {
      throw Refusal(
        "\(text.ticked) in \(label) is not a web address; write it as `https://example.com/page`")
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else {
      throw Refusal("\(text.ticked) in \(label) has a user name before the host; remove it")
    }
    guard isHost(authority) else {
      throw Refusal("\(text.ticked) in \(label) has no valid host; write it as `https://example.com/page`")
    }
    return scheme + authority.lowercased() + rest.dropFirst(authority.count)
  }

  private static func parts(_ text: String) -> (scheme: String, rest: Substring)? {
    for scheme in ["https://", "http://"] where text.prefix(scheme.count).lowercased() == scheme {
      return (scheme, text.dropFirst(scheme.count))
    }
    return nil
  }

  /// A name of letters, digits, `-` and `.`, with or without a port.
  private static func isHost(_ authority: Substring) -> Bool {
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = parts.first, parts.count <= 2, (1...253).contains(name.utf8.count) else {
      return false
    }
    if parts.count == 2 { guard UInt16(parts[1]) != nil else { return false } }
    return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      !label.isEmpty && label.first != "-" && label.last != "-"
        && label.unicodeScalars.allSatisfy {
          $0 == "-" || ("0"..."9").contains($0) || $0.properties.isAlphabetic
        }
    }
  }
}

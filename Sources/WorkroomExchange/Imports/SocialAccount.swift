import WorkroomValues

/// One account on one platform; no two influencers share one.
package struct SocialAccount: Hashable, Sendable, CustomStringConvertible {
  /// A lower-case name such as `instagram`.
  package let platform: String
  /// Without `@`, in lower case; only the ids of YouTube channels keep their case, which tells them apart.
  package let handle: String

  package init(platform: String, handle: String) {
    self.platform = platform
    self.handle = handle
  }

  package var description: String { "\(platform):\(handle)" }

  /// Reads a handle, or the address of a profile, which also tells its platform.
  static func read(_ text: String, platform: String?, _ label: String) throws(Refusal) -> SocialAccount {
    if !text.hasOnlyPlainBytes({ $0 != UInt8(ascii: "/") }) {
      let account = try profile(text, label)
      if let platform, platform != account.platform {
        throw Refusal("\(text.ticked) in \(label) is an address of \(account.platform), not of \(platform)")
      }
      return account
    }
    guard let platform else {
      throw Refusal("\(label) has the handle \(text.ticked) without its platform; add a column `platform`")
    }
    let handle = text.hasPrefix("@") ? String(text.dropFirst()) : text
    guard isHandle(handle) else {
      throw Refusal(
        "\(text.ticked) in \(label) is not a handle; write the name alone, such as `mia_travels`")
    }
    return SocialAccount(platform: platform, handle: handle.inSmallLetters)
  }

  /// The platforms that have a name here; accounts may be on others too.
  package static var platforms: [String] { Set(Platform.names.values).sorted() }

  /// Reads what an operator types: a platform, and a handle or the address of a profile there.
  package static func typed(_ platform: String, _ handle: String) -> (account: SocialAccount?, problem: String?) {
    do throws(Refusal) {
      return (try read(handle, platform: Platform.named(platform, "the platform"), "the handle"), nil)
    } catch { return (nil, error.reason) }
  }

  /// Reads `lemon8:mia`, an account with its platform before it.
  static func named(_ text: String, _ label: String) throws(Refusal) -> SocialAccount {
    guard !text.utf8.contains(UInt8(ascii: "/")), let colon = text.firstIndex(of: ":") else {
      return try read(text, platform: nil, label)
    }
    return try read(
      String(text[text.index(after: colon)...]), platform: Platform.named(text[..<colon].trimmed, label), label)
  }

  /// Reads `https://www.instagram.com/name/` and its like.
  static func profile(_ text: String, _ label: String) throws(Refusal) -> SocialAccount {
    var rest = text[...]
    for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
    }
    rest = rest.prefix { $0 != "?" && $0 != "#" }
    var parts = rest.split(separator: "/").map(String.init)
    guard let host = parts.first, let platform = SocialPlatform.of(host: host), host.lowercased() != "youtu.be" else {
      throw Refusal("\(text.ticked) in \(label) is not on a platform known here; write the handle instead")
    }
    parts.removeFirst()
    if platform == "youtube", parts.count >= 2, parts[0] == "channel", isHandle(parts[1]) {
      return SocialAccount(platform: platform, handle: parts[1])
    }
    if platform == "youtube" || platform == "snapchat", parts.count >= 2,
      ["c", "user", "add"].contains(parts[0])
    {
      parts.removeFirst()
    }
    let handle = parts.first.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 } ?? ""
    guard isHandle(handle), !Platform.pages.contains(handle.lowercased()) else {
      throw Refusal(
        "\(text.ticked) in \(label) is not the address of a profile; write it as `https://www.instagram.com/name`"
      )
    }
    return SocialAccount(platform: platform, handle: handle.lowercased())
  }

  private static func isHandle(_ text: String) -> Bool {
    guard (1...100).contains(text.utf8.count) else { return false }
    let isPlain = text.hasOnlyPlainBytes { byte in
      byte &- 48 < 10 || (byte | 32) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: "-")
    }
    return isPlain
      || text.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "._-·".unicodeScalars.contains(scalar)
      }
  }
}

/// The platforms that files name in many ways.
enum Platform {
  /// Our name for a platform as a file writes it; an unknown one is kept in lower case.
  static func named(_ text: String, _ label: String) throws(Refusal) -> String {
    let plain = Heading.plain(text)
    if let known = names[plain] { return known }
    guard (1...40).contains(plain.utf8.count), plain.allSatisfy({ $0.isLetter || $0.isNumber }) else {
      throw Refusal("\(text.ticked) in \(label) is not a platform; write one name, such as `instagram`")
    }
    return plain
  }

  /// Paths that lead to a post or to a page of the platform's own.
  static let pages: Set<String> = [
    "p", "reel", "reels", "tv", "stories", "explore", "watch", "shorts", "playlist", "pin", "profile.php",
    "status", "share",
    "i", "video", "channel", "hashtag", "search",
  ]

  static let names = [
    "instagram": "instagram", "ig": "instagram", "insta": "instagram", "tiktok": "tiktok", "tt": "tiktok",
    "youtube": "youtube", "yt": "youtube", "pinterest": "pinterest", "facebook": "facebook",
    "fb": "facebook",
    "x": "x", "twitter": "x", "x/twitter": "x", "twitch": "twitch", "snapchat": "snapchat",
    "threads": "threads",
  ]
}

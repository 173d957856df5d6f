import WorkroomValues

/// What tells posts apart, whatever form their address has: the platform, and its own name for the post.
package struct PostIdentity: Hashable, Sendable {
  package let platform: String
  package let id: String
  /// Whose post it is, where the address says so.
  package var handle: String?

  package init(platform: String, id: String, handle: String? = nil) {
    self.platform = platform
    self.id = id
    self.handle = handle
  }

  /// Reads an address such as `https://www.instagram.com/p/Cabc/?igsh=1`, or `instagram:Cabc`; `nil` for other words.
  package init?(_ text: String) {
    guard let mark = text.firstRange(of: "://") else {
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].allSatisfy({ $0.isLetter || $0.isNumber }), !parts[1].contains(" ") else {
        return nil
      }
      self.init(platform: parts[0].lowercased(), id: String(parts[1]))
      return
    }
    let rest = text[mark.upperBound...].prefix { $0 != "#" }
    let host = rest.prefix { $0 != "/" && $0 != "?" }.lowercased()
    let path = rest.dropFirst(host.count).prefix { $0 != "?" }
    let query = rest.drop { $0 != "?" }.dropFirst()
    guard let platform = SocialPlatform.of(host: host) else {
      let whole = host + (path.last == "/" ? path.dropLast() : path) + (query.isEmpty ? "" : "?" + query)
      self.init(platform: "web", id: whole)
      return
    }
    let parts = path.split(separator: "/").map(String.init)
    let (id, handle) = PostIdentity.read(platform, host, parts, query)
    self.init(platform: platform, id: id ?? parts.joined(separator: "/"), handle: handle)
  }

  /// Words in a path that the post's own name follows.
  private static let marks: [String: Set<String>] = [
    "instagram": ["p", "reel", "reels", "tv"], "tiktok": ["video", "photo"], "youtube": ["shorts", "live"],
    "x": ["status"], "facebook": ["posts", "videos", "reel"], "pinterest": ["pin"], "twitch": ["videos"],
    "threads": ["post"],
  ]

  private static func read(
    _ platform: String, _ host: String, _ parts: [String], _ query: Substring
  ) -> (id: String?, handle: String?) {
    if platform == "youtube" {
      let video = query.split(separator: "&").first { $0.hasPrefix("v=") }
      if let video { return (String(video.dropFirst(2)), nil) }
      if host == "youtu.be" { return (parts.first, nil) }
    }
    guard let mark = parts.firstIndex(where: { marks[platform]?.contains($0) == true }), mark + 1 < parts.count else {
      return (nil, nil)
    }
    let owner = mark > 0 ? parts[mark - 1] : nil
    let handle = owner.map { ($0.hasPrefix("@") ? String($0.dropFirst()) : $0).lowercased() }
    return (parts[mark + 1], ["i", "web"].contains(handle) ? nil : handle)
  }
}

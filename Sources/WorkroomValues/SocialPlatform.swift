/// The platforms that web addresses belong to.
package enum SocialPlatform {
  /// The platform of `www.instagram.com`; `nil` for other hosts.
  package static func of(host: String) -> String? {
    let labels = host.lowercased().split(separator: ".").map(String.init)
    guard labels.count >= 2 else { return nil }
    let subdomains = ["www", "m", "mobile", "vm", "vt", "web"]
    let site = subdomains.contains(labels[0]) ? labels.dropFirst() : labels[...]
    if let known = hosts[site.joined(separator: ".")] { return known }
    return isPinterest(Array(site)) ? "pinterest" : nil
  }

  /// Pinterest has a domain for each country: `de.pinterest.com`, `pinterest.de`, `pinterest.co.uk`.
  private static func isPinterest(_ labels: [String]) -> Bool {
    if labels.count == 3, labels[1...] == ["pinterest", "com"] { return true }
    let isSecondLevel = labels.count == 3 && (labels[1] == "co" || labels[1] == "com")
    return labels.first == "pinterest" && (labels.count == 2 || isSecondLevel) && labels.last!.count == 2
  }

  private static let hosts = [
    "instagram.com": "instagram", "tiktok.com": "tiktok", "youtube.com": "youtube", "youtu.be": "youtube",
    "pinterest.com": "pinterest", "facebook.com": "facebook", "fb.com": "facebook", "x.com": "x",
    "twitter.com": "x", "twitch.tv": "twitch", "snapchat.com": "snapchat", "threads.net": "threads",
    "threads.com": "threads",
  ]
}

import WorkroomValues

/// What is wrong with a text that was meant as money, and how it is written where that can be told.
struct WrittenMoney {
  private let text: String
  private let wanted: Currency
  /// The digits with what stands among them, the letters, and whether a sign such as `$` stands there.
  private var number = ""
  private var letters = ""
  private var hasSign = false
  /// How many numbers there are, and whether there is anything else.
  private var numbers = 0
  private var isStrange = false

  /// Why a text is no money in a currency.
  static func problem(_ text: String, _ wanted: Currency) -> String {
    let written = WrittenMoney(text, wanted)
    return "`\(text.prefix(60))` is not money\(written.help)"
  }

  private init(_ text: String, _ wanted: Currency) {
    (self.text, self.wanted) = (text, wanted)
    var isInNumber = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9", ".", ",", "_", "'":
        if !isInNumber { numbers += 1 }
        isInNumber = true
        number.unicodeScalars.append(scalar)
        continue
      case "a"..."z", "A"..."Z": letters.unicodeScalars.append(scalar)
      case "$", "€", "£", "¥": hasSign = true
      case " ": break
      default: isStrange = true
      }
      isInNumber = false
    }
  }

  private var help: String {
    let usual = "300 \(wanted)"
    guard numbers == 1, !isStrange, let amount = plainNumber else {
      return numbers > 1
        ? "; write one amount and its currency, as in `\(usual)`, and nothing else" : ", such as `\(usual)`"
    }
    if !letters.isEmpty {
      guard let currency = Currency(letters.uppercased()) else {
        return "; no currency has the code `\(letters.prefix(20))`: write three letters, as in `\(usual)`"
      }
      guard currency == wanted else { return "; amounts here are in \(wanted), as in `\(usual)`, and never converted" }
    } else if hasSign, !(text.contains("$") && wanted == .usd) {
      return "; the currency stands behind the amount, in three letters, as in `\(usual)`"
    }
    if Money("\(amount) \(wanted)") != nil { return "; write `\(amount) \(wanted)`" }
    let decimals = amount.firstIndex(of: ".").map { amount[$0...].count - 1 } ?? 0
    guard decimals > wanted.decimals else { return "; it is more than can be counted" }
    return wanted.decimals == 0
      ? "; \(wanted) has no decimals, as in `\(usual)`"
      : "; \(wanted) has \(wanted.decimals) decimals, as in `300.\(String(repeating: "5", count: wanted.decimals)) \(wanted)`"
  }

  /// The number with a point before its decimals and nothing between its thousands; `nil` where it could be read in two
  /// ways.
  private var plainNumber: String? {
    let digits = number.filter { $0 != "_" && $0 != "'" }
    let parts = digits.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return digits }
    let last = parts[parts.count - 1]
    if parts.count == 2, !digits.contains("."), last.count != 3 { return parts.joined(separator: ".") }
    let groups = parts.dropFirst().map { $0.prefix { $0 != "." } }
    return groups.allSatisfy { $0.count == 3 } ? parts.joined() : nil
  }
}

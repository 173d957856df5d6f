import Workroom
package import WorkroomStore
import WorkroomValues

/// What a person has to know of what a restored backup does not have.
extension Excess {
  /// What there is more, in one sentence behind the file's name; `nil` where there is nothing.
  package var words: String? {
    guard rows > 0 || !facts.isEmpty || !operators.isEmpty else { return nil }
    var words = isAnother ? "is another database, with \(log)" : "has \(log) that the backup does not have"
    if rows == 0 { words = "tells more of people than the backup" }
    if let newest { words += ", the newest of \(Instant(milliseconds: newest))" }
    let money = sums.compactMap(\.told)
    if !money.isEmpty { words += ", and in them \(money.joined(separator: ", and "))" }
    if !facts.isEmpty { words += "; only it has \(facts.map(\.told).joined(separator: ", "))" }
    if returned.count > 0 {
      words += "; it has forgotten \(returned.count.counted("person", "people")) whom the backup brings back"
    }
    if !operators.isEmpty { words += "; it asks who works with it, and the backup asks nobody" }
    return words
  }

  /// That somebody is back whom the replaced file had forgotten; `nil` where nobody is.
  private func forgotten(_ path: String) -> String? {
    guard returned.count > 0 else { return nil }
    let more = returned.count > returned.first.count ? " and \(returned.count - returned.first.count) more" : ""
    let lines = returned.first.map { "`workroom forget \($0.contains(" ") ? "\"\($0)\"" : $0) --db \(path)`" }
    let who = returned.count == 1 ? "1 person is back who was" : "\(returned.count) people are back who were"
    return "\(who) forgotten in what was replaced; forget them anew: \(lines.joined(separator: ", "))\(more)"
  }

  /// That nobody has to say any more who they are; `nil` where they have to, or never had to.
  private func unnamed(_ path: String) -> String? {
    guard !operators.isEmpty else { return nil }
    let more = operators.count > 5 ? " and \(operators.count - 5) more" : ""
    return
      "`\(path)` names no operators, so it lets everybody do everything; what was replaced named \(operators.prefix(5).joined(separator: ", "))\(more): name them anew, beginning with `workroom operator add NAME --role director --db \(path)`"
  }

  private var log: String { rows == 1 ? "1 row of its log" : "\(rows) rows of its log" }

  /// What is to be done about it once the backup has taken the place of `path`, a line each.
  package func advice(for path: String) -> [String] {
    var lines = sums.compactMap { $0.advice(for: path) }
    for facts in facts {
      let advice =
        switch facts.fact {
        case .address: "so cash goes to another account or to none: `paypal account NAME EMAIL`"
        case .taxForm: "so tell it anew: `tax form NAME W-9`"
        case .tag: "so tag them anew"
        case .standing: "so they may begin as before: `blacklist NAME` or `archive NAME` in the console"
        }
      lines.append("`\(path)` does not know \(facts.told), \(advice)")
    }
    return lines + [forgotten(path), unnamed(path)].compactMap { $0 }
  }
}

extension Excess.Names {
  /// `Mia, Leo and 3 more`
  fileprivate var told: String {
    names.joined(separator: ", ") + (count > names.count ? " and \(count - names.count) more" : "")
  }
}

extension Excess.Facts {
  /// `2 tags (Mia, Leo)`
  fileprivate var told: String {
    let noun =
      switch fact {
      case .address: count == 1 ? "payment address" : "payment addresses"
      case .taxForm: count == 1 ? "tax form" : "tax forms"
      case .tag: count == 1 ? "tag" : "tags"
      case .standing: count == 1 ? "person archived or blacklisted" : "people archived or blacklisted"
      }
    return "\(count) \(noun) (\(people.told))"
  }
}

extension Excess.Sum {
  private var money: Money {
    Money(minorUnits: amount, currency: Currency(packed: UInt32(truncatingIfNeeded: currency)))
  }

  /// `2 payments of 30.00 USD in all, on their way`; `nil` where it is told of otherwise.
  fileprivate var told: String? {
    let (noun, state): (String, String)
    switch flow {
    case .paid: (noun, state) = ("payment", "")
    case .cancelled: (noun, state) = ("cancellation", "")
    case .pending: (noun, state) = ("payment", count == 1 ? ", on its way" : ", on their way")
    case .arrived: (noun, state) = ("answer", count == 1 ? ", that it arrived" : ", that they arrived")
    case .gone: (noun, state) = ("answer", count == 1 ? ", that it did not arrive" : ", that they did not arrive")
    case .unknown, .stale: return nil
    }
    return (count == 1 ? "1 \(noun) of \(money)" : "\(count) \(noun)s of \(money) in all") + state
  }

  fileprivate func advice(for path: String) -> String? {
    let who = people.told
    switch flow {
    case .paid, .cancelled: return nil
    case .unknown:
      return
        "`\(path)` knows nothing of \(money) that was paid (\(who)), so the next `pay` asks for it again; record it first: `pay NAME AMOUNT method offline`"
    case .stale:
      return
        "`\(path)` takes \(money) as paid that was cancelled or came back (\(who)), so no `pay` asks for it: cancel it anew with `cancel payment NAME amount AMOUNT`, or import the bank's answer once more"
    case .pending:
      return
        "`\(path)` knows nothing of \(money) that is on its way (\(who)), so the next `pay` asks for it again; record first what was sent: `pay NAME AMOUNT method offline`"
    case .arrived:
      return
        "`\(path)` takes \(money) as on its way that has arrived (\(who)): import the bank's answer once more, with `workroom import payments`"
    case .gone:
      return
        "`\(path)` takes \(money) as on its way that did not arrive or was cancelled (\(who)), so no `pay` asks for it: import the bank's answer once more, or `cancel payment NAME`"
    }
  }
}

package import WorkroomEngine
package import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Payments and reports.
extension WorkRoom {
  struct Sums {
    var owed: Int64 = 0
    var paid: Int64 = 0
    var reasons: [String: Int64] = [:]
  }

  /// What is owed and paid to each influencer over all rounds, in the campaign's currency, by the newest round.
  func money() throws(EngineError) -> [Int64: Sums] {
    var sums: [Int64: Sums] = [:]
    if part != nil {
      for row in participations {
        let standing = try engine.standing(of: row.influencer, in: row.campaign)
        sums[row.id] = Sums(owed: standing.owed, paid: standing.paid, reasons: standing.reasons)
      }
      return sums
    }
    do {
      for entry in try engine.store.money(ofCampaign: campaign.row.id) where entry.currency == campaign.row.currency {
        guard let row = newest[entry.participation] else { continue }
        var sum = sums[row.id] ?? Sums()
        if entry.account == 0 {
          sum.owed += entry.amount
          sum.reasons[entry.reason, default: 0] += entry.amount
        } else {
          sum.paid += entry.amount
        }
        sums[row.id] = sum
      }
    } catch { throw .store(error) }
    return sums
  }

  /// What is set aside of a detail, and what is left.
  package static func earmarked(
    _ amount: Int64, _ whole: Int64?, _ type: ValueType, _ definition: Definition, _ home: Currency
  ) -> String {
    func shown(_ word: Int64) -> String { Values.text(word, type, definition.workflow, home: home) }
    guard let whole else { return "\(shown(amount)) earmarked" }
    let (left, overflow) = whole.subtractingReportingOverflow(amount)
    let rest = left < 0 ? "\(shown(-left)) too much" : "\(shown(left)) left"
    return "\(shown(amount)) of \(shown(whole)) earmarked" + (overflow ? "" : ", \(rest)")
  }

  private func amount(_ minorUnits: Int64) -> Sheet.Value {
    .money(Money(minorUnits: minorUnits, currency: campaign.currency))
  }

  func reportingSheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Reporting",
      columns: [
        .init("Influencer", priority: 9), .init("Stage", priority: 3), .init("Content", .number, priority: 5),
        .init("Views", .number, priority: 3),
        .init("Engagements", .number, priority: 4), .init("Conversions", .number, priority: 6),
        .init("Revenue", .money, priority: 8),
        .init("Owed", .money, priority: 7), .init("Paid", .money, priority: 6),
      ])
    let sums = try money()
    // Figures are those of all rounds.
    let content = Dictionary(grouping: try posts()) {
      newest[$0.participation]?.id ?? 0
    }
    let conversions = Dictionary(grouping: try objects("conversion").filter { $0.status != "voided" }) {
      newest[$0.participation]?.id ?? 0
    }
    var revenue: Int64 = 0
    for row in participations {
      let posts = content[row.id] ?? []
      let sales = conversions[row.id] ?? []
      let own = try sum(["subtotal"], of: sales)
      revenue = Int64(clamping: Int128(revenue) + Int128(own))
      sheet.rows.append([
        .text(name(row)), .text(titles(row)), .number(Int64(posts.count)),
        .number(try figures(["views"], of: posts) / Scaled.unit),
        .number(try figures(["likes", "comments", "shares"], of: posts) / Scaled.unit), .number(Int64(sales.count)),
        amount(own), amount(sums[row.id]?.owed ?? 0), amount(sums[row.id]?.paid ?? 0),
      ])
    }
    if let part {
      sheet.notes = [
        part.page.words(sheet.rows.count, of: part.count), "`workroom report` adds up what all of them come to",
      ]
      return sheet
    }
    sheet.notes = totals(
      sums, revenue, content.values.reduce(0) { $0 + $1.count }, conversions.values.reduce(0) { $0 + $1.count })
    return sheet
  }

  private func sum(_ names: [String], of objects: [ObjectRow]) throws(EngineError) -> Int64 {
    var sum: Int128 = 0
    for object in objects {
      for name in names { sum += Int128(try payload(name, of: object) ?? 0) }
    }
    return Int64(clamping: sum)
  }

  private func figures(_ names: [String], of posts: [ObjectRow]) throws(EngineError) -> Int64 {
    var sum: Int128 = 0
    for post in posts {
      for name in names { sum += Int128(try figure(name, of: post) ?? 0) }
    }
    return Int64(clamping: sum)
  }

  /// Key figures; a quotient without a divisor is `n/a`.
  private func totals(
    _ sums: [Int64: Sums], _ revenue: Int64, _ posts: Int, _ sales: Int
  ) -> [String] {
    let paid = sums.values.reduce(0) { $0 + $1.paid }
    let owed = sums.values.reduce(0) { $0 + $1.owed }
    func shown(_ minorUnits: Int64) -> String { Money(minorUnits: minorUnits, currency: campaign.currency).description }
    let ratio =
      paid > 0 ? Scaled.text(Scaled.multiply(revenue, by: 100, over: paid) ?? 0, decimals: 2, minimum: 2) : "n/a"
    return [
      [
        participations.count.counted("influencer", "influencers"),
        "\(participations.count { $0.accepted != nil }) accepted",
        posts.counted("piece of content", "pieces of content"), sales.counted("conversion", "conversions"),
      ].joined(separator: ", "),
      "revenue \(shown(revenue)), owed \(shown(owed)), paid \(shown(paid)), revenue for each unit paid \(ratio)",
    ]
  }
}

import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomReport
import WorkroomValues

/// What a command line says of a report's figures: whom it is about, and what counts as what.
struct ReportChoices {
  static let options: [Arguments.Option] = [
    .init(name: "--by", value: "accepted|posted"), .init(name: "--from", value: "a date, such as 2026-03-01"),
    .init(name: "--to", value: "a date, such as 2026-03-31"),
    .init(name: "--spend", value: "components, such as fee,commission"),
    .init(name: "--emv", value: "counts|cpm"), .init(name: "--emv-rate", value: "NAME=AMOUNT", repeats: true),
    .init(name: "--days", value: "days that a forecast looks back"),
  ]

  private let by: ReportBasis.By?
  private let first, last: WrittenDay?
  private let spend: [SpendPart]
  private let earnedMedia: EarnedMedia
  private let days: Int64

  init(_ arguments: Arguments) throws(Failure) {
    (first, last) = (try ReportChoices.day("--from", arguments), try ReportChoices.day("--to", arguments))
    by = try ReportChoices.by(arguments)
    if by == nil, first != nil || last != nil {
      throw Failure(
        "`--from` and `--to` need to know which day is meant", 64,
        ["`--by accepted` for the day of the proposal's acceptance, `--by posted` for the day of the content"])
    }
    spend = try ReportChoices.spend(arguments)
    earnedMedia = try ReportChoices.earnedMedia(arguments)
    let text = arguments["--days"] ?? "14"
    guard let days = Int64(text), (1...3660).contains(days) else {
      throw Failure("`--days` takes a whole number from 1 to 3660, not `\(text)`", 64)
    }
    self.days = days
  }

  func report(_ engine: Engine, _ campaign: Int64, now: Instant? = nil) throws -> Report {
    let basis = try basis(engine, campaign)
    let figures = try CampaignFigures(
      engine, campaign: campaign, basis: basis, spend: spend, earnedMedia: earnedMedia)
    return Report(engine, figures, now: now, poolDays: days)
  }

  private static func day(_ name: String, _ arguments: Arguments) throws(Failure) -> WrittenDay? {
    guard let text = arguments[name] else { return nil }
    guard let day = WrittenDay(text) else {
      throw Failure("`\(name)` takes \(WrittenDay.forms), not `\(text)`", 64)
    }
    return day
  }

  private static func by(_ arguments: Arguments) throws(Failure) -> ReportBasis.By? {
    guard let word = arguments["--by"] else { return nil }
    guard let by = ReportBasis.By(rawValue: word) else {
      throw Failure("`--by` takes `accepted` or `posted`, not `\(word)`", 64)
    }
    return by
  }

  /// Days by the campaign's clocks.
  private func basis(_ engine: Engine, _ campaign: Int64) throws -> ReportBasis {
    guard let by else { return .everybody }
    let (zone, now) = (try engine.campaign(campaign).zone, engine.clock.now)
    let time = DateWindow(first: first?.date(in: zone, now: now), last: last?.date(in: zone, now: now))
    if let first = time.first, let last = time.last, last < first {
      throw Failure("`--from \(first)` is after `--to \(last)`; write the earlier day first", 64)
    }
    return ReportBasis(by: by, time: time)
  }

  private static func spend(_ arguments: Arguments) throws(Failure) -> [SpendPart] {
    guard let text = arguments["--spend"] else { return SpendPart.usual }
    var parts: [SpendPart] = []
    for word in text.split(separator: ",").map({ String($0.filter { $0 != " " }) }) {
      guard let part = SpendPart(rawValue: word) else {
        let names = SpendPart.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        throw Failure("`--spend` adds up \(names); there is no `\(word)`", 64)
      }
      if parts.contains(part) { throw Failure("`--spend` names `\(word)` twice", 64) }
      parts.append(part)
    }
    guard !parts.isEmpty else { throw Failure("`--spend` names what is added up, such as `--spend fee,product`", 64) }
    return parts
  }

  private static func earnedMedia(_ arguments: Arguments) throws(Failure) -> EarnedMedia {
    let word = arguments["--emv"] ?? "counts"
    guard let method = EarnedMedia.Method(rawValue: word) else {
      throw Failure("`--emv` takes `counts` or `cpm`, not `\(word)`", 64)
    }
    var media = EarnedMedia(method)
    for text in arguments.all("--emv-rate") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let rate = Scaled.parse(parts[1], decimals: 6), rate >= 0 else {
        throw Failure("`--emv-rate \(text)` says no rate; write `--emv-rate likes=0.30`", 64)
      }
      guard media.setRate(parts[0], millionths: rate) else {
        let names = EarnedMedia.names(method).map { "`\($0)`" }.joined(separator: ", ")
        throw Failure("the method `\(word)` has no rate for `\(parts[0])`; it has \(names)", 64)
      }
    }
    return media
  }
}

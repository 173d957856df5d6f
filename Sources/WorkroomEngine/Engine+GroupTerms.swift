import WorkroomLanguage
package import WorkroomStore
package import WorkroomValues

/// What is to be new about a group: `nil` stays as it is, and a value of `.some(nil)` is taken away.
package struct GroupChange: Sendable {
  package var pattern: String?
  package var destination: String??
  package var rate: Int64??
  package var starts: CalendarDate??
  package var ends: CalendarDate??
  package var domain: String??
  package var utm: String??
  package var attribution: Int64??

  package init() {}

  var isEmpty: Bool {
    pattern == nil && destination == nil && rate == nil && starts == nil && ends == nil && domain == nil && utm == nil
      && attribution == nil
  }

  /// The terms with what is new.
  package func applied(to old: GroupTerms) -> GroupTerms {
    var terms = old
    if let rate { terms.rate = rate }
    if let starts { terms.starts = starts.map { Int64($0.days) } }
    if let ends { terms.ends = ends.map { Int64($0.days) } }
    if let domain { terms.domain = domain }
    if let utm { terms.utm = utm }
    if let attribution { terms.attribution = attribution }
    return terms
  }
}

/// The terms of groups: what they give to codes and links that come out of them later.
extension Engine {
  /// The most days after a click for which an order may count for a link.
  package static let attributionDaysMax: Int64 = 365
  static let utmBytesMax = 200

  /// What became of a change that was to reach what had been handed out before.
  package struct Applied: Sendable {
    package var adjusted = 0
    /// How many had all of it already.
    package var same = 0
    /// How many of those that were adjusted are over at once, since their last day is.
    package var over = 0
    /// Why others stayed as they were, each reason once.
    package var reasons: [String] = []
    package var refused = 0
    /// How many have a rate or days of their own, which no group gave them, and keep these.
    package var own = 0
    /// The first of them, with what is their own: `Mia 15%`, `Leo until 2026-03-31`.
    package var ownNames: [String] = []
    fileprivate static let named = 6
  }

  /// Gives a group other terms. They reach what comes out of it from now on; with `appliesToExisting` also what is held,
  /// by one event for each code or link; a rate or a day that somebody has for themselves stays, unless
  /// `overwritesOwn` says otherwise.
  package func setGroup(
    _ group: GroupRow, _ change: GroupChange, appliesToExisting: Bool, overwritesOwn: Bool = false
  ) throws(EngineError) -> (row: GroupRow, applied: Applied) {
    guard !change.isEmpty else { throw .request("nothing is new about the group `\(group.name)`; name what is") }
    let noun = try noun(ofKind: group.kind)
    if let pattern = change.pattern { try checkPattern(pattern, of: group, noun) }
    let terms = change.applied(to: group.terms)
    let destination = change.destination ?? group.destination
    let pattern = change.pattern ?? group.pattern
    try check(terms, destination: destination, pattern: pattern, noun, group.name)
    if case .some(.some(let day)) = change.ends { try checkEnd(Int64(day.days), noun, group.name) }
    if appliesToExisting { try checkReach(change, of: group, noun) }
    let had = appliesToExisting && !overwritesOwn ? try termsHad(by: group) : nil
    try stored { () throws(StoreError) in
      try store.setGroup(group.id, pattern: pattern, destination: destination, terms)
    }
    groups[group.id] = nil
    guard let row = try self.group(group.id) else { throw .damaged("a group that was written cannot be read") }
    try note(.group, stream: 0, Engine.told(row))
    return (row, appliesToExisting ? try apply(change, of: row, noun, had) : Applied())
  }

  /// Refuses to change what is held by what does not reach it: a payout and an address that a group has no more stay there.
  private func checkReach(_ change: GroupChange, of group: GroupRow, _ noun: String) throws(EngineError) {
    if case .some(.none) = change.rate {
      throw .request(
        "a payout that `\(group.name)` has no more stays with the \(noun)s that are held: write `--payout 0%`, so that those pay nothing from now on, or leave out `--apply-to-existing`"
      )
    }
    if case .some(.none) = change.destination {
      throw .request(
        "an address that `\(group.name)` has no more stays with the \(noun)s that are held: name another one with `--destination`, or leave out `--apply-to-existing`"
      )
    }
    let reaches = change.rate != nil || change.starts != nil || change.ends != nil || change.destination != nil
    guard group.kind < 2, !reaches, change.utm == nil else { return }
    throw .request(
      "what is new about `\(group.name)` changes no \(noun) that is held already; leave out `--apply-to-existing`")
  }

  private func checkPattern(_ pattern: String, of group: GroupRow, _ noun: String) throws(EngineError) {
    guard group.pattern != nil else {
      throw .request(
        "`\(group.name)` is filled from files, and keeps no pattern; make another group for \(noun)s from a pattern")
    }
    if let problem = CodePattern.problem(in: pattern) { throw .request(problem) }
    let same = try stored { () throws(StoreError) in try store.group(kind: group.kind, pattern: pattern) }
    if let same, same.id != group.id { throw .request(Engine.samePattern(same.name, group.name, pattern)) }
  }

  /// Two groups never make the same codes.
  static func samePattern(_ first: String, _ second: String, _ pattern: String) -> String {
    "the groups `\(first)` and `\(second)` would have the same pattern `\(pattern)` (upper or lower case is the same), and so the same codes; change one of the two"
  }

  /// Refuses terms that no group can have.
  func check(
    _ terms: GroupTerms, destination: String?, pattern: String?, _ noun: String, _ name: String
  ) throws(EngineError) {
    if let rate = terms.rate, !(0...100 * Scaled.unit).contains(rate) {
      throw .request("the payout of `\(name)` is a percentage from 0% to 100%, such as `10%`")
    }
    if let starts = terms.starts, let ends = terms.ends, ends < starts {
      throw .request("the \(noun)s of `\(name)` would end before they start; exchange the two days")
    }
    if let destination, !Engine.isAddress(destination) {
      throw .request("`\(destination.prefix(60))` is not a web address, such as `https://example.com/page`")
    }
    if noun != "link", terms.domain != nil || terms.utm != nil || terms.attribution != nil {
      throw .request("a domain, UTM parameters and days after a click are for links; `\(name)` holds \(noun)s")
    }
    if let domain = terms.domain, !Engine.isDomain(domain) {
      throw .request("`\(domain.prefix(60))` is not a domain; write it as `go.brand.example`")
    }
    if terms.domain != nil, pattern?.contains("://") == true {
      throw .request("the pattern of `\(name)` has its domain already; write the pattern without `https://`")
    }
    if let utm = terms.utm { try checkUTM(utm, pattern, name) }
    if let days = terms.attribution, !(1...Engine.attributionDaysMax).contains(days) {
      throw .request("a click counts for 1 to \(Engine.attributionDaysMax) days, such as `30`")
    }
  }

  /// A last day that is over would give out what counts nothing from the start.
  func checkEnd(_ ends: Int64, _ noun: String, _ name: String) throws(EngineError) {
    let today = Zone.utc.local(clock.now).date
    guard ends < Int64(today.days) - 1 else { return }
    throw .request(
      "\(CalendarDate(days: Int32(clamping: ends))) is over, so the \(noun)s of `\(name)` would end before anybody holds them; name a day from \(today) on"
    )
  }

  private func checkUTM(_ utm: String, _ pattern: String?, _ name: String) throws(EngineError) {
    let parts = utm.split(separator: "&", omittingEmptySubsequences: false)
    let isUTM = parts.allSatisfy { part in
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      return sides.count == 2 && sides[0].hasPrefix("utm_") && sides[0].count > 4 && !sides[1].isEmpty
    }
    guard isUTM, utm.utf8.count <= Engine.utmBytesMax, !utm.contains("#"), !utm.contains("?") else {
      throw .request("write UTM parameters as `utm_source=creators&utm_campaign=spring`")
    }
    if let problem = CodePattern.problem(in: utm) { throw .request("in the UTM parameters: \(problem)") }
    if utm.contains("["), pattern == nil {
      throw .request(
        "`\(name)` is filled from files, whose links are nobody's yet; write UTM parameters without `[...]`")
    }
  }

  private static func isDomain(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 253 && labels.count >= 2
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D
          }
      }
  }

  // MARK: What a group makes

  /// What a group with a pattern makes for somebody.
  struct MadeItem {
    var code: String
    var destination: String?
    var starts: Int64?
    var ends: Int64?
  }

  func make(_ group: GroupRow, for record: InfluencerRecord, in stream: Int64) throws(EngineError) -> MadeItem {
    let isLink = group.kind == 1
    let terms = group.terms
    var code = CodePattern(group.pattern ?? "", isLink: isLink).filled(for: record)
    if let domain = terms.domain { code = "https://\(domain)/\(code)" }
    let utm = terms.utm.map { CodePattern($0, isLink: true).filled(for: record) }
    let dates = try dates(terms, campaign(stream).zone)
    return MadeItem(
      code: code, destination: Engine.address(group.destination, utm), starts: dates.starts, ends: dates.ends)
  }

  /// The first instant on which an item holds, and the first after its last day.
  package func dates(_ terms: GroupTerms, _ zone: Zone) -> (starts: Int64?, ends: Int64?) {
    func instant(_ day: Int64?, plus days: Int32) -> Int64? {
      day.map { zone.instant(CalendarDate(days: Int32(clamping: $0) + days)).milliseconds }
    }
    return (instant(terms.starts, plus: 0), instant(terms.ends, plus: 1))
  }

  /// An address with parameters behind it, before what stands behind a `#`.
  static func address(_ text: String?, _ parameters: String?) -> String? {
    guard let text, let parameters else { return text }
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let joined = parts[0] + (parts[0].contains("?") ? "&" : "?") + parameters
    return parts.count > 1 ? "\(joined)#\(parts[1])" : String(joined)
  }

  // MARK: What is held already

  /// Tells whoever holds an item of a group of its new terms; `had` are those that the group had so far, where others stay.
  private func apply(
    _ change: GroupChange, of group: GroupRow, _ noun: String, _ had: GroupDays?
  ) throws(EngineError) -> Applied {
    guard group.kind < 2 else {
      throw .request("\(noun)s have no terms that change once somebody holds them; leave out `--apply-to-existing`")
    }
    var applied = Applied()
    for holder in try stored({ () throws(StoreError) in try store.holders(ofGroup: group.id) }) {
      let found = try stored { () throws(StoreError) in try store.participation(holder.participation) }
      guard let row = found else { continue }
      var values = try written(change, noun)
      if let had { try leaveOwn(row, group.kind, had, &values, &applied) }
      if let utm = group.terms.utm, change.utm != nil || change.destination != nil, let base = group.destination {
        let record = try stored { () throws(StoreError) in try store.influencer(row.influencer) }
        let filled = CodePattern(utm, isLink: true).filled(for: record ?? InfluencerRecord())
        values.removeAll { $0.name == "destination" }
        values.append(WrittenValue(name: "destination", text: Engine.address(base, filled) ?? base))
      }
      if values.isEmpty { continue }
      let ends = try leaveKnown(row, group, &values)
      guard !values.isEmpty else {
        applied.same += 1
        continue
      }
      let reply = try submit(
        Command(
          source: .console, campaign: row.campaign, influencer: row.influencer, event: "\(noun).adjusted",
          role: "manager", actor: "operator", payload: values))
      switch reply.outcome {
      case .taken, .handled:
        applied.adjusted += 1
        if let ends, ends <= clock.now.milliseconds { applied.over += 1 }
      default:
        applied.refused += 1
        if !applied.reasons.contains(reply.reason) { applied.reasons.append(reply.reason) }
      }
    }
    return applied
  }

  /// Takes out of new terms what somebody's item has already; the instant at which it ends by those that are left, if one is.
  private func leaveKnown(
    _ row: ParticipationRow, _ group: GroupRow, _ values: inout [WrittenValue]
  ) throws(EngineError) -> Int64? {
    guard let item = try stored({ () throws(StoreError) in try store.held(row.id, kind: group.kind) }) else {
      return nil
    }
    let dates = try dates(group.terms, campaign(row.campaign).zone)
    values.removeAll { value in
      switch value.name {
      case "rate": item.rate == group.terms.rate
      case "starts": item.starts == dates.starts
      case "ends": item.ends == dates.ends
      default: value.name == "destination" && item.destination == value.text
      }
    }
    return values.contains { $0.name == "ends" } ? dates.ends : nil
  }

  /// The rates and days that a group has had so far, those that it has among them.
  private func termsHad(by group: GroupRow) throws(EngineError) -> GroupDays {
    var had = GroupDays(group)
    var rows: [LogRow] = []
    do { try store.rows(0) { (row, _) throws(StoreError) in rows.append(row) } } catch { throw .store(error) }
    for row in rows where Notice(rawValue: row.kind) == .group && row.payload.first == group.id {
      had.take(row.payload)
    }
    return had
  }

  /// Takes out of new terms what somebody has of their own, from a line, a file or a rule, and no group gave them.
  private func leaveOwn(
    _ row: ParticipationRow, _ kind: Int64, _ had: GroupDays, _ values: inout [WrittenValue], _ applied: inout Applied
  ) throws(EngineError) {
    guard let item = try stored({ () throws(StoreError) in try store.held(row.id, kind: kind) }) else { return }
    let zone = try campaign(row.campaign).zone
    var own: [String] = []
    if !had.rates.contains(item.rate) { own.append("rate") }
    if !had.had(item.starts, \.starts, zone) { own.append("starts") }
    if !had.had(item.ends, \.ends, zone) { own.append("ends") }
    own.removeAll { name in !values.contains { $0.name == name } }
    guard !own.isEmpty else { return }
    values.removeAll { own.contains($0.name) }
    applied.own += 1
    guard applied.ownNames.count < Applied.named else { return }
    func day(_ instant: Int64?, _ word: String, before milliseconds: Int64 = 0) -> String {
      instant.map { " \(word) \(zone.local(Instant(milliseconds: $0 - milliseconds)).date)" }
        ?? " without a day to \(word == "from" ? "begin" : "end")"
    }
    let name = try stored { () throws(StoreError) in try store.influencer(row.influencer)?.shownName }
    let words = own.map { own in
      switch own {
      case "rate": item.rate.map { " \(Percent(millionths: $0))" } ?? " without a rate"
      case "starts": day(item.starts, "from")
      default: day(item.ends, "until", before: 1)
      }
    }
    applied.ownNames.append("\(name ?? "influencer \(row.influencer)")\(words.joined())")
  }

  /// A change as the values of the event that tells of it. A rate or an address that is taken away from a group stays with what
  /// is held.
  private func written(_ change: GroupChange, _ noun: String) throws(EngineError) -> [WrittenValue] {
    var values: [WrittenValue] = []
    if let rate = change.rate ?? nil {
      values.append(WrittenValue(name: "rate", text: Percent(millionths: rate).description))
    }
    if let starts = change.starts { values.append(WrittenValue(name: "starts", text: starts?.description ?? "none")) }
    if let ends = change.ends { values.append(WrittenValue(name: "ends", text: ends?.description ?? "none")) }
    if noun == "link", let destination = change.destination ?? nil {
      values.append(WrittenValue(name: "destination", text: destination))
    }
    return values
  }
}

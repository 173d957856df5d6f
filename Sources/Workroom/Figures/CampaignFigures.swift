package import WorkroomEngine
import WorkroomLanguage
package import WorkroomMetrics
import WorkroomStore
package import WorkroomValues

/// The figures of one influencer in a campaign.
package struct InfluencerFigures: Sendable {
  package var influencer: Int64
  /// The participations that the report is about.
  package var rounds: Set<Int64>
  package var name: String
  package var platform: String
  package var followers: Int64?
  /// Where the newest round stands, in words.
  package var stages: String
  package var accepted: CalendarDate?
  package var facts: Facts
  package var pieces: [PieceFigures]
  /// Conversions that count: the day of each and its newest subtotal in minor units.
  package var sales: [(day: CalendarDate, revenue: Int64)]
  /// What all of it is made from.
  package var told: ToldInfluencer
}

/// One piece of content.
package struct PieceFigures: Sendable {
  package var name: String
  package var status: String
  package var posted: CalendarDate?
  package var facts: Facts
}

/// Works a campaign's records into facts, influencer by influencer.
///
/// Nothing is kept: one reading of the log and the ledger serves one report, with one influencer in memory at a time.
package struct CampaignFigures {
  package let engine: Engine
  package let campaign: CampaignState
  package let basis: ReportBasis
  package let choices: Calculation.Choices
  /// Budget, platform fee and what one order costs, where the details say it.
  private let budget, platformFee, productCost, shippingCost: Int64?

  package init(
    _ engine: Engine, campaign id: Int64, basis: ReportBasis, spend: [SpendPart] = SpendPart.usual,
    earnedMedia: EarnedMedia = EarnedMedia(.counts)
  ) throws(EngineError) {
    self.engine = engine
    self.basis = basis
    let campaign = try engine.campaign(id)
    self.campaign = campaign
    choices = Calculation.Choices(currency: campaign.currency, spend: spend, earnedMedia: earnedMedia)
    let fields = try engine.definition(campaign.row.definition).workflow.campaign
    func amount(_ name: String) -> Int64? {
      guard let place = fields.firstIndex(where: { $0.name == name }), campaign.words[0] >> Int64(place) & 1 == 1,
        fields[place].type == .money(.home) || fields[place].type == .money(.iso(campaign.currency))
      else { return nil }
      return campaign.words[place + 1]
    }
    (budget, platformFee) = (amount("budget"), amount("platform_fee"))
    (productCost, shippingCost) = (amount("product_cost"), amount("shipping_cost"))
  }

  /// Everybody whom the report is about, in the order of their numbers. A body that returns false ends it.
  package func each(_ body: (InfluencerFigures) throws(EngineError) -> Bool) throws(EngineError) {
    try engine.eachInfluencer(of: campaign.row.id) { (told) throws(EngineError) in
      let rounds = rounds(of: told)
      return try rounds.isEmpty ? true : body(figures(of: told, rounds))
    }
  }

  /// What a campaign as a whole tells beside its influencers.
  package func wholeFacts() -> Facts {
    var facts = Facts()
    facts.add(.budget, budget)
    facts.add(.platformFee, platformFee)
    return facts
  }

  // MARK: One influencer

  /// The rounds that the report is about.
  private func rounds(of told: ToldInfluencer) -> Set<Int64> {
    switch basis.by {
    case nil: Set(told.rounds.map(\.participation))
    case .accepted:
      Set(
        told.rounds.filter { $0.accepted.map { basis.contains($0, campaign.zone) } ?? false }.map(\.participation))
    case .posted: Set(told.things.filter(isMeant).map(\.participation))
    }
  }

  /// Whether a piece of content is one that the report is about.
  private func isMeant(_ thing: ToldThing) -> Bool {
    guard thing.noun == .content, thing.counts else { return false }
    return basis.by != .posted || thing.posted.map { basis.contains($0, campaign.zone) } ?? false
  }

  private func figures(of told: ToldInfluencer, _ rounds: Set<Int64>) throws(EngineError) -> InfluencerFigures {
    let newest = told.rounds[told.rounds.count - 1]
    let accepted = told.rounds.last { rounds.contains($0.participation) && $0.accepted != nil }?.accepted
    var figures = InfluencerFigures(
      influencer: newest.influencer, rounds: rounds, name: try name(newest), platform: newest.platform,
      followers: newest.followers,
      stages: try engine.definition(newest.definition).titles(told.state).joined(separator: ", "),
      accepted: accepted.map(day), facts: Facts(), pieces: [], sales: [], told: told)
    figures.facts.count(.influencers)
    if accepted != nil { figures.facts.count(.accepted) }
    // What is told of a campaign as a whole is told of nobody alone.
    figures.facts.add(.budget, nil)
    figures.facts.add(.platformFee, nil)
    let own = told.balances.filter { rounds.contains($0.participation) }
    if !own.isEmpty { add(own, &figures.facts) }
    for thing in told.things where rounds.contains(thing.participation) && thing.counts {
      switch thing.noun {
      case .content: if isMeant(thing) { try addPiece(thing, &figures) }
      case .conversion:
        figures.facts.count(.conversions)
        figures.facts.add(.revenue, thing[.subtotal])
        figures.sales.append((day(thing.begun), thing[.subtotal] ?? 0))
      case .order:
        figures.facts.count(.orders)
        let (cost, shipping) = (thing[.cost] ?? productCost, thing[.shipping] ?? shippingCost)
        let name = try cost == nil || shipping == nil ? order(thing, of: figures.name) : ""
        figures.facts.add(.product, cost, of: name)
        figures.facts.add(.shipping, shipping, of: name)
      case .shipment: break
      }
    }
    if !figures.pieces.isEmpty { figures.facts.add(.followers, newest.followers.map { $0 * Scaled.unit }) }
    return figures
  }

  /// A payment names no reason: it counts for fees first, and what goes beyond them for commission. What is paid in a later
  /// round may pay, or come off, what an earlier one owed, so all rounds are counted together.
  private func add(_ balances: [BalanceRow], _ facts: inout Facts) {
    let (owed, paid) = (balances.reduce(0) { $0 + $1.owed }, balances.reduce(0) { $0 + $1.paid })
    let owedCommission = balances.reduce(0) { $0 + $1.commission }
    let commission = min(max(paid - (owed - owedCommission), 0), max(owedCommission, 0))
    facts.add(.owed, owed)
    facts.add(.paid, paid)
    facts.add(.commission, commission)
    facts.add(.fee, paid - commission)
  }

  private static let told: [(ToldValue, Fact)] = [
    (.views, .views), (.impressions, .impressions), (.reach, .reach), (.likes, .likes), (.comments, .comments),
    (.shares, .shares), (.saves, .saves), (.clicks, .clicks),
  ]

  private func addPiece(_ thing: ToldThing, _ figures: inout InfluencerFigures) throws(EngineError) {
    var facts = Facts()
    facts.count(.pieces)
    for (value, fact) in CampaignFigures.told { facts.add(fact, thing[value]) }
    if thing[.views] == nil {
      for value in [ToldValue.likes, .comments, .shares] { facts.add(.engagementsWithoutViews, thing[value] ?? 0) }
    }
    figures.facts += facts
    let name = try engine.text(thing.key, engine.definition(thing.definition)) ?? "(erased)"
    figures.pieces.append(
      PieceFigures(name: name, status: thing.status, posted: thing.posted.map(day), facts: facts))
  }

  /// `\`#7\` of Mia`
  private func order(_ thing: ToldThing, of name: String) throws(EngineError) -> String {
    if thing.key == 0 { return "an order of \(name)" }
    return "`\(try engine.text(thing.key, engine.definition(thing.definition)) ?? "(erased)")` of \(name)"
  }

  private func name(_ person: PersonRow) throws(EngineError) -> String {
    if !person.name.isEmpty { return person.name }
    do { return try engine.store.influencer(person.influencer)?.shownName ?? "influencer \(person.influencer)" } catch {
      throw .store(error)
    }
  }

  private func day(_ milliseconds: Int64) -> CalendarDate {
    campaign.zone.local(Instant(milliseconds: milliseconds)).date
  }
}

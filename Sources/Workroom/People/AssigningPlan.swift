package import WorkroomEngine
import WorkroomStore

/// Whom of many people a campaign may take in, and what stands against the rest.
package struct AssigningPlan {
  private let engine: Engine
  private let assigning: Assigning
  private let campaign: Int64
  /// Those who would begin.
  package private(set) var able: [Int64] = []
  /// Those of them who are active in a campaign that shares something, in words.
  package private(set) var conflicts: [String] = []
  /// Why others cannot, in words.
  package private(set) var refusals: [String] = []

  static let shownMax = 5

  package init(_ engine: Engine, _ campaign: Int64, _ influencers: [Int64]) throws(EngineError) {
    (self.engine, self.campaign) = (engine, campaign)
    assigning = try Assigning(engine, campaign: campaign)
    for id in influencers {
      if let reason = try engine.objection(toAssigning: id) {
        refusals.append(reason)
        continue
      }
      if let words = try assigning.conflict(of: id) { conflicts.append(words) }
      able.append(id)
    }
  }

  /// What would happen, a line each, of many the first.
  package var words: [String] {
    ["\(able.count) would begin" + (refusals.isEmpty ? "" : ", \(refusals.count) cannot")]
      + AssigningPlan.first(refusals) + AssigningPlan.first(conflicts)
  }

  private static func first(_ lines: [String]) -> [String] {
    lines.prefix(shownMax).map { "  \($0)" }
      + (lines.count > shownMax ? ["  and \(lines.count - shownMax) more like these"] : [])
  }

  /// What came of it, once so many began; `name` is what one person was called who alone was meant.
  package func told(begun count: Int, _ name: String?, in campaign: String) throws(EngineError) -> String {
    let known = able.count - count
    if let name, known > 0 {
      let way = try able.first.flatMap { (id) throws(EngineError) in try engine.wayBack(id, in: self.campaign) }
      return "`\(name)` already takes part in `\(campaign)`" + (way.map { ", \($0)" } ?? "")
    }
    return "\(count) take\(count == 1 ? "s" : "") part in `\(campaign)` now"
      + (known > 0 ? ", \(known) took part already" : "")
  }

  /// Lets those begin who can, in one transaction; how many did.
  package func carryOut(actor: String? = nil) throws(EngineError) -> Int {
    try engine.transaction { () throws(EngineError) in
      var count = 0
      for id in able {
        if case .assigned = try assigning.assign(id, confirmed: true, actor: actor) { count += 1 }
      }
      return count
    }
  }
}

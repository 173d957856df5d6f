package import WorkroomEngine
import WorkroomLanguage
package import WorkroomStore

/// How many show in each stage, in the order in which the stages were first met.
struct StageCounts {
  private(set) var counts: [(title: String, count: Int64)] = []

  mutating func add(_ count: Int64, _ title: String) {
    if let place = counts.firstIndex(where: { $0.title == title }) {
      counts[place].count += count
    } else {
      counts.append((title, count))
    }
  }
}

/// The places of one campaign: where everybody stands, told without reading anybody.
package struct Standpoints {
  /// A place with the definition that its stages belong to.
  package struct Point {
    package var place: PlaceRow
    package var definition: Definition
    package var count: Int64
    /// The innermost stages.
    package var innermost: [Int]

    package var titles: String {
      innermost.map { definition.workflow.stages[$0].title }.joined(separator: ", ")
    }
  }

  package let points: [Point]

  package init(_ engine: Engine, campaign id: Int64) throws(EngineError) {
    points = try engine.places(of: id).map { (place, count) throws(EngineError) in
      let definition = try engine.definition(place.definition)
      let innermost = definition.workflow.innermost(place.stages.map(Int.init))
      return Point(place: place, definition: definition, count: count, innermost: innermost)
    }
  }

  /// How many take part, and how many of them have agreed terms.
  package var everybody: Int64 { points.reduce(0) { $0 + $1.count } }
  package var accepted: Int64 { points.reduce(0) { $0 + ($1.place.isAccepted ? $1.count : 0) } }

  /// The places that show in a section.
  func points(in section: String) -> [Point] {
    switch section {
    case "My Influencers", "Reporting": points
    case "Content", "Payments": points.filter(\.place.isAccepted)
    default:
      Others.section(behind: section).map { section in
        points.filter { $0.place.isAccepted && $0.definition.workflow.shown($0.innermost, in: section).isEmpty }
      } ?? points.filter { !$0.definition.workflow.shown($0.innermost, in: section).isEmpty }
    }
  }

  func count(in section: String) -> Int64 { points(in: section).reduce(0) { $0 + $1.count } }

  /// How many show in each stage of a section, or in each stage at all.
  func titles(in section: String?) -> StageCounts {
    var counts = StageCounts()
    let isOthers = section.flatMap(Others.section) != nil
    for point in section.map(points) ?? points {
      let workflow = point.definition.workflow
      let shown =
        isOthers ? point.innermost : section.map { workflow.shown(point.innermost, in: $0) } ?? point.innermost
      for stage in shown { counts.add(point.count, workflow.stages[stage].title) }
    }
    return counts
  }
}

import WorkroomMachine
import WorkroomStore

/// Where everybody stands, against where their states put them; and what posts have come to.
extension Replay {
  mutating func comparePlaces(_ rows: [ParticipationRow], _ name: String) throws(EngineError) {
    let id = campaign.row.id
    let known = try stored { () throws(StoreError) in try engine.store.places(ofCampaign: id) }
    let places = Dictionary(uniqueKeysWithValues: known.map { ($0.place.id, $0.place) })
    var counts: [Int64: Int64] = [:]
    for row in rows {
      guard let replayed = states[row.id]?.row else { continue }
      let isNewest = rounds[row.influencer]?.last == row.id
      if let place = row.place { counts[place, default: 0] += 1 }
      var found = row.place.map { places[$0] ?? PlaceRow(id: $0, definition: 0, isAccepted: false, stages: []) }
      found?.id = 0
      if try found != (isNewest ? standpoint(replayed) : nil) {
        problem("the place of participation \(row.id) of `\(name)` is not that of its stages")
      }
    }
    for (place, count) in known where counts[place.id] != count {
      problem("`\(name)` counts \(count) participations in a place where \(counts[place.id] ?? 0) stand")
    }
  }

  /// The place of a state, without a number.
  private func standpoint(_ row: ParticipationRow) throws(EngineError) -> PlaceRow {
    let machine = try engine.definition(row.definition).machine
    return PlaceRow(
      id: 0, definition: row.definition, isAccepted: row.accepted != nil,
      stages: machine.activeStages(row.state.span).map(Int64.init))
  }

  /// The newest figures of content, against what its events told.
  mutating func compareFigures(_ name: String) throws(EngineError) {
    let found = try stored { () throws(StoreError) in try engine.store.figures(ofCampaign: campaign.row.id) }
    let expected = states.flatMap { id, replayed in
      replayed.figures.flatMap { key, figures in
        figures.map { ContentFigure(participation: id, key: key, name: $0.key, value: $0.value) }
      }
    }
    for figure in Set(found).symmetricDifference(expected).sorted(by: { $0.participation < $1.participation }).prefix(1)
    {
      problem("the figures of content of participation \(figure.participation) of `\(name)` are not what its log gives")
    }
  }
}

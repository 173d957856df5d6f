import WorkroomMachine
import WorkroomStore

/// Where everybody stands, against where their states put them.
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
}

import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore

/// The stages of a state as its words hold them: what a place is found by.
struct Standpoint: Hashable {
  var definition: Int64
  var isAccepted: Bool
  var active: ArraySlice<Int64>
}

/// Where everybody stands: one number a participation, and how many have it, so that a page of many is found without
/// reading them all.
extension Engine {
  /// More combinations of stages than any workflow needs at once.
  private static let placesKept = 10_000

  /// Puts a participation into the place of its state. An older round has none, and gets none.
  func stand(
    _ row: inout ParticipationRow, _ definition: Definition, _ campaign: CampaignState, isNew: Bool
  ) throws(EngineError) {
    guard isNew || row.place != nil else { return }
    let place = try place(row, definition, campaign)
    guard row.place != place else { return }
    if let old = row.place { campaign.moves[old, default: 0] -= 1 }
    campaign.moves[place, default: 0] += 1
    row.place = place
  }

  private func place(
    _ row: ParticipationRow, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) -> Int64 {
    let active = StateLayout.activeStart..<StateLayout.activeStart + definition.machine.layout.stageWords
    let point = Standpoint(definition: definition.id, isAccepted: row.accepted != nil, active: row.state[active])
    if let last = campaign.lastPlace, last.point == point { return last.id }
    let id: Int64
    if let known = campaign.places[point] {
      id = known
    } else {
      let stages = definition.machine.activeStages(row.state.span).map(Int64.init)
      id = try stored { () throws(StoreError) in
        try store.place(of: row.campaign, definition: definition.id, isAccepted: point.isAccepted, stages: stages)
      }
      if campaign.places.count >= Engine.placesKept { campaign.places = [:] }
      campaign.places[point] = id
    }
    campaign.lastPlace = (point, id)
    return id
  }

  /// Whoever begins another round leaves the place of the one before.
  func leavePlace(_ last: ParticipationRow, _ campaign: CampaignState) throws(EngineError) {
    guard let place = last.place else { return }
    campaign.moves[place, default: 0] -= 1
    var left = last
    left.place = nil
    let row = left
    try stored { () throws(StoreError) in try store.updatePlace(row) }
    if campaign.participations[row.id] != nil { campaign.participations[row.id] = row }
  }

  /// Writes how many stand where, once a batch.
  func countPlaces() throws(EngineError) {
    for (id, campaign) in campaigns where !campaign.moves.isEmpty {
      for (place, change) in campaign.moves where change != 0 {
        try stored { () throws(StoreError) in try store.count(change, in: place, of: id) }
      }
      campaign.moves = [:]
    }
  }

  /// Gives places and figures to what an earlier version has written: once, when their database is first opened.
  func givePlaces() throws(EngineError) {
    guard try stored({ () throws(StoreError) in try store.setting("places") }) == nil,
      store.database.mode != .readOnly
    else { return }
    try transaction { () throws(EngineError) in
      // Another process may have been faster.
      guard try stored({ () throws(StoreError) in try store.setting("places") }) == nil else { return }
      try stored { () throws(StoreError) in try store.clearPlaces() }
      for row in try stored({ () throws(StoreError) in try store.campaigns() }) {
        let campaign = try campaign(row.id)
        for participation in try newestRounds(of: row.id) {
          var placed = participation
          try stand(&placed, definition(placed.definition), campaign, isNew: true)
          let changed = placed
          try stored { () throws(StoreError) in try store.updatePlace(changed) }
        }
        try giveFigures(of: row.id)
      }
      try stored { () throws(StoreError) in try store.set("places", 1) }
    }
  }

  /// The places in which anybody of a campaign stands now, each with how many do.
  package func places(of id: Int64) throws(EngineError) -> [(place: PlaceRow, count: Int64)] {
    try stored { () throws(StoreError) in try store.places(ofCampaign: id) }
  }

  /// Of those who stand in some places a part, longest there first.
  package func longest(
    in places: [Int64], of id: Int64, offset: Int64 = 0, limit: Int64
  ) throws(EngineError) -> [ParticipationRow] {
    var found: [(participation: Int64, since: Int64)] = []
    for place in places {
      found += try stored { () throws(StoreError) in try store.longest(in: place, atMost: offset + limit) }
    }
    found.sort { ($0.since, $0.participation) < ($1.since, $1.participation) }
    var rows: [ParticipationRow] = []
    for entry in found.dropFirst(Int(offset)).prefix(Int(limit)) {
      if let row = try participation(entry.participation, in: id) { rows.append(row) }
    }
    return rows
  }
}

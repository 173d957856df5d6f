/// The newest figure of a piece of content: its views, its likes.
package struct ContentFigure: Sendable, Hashable {
  package var participation: Int64
  /// The text that names the piece.
  package var key: Int64
  package var name: String
  package var value: Int64

  package init(participation: Int64, key: Int64, name: String, value: Int64) {
    self.participation = participation
    self.key = key
    self.name = name
    self.value = value
  }
}

extension Store {
  package func write(_ figure: ContentFigure) throws(StoreError) {
    let write = try database.prepare(
      "INSERT INTO content_figure VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
    write.bind(1, figure.participation)
    write.bind(2, figure.key)
    write.bind(3, figure.name)
    write.bind(4, figure.value)
    try write.run()
  }

  /// The figures of one piece of content, by name.
  package func figures(_ participation: Int64, _ key: Int64) throws(StoreError) -> [String: Int64] {
    let select = try database.prepare("SELECT name, value FROM content_figure WHERE participation = ? AND key = ?")
    select.bind(1, participation)
    select.bind(2, key)
    var figures: [String: Int64] = [:]
    while try select.step() { figures[select.text(0)] = select.int64(1) }
    return figures
  }

  /// The figures of all content of a campaign.
  package func figures(ofCampaign campaign: Int64) throws(StoreError) -> [ContentFigure] {
    let select = try database.prepare(
      "SELECT f.participation, f.key, f.name, f.value FROM participation p JOIN content_figure f ON f.participation = p.id WHERE p.campaign = ? ORDER BY 1, 2, 3"
    )
    select.bind(1, campaign)
    var figures: [ContentFigure] = []
    while try select.step() {
      figures.append(
        ContentFigure(
          participation: select.int64(0), key: select.int64(1), name: select.text(2), value: select.int64(3)))
    }
    return figures
  }

  /// Gives the figures of a piece of content another key.
  func rewriteFigures(_ participation: Int64, _ key: Int64, as newKey: Int64) throws(StoreError) {
    let update = try database.prepare("UPDATE content_figure SET key = ? WHERE participation = ? AND key = ?")
    update.bind(1, newKey)
    update.bind(2, participation)
    update.bind(3, key)
    try update.run()
  }
}

/// Saved views: a table, its columns, their order and a condition, under a name.
extension Store {
  /// All of them, by their names.
  package func views() throws(StoreError) -> [(name: String, look: String)] {
    let select = try database.prepare("SELECT name, look FROM saved_view ORDER BY name")
    var views: [(String, String)] = []
    while try select.step() { views.append((select.text(0), select.text(1))) }
    return views
  }

  package func view(_ name: String) throws(StoreError) -> (name: String, look: String)? {
    let select = try database.prepare("SELECT name, look FROM saved_view WHERE name = ?")
    select.bind(1, name)
    return try select.step() ? (select.text(0), select.text(1)) : nil
  }

  /// Writes a view, in the place of an earlier one of its name.
  package func write(view name: String, _ look: String) throws(StoreError) {
    let write = try database.prepare(
      "INSERT INTO saved_view VALUES(?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, look = excluded.look")
    write.bind(1, name)
    write.bind(2, look)
    try write.run()
  }

  /// False where there is none of that name.
  package func remove(view name: String) throws(StoreError) -> Bool {
    let remove = try database.prepare("DELETE FROM saved_view WHERE name = ?")
    remove.bind(1, name)
    try remove.run()
    return database.changes > 0
  }
}

/// `workroom import influencers` of a file into an empty database, against `.import` of the same file into a plain table by
/// SQLite's shell: three times each, in turn, and the quickest of each.
enum ImportBenchmark {
  struct Result {
    var seconds: Double
    var yardstickSeconds: Double
  }

  static func run(rows: Int, tool: String, shell: String) throws -> Result {
    let place = try Workplace()
    let talk = place.path("talk")
    try place.write("people.csv", lines(rows))
    var best = Result(seconds: .infinity, yardstickSeconds: .infinity)
    for _ in 0..<3 {
      place.clear("plain.db")
      place.clear("people.workroom")
      best.yardstickSeconds = min(
        best.yardstickSeconds,
        try Process.seconds(
          shell, [place.path("plain.db"), ".mode csv", ".import \(place.path("people.csv")) people"], saying: talk))
      _ = try Process.seconds(tool, ["db", "create", "--db", place.path("people.workroom"), "--quiet"], saying: talk)
      best.seconds = min(
        best.seconds,
        try Process.seconds(
          tool, ["import", "influencers", place.path("people.csv"), "--db", place.path("people.workroom"), "--quiet"],
          saying: talk))
    }
    return best
  }

  /// Ids, addresses and handles in no order, as they are in files that people have.
  private static func lines(_ rows: Int) -> some Sequence<String> {
    ["id,email,first_name,last_name,instagram,followers,country\n"]
      + (0..<rows).lazy.map { row in
        let number = UInt32(truncatingIfNeeded: row) &* 2_654_435_761
        let mark = String(number, radix: 16)
        return "\(number),mia.berg.\(mark)@example.com,Mia,Berg,mia.\(mark),\(1000 + row % 900_000),DE\n"
      }
  }
}

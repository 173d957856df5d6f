/// `workroom report --format html` of a large campaign, against the statements of SQL that a report reads the database with,
/// alone in SQLite's shell: three times each, in turn, and the quickest of each.
enum ReportBenchmark {
  struct Result {
    var seconds: Double
    var yardstickSeconds: Double
  }

  /// Who takes part, what is owed and paid, what events told, and the log in its order, which tells who stood where.
  static let sql = """
    .mode quote
    SELECT p.influencer, p.id, p.definition, p.since, p.accepted, i.followers, i.platform,
      trim(coalesce(i.first_name, '') || ' ' || coalesce(i.last_name, '')), p.state
      FROM participation p LEFT JOIN influencer i ON i.id = p.influencer
      WHERE p.campaign = 1 ORDER BY p.influencer, p.round;
    SELECT p.influencer, p.id, sum(CASE l.account WHEN 0 THEN l.amount ELSE 0 END),
      sum(CASE WHEN l.account = 0 AND l.reason = 'commission' THEN l.amount ELSE 0 END),
      sum(CASE l.account WHEN 1 THEN l.amount ELSE 0 END)
      FROM participation p CROSS JOIN ledger l ON l.participation = p.id
      WHERE p.campaign = 1 AND l.account < 2 GROUP BY p.influencer, p.round;
    SELECT p.influencer, p.id, l.kind, l.definition, l.event, l.reported, l.payload
      FROM log l CROSS JOIN participation p ON p.id = l.participation
      WHERE l.id BETWEEN 1 << 40 AND (2 << 40) - 1 AND p.campaign = 1 ORDER BY p.influencer, p.round, l.id;
    SELECT * FROM log WHERE id BETWEEN 1 << 40 AND (2 << 40) - 1 ORDER BY id;

    """

  static func run(participations: Int, tool: String, shell: String) throws -> Result {
    let place = try Workplace()
    let talk = place.path("talk")
    let database = place.path("large.workroom")
    try LargeCampaign.make(database, participations: participations, isPlayed: true)
    try place.write("report.sql", [".output \(place.path("rows.txt"))\n", sql])
    var best = Result(seconds: .infinity, yardstickSeconds: .infinity)
    for _ in 0..<3 {
      best.yardstickSeconds = min(
        best.yardstickSeconds, try Process.seconds(shell, [database], input: place.path("report.sql"), saying: talk))
      best.seconds = min(
        best.seconds,
        try Process.seconds(
          tool,
          [
            "report", "--db", database, "--campaign", LargeCampaign.name, "--format", "html", "--output",
            place.path("page.html"),
          ], saying: talk))
    }
    return best
  }
}

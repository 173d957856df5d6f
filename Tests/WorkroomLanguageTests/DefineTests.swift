import Testing

@testable import WorkroomLanguage

/// Definitions: what stands in place of a name.
@Suite struct DefineTests {
  private func checked(_ text: String) throws -> CheckedWorkflow {
    let program = Program(name: "define", text: text + "stage a\n  on proposal.deleted go to b\nend\nfinal b\n")
    return try #require(Checker.check(program.source).workflow, "\(program.rendering)")
  }

  /// The conditions of the file's own rules, as keys that are equal where the conditions mean the same.
  private func conditions(_ text: String) throws -> [String] {
    let workflow = try checked(text)
    return workflow.rules.filter { !$0.isVocabulary }.compactMap { $0.condition }.map { Cases.key($0, workflow).words }
  }

  /// The first table of a kind in the order in which tables were read.
  private func tables(_ text: String) throws -> (CheckedWorkflow, [CheckedExpression]) {
    let workflow = try checked(text)
    return (
      workflow,
      workflow.expressions.filter {
        switch $0.operation {
        case .tiers, .cases: true
        default: false
        }
      }
    )
  }

  private func word(_ index: Int, _ workflow: CheckedWorkflow) -> Int64? {
    if case .constant(let word) = workflow.expressions[index].operation { word } else { nil }
  }

  // MARK: Conditions

  @Test func aNameMeansItsCondition() throws {
    let keys = try conditions(
      """
      define big as followers is at least 100_000
      define famous as big and platform is set
      on proposal.accepted when big note "1"
      on proposal.accepted when followers is at least 100_000 note "2"
      on proposal.accepted when famous note "3"
      on proposal.accepted when followers is at least 100_000 and platform is set note "4"
      on proposal.accepted when big is yes note "5"
      on proposal.accepted when big is no note "6"
      on proposal.accepted when not (big) note "7"
      on proposal.accepted when big is not yes note "8"

      """)
    #expect(keys[0] == keys[1])
    #expect(keys[2] == keys[3])
    #expect(keys[4] == keys[0])
    #expect(Set(keys[5...7]).count == 1)
    #expect(keys[5] == "not \(keys[0])")
  }

  @Test func theOrderOfLinesDoesNotMatter() throws {
    let keys = try conditions(
      """
      on proposal.accepted when famous note "1"
      define famous as big and followers is less than 9_000_000
      define big as followers is at least 100_000

      """)
    #expect(keys.count == 1)
  }

  @Test func whatADefinitionAsksForIsKnownBehindIt() throws {
    _ = try checked(
      """
      campaign
        limit money optional
      end
      define limited as limit is set and limit is more than 0 USD
      on proposal.negotiated when limited and event.price is at most limit note "fits"
      on proposal.accepted when limited is no note "open"

      """)
  }

  @Test func aDefinitionReadsTheEventAtHand() throws {
    let workflow = try checked(
      """
      define cheap as event.price is less than 10 USD
      on proposal.negotiated or proposal.countered when cheap note "cheap"

      """)
    #expect(workflow.rules.count { !$0.isVocabulary && $0.condition != nil } == 2)
  }

  @Test func aFindingAboutTheWholeStandsAtTheName() throws {
    let text = """
      define big as followers is at least 100_000
      define large as followers is at least 200_000
      stage a
        on proposal.accepted when big go to b
        on proposal.accepted when large go to c
      end
      final b, c
      """
    let program = Program(name: "overlap", text: text)
    let shown = try #require(program.diagnostics.shown.first)
    #expect(shown.code == .bothCanFire)
    #expect(program.source.text(shown.span.range) == "large")
    #expect(shown.related.map { program.source.text($0.span.range) } == ["big"])
  }

  @Test func whatNothingUsesLeavesNothingBehind() throws {
    let text = "define dear as sum of conversions.subtotal is more than 5 USD and country is \"far away\"\n"
    let program = Program(name: "unused", text: text)
    #expect(program.diagnostics.shown.map(\.code) == [.mayBeUnset])
    let fine = Program(name: "unused", text: text.replacing("country", with: "country is set and country"))
    #expect(fine.diagnostics.shown.map(\.code) == [.neverUsed])
    let workflow = try #require(Checker.check(fine.source).workflow)
    #expect(workflow.totals.isEmpty)
    #expect(!workflow.texts.contains("far away"))
  }

  // MARK: Tables

  @Test func tiersKeepTheirLimitsInOrder() throws {
    let (workflow, found) = try tables(
      """
      record
        revenue money default 0 USD
      end
      define rate by revenue as 10% up to 1_000 USD, 12% up to 5_000 USD, 15% above
      on conversion.recorded owe rate of event.subtotal for "commission"

      """)
    try #require(found.count == 1)
    guard case .tiers(let subject, let rows, let above) = found[0].operation else { return #expect(Bool(false)) }
    guard case .field(.record, 0) = workflow.expressions[subject].operation else { return #expect(Bool(false)) }
    #expect(rows.map(\.limit) == [100_000, 500_000])
    #expect(rows.map { word($0.value, workflow) } == [10_000_000, 12_000_000])
    #expect(word(above, workflow) == 15_000_000)
    #expect(found[0].type == .percent)
  }

  @Test func casesNameEachChoice() throws {
    let (workflow, found) = try tables(
      """
      define fee by platform as 100 USD for instagram or tiktok, 200 USD for youtube, 50 USD otherwise
      on proposal.accepted when platform is set owe fee for "fee"

      """)
    try #require(found.count == 1)
    guard case .cases(_, let rows, let rest) = found[0].operation else { return #expect(Bool(false)) }
    #expect(rows.map(\.choice) == [0, 1, 2])
    #expect(rows.map { word($0.value, workflow) } == [10_000, 10_000, 20_000])
    #expect(rest.flatMap { word($0, workflow) } == 5_000)
  }

  @Test func aTableMayStandInATable() throws {
    let (workflow, found) = try tables(
      """
      define vip as followers is at least 100_000
      define bonus by vip as 3 for yes, 2 for no
      define share by followers as 1 up to 10, bonus above
      on proposal.accepted when share is 2 note "two"

      """)
    try #require(found.count == 2)
    guard case .cases(let subject, _, nil) = found[0].operation else { return #expect(Bool(false)) }
    #expect(workflow.expressions[subject].type == .flag)
    guard case .tiers(_, _, let above) = found[1].operation, case .cases = workflow.expressions[above].operation else {
      return #expect(Bool(false))
    }
  }

  @Test func aTableInTheCampaignsMoneyStaysSo() throws {
    let (_, found) = try tables(
      """
      record
        price money default 0 USD
      end
      define fee by followers as 0 USD up to 100, price above
      on proposal.accepted owe fee for "fee"

      """)
    #expect(found.map(\.type) == [.money(.home)])
  }

  // MARK: Overlaps

  /// Two transitions on one event, under these conditions.
  private func overlaps(_ first: String, _ second: String) -> Bool {
    let text = """
      define vip as followers is at least 100_000
      define fee by followers as 10 USD up to 5_000, 20 USD up to 9_000, 30 USD above
      define rest by platform as fee for instagram, 40 USD otherwise
      define perk by vip as 5% for yes, 10% for no
      stage a
        on proposal.accepted when platform is set and \(first) go to b
        on proposal.accepted when platform is set and \(second) go to c
        on proposal.declined when platform is set and vip and fee is 10 USD and rest is 1 USD and perk is 1% go to b
      end
      final b, c
      """
    return Program(name: "overlap", text: text).diagnostics.contains { $0.code == .bothCanFire }
  }

  @Test(arguments: [
    ("fee is 10 USD", "followers is more than 5_000"), ("fee is 20 USD", "followers is at most 5_000"),
    ("fee is more than 10 USD", "followers is at most 5_000"), ("fee is 20 USD", "fee is 30 USD"),
    ("fee is at most 20 USD", "vip"), ("rest is 30 USD", "platform is not instagram"),
    ("rest is 20 USD", "followers is at most 5_000"), ("perk is 5%", "followers is less than 100_000"),
    ("perk is 10%", "vip"), ("fee is 99 USD", "followers is 1"), ("not (perk is 10%)", "vip is no"),
    ("10 USD is fee", "followers is 6_000"), ("fee is rest", "platform is x"),
  ]) func rowsThatExcludeEachOther(_ first: String, _ second: String) {
    #expect(!overlaps(first, second))
    #expect(!overlaps(second, first))
  }

  @Test(arguments: [
    ("fee is 10 USD", "followers is at most 5_000"), ("fee is 30 USD", "vip"), ("perk is 5%", "vip"),
    ("rest is 30 USD", "vip"), ("rest is 40 USD", "platform is tiktok"), ("fee is rest", "platform is instagram"),
    ("fee is at least 20 USD", "followers is 6_000"), ("perk is less than 10%", "fee is 30 USD"),
  ]) func rowsThatMeet(_ first: String, _ second: String) {
    #expect(overlaps(first, second))
    #expect(overlaps(second, first))
  }

  @Test func tablesInsideTablesStayCheap() {
    let rows = (1..<200).map { "\($0 % 2) up to \($0), " }.joined()
    let tables = (1...8).map { "define t\($0) by \($0 == 1 ? "followers" : "t\($0 - 1)") as \(rows)1 above\n" }.joined()
    let text =
      tables + "stage a\n  on proposal.accepted when t8 is 1 go to b\n  on proposal.accepted when t8 is 0 go to c\n"
      + "end\nfinal b, c\n"
    let time = workingTime {
      #expect(!Program(name: "tables", text: text).diagnostics.contains { $0.code == .tooMany })
    }
    #expect(time < .seconds(5))
  }
}

import Testing
import WorkroomGrammar
import WorkroomLanguage

/// One mistake gives one message, near the place where it was made.
@Suite struct RecoveryTests {
  /// Every program of the folder, every token dropped, doubled or exchanged with its neighbour.
  ///
  /// One change in twenty is tried; `WORKROOM_WHOLE=1` tries all, as `workroom-trials recovery` does.
  @Test func oneChangedToken() async {
    let sampling = Folder.runsWhole ? 1 : 20
    let changes = ValidProgramsTests.programs.flatMap { Change.all(of: $0.source) }.enumerated()
      .filter { $0.offset % sampling == 0 }.map(\.element)
    let recovery = await withTaskGroup(of: Recovery.self) { group in
      for part in 0..<8 {
        group.addTask {
          stride(from: part, to: changes.count, by: 8).reduce(into: Recovery()) { $0.add(changes[$1]) }
        }
      }
      return await group.reduce(Recovery(), +)
    }
    let told = "\((recovery.lines + recovery.complaints.sorted().prefix(40)).joined(separator: "\n"))"
    #expect(!recovery.complaints.contains { $0.hasSuffix(Answer.silent) }, "\(told)")
    #expect(recovery.rate >= 0.97, "\(told)")
    #expect(recovery.near * 100 >= recovery.changes * 95, "\(told)")
    #expect(recovery.others * 100 >= recovery.changes * 95, "\(told)")
  }

  /// The lines of a text that end in `<W0201` are those with a mistake, one message each.
  private func expectMarked(_ text: String) {
    var expected: [String] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      let parts = line.split(separator: "<W", maxSplits: 1)
      guard parts.count == 2 else { return String(line) }
      expected += parts[1].split(separator: " ").map { "\(index + 1) W\($0.drop { $0 == "W" })" }
      return String(parts[0])
    }
    let program = Program(name: "marked", text: lines.joined(separator: "\n"))
    let found = program.diagnostics.shown.map { "\(program.source.line(at: $0.span.range.lowerBound)) \($0.code)" }
    #expect(found == expected, "\(program.rendering)")
  }

  @Test func manyMistakes() {
    expectMarked(
      """
      workflow "Many mistakes" version 1
      campaign
        limit money default 500                                     <W0302
        region strng optional                                       <W0210
        reply duration default 7 days
      end
      record
        price money default 0 USD
        rounds number default 0
        note_text text optional
      end
      stage invited in "My Influencer"                              <W0205
        on proposal.submited go to proposed                         <W0203
        on proposal.accepted by manger go to proposed               <W0204
        on proposal.declined go to declned                          <W0201
        if proposal.accepted go to proposed                         <W0101
        after 30 go to declined                                     <W0302
        every reply at most 2 times sned email "x"                  <W0101
      end
      stage proposed in "Proposals"
        on proposal.negotiated set price to event.prise             <W0206
        on proposal.accepted when price == 100 USD go to active     <W0007
        on proposal.accepted when price is at least 40 USD go to active  <W0412
        on proposal.countered add 1 EUR to price                    <W0303
        on proposal.declined when rounds go to declined             <W0112
        on proposal.noted goto declined                             <W0007
        on contract.completed when note_text is "yes" go to active  <W0305
        on proposal.deleted                                         <W0102
      end
      stage active
        on enter owe price + 20% for "fee"                          <W0304
        on content.posted go to active                              <W0403
        on payment.paid when event.amount is at least 10 go to done because no reason  <W0101
        after 1 month go to done                                    <W0306
        set price to 0 USD                                          <W0107
        on email.replied refuse "no"
        on fee.owed set limit to 3 USD                              <W0308
        on proposal.deleted when price is 3 USD and rounds is 2 or rounds is 3 go to done  <W0109
      end
      final done, declined
      """)
  }

  @Test func mistakesInScenarios() {
    expectMarked(
      """
      stage invited
        on proposal.accepted go to gone
      end
      final gone
      scenario "many mistakes"
        gven mia                                                    <W0101
        given leo with followers "many"                             <W0301
        leo: proposal.acepted                                       <W0203
        leo proposal.accepted                                       <W0101
        leo: proposal.accepted by manger                            <W0204
        14 days                                                     <W0102
        expect leo in gnoe                                          <W0201
        expect leo price is 3                                       <W0202
        expect leo discont "X"                                      <W0209
        expect nothing                                              <W0102
      end
      scenario "after them"
        given mia
        expect mia in gnoe                                          <W0201
      end
      """)
  }

  @Test func aLostDeclarationIsNotMissedEverywhere() {
    expectMarked(
      """
      record
        price mony default 0 USD                                    <W0210
      end
      stge invited in "My Influencers"                              <W0101
        on proposal.submitted
          set price to event.price
          go to proposed
        end
      end
      stage proposed
        on proposal.declined when price is at most 5 USD go to invited
        on proposal.accepted go to invited
        on proposal.deleted go to gone
      end
      final gone
      """)
  }

  @Test func aMisspelledDeclarationIsSaidOnceAndWhereItStands() {
    expectMarked(
      """
      stage invited
        on proposal.submitted go to proposed
        on proposal.countered go to proposed
      end
      stage propsed                                                 <W0201
        on proposal.declined go to gone
      end
      final gone
      scenario "s"
        given mia
        expect mia in proposed
      end
      """)
  }

  @Test func figuresAreNotMisspelled() {
    expectMarked(
      """
      stage tier_1
        on proposal.submitted go to tier_2                          <W0201
        on proposal.countered go to tier_2                          <W0201
        on proposal.declined go to gone
      end
      final gone
      """)
  }

  @Test func linesOfAScenarioWithoutItsHeadingAreOneMistake() {
    expectMarked(
      """
      stage invited
        on proposal.accepted go to gone
      end
      final gone
        given mia                                                   <W0107
        mia: proposal.accepted
        14 days later
        at 2030-03-01
        expect mia in gone
      end
      """)
  }

  @Test func aNameThatIsMissingEverywhereIsSaidOnce() {
    expectMarked(
      """
      stage invited
        on proposal.submitted go to thinking                        <W0201
        on proposal.accepted go to thinking
        on proposal.declined go to thinking
      end
      final gone
      """)
  }

  @Test func otherBlocksAreStillChecked() {
    expectMarked(
      """
      stage invited
        on proposal.submitted
          set price to event.price                                  <W0202
          go to proposed
        end
      end
      campain                                                       <W0101
        fee money default 10 USD
      end
      stage proposed
        on proposal.accepted by manger go to gone                   <W0204
      end
      final gone
      """)
  }

  @Test func aRuleForSeveralEventsIsCheckedForEach() {
    expectMarked(
      """
      stage invited
        on proposal.submitted or proposal.accepted when event.price is set stay   <W0206
        on proposal.declined go to gone
      end
      final gone
      """)
  }

  @Test func endsThatDoNotAddUp() {
    expectMarked(
      """
      stage invited
        on proposal.submitted                                       <W0104
          note "submitted"
          go to proposed
        on proposal.declined go to gone
      end
      stage proposed                                                <W0104
        on proposal.accepted go to gone
      stage third
        on proposal.accepted go to proposed
      end
      end                                                           <W0105
      final gone
      """)
  }

  @Test(arguments: [
    "each deliverable at least 12", "each deliverable", "each deliverable most 12", "each at most 12",
    "each deliverable at most of tasks", "each deliverable at most 12 of", "each \"deliverable\" at most 12",
    "each deliverable up to 12", "each deliverable at most 12 items",
  ])
  func aBrokenHeadingOfAnEachIsSaidOnce(_ heading: String) {
    let program = Program(
      name: "each",
      text: """
        stage active
          \(heading)
            record
              drafts number default 0
            end
            stage to_post
              on content.draft_submitted
                add 1 to drafts
                set deliverable.due to 2026-03-01
              end
              on content.posted when deliverable.due is set and deliverable is "1" go to approved
              on content.rejected raise content.approved
            end
            final approved
          end deliverable
          once all deliverables are done go to gone
          on payment.paid when deliverables is done go to gone
        end
        final gone
        """)
    let found = program.diagnostics.shown.map { program.source.line(at: $0.span.range.lowerBound) }
    #expect(found == [2], "\(program.rendering)")
  }

  @Test func textFromAMail() {
    expectMarked(
      """
      On proposal.accepted — the happy case                         <W0007 W0007
      note “hello”                                                  <W0007
      End                                                           <W0007
      """)
  }
}

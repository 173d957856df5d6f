import Testing
import WorkroomLanguage

/// What counts as nearly right.
@Suite struct SpellingTests {
  @Test(arguments: [
    ("invted", "invited"), ("inivted", "invited"), ("INVITED", "invited"), ("proposal.acepted", "proposal.accepted"),
  ])
  func isOffered(_ written: String, _ meant: String) {
    #expect(Spelling.nearest(to: written, among: ["gone", "invited", "proposal.accepted"]) == meant)
  }

  /// What was written is the opposite of a name, or the same once more: nobody slips so.
  @Test(arguments: [
    "uninvited", "not_invited", "notinvited", "disinvited", "reinvited", "preinvited", "uninvitd",
    "proposal.unaccepted",
    "proposal.not_accepted",
  ])
  func isNoSlip(_ written: String) {
    let names = ["gone", "invited", "proposal.accepted"]
    #expect(Spelling.nearest(to: written, among: names) == nil)
    #expect(names.allSatisfy { !Spelling.isSlip(written, of: $0) && !Spelling.isSlip($0, of: written) })
  }

  /// What another thing became is no slip of what one became, and the least of something is not its most.
  @Test(arguments: [
    ("discount.enabled", "discount.disabled"), ("proposal.changed", "proposal.accepted"), ("min_price", "max_price"),
    ("influencer.uninvited", "influencer.activated"), ("price_reduced", "price_refused"), ("enabled", "disabled"),
  ])
  func anotherThingIsNotOffered(_ written: String, _ name: String) {
    #expect(Spelling.nearest(to: written, among: [name]) == nil)
  }

  /// Only what can hardly be another word is repaired unasked.
  @Test(arguments: [
    ("propsoal.acepted", "proposal.accepted"), ("invted", "invited"), ("needs_artciles", "needs_articles"),
    ("proposol.accepted", "proposal.accepted"), ("Reminders", "reminder"),
  ])
  func aSlipIsRepaired(_ written: String, _ meant: String) {
    #expect(Spelling.isSlip(written, of: meant))
  }

  @Test(arguments: [
    ("offline", "online"), ("unload", "upload"), ("fired", "hired"), ("hold", "sold"), ("your_offer", "our_offer"),
    ("am_review", "pm_review"), ("team_eu", "team_us"), ("tier_b", "tier_a"), ("reorder", "pre_order"),
    ("none", "done"), ("one", "done"), ("last", "lost"), ("creditor", "editor"), ("moss", "boss"), ("xlarge", "large"),
    ("net60", "net30"), ("biweekly", "weekly"), ("free", "fee"), ("codes2", "codes1"), ("date", "rate"),
    ("each", "reach"), ("line", "link"), ("proposal.voted", "proposal.noted"), ("mila", "mia"),
    ("conversion.avoided", "conversion.voided"), ("payment.filed", "payment.failed"), ("prince", "price"),
    ("directory", "director"), ("storey", "store"), ("min_we_pay", "most_we_pay"), ("without_code", "with_code"),
  ])
  func anotherWordIsNotRepaired(_ written: String, _ name: String) {
    #expect(!Spelling.isSlip(written, of: name) && !Spelling.isSlip(name, of: written))
  }

  @Test(arguments: [
    ("noreply", "no_reply"), ("no_repy", "no_reply"), ("reciewed", "reviewed"), ("delivred", "delivered"),
  ])
  func aSyllableThatBothHaveTurnsNothing(_ written: String, _ meant: String) {
    #expect(Spelling.nearest(to: written, among: ["no_reply", "reviewed", "delivered"]) == meant)
  }

  @Test(arguments: ["a", "x", "go", "campaign", ""]) func isNotOffered(_ written: String) {
    #expect(Spelling.nearest(to: written, among: ["b", "y", "on", "invited"]) == nil)
  }
}

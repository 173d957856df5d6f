/// The one table of metrics, in the order in which they are shown.
extension Metric {
  package static let all: [Metric] = counters + money + media + returns + costs + rates

  private static let counters = [
    Metric(
      "influencers", "Influencers", .count, "everybody who takes part", .fact(.influencers), from: "participations"),
    Metric(
      "accepted", "Accepted", .count, "those whose terms are agreed", .fact(.accepted),
      from: "`proposal.accepted`, or the first stage in a section behind Proposals"),
    Metric(
      "content", "Content pieces", .count, "pieces that are out and were not rejected or removed", .fact(.pieces),
      from: "`content.posted` and `content.measured`"),
    Metric(
      "conversions", "Conversions", .count, "orders that a code or a link brought and that were not voided",
      .fact(.conversions), from: "`conversion.recorded`, `conversion.voided`"),
  ]

  private static let money = [
    Metric("budget", "Budget", .money, "what the campaign may cost", .fact(.budget), from: "the detail `budget`"),
    Metric(
      "fee", "Paid fees", .money, "payments, up to everything that is owed but commission; what is paid too much too",
      .fact(.fee), from: "`payment.paid` less `payment.cancelled`; a payment counts for fees first, then for commission"
    ),
    Metric(
      "commission", "Paid commission", .money, "payments beyond the fees, up to the commission that is owed",
      .fact(.commission), from: "the same payments"),
    Metric(
      "product", "Product cost", .money, "what was ordered and neither cancelled nor returned", .fact(.product),
      from: "`cost` of `order.created` or `order.fulfilled`, else the detail `product_cost` for each order"),
    Metric(
      "shipping", "Shipping", .money, "what sending it cost; of what was cancelled or returned nothing",
      .fact(.shipping),
      from: "`shipping` of `order.created` or `order.fulfilled`, else the detail `shipping_cost` for each order"),
    Metric(
      "platform_fee", "Platform fee", .money, "what the platform costs for this campaign", .fact(.platformFee),
      from: "the detail `platform_fee`"),
    Metric(
      "spend", "Spend", .money, "paid fees + paid commission + product cost, unless `--spend` names other components",
      .spend),
    Metric("owed", "Owed", .money, "everything owed, less what was voided", .fact(.owed), from: "the ledger"),
    Metric("paid", "Paid", .money, "payments less cancelled ones", .fact(.paid), from: "the ledger"),
    Metric(
      "revenue", "Revenue", .money, "the newest subtotal of each conversion that was not voided", .fact(.revenue),
      from: "`subtotal` of `conversion.recorded` and `conversion.refunded`: after discounts, before tax and shipping"),
  ]

  private static func told(_ name: String) -> String {
    "`\(name)` of `content.posted` and `content.measured`, the newest"
  }

  private static let media = [
    Metric("views", "Views", .count, "the sum over the pieces", .fact(.views), from: told("views")),
    Metric(
      "impressions", "Impressions", .count, "the sum over the pieces", .fact(.impressions), from: told("impressions")),
    Metric("reach", "Reach", .count, "the sum over the pieces", .fact(.reach), from: told("reach")),
    Metric("likes", "Likes", .count, "the sum over the pieces", .fact(.likes), from: told("likes")),
    Metric("comments", "Comments", .count, "the sum over the pieces", .fact(.comments), from: told("comments")),
    Metric("shares", "Shares", .count, "the sum over the pieces", .fact(.shares), from: told("shares")),
    Metric("saves", "Saves", .count, "the sum over the pieces", .fact(.saves), from: told("saves")),
    Metric("clicks", "Clicks", .count, "the sum over the pieces", .fact(.clicks), from: told("clicks")),
    Metric(
      "followers", "Followers", .count, "of those whose content is counted", .fact(.followers), from: "the directory"),
    Metric(
      "engagements", "Engagements", .count, "likes + comments + shares + saves, those that are told",
      .sumOfKnown(["likes", "comments", "shares", "saves"])),
    Metric("emv", "Earned media value", .money, "by the method that the report names", .earnedMedia),
  ]

  private static let returns = [
    Metric("roas", "ROAS", .ratio, "revenue ÷ spend", .quotient(plus: ["revenue"], over: "spend")),
    Metric(
      "roi", "ROI", .percent, "(revenue − spend) ÷ spend × 100",
      .quotient(plus: ["revenue"], minus: ["spend"], over: "spend", times: 100)),
    Metric("emv_roi", "EMV ROI", .ratio, "earned media value ÷ spend", .quotient(plus: ["emv"], over: "spend")),
    Metric(
      "total_roi", "Total ROI", .percent, "(earned media value + revenue − spend) ÷ spend × 100",
      .quotient(plus: ["emv", "revenue"], minus: ["spend"], over: "spend", times: 100)),
    Metric("aov", "AOV", .money, "revenue ÷ conversions", .quotient(plus: ["revenue"], over: "conversions")),
    Metric(
      "budget_used", "Budget used", .percent, "spend ÷ budget × 100",
      .quotient(plus: ["spend"], over: "budget", times: 100)),
  ]

  private static let costs = [
    Metric(
      "cpm", "CPM", .money, "spend ÷ impressions × 1000",
      .quotient(plus: ["spend"], over: "impressions", times: 1000)),
    Metric("cpe", "CPE", .fineMoney, "spend ÷ engagements", .quotient(plus: ["spend"], over: "engagements")),
    Metric("cpc", "CPC", .fineMoney, "spend ÷ clicks", .quotient(plus: ["spend"], over: "clicks")),
    Metric("cpv", "CPV", .fineMoney, "spend ÷ views", .quotient(plus: ["spend"], over: "views")),
    Metric("cpr", "CPR", .fineMoney, "spend ÷ reach", .quotient(plus: ["spend"], over: "reach")),
    Metric("cpa", "CPA", .money, "spend ÷ conversions", .quotient(plus: ["spend"], over: "conversions")),
  ]

  private static func share(_ id: String, _ title: String, _ part: String, of whole: String, _ words: String) -> Metric
  {
    Metric(id, title, .percent, words, .quotient(plus: [part], over: whole, times: 100))
  }

  private static let rates = [
    share(
      "er_followers", "ER by followers", "engagements", of: "followers", "engagements ÷ followers × 100"),
    share("er_reach", "ER by reach", "engagements", of: "reach", "engagements ÷ reach × 100"),
    share(
      "er_impressions", "ER by impressions", "engagements", of: "impressions", "engagements ÷ impressions × 100"),
    share("er_views", "ER by views", "engagements", of: "views", "engagements ÷ views × 100"),
    share("ctr", "CTR", "clicks", of: "impressions", "clicks ÷ impressions × 100"),
    share("cvr", "CVR", "conversions", of: "clicks", "conversions ÷ clicks × 100"),
  ]
}

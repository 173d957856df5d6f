import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Proposals, products, what orders hold, and clicks.
extension Export {
  mutating func writeOffers() throws {
    try writeProposals()
    try writeProducts()
    try writeOrderLines()
    try writeClicks()
  }

  private mutating func writeProposals() throws {
    let columns = ["campaign", "name", "status", "by", "price", "currency", "tasks", "products", "until"]
    try table("proposals", columns) { export, file in
      for campaign in try export.campaigns() {
        let people = try export.people(campaign)
        let id = campaign.row.id
        let today = campaign.zone.local(export.engine.clock.now).date
        for row in try stored({ () throws(StoreError) in try export.engine.store.proposals(ofCampaign: id) }) {
          let products = try row.products.flatMap { (list) throws(EngineError) in
            try stored { () throws(StoreError) in try export.engine.store.text(list) }
          }
          try file.row(
            [
              .text(campaign.row.name), .optional(people[row.participation]), .text(row.state(today: today)),
              .text(row.sender),
            ]
              + (row.price.map { export.amount($0, campaign.row.currency) } ?? [.empty, .empty])
              + [
                row.tasks.map { .number(Scaled.text($0, decimals: 6)) } ?? .empty, .optional(products),
                export.day(row.until),
              ])
        }
      }
    }
  }

  private mutating func writeProducts() throws {
    let columns = [
      "name", "variant", "collection", "cost", "msrp", "shipping_cost", "currency", "inventory", "ordered",
    ]
    try table("products", columns) { export, file in
      for row in try stored({ () throws(StoreError) in try export.engine.store.products() }) {
        func amount(_ minorUnits: Int64?) -> CSVCell { minorUnits.map { export.amount($0, row.currency)[0] } ?? .empty }
        let ordered = try stored { () throws(StoreError) in try export.engine.store.ordered(row.label) }
        try file.row([
          .text(row.name), .text(row.variant), .text(row.collection), amount(row.cost), amount(row.msrp),
          amount(row.shipping), export.amount(0, row.currency)[1], row.inventory.map { .integer($0) } ?? .empty,
          .integer(ordered),
        ])
      }
    }
  }

  private mutating func writeOrderLines() throws {
    try table("order_lines", ["campaign", "name", "product", "quantity"]) { export, file in
      for campaign in try export.campaigns() {
        let people = try export.people(campaign)
        let id = campaign.row.id
        for row in try stored({ () throws(StoreError) in try export.engine.store.orderLines(ofCampaign: id) }) {
          try file.row([
            .text(campaign.row.name), .optional(people[row.participation]), .text(row.product), .integer(row.quantity),
          ])
        }
      }
    }
  }

  private mutating func writeClicks() throws {
    try table("clicks", ["url", "day", "clicks"]) { export, file in
      for row in try stored({ () throws(StoreError) in try export.engine.store.clicks() }) {
        try file.row([.text(row.url), export.day(row.day), .integer(row.clicks)])
      }
    }
  }

  func day(_ days: Int64?) -> CSVCell { days.map { .date(CalendarDate(days: Int32(clamping: $0))) } ?? .empty }
}

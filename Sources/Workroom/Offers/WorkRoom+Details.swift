package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// A campaign's details as a table, with what is set aside, owed and paid of its budget.
extension WorkRoom {
  package func detailsSheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Details of \(campaign.row.name)", columns: [.init("Detail", priority: 9), .init("Value", priority: 8)])
    sheet.rows = [[.text("time_zone"), .text(campaign.row.zone)], [.text("currency"), .text(campaign.currency.code)]]
    for (index, field) in definition.workflow.campaign.enumerated() where !field.isHidden {
      let isSet = campaign.words[0] >> Int64(index) & 1 == 1
      sheet.rows.append([
        .text(field.name), .text(isSet ? try written(campaign.words[index + 1], field.type) : "not set"),
      ])
    }
    for (field, amount, whole) in try engine.earmarks(ofCampaign: campaign.row.id) {
      let told = WorkRoom.earmarked(amount, whole, field.type, definition, campaign.currency)
      sheet.rows.append([.text("\(field.name), earmarked"), .text(told)])
    }
    sheet.notes = try Budget(engine, campaign: campaign.row.id).owedNotes()
    return sheet
  }

  private func written(_ word: Int64, _ type: ValueType) throws(EngineError) -> String {
    switch type {
    case .group: try engine.group(word)?.name ?? "a group that is gone"
    case .window where Values.text(word, type, definition.workflow, home: campaign.currency) == "open to open":
      "no dates: always open"
    case .text, .hashtags, .handles, .products: try text(word, definition)
    default: Values.text(word, type, definition.workflow, home: campaign.currency)
    }
  }
}

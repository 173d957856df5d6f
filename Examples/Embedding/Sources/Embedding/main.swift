import Workroom

let workflow = try Workflow("on proposal.accepted assign discount from group X and link from group Y")
let program = try Program()
try program.createGroup("X", .discount, pattern: "[first_name]10OFF")
try program.createGroup("Y", .link, items: ["https://shop.example/r/1", "https://shop.example/r/2"])
let campaign = try program.createCampaign("Spring", workflow)
let jane = try program.addInfluencer(firstName: "Jane", email: "jane@example.com")
try campaign.assign(jane)
try campaign.send("proposal.submitted", about: jane, by: "influencer", with: ["price": "300 USD"])
print(try campaign.send("proposal.accepted", about: jane, by: "manager"))

if let state = try campaign.participation(of: jane) {
  print("stages: \(state.stages.joined(separator: ", "))")
  print("code:   \(state.discount ?? "none")")
  print("link:   \(state.link ?? "none")")
  print("owed:   \(state.owed)")
}

import Workroom

let program = try Program()
try program.createGroup("X", .discount, pattern: "[first_name]10")
try program.createGroup("Y", .link, items: ["https://go.example/1"])
let workflow = try Workflow("on proposal.accepted assign discount from group X and link from group Y")
let campaign = try program.createCampaign("Spring", workflow)
let mia = try program.addInfluencer(firstName: "Mia", email: "mia@example.com")
try campaign.assign(mia)
try campaign.send("proposal.submitted", about: mia, by: "influencer", with: ["price": "250 USD"])
try campaign.send("proposal.accepted", about: mia, by: "manager")
print(try campaign.participation(of: mia)!.discount ?? "no code")

// What else a host may ask for.
if let state = try campaign.participation(of: mia) {
  print("stages: \(state.stages.joined(separator: ", "))")
  print("link:   \(state.link ?? "none")")
  print("owed:   \(state.owed)")
}
print(try campaign.send("proposal.accepted", about: mia, by: "influencer"))

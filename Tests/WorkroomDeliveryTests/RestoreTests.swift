import Testing
import Workroom
import WorkroomDelivery
import WorkroomEngine
import WorkroomStore

/// A database that is replaced while others have it open.
@Suite struct RestoreTests {
  @Test func whoeverHasItOpenGoesOnWithWhatIsThereNow() throws {
    let office = try Office(people: [])
    let (path, copy) = ("\(office.folder)/a.workroom", "\(office.folder)/b.workroom")
    let program = try Program(path: path)
    let one = try program.createCampaign(
      "One", Workflow("workflow \"One\"\nstage a\n  on proposal.accepted go to b\nend\nfinal b\n"))
    let mia = try program.addInfluencer(firstName: "Mia", email: "mia@example.com")
    try one.assign(mia)
    try stored { () throws(StoreError) in try Backup.write(path, to: copy, replaces: false) }
    try one.send("proposal.accepted", about: mia, by: "manager")
    let two = try Workflow("workflow \"Two\"\nstage other\n  on proposal.accepted go to done\nend\nfinal done\n")
    let late = try program.createCampaign("Two", two)
    try late.assign(mia)
    #expect(try one.participation(of: mia)?.isFinished == true)

    _ = try Restore.run(copy, to: path, replaces: true)
    #expect(try program.campaign("Two").map(\.name) == nil)
    #expect(try one.participation(of: mia)?.stages == ["a"])
    // The numbers that the second campaign and its workflow had are another's now.
    let third = try Workflow("workflow \"Three\"\nstage last\n  on proposal.accepted go to over\nend\nfinal over\n")
    let again = try program.createCampaign("Three", third)
    try again.assign(mia)
    #expect(try again.participation(of: mia)?.stages == ["last"])
    #expect(try again.send("proposal.accepted", about: mia, by: "manager").outcome == .taken)
    #expect(try again.participation(of: mia)?.stages == ["over"])
    #expect(try Verification.run(program.engine).problems == [])
  }
}

import Testing
import WorkroomEngine
import WorkroomStore

/// Forms of one link that came in before they were told apart.
@Suite struct LinkFormTests {
  @Test func severalFormsOfALinkAreToldApartByHowTheyAreWrittenAlone() throws {
    let room = try Room("")
    let forms = ["https://go.x/z", "http://go.x/z/"]
    try room.engine.transaction { () throws(EngineError) in
      let group = try room.engine.createGroup(named: "Y", of: "link", pattern: nil, destination: nil)
      for form in forms { _ = try room.engine.addItem(form, to: group) }
    }
    #expect(try room.engine.links(meantBy: forms[1]) == [forms[1]])
    let meant = try room.engine.links(meantBy: "https://go.x/z/")
    #expect(Set(meant) == Set(forms))
    #expect(
      room.engine.severalLinks("https://go.x/z/", forms)
        == "`https://go.x/z/` may be each of the links `https://go.x/z` and `http://go.x/z/`, which differ only in how they are written; write it as one of them"
    )
  }

  @Test(
    arguments: [
      ("http://GO.x/mia/?ref=a#top", "https://go.x/mia?ref=a"),
      ("https://go.x/mia?ref=a&utm_source=b", "https://go.x/mia?ref=a"), ("https://go.x/mia?utm_source=b", nil),
      ("https://go.x/mia?ref=b", nil), ("https://go.x/mia/more?ref=a", nil), ("https://go.x/mia?ref=a", nil),
      ("https://go.x/leo", "https://go.x/leo?utm_campaign=leo"), ("https://go.x/leo?utm_campaign=ann", nil),
    ] as [(String, String?)])
  func anotherFormOfALinkIsFound(_ text: String, _ known: String?) throws {
    let room = try Room("")
    try room.engine.transaction { () throws(EngineError) in
      let group = try room.engine.createGroup(named: "Y", of: "link", pattern: nil, destination: nil)
      for code in ["https://go.x/mia?ref=a", "https://go.x/leo?utm_campaign=leo"] {
        _ = try room.engine.addItem(code, to: group)
      }
    }
    #expect(try room.engine.otherForm(of: text)?.item.code == known)
  }
}

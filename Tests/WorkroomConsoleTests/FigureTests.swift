import Testing
import WorkroomConsole
import WorkroomEngine
import WorkroomStore

/// What posts have come to: an event that tells some figures leaves the others as they are.
@Suite struct FigureTests {
  @Test func measuringBlanksNothing() throws {
    let session = try Session()
    session.run("propose ann price 5 USD", "accept ann", "post ann content \"p\" views 5 likes 3")
    session.run("measure ann content \"p\" views 8", "measure ann content \"p\" comments 2")
    let csv = session.run(".mode csv", "content columns Content, Views, Likes, Comments")
    #expect(csv == "Content,Views,Likes,Comments\r\np,8,3,2\r\n", "\(session.complained)")
    #expect(
      session.run("reporting columns Views, Engagements when followers is at most 1_000").hasSuffix("\r\n8,5\r\n"))
    #expect(try session.problems() == [])
    try session.engine.store.database.exec("UPDATE content_figure SET value = 1 WHERE name = 'likes'")
    #expect(try session.problems().contains { $0.contains("the figures of content of participation") })
  }
}

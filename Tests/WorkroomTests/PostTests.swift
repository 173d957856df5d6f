import Testing
import Workroom
import WorkroomEngine

@Suite struct PostTests {
  @Test(arguments: [
    ("https://www.instagram.com/p/Cabc/?igsh=1", "instagram", "Cabc"),
    ("https://instagram.com/mia/reel/Cabc", "instagram", "Cabc"),
    ("https://www.tiktok.com/@Mia/video/77?x=1#y", "tiktok", "77"),
    ("https://www.youtube.com/watch?t=1&v=abc", "youtube", "abc"),
    ("https://youtu.be/abc?t=3", "youtube", "abc"), ("https://youtube.com/shorts/abc/", "youtube", "abc"),
    ("https://twitter.com/mia/status/9", "x", "9"), ("https://x.com/mia/status/9/photo/1", "x", "9"),
    ("https://de.pinterest.com/pin/5/", "pinterest", "5"), ("https://www.threads.net/@mia/post/Q", "threads", "Q"),
    ("https://Blog.example.com/a/?p=1#c", "web", "blog.example.com/a?p=1"), ("instagram:Cabc", "instagram", "Cabc"),
  ]) func addressesOfOnePostAreTheSame(text: String, platform: String, id: String) {
    let identity = PostIdentity(text)
    #expect(identity?.platform == platform && identity?.id == id)
  }

  @Test func addressesTellWhosePostItIs() {
    #expect(PostIdentity("https://www.tiktok.com/@Mia/video/77")?.handle == "mia")
    #expect(PostIdentity("https://x.com/i/status/9")?.handle == nil)
    #expect(PostIdentity("https://www.instagram.com/p/Cabc/")?.handle == nil)
    #expect(PostIdentity("a post of mine") == nil && PostIdentity("note: see below") == nil)
  }

  @Test func tagsAreFoundInTexts() {
    #expect(Tags.inText("#One,#two#THREE # a#b (#é_1) #", "#") == ["#one", "#two", "#three", "#é_1"])
    #expect(Tags.inText("mail mia@x.com, thanks @Acme.co. and @b", "@") == ["@acme.co", "@b"])
    #expect(Tags.inList("One, #two #one;@x", "#") == ["#one", "#two", "#@x"])
  }
}

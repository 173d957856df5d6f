extension Schema {
  /// Posts as files brought them: those that wait for somebody to say whose they are, those that found their campaign, and
  /// those that were dismissed so that the next file does not bring them back. They hold what people wrote, so they are no
  /// part of the log, and go with whoever is forgotten.
  static let content: StaticString =
    """
    CREATE TABLE post(
      id INTEGER PRIMARY KEY, platform TEXT NOT NULL, post TEXT NOT NULL, url TEXT NOT NULL, handle TEXT,
      influencer INTEGER, campaign INTEGER, posted INTEGER NOT NULL, caption TEXT, hashtags TEXT, mentions TEXT,
      figures TEXT NOT NULL DEFAULT '', state INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT '', UNIQUE(platform, post));
    CREATE INDEX post_review ON post(id) WHERE state = 0;
    CREATE INDEX post_influencer ON post(influencer) WHERE influencer IS NOT NULL;
    CREATE INDEX post_handle ON post(platform, handle) WHERE handle IS NOT NULL;
    """
}

/// The directory as operators keep it: tags, remarks, who is archived or blacklisted, how many follow each account, and
/// which campaign counts what an influencer brings where two of them share codes or hashtags.
///
/// Tags and remarks are words about people, so they are no part of the log and go with whoever is forgotten. Who is archived
/// or blacklisted and whose sales moved is told by the system's log as well, by numbers; the reasons are not.
extension Schema {
  /// Tags that older imports kept among the columns of one's own become tags.
  static let people: StaticString =
    """
    ALTER TABLE account ADD COLUMN followers INTEGER;
    CREATE TABLE tag(influencer INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY(influencer, tag)) WITHOUT ROWID;
    CREATE INDEX tag_influencers ON tag(tag, influencer);
    CREATE TABLE remark(
      id INTEGER PRIMARY KEY, influencer INTEGER NOT NULL, written INTEGER NOT NULL, operator INTEGER NOT NULL,
      content TEXT NOT NULL);
    CREATE INDEX remark_influencer ON remark(influencer, id);
    CREATE TABLE contact(
      influencer INTEGER PRIMARY KEY, state INTEGER NOT NULL, since INTEGER NOT NULL, operator INTEGER NOT NULL,
      reason TEXT NOT NULL);
    CREATE INDEX contact_state ON contact(state, influencer);
    CREATE TABLE attribution(
      influencer INTEGER NOT NULL, source INTEGER NOT NULL, target INTEGER NOT NULL, since INTEGER NOT NULL,
      PRIMARY KEY(influencer, source)) WITHOUT ROWID;
    WITH RECURSIVE
      line(id, rest, text) AS (
        SELECT id, extra || char(10), '' FROM influencer WHERE instr(char(10) || extra, char(10) || 'tags' || char(9)) > 0
        UNION ALL SELECT id, substr(rest, instr(rest, char(10)) + 1), substr(rest, 1, instr(rest, char(10)) - 1)
        FROM line WHERE rest <> ''),
      word(id, rest, text) AS (
        SELECT id, substr(text, 6) || ',', '' FROM line WHERE substr(text, 1, 5) = 'tags' || char(9)
        UNION ALL SELECT id, substr(rest, instr(rest, ',') + 1), lower(trim(substr(rest, 1, instr(rest, ',') - 1)))
        FROM word WHERE rest <> '')
    INSERT OR IGNORE INTO tag SELECT id, text FROM word WHERE text <> '';
    UPDATE influencer SET extra = nullif(trim(
      substr(extra, 1, instr(char(10) || extra, char(10) || 'tags' || char(9)) - 1)
      || substr(
        extra || char(10),
        instr(char(10) || extra, char(10) || 'tags' || char(9))
        + instr(substr(extra || char(10), instr(char(10) || extra, char(10) || 'tags' || char(9))), char(10))),
      char(10)), '')
    WHERE instr(char(10) || extra, char(10) || 'tags' || char(9)) > 0;
    """
}

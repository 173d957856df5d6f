/// Whether letters can be spoken, as those of a word that somebody meant can.
///
/// `declned` is nothing but `declined` with a letter lost; `contact` is `contract` with a letter lost, and a word of its
/// own. No list of words is at hand, so the letters themselves are asked: consonants in a row that neither end a syllable
/// nor begin one, in English or in German, are a slip.
enum SpokenWords {
  /// - Parameter letters: a word in small letters, without figures and signs.
  static func mayBeSpoken(_ letters: [UInt8]) -> Bool {
    let word = String(decoding: letters, as: UTF8.self)
    let runs = word.split(omittingEmptySubsequences: false) { "aeiouy".contains($0) }.map(String.init)
    return runs.count > 1
      && runs.indices.allSatisfy { index in
        let run = runs[index]
        if index == 0 { return begins(run) }
        return index == runs.count - 1 ? ends(run) : stands(run)
      }
  }

  /// Whether consonants may stand between two vowels: some of them end a syllable, and the others begin one.
  private static func stands(_ run: String) -> Bool {
    run.count < 3 || run.indices.contains { begins(String(run[$0...])) && ends(String(run[..<$0])) }
  }

  private static func begins(_ run: String) -> Bool { run.utf8.count < 2 || onsets.contains(run) }

  private static func ends(_ run: String) -> Bool {
    run.utf8.count < 2 || codas.contains(run) || run.hasSuffix("s") && ends(String(run.dropLast()))
  }

  private static let onsets = Set(
    """
    bl br ch chl chr cl cr dr dw fl fr gh gl gn gr kl kn kr kw ph phl phr pl pr ps rh sc sch schl schm schn schr schw scl \
    scr sh shr sk sl sm sn sp sph spl spr squ st str sw th thr tr tsch tw wh wr pf pfl zw
    """.split(separator: " ").map(String.init))

  private static let codas = Set(
    """
    bb bt ch cht ck ct dd dg dth ff fft ft gg gh ght gm gn ld lch lf lfth lk ll lm ln lp lt lth lv lz mb mm mn mp mph \
    mpf mpt nch nct nd ndt nft ng ngth nk nkt nn nsch nst nt nth nz nx pf pft ph pp pt rb rbt rc rch rd rf rft rg rk rkt \
    rl rld rm rmt rn rp rph rpt rr rsch rst rt rth rv rx rz rzt sch sh sk sm sp ss st tch th tsch tt tz tzt wd wk wl wn \
    wt wth xt zz
    """.split(separator: " ").map(String.init))
}

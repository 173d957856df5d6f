/// Words of other languages for those that the language has: German, French, Spanish, Italian and Portuguese.
///
/// They are looked up only where a line could not be read. A word is written here as a name is, with the letters a to z
/// (`fuer`, `apres`), and several words as one entry; what the language does without stands for nothing.
enum OtherWords {
  /// The most words of one entry.
  static let entryMax = 3
  /// So many ways to say a line in English are tried, since some words mean several things.
  static let triesMax = 24

  /// What a word, or several, may be in English, the likeliest first; an empty text for what is left out.
  static func meanings(_ words: ArraySlice<String>) -> [String] {
    table[words.joined(separator: " ").lowercased()] ?? []
  }

  /// Whether a word is one of another language, other than a unit or a word that says little.
  static func isForeign(_ word: String) -> Bool {
    let word = word.lowercased()
    guard !english.contains(word) else { return false }
    guard let meanings = table[word] else { return word.utf8.count > 2 && openings.contains(word) }
    return !meanings.contains("") && !meanings.contains { units.contains($0) }
  }

  /// Words that are English as well, or so short that they may be anything.
  static let english: Set = [
    "a", "am", "an", "car", "com", "con", "da", "data", "de", "del", "des", "do", "due", "e", "el", "en", "es", "fin",
    "finale", "fine", "flux", "il", "la", "le", "lo", "mail", "mails", "mal", "mes", "na", "no", "nota", "os", "pas",
    "per", "piste", "plus", "resta", "rol", "spur", "standard", "strang", "sur", "um", "un", "va", "y",
  ]

  /// Whether a word of another language may begin with a word, be it one of several.
  static func begins(_ word: String) -> Bool {
    let word = word.lowercased()
    return openings.contains(word) || table[word] != nil
  }

  private static let units: Set = ["hours", "days", "weeks", "months", "years"]

  /// First words of longer entries.
  private static let openings: Set<String> = {
    var words: Set<String> = []
    for key in table.keys {
      let parts = key.split(separator: " ")
      if parts.count > 1 { words.insert(String(parts[0])) }
    }
    return words
  }()

  private static let table: [String: [String]] = {
    var table: [String: [String]] = [:]
    for (english, others) in entries {
      for other in others.split(separator: ",") {
        table[other.trimmed, default: []].append(english)
      }
    }
    return table
  }()

  /// A word of the language and what others say for it; of two with the same words the first is tried first.
  private static let entries: [(String, String)] = lines + clauses + actions + conditions + fields + little

  private static let lines: [(String, String)] = [
    (
      "after", "nach, danach, apres, despues, despues de, dopo, dopo di, depois, depois de, nach ablauf von, au bout de"
    ),
    ("on", "bei, sobald, falls, wenn, cuando, quand, lorsque, quando, se, si, ao, aos"),
    ("once", "sobald, des que, una vez que, una volta che, assim que, appena"),
    ("every", "jede, jeden, jedes, alle, chaque, tous les, toutes les, cada, todos los, todas las, ogni, todos os"),
    ("at", "am, um"),
    ("stage", "stufe, schritt, zustand, etape, etapa, paso, fase, tappa, passo"),
    ("track", "spur, strang, piste, pista, voie"),
    ("final", "finale, finales, endgueltig, endzustand, endzustaende, abschluss, finais, finali"),
    ("end", "ende, fin, fine, fim, schluss"),
    ("campaign", "kampagne, campagne, campana, campagna, campanha"),
    ("record", "datensatz, registro, enregistrement"),
    ("event", "ereignis, evenement, evento"),
    ("role", "rolle, rol, ruolo, papel"),
    ("section", "abschnitt, bereich, seccion, sezione, secao"),
    ("scenario", "szenario, escenario, cenario"),
    ("workflow", "ablauf, arbeitsablauf, flux, flujo, flusso, fluxo"),
    ("later", "spaeter, plus tard, piu tardi, mais tarde"),
    ("given", "gegeben, dado, dada"), ("expect", "erwarte, erwartet, esperar, espera, attendre, attends, aspetta"),
    ("never", "nie, niemals, jamais, nunca, mai"),
  ]

  private static let clauses: [(String, String)] = [
    ("when", "wenn, falls, sofern, quand, lorsque, cuando, quando, se, si"),
    ("by", "von, vom, durch, par, por, pelo, pela, da, dal, dalla"),
    ("or", "oder, ou, oppure"),
    ("and", "und, et, y, e"),
    ("with", "mit, avec, con, com"),
    ("from", "aus, von, de, des, depuis, desde, dal, da, do"),
    ("for", "fuer, pour, para, per, por"),
    ("in", "dans, en, nel, nella, em, no, na"),
    (
      "otherwise",
      "sonst, ansonsten, andernfalls, sinon, autrement, de lo contrario, si no, altrimenti, senao, caso contrario"
    ),
    ("because", "weil, denn, parce que, car, porque, perche"),
    ("optional", "freiwillig, wahlweise, optionnel, facultatif, opcional, facoltativo, opzionale"),
    ("default", "standard, vorgabe, defaut, par defaut, predeterminado, por defecto, predefinito, padrao"),
    ("titled", "titre, titulo, titolo, mit titel"),
  ]

  private static let actions: [(String, String)] = [
    (
      "go to",
      "gehe zu, geh zu, gehe nach, gehe in, gehe auf, gehe zur, gehe zum, weiter zu, wechsle zu, wechsle nach, gehe, aller a, aller vers, va a, va vers, passer a, passe a, vai a, vai para, andare a, passa a, ir a, ir para, ve a, pasa a, pasar a"
    ),
    ("to", "zu, nach, auf, a, vers, para, sur"),
    ("send", "sende, senden, schicke, schicken, envoyer, envoie, envoyez, enviar, envia, envie, inviare, invia, manda"),
    ("email", "mail, courriel, correo, mails"),
    (
      "tell",
      "melde, sage, benachrichtige, informiere, dire, dis, informer, informe, avisa, avisar, informa, avvisa, diga"
    ),
    ("set", "setze, setzen, mets, mettre, fixer, poner, pon, imposta, impostare, definir, defina"),
    ("add", "addiere, ajouter, ajoute, anadir, anade, suma, aggiungi, aggiungere, adicionar, adiciona, soma"),
    ("subtract", "subtrahiere, soustraire, soustrais, resta, restar, sottrai, subtrair, subtrai"),
    (
      "assign", "vergib, vergebe, zuweisen, attribuer, attribue, asignar, asigna, assegna, assegnare, atribuir, atribui"
    ),
    ("release", "freigeben, liberer, libere, liberar, libera, rilascia"),
    ("owe", "schulde, schulden, devoir, deber, debe, dovere, deve, dever"),
    ("refuse", "verweigere, ablehnen, refuser, rechazar, rechaza, rifiuta, recusar, recusa"),
    ("stay", "bleibe, bleib, bleiben, rester, reste, quedar, queda, rimani, resta, ficar, fica"),
    ("ignore", "ignoriere, ignorieren, ignorer, ignorar, ignora"),
    ("note", "notiere, notiz, noter, anotar, anota, nota, annota"),
    ("create", "erstelle, creer, cree, crear, crea, criar, cria"),
    ("cancel", "storniere, annuler, annule, cancelar, cancela, annulla"),
    ("order", "bestellung, commande, pedido, ordine, encomenda"),
    ("discount", "rabatt, rabattcode, gutschein, remise, descuento, sconto, desconto"),
    ("contract", "vertrag, contrat, contrato, contratto"),
  ]

  private static let conditions: [(String, String)] = [
    ("is", "ist, sind, est, sont, es, esta, e, sono, sao, betraegt"),
    ("not", "nicht, kein, keine, pas, non, nao"),
    (
      "at least",
      "mindestens, wenigstens, au moins, al menos, por lo menos, como minimo, almeno, pelo menos, no minimo"
    ),
    (
      "at most",
      "hoechstens, maximal, au plus, au maximum, como maximo, a lo sumo, al maximo, al massimo, no maximo, ao maximo"
    ),
    ("more than", "mehr als, groesser als, plus de, plus que, mas de, mas que, piu di, piu che, mais de, mais que"),
    ("less than", "weniger als, kleiner als, moins de, moins que, menos de, menos que, meno di, meno che"),
    ("times", "mal, fois, veces, volte, vezes"),
    ("open", "offen, geoeffnet, ouvert, ouverte, abierto, abierta, aperto, aperta, aberto, aberta"),
    ("set", "gesetzt, defini, definie, definido, definida, impostato, impostata"),
    ("done", "fertig, erledigt, termine, terminado, terminada, hecho, finito, feito, concluido"),
    ("yes", "ja, oui, sim, si"), ("no", "nein, non, nao"),
  ]

  private static let fields: [(String, String)] = [
    ("money", "geld, betrag, argent, montant, dinero, importe, denaro, importo, dinheiro, valor"),
    ("number", "zahl, anzahl, nombre, numero"),
    ("text", "texte, texto, testo"),
    ("duration", "dauer, duree, duracion, durata, duracao"),
    ("date", "datum, fecha, data"),
    ("percent", "prozent, pourcentage, porcentaje, percentuale, porcentagem"),
    ("flag", "schalter"),
    ("days", "tag, tage, tagen, jour, jours, dia, dias, giorno, giorni"),
    ("weeks", "woche, wochen, semaine, semaines, semana, semanas, settimana, settimane"),
    ("hours", "stunde, stunden, heure, heures, hora, horas, ora, ore"),
    ("months", "monat, monate, monaten, mois, mes, meses, mese, mesi"),
    ("years", "jahr, jahre, jahren, an, ans, annee, annees, ano, anos, anno, anni"),
    ("2", "zwei, deux, dos, due, dois, duas"), ("3", "drei, trois, tres, tre"),
    ("4", "vier, quatre, cuatro, quattro, quatro"), ("5", "fuenf, cinq, cinco, cinque"),
    ("10", "zehn, dix, diez, dieci, dez"),
  ]

  /// Words that the language does without.
  private static let little: [(String, String)] = [
    (
      "",
      "der, die, das, den, dem, ein, eine, einen, einem, einer, le, la, les, un, une, el, los, las, una, il, lo, gli, uma, dann, alors, entonces, allora, entao, wird, wurde"
    )
  ]
}

extension ReadingLine {
  /// The line in English, if words of it are those of another language, in the ways that it may be meant.
  var inEnglish: [ReadingCandidate] {
    guard words.indices.contains(where: { isOwnName($0) && speaksForeign($0) }) else { return [] }
    var parts: [(written: String, meanings: [String])] = []
    var index = 0
    while index < words.count {
      let part = foreignPart(index) ?? (words[index], [words[index]], 1)
      parts.append((part.0, part.1))
      index += part.2
    }
    var tries = 1
    for part in parts where tries < OtherWords.triesMax { tries *= part.meanings.count }
    return (0..<min(tries, OtherWords.triesMax)).map { candidate(parts, $0) }
  }

  /// Whether a word, or several from it on, can be of another language only.
  private func speaksForeign(_ index: Int) -> Bool {
    if OtherWords.isForeign(words[index]) { return isForeignHere(index) }
    return index + 1 < words.count && !OtherWords.meanings(words[index...index + 1]).isEmpty
  }

  /// Words at a place that are of another language, what they may mean, and how many they are.
  private func foreignPart(_ index: Int) -> (String, [String], Int)? {
    for length in stride(from: min(OtherWords.entryMax, words.count - index), to: 0, by: -1) {
      let range = index..<index + length
      guard range.allSatisfy({ kinds[$0] == .word && (isForeignHere($0) || length > 1) }) else { continue }
      // What may be a name, or English, is tried as it stands first.
      let isUnclear = length == 1 && OtherWords.english.contains(words[index].lowercased())
      let meanings = (isUnclear ? [words[index]] : []) + OtherWords.meanings(words[range])
      if meanings.count > (isUnclear ? 1 : 0) { return (written[range].joined(separator: " "), meanings, length) }
    }
    return nil
  }

  /// Whether a word is none of the language and no name that the file gives.
  private func isForeignHere(_ index: Int) -> Bool {
    isOwnName(index) && !stages.contains(words[index]) && !nouns.contains(words[index])
  }

  /// One of the ways to say a line; of the last words with several meanings the later ones are tried first.
  private func candidate(_ parts: [(written: String, meanings: [String])], _ number: Int) -> ReadingCandidate {
    var rest = number
    var words: [String] = []
    var told: [String] = []
    var chosen = [Int](repeating: 0, count: parts.count)
    for index in parts.indices.reversed() {
      chosen[index] = rest % parts[index].meanings.count
      rest /= parts[index].meanings.count
    }
    for (index, part) in parts.enumerated() {
      let meaning = part.meanings[chosen[index]]
      words += meaning == part.written ? [meaning] : meaning.split(separator: " ").map(String.init)
      if meaning != part.written, !meaning.isEmpty { told.append("`\(part.written)` is `\(meaning)`") }
    }
    return ReadingCandidate(
      title: OtherWords.title, words: words, notes: told.count < 2 ? [] : [told.prefix(6).joined(separator: ", ")])
  }
}

extension OtherWords {
  static let title = "the language is written in English"
}

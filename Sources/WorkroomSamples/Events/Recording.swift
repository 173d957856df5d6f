/// A history as the files of an inbox, one a week, with the slips that such files have.
struct Recording {
  /// Lines that no reader or engine can take; each is a slip in the line before it, sent once more under a new key.
  enum Slip: CaseIterable {
    case brokenJSON, unknownInfluencer, unknownEvent, amountWithoutCurrency, timeWithoutZone, unknownMember
  }

  static let slips = Slip.allCases.count

  let folder: String
  let campaign: String
  let keyPrefix: String
  /// How events may name each person, the most usual first.
  let names: [[String]]

  /// One file a week; weeks 2 to 7 have a slip each, and in the third week a line stands twice.
  func files(_ history: [RecordedEvent], seed: UInt64) -> [SampleFile] {
    var random = Randomness(seed: seed)
    var number = 0
    return (1...Moment.weeks).map { week in
      let events = history.filter { $0.at.week == week }
      let slip = (2..<2 + Recording.slips).contains(week) ? Slip.allCases[week - 2] : nil
      let place = events.count * 2 / 3
      var text = ""
      for (index, event) in events.enumerated() {
        number += 1
        let line = line(number, event, name: name(event.person, &random))
        text += line + "\n"
        if week == 3, index == place { text += line + "\n" }
        if let slip, index == place {
          number += 1
          text += self.line(number, event, slip) + "\n"
        }
      }
      return SampleFile(path: "\(folder)/events/week-\(week.padded(2)).ndjson", text: text)
    }
  }

  private func name(_ person: Int, _ random: inout Randomness) -> String {
    let known = names[person]
    return random.chance(78) ? known[0] : random.pick(known)
  }

  private func line(_ number: Int, _ event: RecordedEvent, name: String) -> String {
    var line = start(number, name, event.name, event.at.text, event.role)
    if !event.payload.isEmpty { line.add("payload", json: payload(event)) }
    return line.text
  }

  private func start(_ number: Int, _ name: String, _ event: String, _ at: String, _ role: String) -> JSONText {
    var line = JSONText()
    line.add("key", "\(keyPrefix)-\(number.padded(6))")
    line.add("campaign", campaign)
    line.add("influencer", name)
    line.add("event", event)
    line.add("at", at)
    line.add("by", role)
    return line
  }

  private func payload(_ event: RecordedEvent) -> String {
    var payload = JSONText()
    for (name, value) in event.payload {
      switch value {
      case .text(let text): payload.add(name, text)
      case .number(let number): payload.add(name, json: String(number))
      case .money(let cents): payload.add(name, Dollars.words(cents))
      }
    }
    return payload.text
  }

  private func line(_ number: Int, _ event: RecordedEvent, _ slip: Slip) -> String {
    let (name, at) = (names[event.person][0], event.at.text)
    switch slip {
    case .brokenJSON: return String(start(number, name, "proposal.noted", at, "manager").text.dropLast(12))
    case .unknownInfluencer:
      return start(number, "nobody.we.know@example.com", "influencer.invited", at, "manager").text
    case .unknownEvent: return start(number, name, "content.liked", at, "network").text
    case .amountWithoutCurrency:
      var line = start(number, name, "payment.paid", at, "manager")
      line.add("payload", json: #"{"amount":"120"}"#)
      return line.text
    case .timeWithoutZone:
      return start(number, name, "email.replied", String(at.dropLast()), "influencer").text
    case .unknownMember:
      var line = start(number, name, "email.replied", at, "influencer")
      line.add("mood", "happy")
      return line.text
    }
  }
}

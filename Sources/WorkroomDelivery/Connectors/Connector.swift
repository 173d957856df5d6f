package import WorkroomExchange
package import WorkroomStore
import WorkroomValues

/// Where the effects of one channel go, and how.
package struct Connector: Sendable, Equatable {
  package enum Way: Sendable, Equatable {
    /// A folder of mails.
    case maildir(String)
    /// A program that takes a mail as `sendmail -i -f FROM -- TO` does.
    case sendmail(String)
    /// A program with its words, which takes one JSON object.
    case command([String])
  }

  package var channel: Channel
  package var way: Way
  /// Who mails come from.
  package var sender: MailAddress?
  /// Who gets what is meant for nobody in particular.
  package var receiver: MailAddress?

  /// How long a program may run for one effect.
  package static let timeLimitMilliseconds: Int64 = 60_000
  /// Where mails into a folder come from, if nobody says it.
  package static let localSender = MailAddress("workroom@localhost")!

  package init(_ channel: Channel, _ way: Way, sender: MailAddress? = nil, receiver: MailAddress? = nil) {
    self.channel = channel
    self.way = way
    self.sender = sender
    self.receiver = receiver
  }

  /// Whether it takes mails, and not objects.
  var takesMails: Bool { if case .command = way { false } else { true } }

  // MARK: As it is stored

  /// `nil` for a row that no edition of this program wrote.
  package init?(_ row: ConnectorRow) {
    guard let channel = Channel(rawValue: row.channel) else { return nil }
    self.channel = channel
    switch row.way {
    case 0: way = .maildir(row.target)
    case 1: way = .sendmail(row.target)
    case 2: way = .command(CommandWords.read(row.target))
    default: return nil
    }
    sender = row.sender.flatMap { MailAddress($0) }
    receiver = row.receiver.flatMap { MailAddress($0) }
  }

  package var row: ConnectorRow {
    let (number, target) =
      switch way {
      case .maildir(let folder): (0, folder)
      case .sendmail(let path): (1, path)
      case .command(let words): (2, CommandWords.stored(words))
      }
    return ConnectorRow(
      channel: channel.rawValue, way: Int64(number), target: target, sender: sender?.address,
      receiver: receiver?.address)
  }

  /// What it does, in words.
  package var description: String {
    let to = receiver.map { " to \($0.address)" } ?? ""
    let from = sender.map { " from \($0.address)" } ?? ""
    switch way {
    case .maildir(let folder): return "mails into the folder \(folder)\(from)\(to)"
    case .sendmail(let path): return "mails through \(path)\(from)\(to)"
    case .command(let words): return "objects into \(words.joined(separator: " "))"
    }
  }

  // MARK: Delivering

  /// Hands one parcel over. It may take as long as `timeLimitMilliseconds`, so nobody holds the database meanwhile.
  func deliver(_ parcel: Parcel, timeLimitMilliseconds: Int64) -> DeliveryOutcome {
    switch (way, parcel.content) {
    case (.maildir(let folder), .mail(let mail)):
      let name = "\(mail.date.milliseconds / 1000).\(mail.key).workroom"
      do { try Maildir.put(mail.bytes(lineEnd: "\r\n"), named: name, in: folder) } catch {
        return .failed(error.description)
      }
      return .delivered
    case (.sendmail(let path), .mail(let mail)):
      let words = [path, "-i", "-f", mail.from.address, "--", mail.to.address]
      let run = ProgramRun.run(
        words, input: mail.bytes(lineEnd: "\n"), timeLimitMilliseconds: timeLimitMilliseconds)
      return outcome(run, path, timeLimitMilliseconds)
    case (.command(let words), .object(let object)):
      let run = ProgramRun.run(
        words, input: JSONWriter.bytes(object) + [10], timeLimitMilliseconds: timeLimitMilliseconds)
      return outcome(run, words.first ?? "", timeLimitMilliseconds)
    default: return .failed("the connector was changed while this was under way")
    }
  }

  /// `EX_TEMPFAIL` of `sysexits.h`: the receiver asks to be asked again.
  private static let tryAgain: Int32 = 75

  private func outcome(_ run: ProgramRun, _ path: String, _ limit: Int64) -> DeliveryOutcome {
    let said = MailText.oneLine(run.said)
    let words = said.isEmpty ? "" : ": \(said)"
    switch run.end {
    case .exited(0): return .delivered
    case .exited(Connector.tryAgain): return .later("`\(path)` asks to try again\(words)")
    case .exited(let status): return .failed("`\(path)` ended with status \(status)\(words)")
    case .signalled(let signal): return .failed("`\(path)` was ended by signal \(signal)\(words)")
    case .timedOut:
      return .failed("`\(path)` was still running after \(TimeSpan(milliseconds: limit)) and was ended\(words)")
    case .notStarted(let code):
      return .failed("`\(path)` could not be started (error \(code)); check that it is there and may be run")
    }
  }
}

/// What handing over one parcel came to.
package enum DeliveryOutcome: Sendable, Equatable {
  case delivered
  case failed(String)
  /// The receiver is there and asks for patience.
  case later(String)
}

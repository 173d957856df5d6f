package import WorkroomValues

/// Whom a report is about: everybody, or those whose proposal was accepted or whose content was posted in a time.
package struct ReportBasis: Sendable, Hashable {
  package enum By: String, CaseIterable, Sendable { case accepted, posted }

  /// `nil` for everybody.
  package var by: By?
  /// Both days are part of it, by the campaign's time zone.
  package var time: DateWindow

  package init(by: By? = nil, time: DateWindow = DateWindow(first: nil, last: nil)) {
    self.by = by
    self.time = time
  }

  package static let everybody = ReportBasis()

  func contains(_ milliseconds: Int64, _ zone: Zone) -> Bool {
    time.contains(zone.local(Instant(milliseconds: milliseconds)).date)
  }

  /// In a sentence, for the head of a report.
  package func words(_ zone: Zone) -> String {
    let days =
      switch (time.first, time.last) {
      case (nil, nil): ""
      case (let first?, nil): " from \(first) on"
      case (nil, let last?): " until \(last)"
      case (let first?, let last?): " from \(first) to \(last)"
      }
    let clock = days.isEmpty ? "" : " (\(zone.name))"
    switch by {
    case nil: return "everybody who takes part, with all that came of it"
    case .accepted: return "proposals accepted\(days)\(clock), with all that came of them"
    case .posted:
      return "content posted\(days)\(clock), and whoever posted it, with all their conversions, orders and payments"
    }
  }
}

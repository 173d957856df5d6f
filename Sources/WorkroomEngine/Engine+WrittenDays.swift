package import WorkroomLanguage
package import WorkroomValues

/// Days as people type them, where a value is a date or a window of dates.
extension Engine {
  /// A value whose days are typed as `today`, or as a moment is printed, with the dates that they are by clocks of a zone.
  /// Anything else stays as it is written.
  package func dated(_ value: WrittenValue, _ type: ValueType?, in zone: Zone) -> WrittenValue {
    func date(_ text: some StringProtocol) -> String {
      WrittenDay(String(text))?.date(in: zone, now: clock.now).description ?? String(text)
    }
    var value = value
    switch type {
    case .date: value.text = date(value.text)
    case .window:
      guard let range = value.text.firstRange(of: " to ") else { break }
      value.text = "\(date(value.text[..<range.lowerBound])) to \(date(value.text[range.upperBound...]))"
    default: break
    }
    return value
  }

  /// Details of a campaign with their days as dates.
  package func dated(_ details: [WrittenValue], _ definition: Definition, in zone: Zone) -> [WrittenValue] {
    let fields = definition.workflow.campaign
    return details.map { detail in dated(detail, fields.first { $0.name == detail.name }?.type, in: zone) }
  }
}

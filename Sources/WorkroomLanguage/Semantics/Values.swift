package import WorkroomValues

/// Values as the language writes them.
package enum Values {
  /// A word of a state as text; texts themselves are not words and are written by their owner.
  package static func text(
    _ word: Int64, _ type: ValueType, _ workflow: CheckedWorkflow, home: Currency? = nil
  )
    -> String
  {
    switch type {
    case .number: Scaled.text(word, decimals: 6)
    case .money(.iso(let currency)): Money(minorUnits: word, currency: currency).description
    case .money(.home): Money(minorUnits: word, currency: home ?? workflow.currency ?? .usd).description
    case .percent: Percent(millionths: word).description
    case .date: CalendarDate(days: Int32(clamping: word)).description
    case .time: TimeOfDay(seconds: Int32(clamping: word)).description
    case .duration: TimeSpan(milliseconds: word).description
    case .span: CalendarSpan(word: word).description
    case .window: DateWindow(word: word).description
    case .flag: word == 0 ? "no" : "yes"
    case .choice(let set): workflow.choices[set].indices.contains(Int(word)) ? workflow.choices[set][Int(word)] : "?"
    case .text:
      workflow.texts.indices.contains(Int(clamping: word)) ? "\"\(workflow.texts[Int(word)])\"" : "another text"
    case .hashtags, .handles, .products, .group: "\(word)"
    }
  }
}

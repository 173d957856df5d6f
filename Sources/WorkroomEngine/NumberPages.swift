/// Values by numbers that lie close together, as those of rows do: in pages, so that one look-up serves the neighbours too.
///
/// Of `@exclusivity(unchecked)` see `Engine`.
final class NumberPages<Value> {
  private final class Page {
    @exclusivity(unchecked) var values = InlineArray<16, Value?>(repeating: nil)
  }

  @exclusivity(unchecked) private var pages: [Int64: Page] = [:]
  /// The page that was looked at last, which is nearly always the next one too.
  @exclusivity(unchecked) private var last = Page()
  @exclusivity(unchecked) private var lastNumber = Int64.min
  /// How many values there are.
  @exclusivity(unchecked) private(set) var count = 0

  subscript(number: Int64) -> Value? {
    get { has(pageOf: number) ? last.values[Int(number & 15)] : nil }
    set {
      if !has(pageOf: number) {
        guard newValue != nil else { return }
        (last, lastNumber) = (Page(), number >> 4)
        pages[lastNumber] = last
      }
      let index = Int(number & 15)
      count += (newValue == nil ? 0 : 1) - (last.values[index] == nil ? 0 : 1)
      last.values[index] = newValue
    }
  }

  func removeAll() {
    pages = [:]
    (last, lastNumber) = (Page(), .min)
    count = 0
  }

  /// Whether there is a page for a number; it is at hand then.
  private func has(pageOf number: Int64) -> Bool {
    if number >> 4 == lastNumber { return true }
    guard let page = pages[number >> 4] else { return false }
    (last, lastNumber) = (page, number >> 4)
    return true
  }
}

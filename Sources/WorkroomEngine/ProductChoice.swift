/// One entry of a list of products: `Serum / 30 ml`, or `Serum / 30 ml x 2` for several.
package struct ProductChoice: Sendable, Equatable {
  package var label: String
  package var quantity: Int64

  /// The most of one product that one entry may ask for.
  package static let quantityMax: Int64 = 1_000

  /// Reads an entry; `nil` where the number behind ` x ` is none that can be.
  package init?(_ entry: String) {
    (label, quantity) = (entry, 1)
    guard let sign = entry.range(ofLast: " x ") else { return }
    let digits = entry[sign.upperBound...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return }
    guard let count = Int64(digits), (1...ProductChoice.quantityMax).contains(count) else { return nil }
    (label, quantity) = (String(entry[..<sign.lowerBound]), count)
  }

  /// The entries of a list as it is stored.
  package static func entries(of list: String) -> [String] {
    list.split(separator: ", ").map(String.init)
  }

  /// What an order holds, by product in small letters; entries that cannot be read hold nothing.
  static func quantities(of list: String) -> [String: Int64] {
    var quantities: [String: Int64] = [:]
    for choice in entries(of: list).compactMap(ProductChoice.init) {
      quantities[choice.label.lowercased(), default: 0] += choice.quantity
    }
    return quantities
  }
}

extension String {
  /// Where a text stands for the last time.
  fileprivate func range(ofLast text: String) -> Range<String.Index>? {
    var (found, start): (Range<String.Index>?, String.Index) = (nil, startIndex)
    while let range = self[start...].firstRange(of: text) {
      found = range
      start = index(after: range.lowerBound)
    }
    return found
  }
}

/// What events make of the products that an order holds. The engine and the replay both ask here.
enum OrderLines {
  /// The lines of one order once an event has told of it. An order without a name is another one each time that one is created.
  static func after(
    _ lines: [String: Int64], status: String, isNamed: Bool, products: [String: Int64]
  ) -> [String: Int64] {
    switch status {
    case "created": isNamed ? (products.isEmpty ? lines : products) : lines.merging(products, uniquingKeysWith: +)
    case "fulfilled": products.isEmpty ? lines : products
    case "cancelled", "returned": [:]
    default: lines
    }
  }
}

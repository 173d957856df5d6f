/// A value of JSON (RFC 8259); numbers stay text, so that no amount passes through binary floating point.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// As written: `12.50`, `-1e3`.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Members in the order of the text; no name stands twice.
  case object([JSONMember])

  package static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  /// The value of an object's member; `nil` for other values and names it has not.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// What the value is, in words for messages.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// One member of an object.
package struct JSONMember: Hashable, Sendable {
  package let name: String
  package let value: JSONValue

  package init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// What a text that is read as JSON may hold at most.
package struct JSONLimits: Hashable, Sendable {
  package var depthMax: Int
  package var bytesMax: Int

  package init(depthMax: Int = 64, bytesMax: Int = 256 << 10) {
    self.depthMax = depthMax
    self.bytesMax = bytesMax
  }
}

/// Where a text stops being JSON, and why.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1, in characters of Unicode from the start of the text.
  package let column: Int
  package let reason: String

  package var description: String { "column \(column): \(reason)" }
}

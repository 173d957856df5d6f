import Foundation
import WorkroomExchange

/// Whether a JSON value keeps to a schema, for the words of JSON Schema (2020-12) that our schemas use.
///
/// A word that it doesn't know is a fault of the schema, so that none is passed over.
struct SchemaCheck {
  private(set) var faults: [String] = []

  static func faults(of value: JSONValue, in schema: JSONValue) -> [String] {
    var check = SchemaCheck()
    check.check(value, schema, at: "$")
    return check.faults
  }

  private mutating func check(_ value: JSONValue, _ schema: JSONValue, at path: String) {
    guard case .object(let words) = schema else { return faults.append("\(path): the schema is no object") }
    for word in words {
      switch (word.name, word.value) {
      case ("$schema", _), ("$id", _), ("title", _), ("description", _): break
      case ("type", .string(let name)): if name != type(value) { faults.append("\(path): no \(name)") }
      case ("const", _): if value != word.value { faults.append("\(path): not the constant") }
      case ("enum", .array(let values)): if !values.contains(value) { faults.append("\(path): not one of them") }
      case ("minimum", .number(let least)):
        if number(value) < number(.number(least)) { faults.append("\(path): too small") }
      case ("pattern", .string(let pattern)):
        if case .string(let text) = value, text.range(of: pattern, options: .regularExpression) != nil { break }
        faults.append("\(path): not like \(pattern)")
      case ("items", _): items(value, word.value, path)
      case ("required", .array(let names)): required(value, names, path)
      case ("properties", .object(let properties)): members(value, properties, path)
      case ("additionalProperties", .bool(false)):
        others(value, schema["properties"], path)
      default: faults.append("\(path): the schema says `\(word.name)`, which nobody checks")
      }
    }
  }

  private func type(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number: "integer"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  private func number(_ value: JSONValue) -> Int {
    if case .number(let digits) = value { Int(digits) ?? .min } else { .min }
  }

  private mutating func items(_ value: JSONValue, _ rule: JSONValue, _ path: String) {
    guard case .array(let elements) = value else { return }
    for (index, element) in elements.enumerated() { check(element, rule, at: "\(path)[\(index)]") }
  }

  private mutating func required(_ value: JSONValue, _ names: [JSONValue], _ path: String) {
    guard case .object = value else { return }
    for case .string(let name) in names where value[name] == nil {
      faults.append("\(path): `\(name)` is missing")
    }
  }

  private mutating func members(_ value: JSONValue, _ rules: [JSONMember], _ path: String) {
    guard case .object(let members) = value else { return }
    for member in members {
      guard let rule = rules.first(where: { $0.name == member.name }) else { continue }
      check(member.value, rule.value, at: "\(path).\(member.name)")
    }
  }

  private mutating func others(_ value: JSONValue, _ rules: JSONValue?, _ path: String) {
    guard case .object(let members) = value, let rules else { return }
    for member in members where rules[member.name] == nil {
      faults.append("\(path): `\(member.name)` is not in the schema")
    }
  }
}

import Foundation
import Testing
import WorkroomExchange

/// One of the W3C's tests, kept as JSON outside this package; the folder is named by `WORKROOM_STATECHARTS`.
struct Fixture: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]

  var testDescription: String { name }

  static let folder = ProcessInfo.processInfo.environment["WORKROOM_STATECHARTS"]

  static let all: [Fixture] = {
    guard let folder else { return [] }
    let places =
      (try? FileManager.default.contentsOfDirectory(at: URL(filePath: folder), includingPropertiesForKeys: nil)) ?? []
    return places.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.compactMap { place in
      guard let data = try? Data(contentsOf: place) else { return nil }
      return Fixture(name: place.deletingPathExtension().lastPathComponent, bytes: Array(data))
    }
  }()

  func chart() throws -> Chart { try Chart(JSONReader.parse(bytes)) }
}

/// A state machine as the W3C's tests have it: nodes outer before inner, in the order of the text.
struct Chart {
  enum Kind: String { case stage, tracks, history, final }

  indirect enum Action {
    case raise(String)
    case send(String, milliseconds: Int, id: String?)
    case cancel(String)
    case set(String, String)
    /// The actions under the first condition that holds.
    case choose([(condition: String, actions: [Action])])
  }

  /// Where a stage begins, or where a history leads that has nothing to remember.
  struct Jump {
    var targets: [String]
    var actions: [Action]
  }

  struct Transition {
    /// `nil` for one that waits for no event.
    var events: [String]?
    var condition: String?
    var targets: [String]
    var actions: [Action]
    var isInternal: Bool
  }

  struct Node {
    var id: String
    var kind: Kind
    var parent: Int
    var children: [Int] = []
    var initial: Jump?
    var transitions: [Transition] = []
    var entry: [[Action]] = []
    var exit: [[Action]] = []
    var isDeep = false
  }

  struct Unknown: Error {
    let what: String
  }

  private(set) var nodes: [Node] = []
  private(set) var variables: [(name: String, value: String)] = []
  private(set) var expected: [String] = []

  init(_ value: JSONValue) throws {
    guard let machine = value["machine"], let root = machine["root"], let expect = value["expect"] else {
      throw Unknown(what: "a file without machine or expectation")
    }
    expected = try Chart.texts(expect["final"])
    if case .object(let members)? = machine["vars"] {
      for member in members {
        guard case .number(let digits) = member.value else { throw Unknown(what: "a variable that is no number") }
        variables.append((member.name, digits))
      }
    }
    try add(root, parent: -1)
  }

  func node(_ id: String) throws -> Int {
    guard let index = nodes.firstIndex(where: { $0.id == id }) else { throw Unknown(what: "no node `\(id)`") }
    return index
  }

  private mutating func add(_ value: JSONValue, parent: Int) throws {
    guard let id = value["id"]?.string, let kind = value["kind"]?.string.flatMap(Kind.init(rawValue:)) else {
      throw Unknown(what: "a node without id or kind")
    }
    let index = nodes.count
    var node = Node(id: id, kind: kind, parent: parent)
    node.initial = try (value["initial"] ?? value["default"]).map(Chart.jump)
    node.transitions = try Chart.list(value["on"]).map(Chart.transition)
    node.entry = try Chart.list(value["entry"]).map(Chart.actions)
    node.exit = try Chart.list(value["exit"]).map(Chart.actions)
    node.isDeep = value["deep"] == .bool(true)
    nodes.append(node)
    if parent >= 0 { nodes[parent].children.append(index) }
    for child in try Chart.list(value["children"]) { try add(child, parent: index) }
  }

  private static func jump(_ value: JSONValue) throws -> Jump {
    Jump(targets: try texts(value["target"]), actions: try actions(value["do"]))
  }

  private static func transition(_ value: JSONValue) throws -> Transition {
    Transition(
      events: try value["event"].map { try texts($0) }, condition: value["if"]?.string,
      targets: try texts(value["target"]), actions: try actions(value["do"]),
      isInternal: value["internal"] == .bool(true))
  }

  private static func actions(_ value: JSONValue?) throws -> [Action] { try list(value).map(action) }

  private static func action(_ value: JSONValue) throws -> Action {
    let parts = try list(value)
    let words = parts.map { $0.string ?? "" }
    switch (words.first, parts.count) {
    case ("raise", 2): return .raise(words[1])
    case ("cancel", 2): return .cancel(words[1])
    case ("set", 3): return .set(words[1], words[2])
    case ("send", 4):
      guard case .number(let digits) = parts[2], let delay = Int(digits) else { throw Unknown(what: "a delay") }
      return .send(words[1], milliseconds: delay, id: parts[3].string)
    case ("if", 2):
      return .choose(
        try list(parts[1]).map { branch in
          let pair = try list(branch)
          guard pair.count == 2, let condition = pair[0].string else { throw Unknown(what: "a branch") }
          return (condition, try actions(pair[1]))
        })
    default: throw Unknown(what: "the action \(words)")
    }
  }

  private static func list(_ value: JSONValue?) throws -> [JSONValue] {
    guard let value else { return [] }
    guard case .array(let values) = value else { throw Unknown(what: "\(value.kind) where a list is expected") }
    return values
  }

  private static func texts(_ value: JSONValue?) throws -> [String] { try list(value).map { $0.string ?? "" } }
}

import Testing
import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A Chromium without a window, spoken to through the pipe that it has for debuggers: JSON, with a zero after each message.
final class Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    (path: String) in access(path, X_OK) == 0
  }
  static let words: Comment =
    "NOT TRIED IN A BROWSER: `./bootstrap test --peers` installs Chromium and runs this"

  private let process: pid_t
  private let orders: Int32
  private let answers: Int32
  private var bytes: [UInt8] = []
  private var number = 0
  private var session: String?
  /// What the page's script threw, and what the browser complained of.
  private(set) var complaints: [String] = []

  private struct Silence: Error {}

  init(_ folder: Folder) throws {
    let program = try #require(Browser.path)
    var (toBrowser, fromBrowser) = ([Int32](repeating: 0, count: 2), [Int32](repeating: 0, count: 2))
    try #require(pipe(&toBrowser) == 0 && pipe(&fromBrowser) == 0)
    // Out of the way of the two numbers at which the browser looks for its pipes.
    let ends = (toBrowser + fromBrowser).map { fcntl($0, F_DUPFD_CLOEXEC, 64) }
    for descriptor in toBrowser + fromBrowser { _ = close(descriptor) }
    (orders, answers) = (ends[1], ends[2])
    process = try Workroom.start(
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--remote-debugging-pipe", "--user-data-dir=\(folder.path("profile"))",
        "about:blank",
      ], of: program, talk: folder.path("browser.err"), passing: [(ends[0], 3), (ends[3], 4)], in: folder)
    for descriptor in [ends[0], ends[3]] { _ = close(descriptor) }
    let target = try call("Target.createTarget", [JSONMember("url", .string("about:blank"))])["targetId"]?.string ?? ""
    session =
      try call(
        "Target.attachToTarget", [JSONMember("targetId", .string(target)), JSONMember("flatten", .bool(true))])[
        "sessionId"]?.string
    for domain in ["Page", "Runtime", "Log"] { _ = try call("\(domain).enable", []) }
  }

  deinit {
    kill(process, SIGKILL)
    _ = Workroom.wait(for: process)
    _ = close(orders)
    _ = close(answers)
  }

  /// Opens a page in a window of some width, and waits until it is there.
  func open(_ address: String, width: Int, dark: Bool = false) throws {
    _ = try call(
      "Emulation.setDeviceMetricsOverride",
      [
        JSONMember("width", .integer(width)), JSONMember("height", .integer(900)),
        JSONMember("deviceScaleFactor", .integer(1)), JSONMember("mobile", .bool(false)),
      ])
    let scheme: JSONValue = .object([
      JSONMember("name", .string("prefers-color-scheme")), JSONMember("value", .string(dark ? "dark" : "light")),
    ])
    _ = try call("Emulation.setEmulatedMedia", [JSONMember("features", .array([scheme]))])
    _ = try call("Page.navigate", [JSONMember("url", .string(address))])
    while try message()["method"]?.string != "Page.loadEventFired" {}
  }

  /// The value of an expression in the page, as text.
  func value(_ expression: String) throws -> String {
    let answer = try call(
      "Runtime.evaluate",
      [
        JSONMember("expression", .string("String(\(expression))")), JSONMember("returnByValue", .bool(true)),
        JSONMember("awaitPromise", .bool(true)),
      ])
    return answer["result"]?["value"]?.string ?? "?"
  }

  /// Presses a key where the page has its focus.
  func press(_ key: String) throws {
    for type in ["keyDown", "keyUp"] {
      _ = try call("Input.dispatchKeyEvent", [JSONMember("type", .string(type)), JSONMember("key", .string(key))])
    }
  }

  // MARK: Messages

  @discardableResult
  private func call(_ method: String, _ values: [JSONMember]) throws -> JSONValue {
    number += 1
    var members = [
      JSONMember("id", .integer(number)), JSONMember("method", .string(method)), JSONMember("params", .object(values)),
    ]
    if let session { members.append(JSONMember("sessionId", .string(session))) }
    let order = JSONWriter.bytes(.object(members)) + [0]
    try #require(order.withUnsafeBytes { write(orders, $0.baseAddress, $0.count) } == order.count)
    while true {
      let answer = try message()
      if answer["id"] == .integer(number) { return answer["result"] ?? .null }
    }
  }

  /// The next message; complaints among them are kept.
  private func message() throws -> JSONValue {
    while true {
      if let end = bytes.firstIndex(of: 0) {
        let found = try JSONReader.parse(Array(bytes[..<end]), limits: JSONLimits(depthMax: 256, bytesMax: 1 << 24))
        bytes.removeFirst(end + 1)
        if ["Runtime.exceptionThrown", "Log.entryAdded"].contains(found["method"]?.string) {
          complaints.append(String(decoding: JSONWriter.bytes(found["params"] ?? .null), as: UTF8.self))
        }
        return found
      }
      var wait = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 20_000) > 0 else { throw Silence() }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = piece.withUnsafeMutableBytes { read(answers, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Silence() }
      bytes += piece[..<count]
    }
  }
}

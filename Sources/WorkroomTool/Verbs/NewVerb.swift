import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom new NAME`: a workflow to start from, which is one of the three that come with the tool.
enum NewVerb {
  static let usage = "workroom new NAME [--from seeding|ambassador|paid_post]"
  static let options = [Arguments.Option(name: "--from", value: "seeding|ambassador|paid_post")]

  /// A workflow to start from; its folder in `Workflows` has the same name.
  struct Template {
    var name: String
    var about: String
    var bytes: [UInt8]
  }

  static let templates = [
    Template(
      name: "seeding", about: "a product without pay, where a post is welcome", bytes: PackageResources.seeding_workflow
    ),
    Template(
      name: "ambassador", about: "a gift, a code, a link and commission on what sells",
      bytes: PackageResources.ambassador_workflow),
    Template(
      name: "paid_post", about: "a fee that both sides haggle over, a contract, a draft, a post",
      bytes: PackageResources.paid_post_workflow),
  ]

  /// What a workflow may be called: it is a file's name too.
  private static let nameMax = 64

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard let name = arguments.words.first else {
      throw Failure("what is it to be called? write `workroom new spring`", 64, [usage])
    }
    try arguments.noMore(than: 1, usage)
    let template = try template(arguments["--from"] ?? templates[0].name)
    let title = try title(name)
    let file = name.hasSuffix(".workflow") ? name : name + ".workflow"
    guard access(file, F_OK) != 0 else {
      throw Failure("`\(file)` is there already; choose another name, or delete it first", 64)
    }
    try ByteFile.writeAtomically(file, called(title, template))
    try Tool.print("\(file) begins as `\(template.name)`: \(template.about)")
    try next(file, template)
    return 0
  }

  private static func next(_ file: String, _ template: Template) throws {
    try Tool.print("")
    try Tool.print("next: change it in any editor, then")
    try Tool.print("  workroom check \(typed(file))")
    for other in templates where other.name != template.name {
      Tool.say("also there: --from \(other.name), \(other.about)")
    }
  }

  /// A name as a shell takes it, which runs nothing in it.
  private static func typed(_ file: String) -> String {
    guard file.contains(where: { "'`$!<>|&;()*?[]{}#~".contains($0) }) else {
      return file.contains(" ") ? "\"\(file)\"" : file
    }
    return "'" + file.replacing("'", with: "'\\''") + "'"
  }

  private static func template(_ name: String) throws(Failure) -> Template {
    if let template = templates.first(where: { $0.name == name }) { return template }
    let near = Spelling.nearest(to: name, among: templates.map(\.name))
    throw Failure(
      "no workflow to start from is called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 64,
      templates.map { "\($0.name): \($0.about)" })
  }

  /// What stands in the heading: the file's name without its folder and its ending.
  private static func title(_ path: String) throws(Failure) -> String {
    let file = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let name = file.hasSuffix(".workflow") ? file.dropLast(9) : file
    let isPlain = name.unicodeScalars.allSatisfy { !$0.isUnseen && $0 != "\"" && $0 != "\\" }
    guard !name.isEmpty, isPlain, !name.hasPrefix("."), name.utf8.count <= nameMax else {
      throw Failure("a workflow's name has 1 to \(nameMax) letters and no quotes, such as `spring`", 64)
    }
    return String(name)
  }

  /// The template under another name.
  private static func called(_ title: String, _ template: Template) -> [UInt8] {
    let lines = template.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let renamed = lines.map { line in
      line.starts(with: "workflow \"".utf8) ? ArraySlice("workflow \"\(title)\" version 1".utf8) : line
    }
    return Array(renamed.joined(separator: [UInt8(ascii: "\n")]))
  }
}

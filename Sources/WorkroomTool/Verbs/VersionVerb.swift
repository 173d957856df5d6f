import WorkroomReporting

/// `workroom version`
enum VersionVerb {
  static func run(_ words: [String]) -> Int32 {
    Main.print("workroom " + Escaped.terminal(toolVersion) + "\n")
    return 0
  }
}

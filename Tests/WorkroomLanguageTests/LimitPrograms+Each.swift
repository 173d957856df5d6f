import WorkroomLanguage

/// Programs with more `each` blocks, or more items, than there may be.
extension LimitPrograms {
  static let ofItems = [
    Program(name: "W0111-eaches", text: "-- W0111 at line 99: 17 blocks\n" + eaches(Checker.eachesMax + 1)),
    Program(name: "W0111-stages-of-items", text: "-- W0111 at line 3: 10,051 stages\n" + items(64, stages: 156)),
  ]

  static func eaches(_ count: Int) -> String {
    "stage active\n"
      + (0..<count).map {
        "  each t\($0) at most 1 of 1\n  stage a\n  on proposal.accepted go to b\n  end\n  final b\n  end\n"
      }.joined()
      + "  once all t0s are done go to done\nend\nfinal done\n"
  }

  /// Items whose stages lead from one to the next.
  static func items(_ count: Int, stages: Int) -> String {
    "stage active\n  each t at most \(count) of 1\n"
      + (0..<stages - 1).map { "    stage s\($0)\n      on content.posted go to s\($0 + 1)\n    end\n" }.joined()
      + "    final s\(stages - 1)\n  end\n  once all ts are done go to done\nend\nfinal done\n"
  }
}

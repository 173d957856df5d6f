/// What a file says of all that can happen, and of those who run on an older version.
extension Checker {
  // MARK: Properties

  mutating func checkProperties() {
    current = 1
    owner = 0
    for node in tree.top.compactMap({ if case .property(let node) = $0 { node } else { nil } }) {
      let syntax = tree.properties[node]
      guard let kind = checkedProperty(syntax) else { continue }
      workflow.properties.append(
        CheckedProperty(
          kind: kind, because: syntax.because.map { intern(tree.quoted($0)) }, span: tree.span(syntax.tokens)))
    }
  }

  private mutating func checkedProperty(_ syntax: PropertySyntax) -> CheckedProperty.Kind? {
    switch syntax.kind {
    case .neverBefore(let first, let second):
      guard let (a, b) = events(first, second) else { return nil }
      return .neverBefore(a, b)
    case .neverAfter(let first, let second):
      guard let (a, b) = events(first, second) else { return nil }
      return .neverAfter(a, b)
    case .always(let first, let length, let second, let condition):
      return checkAlways(first, length, second, condition)
    case .canReach(let names):
      let stages = names.compactMap { target($0) }
      return stages.count == names.count ? .canReach(stages) : nil
    }
  }

  private mutating func events(_ first: Int, _ second: Int) -> (Int, Int)? {
    let (a, b) = (event(first), event(second))
    guard let a, let b else { return nil }
    return (a, b)
  }

  private mutating func checkAlways(
    _ first: Int, _ length: NodeIndex, _ second: Int, _ condition: NodeIndex?
  ) -> CheckedProperty.Kind? {
    let events = events(first, second)
    let value = checkWithin(length)
    guard let condition else {
      guard let events, let value else { return nil }
      return .always(events.0, within: value, of: events.1, when: nil)
    }
    // The condition is read when the second event comes, and may read what that carries.
    event = events?.1
    defer { event = nil }
    guard let test = checkCondition(condition, stageFacts[0]), let events, let value else { return nil }
    return .always(events.0, within: value, of: events.1, when: test.expression)
  }

  private mutating func checkWithin(_ length: NodeIndex) -> Int? {
    allowed = .timer
    defer { allowed = .everything }
    guard let value = checkValue(length, stageFacts[0], expecting: .duration) else { return nil }
    let type = workflow.expressions[value].type
    if type == .span { return value }
    return unify(.duration, type, length, purpose: .words("`within` says how long it may take")) ? value : nil
  }

  // MARK: Older versions

  mutating func checkMigrations() {
    current = 1
    owner = 0
    var versions: [Int64: Int] = [:]
    for node in tree.top.compactMap({ if case .migration(let node) = $0 { node } else { nil } }) {
      let syntax = tree.migrations[node]
      guard let version = checkOlder(syntax) else { continue }
      if let earlier = versions[version] {
        reportVersionTwice(syntax, version, earlier)
        continue
      }
      versions[version] = syntax.keyword
      var migration = CheckedMigration(
        version: version, stages: [], fields: [], restartsTimers: false, span: span(syntax.keyword))
      var names: [String: Int] = [:]
      var timers: Int?
      for line in syntax.lines {
        switch line {
        case .becomes(let old, let new):
          if let earlier = names.updateValue(old, forKey: text(old)) {
            reportBecomesTwice(old, earlier)
          } else {
            checkBecomes(old, new, &migration)
          }
        case .keepTimers(let token), .restartTimers(let token):
          if let timers { reportTimersTwice(token, timers) }
          timers = token
          if case .restartTimers = line { migration.restartsTimers = true }
        }
      }
      workflow.migrations.append(migration)
    }
  }

  private mutating func reportTimersTwice(_ token: Int, _ earlier: Int) {
    report(
      .declaredTwice, "what becomes of timers is said once", token, "said again",
      related: [Diagnostic.Related(span: span(earlier), label: "the first")], help: ["delete one of the two lines"])
  }

  private mutating func reportBecomesTwice(_ token: Int, _ earlier: Int) {
    report(
      .declaredTwice, "what `\(text(token))` becomes is said already", token, "said again",
      related: [Diagnostic.Related(span: span(earlier), label: "the first")], help: ["delete one of the two lines"])
  }

  private mutating func checkOlder(_ syntax: MigrationSyntax) -> Int64? {
    guard let version = Int64(text(syntax.version).filter { $0 != "_" }), version > 0 else {
      report(
        .badLiteral, "a version is a whole number from 1", syntax.version, "not a version",
        help: ["write `from version 2`"])
      return nil
    }
    guard version < workflow.version else {
      report(
        .versionNotOlder, "this file is version \(workflow.version), and version \(version) is not older",
        syntax.version, "not older than this file",
        related: tree.header?.version.map { [Diagnostic.Related(span: span($0), label: "this file's version")] } ?? [],
        help: [
          tree.header?.version == nil
            ? "give the file a heading with a higher version: `workflow \"\(workflow.name)\" version \(min(version, .max - 1) + 1)`"
            : "give this file a higher version, or name an older one here"
        ], follows: tree.header == nil && !tree.broken.isEmpty)
      return nil
    }
    return version
  }

  private mutating func reportVersionTwice(_ syntax: MigrationSyntax, _ version: Int64, _ earlier: Int) {
    report(
      .declaredTwice, "`from version \(version)` is already declared", syntax.version, "declared again",
      related: [Diagnostic.Related(span: span(earlier), label: "the first")], help: ["join the two blocks into one"])
  }

  /// A stage becomes a stage of this file, a field of the record one of this record.
  private mutating func checkBecomes(_ old: Int, _ new: Int, _ migration: inout CheckedMigration) {
    let (name, written) = (text(new), text(old))
    if let field = fieldByName[name] {
      guard field.storage == .record else {
        return report(
          .unknownName, "`\(name)` is no field of the record, and only those are carried over", new,
          "not of the record", help: ["name a field of the `record` block, or a stage"])
      }
      guard !migration.fields.contains(where: { $0.new == field.index }) else {
        return report(
          .declaredTwice, "`\(name)` takes the value of another field already", new, "a second value",
          help: ["keep one of the two lines"])
      }
      return migration.fields.append((written, field.index))
    }
    guard stagesByName[String(name.split(separator: ".").last ?? "")] != nil else {
      return reportUnknown(
        .unknownName, "no stage and no field of the record is called `\(name)`", new,
        near: { checker in
          checker.workflow.record.map(\.name) + checker.workflow.stages.dropFirst().flatMap { [$0.name, $0.path] }
        }, declared: { _ in nil }, noun: "a stage or field",
        otherwise: "write the name of a stage or of a field of the record, as it stands in this file")
    }
    guard let stage = anyStage(new, from: 0) else { return }
    migration.stages.append((written, stage))
  }
}

import WorkroomAnalysis
import WorkroomLanguage
import WorkroomReporting

/// `check --matrix`: what becomes of each event in each stage.
enum MatrixView {
  static func run(_ arguments: Arguments, _ level: FailLevel) throws -> Int32 {
    let format = try Tool.format(arguments)
    let files = ScenarioFiles(arguments.words, bringsScenarios: false)
    var found = files.findings
    var matrices: [(file: String, matrix: Matrix)] = []
    for (index, group) in files.groups.enumerated() {
      let source = files.sources[group.workflow]
      let (checked, diagnostics) = files.check(index)
      found += Analysis.adding(to: diagnostics, of: checked?.definition, source)
      guard let workflow = checked?.definition else { continue }
      matrices.append((source.name, Matrix(workflow, source, all: arguments.has("--all"))))
    }
    let errors = found.filter { $0.severity == .error }
    if !errors.isEmpty {
      try Terminal.write(DiagnosticFormat.compact.render(errors, in: files.sources), to: .standardError)
    }
    try show(matrices, tellsFile: arguments.words.count > 1, format)
    try files.refuseUnread()
    return level.status(of: found)
  }

  private static func show(
    _ matrices: [(file: String, matrix: Matrix)], tellsFile: Bool, _ format: Table.Format
  ) throws {
    guard case .human(let width, let colour) = format else {
      guard !matrices.isEmpty else { return }
      return try Terminal.write(list(matrices, tellsFile).render(format), to: .standardOutput)
    }
    for (file, matrix) in matrices {
      for table in tables(matrix, tellsFile ? file : nil, width: width) {
        try Terminal.write(table.render(.human(width: width, colour: colour)) + "\n", to: .standardOutput)
      }
      for line in legend(matrix) { try Tool.print(line) }
    }
  }

  /// One row for each thing that may become of an event in a stage; of several files each row says in which.
  private static func list(_ matrices: [(file: String, matrix: Matrix)], _ tellsFile: Bool) -> Table {
    let headings = ["stage", "event", "becomes", "to", "line", "conditional", "roles"]
    var table = Table(columns: ((tellsFile ? ["file"] : []) + headings).map { Table.Column($0) })
    for (file, matrix) in matrices {
      for row in matrix.rows {
        for (event, answers) in zip(matrix.events, row.cells) {
          for answer in answers {
            table.append((tellsFile ? [Table.Cell(file)] : []) + cells(row.stage, event, answer))
          }
        }
      }
    }
    return table
  }

  private static func cells(_ stage: String, _ event: String, _ answer: Matrix.Answer) -> [Table.Cell] {
    let kind = answer.kind == .nobody ? "nobody" : answer.kind.rawValue
    return [
      Table.Cell(stage), Table.Cell(event), Table.Cell(kind), Table.Cell(answer.targets.joined(separator: " ")),
      answer.line.map { .number($0) } ?? .nothing(.number), Table.Cell(answer.isConditional ? "yes" : "no"),
      Table.Cell(answer.roles.joined(separator: " ")),
    ]
  }

  /// As many events side by side as fit, and the next ones below.
  private static func tables(_ matrix: Matrix, _ title: String?, width: Int) -> [Table] {
    let texts = matrix.rows.map { row in row.cells.map { $0.map(\.words).joined(separator: ", ") } }
    let widths = matrix.events.indices.map { column in
      texts.reduce(matrix.events[column].count) { max($0, $1[column].count) }
    }
    let stages = matrix.rows.reduce(5) { max($0, $1.stage.count) }
    var tables: [Table] = []
    var next = 0
    while next < matrix.events.count {
      let first = next
      var used = stages
      repeat {
        used += 2 + widths[next]
        next += 1
      } while next < matrix.events.count && used + 2 + widths[next] <= width
      let columns = [Table.Column("stage", priority: 1)] + matrix.events[first..<next].map { Table.Column($0) }
      let rows = zip(matrix.rows, texts).map { row, text in
        [Table.Cell(row.stage)] + text[first..<next].map { Table.Cell($0) }
      }
      tables.append(Table(title: tables.isEmpty ? title : nil, columns: columns, rows: rows))
    }
    return tables
  }

  private static func legend(_ matrix: Matrix) -> [String] {
    var lines = [
      "go, stay, do, refuse, ignore: the line of that number says so, inner ones first",
      "handled, refused, ignored: no line says so, and the event's own declaration counts",
      "-: nothing decides; a person is refused, and a system's event is ignored",
    ]
    if matrix.others > 0 {
      let noun = matrix.others == 1 ? "event goes" : "events go"
      lines.append("\(matrix.others) more \(noun) by what the vocabulary says; --all shows them")
    }
    return lines
  }
}

/// Blocks: their members, the `end` that closes them, and what is said when the ends don't add up.
extension Parser {
  /// Members up to the block's `end`; the opening statement has been read.
  ///
  /// A line that a block of fields or of actions cannot hold shows that its `end` is missing.
  mutating func parseMembers(
    _ opening: Int, endsAt isForeign: (borrowing Parser) -> Bool = { _ in false }, _ read: (inout Parser) -> Void
  ) {
    open.append(opening)
    defer { open.removeLast() }
    while startLine() {
      if token == endOfCase {
        line += 1
        continue
      }
      if word == .end {
        if closesOuterBlock(opening) { return unclosed(opening) }
        if readsIndentation, column(token) > column(opening) {
          strayEnd()
          continue
        }
        return parseEnd(opening)
      }
      if isEndInOtherWords, column(token) == column(opening) { return endInOtherWords() }
      if readsIndentation && column(token) <= column(opening) && !isActionBelowItsRule(opening) || isForeign(self) {
        return unclosed(opening)
      }
      guard open.count < Parser.depthMax || !opensBlock(lines.ranges[line]) else {
        tooDeep()
        continue
      }
      read(&self)
    }
    unclosed(opening)
  }

  /// Actions right below their rule are its own, though they stand no further in.
  private func isActionBelowItsRule(_ opening: Int) -> Bool {
    guard word.startsAction, word.isReserved, column(token) == column(opening) else { return false }
    return [.on, .once, .after, .at, .every].contains(tree.tokens[opening].word)
  }

  private mutating func tooDeep() {
    fail(
      .tooDeep, "blocks nest at most \(Parser.depthMax) deep", label: "one level too deep",
      help: ["move this block further out, beside the one that holds it"])
    skipBlock()
  }

  /// `end` or `end NAME` of a block that began at a token.
  private mutating func parseEnd(_ opening: Int) {
    advance()
    if let name = takeName() { checkEndName(name, opening) }
    finishLine("after `end`")
    if lineHasError { oddEnds.append(line) }
    line += 1
  }

  private mutating func checkEndName(_ name: Int, _ opening: Int) {
    let expected = blockName(opening)
    let written = tree.text(name)
    // A block without a name to compare, or whose `end` was just missed, has been spoken about.
    let isNameless = expected.isEmpty && [.stage, .track, .each].contains(tree.tokens[opening].word)
    guard written != expected, !isNameless, !lostBlocks.contains(opening), unclosedHere.line + 1 < line else { return }
    let block = expected.isEmpty ? tree.text(opening) : expected
    let end = expected.isEmpty ? "end" : "end \(expected)"
    fail(
      .endNameDiffers, "this `end` names `\(written)`, but the block it closes is `\(block)`", at: name,
      label: "another name", related: [related(opening, "the block that ends here")], help: ["write `\(end)`"],
      fixes: expected.isEmpty ? [] : [fix(.maybe, name, expected)])
  }

  /// The name after the block's first word, if it has one.
  private func blockName(_ opening: Int) -> String {
    let named = [.stage, .track, .each].contains(tree.tokens[opening].word) || lostBlocks.contains(opening)
    guard named, opening + 1 < tree.tokens.count, tree.tokens[opening + 1].kind == .word,
      !tree.tokens[opening + 1].word.isReserved
    else { return "" }
    return tree.text(opening + 1)
  }

  /// An `end NAME` that names a block further out, or stands where one further out began.
  @inline(__always)
  private func closesOuterBlock(_ opening: Int) -> Bool {
    if let next = peekToken(1), tree.tokens[next].kind == .word, namesOuterBlock(tree.text(next), opening) {
      return true
    }
    return readsIndentation && column(token) < column(opening)
  }

  private func namesOuterBlock(_ name: String, _ opening: Int) -> Bool {
    blockName(opening) != name && open.dropLast().contains { blockName($0) == name }
  }

  private mutating func unclosed(_ opening: Int) {
    structureIsBroken = true
    guard !lostBlocks.contains(opening), diagnostics.count < Parser.diagnosticsMax else { return }
    let name = blockName(opening)
    unclosedHere = (line, unclosedHere.line == line ? unclosedHere.count + 1 : 1)
    // Only the end of the file may have to be explained by what stands inside; it is searched for the first block alone.
    let searches = line == lines.ranges.count && unclosedHere.count == 1
    var diagnostic = Diagnostic(
      .unclosedBlock, "this `\(tree.text(opening))` block has no `end`",
      at: tree.span(opening, opening + (name.isEmpty ? 0 : 1)), label: "opened here, never closed",
      related: [related(lastInBlock(opening, searches: searches), "`end` is missing below this line")],
      help: ["write `end` on a line of its own where the block stops"])
    diagnostic.enclosing = enclosing(open.dropLast())
    diagnostic.isConsequence = unclosedHere.count > 3
    diagnostics.append(diagnostic)
  }

  /// The first word of the last physical line before the one that shows that an `end` is missing.
  ///
  /// Where only the end of the file shows it, and no line is indented, that is the next block that begins inside.
  private func lastInBlock(_ opening: Int, searches: Bool) -> Int {
    let shows = searches && !isIndented ? nextBlock(after: opening) ?? line : line
    let last = lines.significant[lines.ranges[shows - 1].upperBound - 1]
    return lines.significant[lines.ranges[shows - 1]].first { tree.line($0) == tree.line(last) } ?? last
  }

  /// The first statement inside a block that begins a stage behind rules or tracks, or a track behind stages: what
  /// rarely stands so in one block, and always does where the block before should have ended.
  private func nextBlock(after opening: Int) -> Int? {
    guard let first = lines.ranges.firstIndex(where: { lines.significant[$0.lowerBound] == opening }) else {
      return nil
    }
    var (depth, seesStage, seesOther) = (0, false, false)
    for index in lines.ranges.indices.dropFirst(first + 1) {
      let word = tree.tokens[lines.significant[lines.ranges[index].lowerBound]].word
      if depth == 0 {
        switch word {
        case .stage, .final:
          if seesOther { return index }
          seesStage = true
        case .track where seesStage: return index
        case .track, .each, .on, .once, .after, .at, .every: seesOther = true
        default: break
        }
      }
      if word == .end { depth -= 1 } else if opensBlock(lines.ranges[index]) { depth += 1 }
    }
    return nil
  }

  mutating func strayEnd() {
    structureIsBroken = true
    fail(
      .strayEnd, "this `end` closes nothing", label: "no block is open here",
      help: ["delete this line, or open the block that it should close"],
      follows: lost?.line == line - 1 || oddEnds.popLast() != nil, mayMean: peekToken(1) != nil)
    line += 1
  }

  /// Passes over a statement and everything up to the `end` that closes it; what it declares is not missed elsewhere.
  mutating func skipBlock() {
    let opening = lines.significant[lines.ranges[line].lowerBound]
    var depth = 1
    tree.hasLostLines = true
    loseNames()
    line += 1
    while depth > 0, line < lines.ranges.count {
      let range = lines.ranges[line]
      let first = lines.significant[range.lowerBound]
      if readsIndentation, column(first) <= column(opening) {
        if tree.tokens[first].word == .end, column(first) == column(opening) { line += 1 }
        return
      }
      if tree.tokens[first].word == .end {
        depth -= 1
      } else if opensBlock(range) {
        depth += 1
      }
      loseNames()
      line += 1
    }
  }

  /// Whether a statement looks as if a block followed it.
  @inline(__always)
  func opensBlock(_ range: Range<Int>) -> Bool {
    let first = tree.tokens[lines.significant[range.lowerBound]]
    guard first.kind == .word else { return false }
    switch first.word {
    case .campaign, .record, .influencer: return range.count == 1
    case .stage, .track, .each, .scenario, .from: return true
    case .on, .once, .after, .at, .every: return !lines.saysWhatToDo(range)
    default: return false
    }
  }

  func column(_ token: Int) -> Int { tree.source.column(at: tree.tokens[token].range.lowerBound) }
}

/// A kind of finding: a number that is never reused and a slug that says it in words.
public struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
  public let number: Int
  public let slug: String
  public let severity: Diagnostic.Severity

  /// `W0201`.
  public var description: String {
    let digits = String(number)
    return "W" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// A number is given once, so that it tells codes apart by itself.
  public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.number == right.number }
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }

  private init(_ number: Int, _ slug: String, _ severity: Diagnostic.Severity = .error) {
    self.number = number
    self.slug = slug
    self.severity = severity
  }
}

// 00xx: the text as bytes and words.
extension DiagnosticCode {
  public static let sourceTooLarge = DiagnosticCode(1, "source-too-large")
  public static let invalidUTF8 = DiagnosticCode(2, "invalid-utf8")
  public static let hiddenCharacter = DiagnosticCode(3, "hidden-character")
  public static let strangeCharacter = DiagnosticCode(4, "strange-character")
  public static let unclosedText = DiagnosticCode(5, "unclosed-text")
  public static let badLiteral = DiagnosticCode(6, "bad-literal")
  public static let foreignWord = DiagnosticCode(7, "foreign-word")
  public static let tooLong = DiagnosticCode(8, "too-long")
}

// 01xx: the order of words in a line and of lines in a block.
extension DiagnosticCode {
  public static let unexpectedWord = DiagnosticCode(101, "unexpected-word")
  public static let lineStopsEarly = DiagnosticCode(102, "line-stops-early")
  public static let clauseOrder = DiagnosticCode(103, "clause-order")
  public static let unclosedBlock = DiagnosticCode(104, "unclosed-block")
  public static let strayEnd = DiagnosticCode(105, "stray-end")
  public static let endNameDiffers = DiagnosticCode(106, "end-name-differs")
  public static let lineNotHere = DiagnosticCode(107, "line-not-here")
  public static let mixedAndOr = DiagnosticCode(109, "mixed-and-or")
  public static let tooDeep = DiagnosticCode(110, "too-deep")
  public static let tooMany = DiagnosticCode(111, "too-many")
  public static let conditionWithoutVerb = DiagnosticCode(112, "condition-without-verb")
}

// 02xx: names.
extension DiagnosticCode {
  public static let unknownStage = DiagnosticCode(201, "unknown-stage")
  public static let unknownName = DiagnosticCode(202, "unknown-name")
  public static let unknownEvent = DiagnosticCode(203, "unknown-event")
  public static let unknownRole = DiagnosticCode(204, "unknown-role")
  public static let unknownSection = DiagnosticCode(205, "unknown-section")
  public static let unknownPayload = DiagnosticCode(206, "unknown-payload")
  public static let declaredTwice = DiagnosticCode(207, "declared-twice")
  public static let ambiguousStage = DiagnosticCode(208, "ambiguous-stage")
  public static let unknownItem = DiagnosticCode(209, "unknown-item")
  public static let unknownType = DiagnosticCode(210, "unknown-type")
  public static let reservedName = DiagnosticCode(211, "reserved-name")
}

// 03xx: types and units.
extension DiagnosticCode {
  public static let typesDiffer = DiagnosticCode(301, "types-differ")
  public static let unitMissing = DiagnosticCode(302, "unit-missing")
  public static let currenciesDiffer = DiagnosticCode(303, "currencies-differ")
  public static let percentOfWhat = DiagnosticCode(304, "percent-of-what")
  public static let mayBeUnset = DiagnosticCode(305, "may-be-unset")
  public static let monthEnd = DiagnosticCode(306, "month-end")
  public static let notOneOf = DiagnosticCode(307, "not-one-of")
  public static let notSettable = DiagnosticCode(308, "not-settable")
  public static let cannotWake = DiagnosticCode(309, "cannot-wake")
  public static let neverSet = DiagnosticCode(310, "never-unset")
  public static let gapInTable = DiagnosticCode(311, "gap-in-table")
  public static let overlapInTable = DiagnosticCode(312, "overlap-in-table")
  public static let definedByItself = DiagnosticCode(313, "defined-by-itself")
  public static let notShared = DiagnosticCode(314, "not-shared")
  public static let neverUsed = DiagnosticCode(315, "never-used", .warning)
  public static let readsAsMinus = DiagnosticCode(316, "reads-as-minus", .warning)
}

// 04xx: structure and flow.
extension DiagnosticCode {
  public static let nothingInside = DiagnosticCode(401, "nothing-inside")
  public static let stagesAndTracks = DiagnosticCode(402, "stages-and-tracks")
  public static let goToAncestor = DiagnosticCode(403, "go-to-ancestor")
  public static let outcomeNotHere = DiagnosticCode(404, "outcome-not-here")
  public static let outcomeNotLast = DiagnosticCode(405, "outcome-not-last")
  public static let systemCannotBeRefused = DiagnosticCode(406, "system-cannot-be-refused")
  public static let nobodySends = DiagnosticCode(407, "nobody-sends")
  public static let owedTwice = DiagnosticCode(409, "owed-twice")
  public static let setTwice = DiagnosticCode(410, "set-twice")
  public static let otherwiseAlone = DiagnosticCode(411, "otherwise-alone")
  public static let bothCanFire = DiagnosticCode(412, "both-can-fire")
  public static let conditionNotAllowed = DiagnosticCode(413, "condition-not-allowed")
  public static let unreachableStage = DiagnosticCode(414, "unreachable-stage", .warning)
  public static let nothingLeaves = DiagnosticCode(415, "nothing-leaves", .warning)
  public static let neverDone = DiagnosticCode(416, "never-done")
  public static let targetsNotApart = DiagnosticCode(417, "targets-not-apart")
  public static let nothingToResume = DiagnosticCode(418, "nothing-to-resume")
  public static let eachNotHere = DiagnosticCode(419, "each-not-here")
  public static let versionNotOlder = DiagnosticCode(420, "version-not-older")
  public static let notOfThisItem = DiagnosticCode(421, "not-of-this-item")
  public static let noItems = DiagnosticCode(422, "no-items", .warning)
  public static let restartElsewhere = DiagnosticCode(423, "restart-elsewhere")

  // What can be read, and never does what was meant.
  public static let impossibleCondition = DiagnosticCode(431, "impossible-condition", .warning)
  public static let constantCondition = DiagnosticCode(432, "constant-condition", .warning)
  public static let hiddenLine = DiagnosticCode(433, "hidden-line", .warning)
  public static let endlessOnce = DiagnosticCode(434, "endless-once", .warning)
  public static let neverJoins = DiagnosticCode(435, "never-joins", .warning)
  public static let nobodyRaises = DiagnosticCode(436, "nobody-raises", .warning)
  public static let nobodyTakes = DiagnosticCode(437, "nobody-takes", .warning)
  public static let undecided = DiagnosticCode(438, "undecided", .note)
  public static let commissionLost = DiagnosticCode(439, "commission-lost", .warning)
  public static let changesNothing = DiagnosticCode(440, "changes-nothing", .warning)
  public static let rateOfLaterSales = DiagnosticCode(441, "rate-of-later-sales", .warning)
}

// 05xx: what a definition holds ready, and what becomes of it.
extension DiagnosticCode {
  public static let poolRunsDry = DiagnosticCode(501, "pool-runs-dry", .note)
  public static let timerNeverFires = DiagnosticCode(502, "timer-never-fires", .warning)
  public static let detailNeverRead = DiagnosticCode(503, "detail-never-read", .warning)
  public static let fieldNeverRead = DiagnosticCode(504, "field-never-read", .note)
  public static let fieldNeverSet = DiagnosticCode(505, "field-never-set", .warning)
  public static let sectionNeverShown = DiagnosticCode(506, "section-never-shown", .warning)
  public static let doneAgain = DiagnosticCode(507, "done-again", .warning)
}

// 06xx: scenarios.
extension DiagnosticCode {
  public static let unknownPerson = DiagnosticCode(601, "unknown-person")
  public static let notAPerson = DiagnosticCode(602, "not-a-person")
  public static let unknownDetail = DiagnosticCode(603, "unknown-detail")
  public static let detailMissing = DiagnosticCode(604, "detail-missing")
  public static let unknownGroup = DiagnosticCode(605, "unknown-group")
  public static let notAGroup = DiagnosticCode(606, "not-a-group")
  public static let notAPlainValue = DiagnosticCode(607, "not-a-plain-value")
  public static let payloadMissing = DiagnosticCode(608, "payload-missing")
  public static let neverRefused = DiagnosticCode(609, "never-refused")
  public static let expectsNothing = DiagnosticCode(610, "expects-nothing", .warning)
  public static let otherWorkflow = DiagnosticCode(611, "other-workflow")
  public static let onlyScenarios = DiagnosticCode(612, "only-scenarios")
  public static let timeGoesBack = DiagnosticCode(613, "time-goes-back")
  public static let sentByTheEngine = DiagnosticCode(614, "sent-by-the-engine")
  public static let noWorkflow = DiagnosticCode(615, "no-workflow")
  public static let onlyHidesOthers = DiagnosticCode(616, "only-hides-others", .warning)
}

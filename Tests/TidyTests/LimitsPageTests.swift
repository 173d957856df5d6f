import Testing

/// Every row of `Grammar/Limits.md` has tests, and they are where this list says.
@Suite struct LimitsPageTests {
  /// The first cell of each row, and `target/test` for what tries it on either side.
  static let tests: [String: [String]] = [
    "`WrittenTime.countMax`": ["WorkroomValuesTests/eachFormIsOneMoment"],
    "`ProductChoice.quantityMax`": ["WorkroomTests/whatIsChosenIsOfferedKnownAndThere"],
    "`Engine.attributionDaysMax`": ["WorkroomTests/termsThatNoGroupCanHaveAreRefused"],
    "`Engine.utmBytesMax`": ["WorkroomTests/termsThatNoGroupCanHaveAreRefused"],
    "`ProductImport.nameBytesMax`": ["WorkroomExchangeTests/whatCannotBeAProductIsRejectedWithItsReason"],
    "`Lexer.sourceBytesMax`": language + ["CommandLineTests/largeAndStrangeFilesAreAnsweredAtOnce"],
    "`Lexer.nameBytesMax`": language,
    "`Lexer.textBytesMax`": language,
    "`Parser.depthMax`": language,
    "`Parser.termsMax`": language,
    "`Checker.stagesMax`": language,
    "`Checker.tracksMax`": language,
    "`Checker.eachesMax`": language,
    "`Checker.itemsMax`": language,
    "`Checker.rulesMax`": language,
    "`Checker.fieldsMax`": language,
    "`Checker.rolesMax`": language,
    "`CheckedWorkflow.kindsMax`": language,
    "`Definitions.countMax`": language,
    "`Definitions.depthMax`": language,
    "`Definitions.partsMax`": ["WorkroomLanguageTests/partsOfDefinitionsAreCounted"],
    "`Cases.casesMax`": ["WorkroomLanguageTests/manyCases"],
    "`Cases.stagesAskedMax`": ["WorkroomLanguageTests/manyStagesAskedFor"],
    "`ScenarioReader.countMax`": language,
    "`ScenarioPlayer.skeletonsMax`": ["WorkroomScenariosTests/onlySoManyScenariosAreLookedFor"],
    "lexical diagnostics": ["WorkroomLanguageTests/theLexerSaysSoMuchAndNoMore"],
    "`Parser.diagnosticsMax`": ["WorkroomLanguageTests/theParserSaysSoMuchAndNoMore"],
    "`Parser.readingsMax`": ["WorkroomLanguageTests/manyLinesCostLittle"],
    "`SafeFixes.countMax`": ["WorkroomAnalysisTests/aTextFullOfMistakesIsRepairedInParts"],
    "`Analyst.notesOfOneCodeMax`": ["WorkroomAnalysisTests/oneKindOfNoteIsToldSoManyTimesAndThenCounted"],
    "`SARIF.resultsMax`": ["WorkroomReportingTests/aRunOfSARIFHasFiveThousandResults"],
    "`HumanDiagnostics.shownMax`": ["WorkroomReportingTests/orderConsequencesAndLimit"],
    "decimals": language,
    "numbers, percentages, amounts": language + ["WorkroomValuesTests/numbers"],
    "durations": language,
    "spans of the calendar": language,
    "`at most N times`": language,
    "`roundsMax`": ["WorkroomTests/aStepHasAThousandRounds"],
    "1,000,000,000,000,000 minor units": ["WorkroomTests/anAmountHasALimit"],
    "64-bit results, 128-bit intermediates": ["WorkroomTests/anAmountThatDoesNotFitIsRefused"],
    "attempts for a code from a pattern": ["WorkroomTests/aPatternIsTriedTenThousandTimes"],
    "names of campaigns and groups": ["WorkroomTests/aNameHas255Bytes"],
    "patterns of codes and links": ["WorkroomTests/aPatternHas200Bytes"],
    "a text in a payload or a detail": ["WorkroomTests/aTextHas64KiB"],
    "entries of a list in a payload or a detail": ["WorkroomTests/aListHasAThousandEntries"],
    "`Directory.tagBytesMax`": ["WorkroomTests/tagsAndRemarksHaveLimits"],
    "`Directory.tagsMax`": ["WorkroomTests/tagsAndRemarksHaveLimits"],
    "`Directory.remarkBytesMax`": ["WorkroomTests/tagsAndRemarksHaveLimits"],
    "`Hand.askedBytesMax`": ["WorkroomTests/whatIsAskedHasALimit"],
    "`Hand.answerBytesMax`": ["WorkroomTests/whatIsAskedHasALimit"],
    "`AssigningPlan.shownMax`": ["WorkroomTests/aPlanShowsFiveReasonsAndCountsTheRest"],
    "time of an event": ["WorkroomTests/anEventMayHaveHappenedEarlierButNotLater"],
    "`Engine.paymentNameBytesMax`": ["WorkroomTests/aPaymentsNameHasThirtyLetters"],
    "what can be asked for": ["WorkroomTests/noMoreIsAskedForThanIsDue"],
    "`PayPalFile.rowsMax`": ["WorkroomExchangeTests/aFileHasFiveThousandRows"],
    "`Page.rowsMax`": ["CommandLineTests/aPageHasALimit"],
    "`Page.usualRows`": ["CommandLineTests/aPageHasALimit"],
    "`Inbox.batchLines`": ["CommandLineTests/anInboxIsReadFiveHundredLinesATransaction"],
    "`InboxReader.lineBytesMax`": [
      "WorkroomExchangeTests/aLineOfOneMebibyteIsRead", "WorkroomExchangeTests/aLongLineCostsOneLine",
    ],
    "`JSONLimits.bytesMax`": ["WorkroomExchangeTests/sizeHasALimit"],
    "`JSONLimits.depthMax`": ["WorkroomExchangeTests/depthHasALimit"],
    "`InboxLine.nameBytesMax`": ["WorkroomExchangeTests/aNameHas255Bytes"],
    "`CSVReader.rowBytesMax`": ["WorkroomExchangeTests/aRowOverTheLimitIsSetAside"],
    "`CSVReader.rowEndBytesMax`": ["WorkroomExchangeTests/aRowWithoutAnEndEndsTheFile"],
    "`ReportPage.rowsMax`": ["WorkroomReportTests/aTableOfAPageKeepsTheLargestRowsAndCountsTheRest"],
    "`CSVReader.columnsMax`": ["WorkroomExchangeTests/aThousandColumnsAndNoMore"],
    "`ShipmentImport.trackingBytesMax`": ["WorkroomExchangeTests/aTrackingNumberHas255Bytes"],
    "`ContentImport.idBytesMax`": ["WorkroomExchangeTests/anIdOfAPostHas255Bytes"],
    "`ItemTables.refersionRowsMax`": ["CommandLineTests/refersionTakes500RowsAFile"],
    "`ContentReview.pageRows`": ["CommandLineTests/aPageOfReviewHas50Posts"],
    "`WebAddress.bytesMax`": ["WorkroomExchangeTests/anAddressHas2048Bytes"],
    "`ZoneFiles.fileBytesMax`": ["WorkroomStoreTests/aFileHasOneMebibyte"],
    "`ZoneFiles.nameBytesMax`": ["WorkroomStoreTests/aNameHas255Bytes"],
    "`Connector.timeLimitMilliseconds`": ["WorkroomDeliveryTests/aProgramThatHangsIsEnded"],
    "`Retry.attemptsMax`": [
      "WorkroomDeliveryTests/failuresAreTriedAgainByTheClockOfTheDatabaseAndEndAsDeadLetters"
    ],
    "`Retry.patientAttemptsMax`": ["WorkroomDeliveryTests/whoeverAsksForPatienceGetsMoreOfIt"],
    "`Retry.leaseMilliseconds`": ["WorkroomDeliveryTests/aClaimRunsOutAndTheRowGoesAgain"],
    "`Retry.errorBytesMax`": ["WorkroomDeliveryTests/aReasonHas500Bytes"],
    "`ProgramRun.saidBytesMax`": ["WorkroomDeliveryTests/aProgramGetsItsInputAndNothingElse"],
    "`CommandWords.countMax`": ["WorkroomDeliveryTests/wordsOfACommandNeedNoShell"],
    "`MailAddress.bytesMax`": ["WorkroomDeliveryTests/anAddressHas254Bytes"],
    "`TemplateBook.nameBytesMax`": ["WorkroomDeliveryTests/aNameHas255Bytes"],
    "`TemplateBook.subjectBytesMax`": ["WorkroomDeliveryTests/sizesHaveLimits"],
    "`TemplateBook.bodyBytesMax`": ["WorkroomDeliveryTests/sizesHaveLimits"],
    "`MailMessage.bodyBytesMax`": ["WorkroomDeliveryTests/aFilledMailHasLimits"],
    "`Outbox.shownMax`": ["WorkroomDeliveryTests/aListShowsSoMuchAndCountsTheRest"],
    "`ReportPage.drawnMax`": ["WorkroomReportTests/aWorkflowOfFourHundredStagesIsDrawnAndALargerOneIsNot"],
    "`CampaignSummary.weeksMax`": ["WorkroomReportTests/twoYearsOfWeeksAreShownAndTheNewestAreKept"],
    "`TextBlock.charactersMax`": ["WorkroomDrawingTests/aTextOf400CharactersIsDrawnWhole"],
    "`Wording.notesMax`": ["WorkroomDrawingTests/eightNotesOfAStageAreDrawnAndTheRestIsCounted"],
    "how far a picture looks (`--depth`)": ["CommandLineTests/aPictureLooksAThousandArrowsFar"],
    "a page of a section (`--page`, `--rows`)": ["CommandLineTests/whatMakesNoSenseIsSaid"],
    "`Duties.unansweredMax`": ["WorkroomTests/manyWhoHaveNotAnsweredAreOneLineBehindAllOthers"],
    "`Duties.failedMax`": ["WorkroomTests/ofManyPaymentsThatFailedTheFirstAreNamed"],
    "`Duties.rightsLookedAt`": ["WorkroomTests/rightsThatAreOverAreCounted"],
    "`Duties.emptyHandedMax`": ["WorkroomTests/ofManyForWhomNothingWasLeftTheFirstAreNamed"],
    "`Console.viewsMax`": ["WorkroomConsoleTests/viewsHaveLimits"],
    "`Console.viewNameMax`": ["WorkroomConsoleTests/viewsHaveLimits"],
    "`Console.viewLookMax`": ["WorkroomConsoleTests/viewsHaveLimits"],
    "`SessionScenario.peopleMax`": ["WorkroomConsoleTests/aScenarioHasFiftyPeople"],
    "waiting for another process": ["WorkroomStoreTests/aSecondWriterIsToldToWait"],
    "`Database.logPagesMax`": ["WorkroomStoreTests/theLogIsCopiedBackWhenItGrows"],
  ]

  private static let language = ["WorkroomLanguageTests/whatFitsIsAccepted", "WorkroomLanguageTests/oneMoreIsRefused"]

  /// What no test reaches, and why.
  static let untried: [String: String] = [
    "`CaseReader.workMax`": "past it less is reported, and no program shows where it lies",
    "`stackMax`": "no expression that the grammar has comes near it",
    "`ImportRun.batchRows`": "50,000 rows take half a minute unoptimised, and what follows is one more transaction",
    "`CampaignState.cacheMax`": "200,000 participations take minutes",
    "`LineEditor.lineBytesMax`": "a line of 1 MiB at a terminal takes minutes",
    "`LineHistory.linesMax`": "a terminal's session of 1,000 lines takes minutes",
    "`LineHistory.fileBytesMax`": "the same file is read at a terminal only",
    "`Completion.listedMax`": "lists are shown at a terminal only",
    "a file of commands (`repl -f`)": "read as a file of a workflow is",
    "`Play.firingsMax`": "100,000 timers take ten seconds unoptimised",
    "`Sandbox.linesMax`": "past it a line is done and stays, which is what happens outside a sandbox",
    "`Console.peopleListed`": "a longer list would be offered in the same manner",
    "`WorkRoom.contentCounted`": "100,000 pieces take minutes",
    "`WorkRoom.addedUpAtOnce`": "20,000 participations take half a minute unoptimised",
    "`CSVReader.rowsMax`": "50 million rows take minutes",
    "`IdentityIndex.entriesMax`":
      "six million entries take a minute unoptimised, and what follows is the ordinary way in",
    "`LogRow.sequenceBits`": "2⁴⁰ rows take years",
    "`VerificationReport.problemsMax`": "a database with so many faults is no longer one",
  ]

  private static let rows: [String] = Repository.file("Grammar/Limits.md").split(separator: "\n").compactMap { line in
    guard line.hasPrefix("| ") else { return nil }
    let cell = line.dropFirst(2).prefix { $0 != "|" }
    let name = String(cell.reversed().drop { $0 == " " }.reversed())
    return ["limit", "---"].contains(name) ? nil : name
  }

  @Test func everyRowHasTests() {
    #expect(Self.rows.count > 40)
    #expect(Set(Self.rows).count == Self.rows.count, "a limit stands on the page twice")
    for row in Self.rows where Self.tests[row] == nil && Self.untried[row] == nil {
      Issue.record("`\(row)` stands on the page of limits, and no test is named for it")
    }
    for row in Array(Self.tests.keys) + Array(Self.untried.keys) where !Self.rows.contains(row) {
      Issue.record("`\(row)` is a limit that the page does not name")
    }
  }

  @Test func everyTestIsThere() {
    for (row, names) in Self.tests {
      for name in names {
        let parts = name.split(separator: "/")
        let isThere = Repository.tests.contains {
          $0.target == parts[0] && String(decoding: $0.bytes, as: UTF8.self).contains("func \(parts[1])(")
        }
        #expect(isThere, "\(name), which tries \(row), is gone")
      }
    }
  }
}

import Testing
import WorkroomExchange

@Suite struct HeadingsTests {
  typealias Field = InfluencerImport.Field

  @Test func caseSpacesAndDashesDontMatter() {
    let headings = Headings<Field>(["FIRST-name", "e_Mail ", "Follower Count", "Gender", "Zip Code"])
    #expect(headings.columns == [.firstName: 0, .email: 1, .followers: 2, .postalCode: 4])
    #expect(headings.ignored == ["Gender"])
    #expect(headings.matched.map(\.field) == ["first_name", "email", "followers", "postal_code"])
    #expect(headings.problems.isEmpty)
  }

  @Test func aMapWinsOverSynonyms() {
    let maps = [HeadingMap("Work Mail=email")!, HeadingMap("IG Name = instagram")!]
    let headings = Headings<Field>(["Email", "Work Mail", "IG Name"], maps: maps)
    #expect(headings.columns == [.email: 1, .instagram: 2])
    #expect(headings.ignored == ["Email"])
    #expect(headings.problems.isEmpty)
  }

  @Test func ambiguityIsReported() {
    #expect(
      Headings<Field>(["Email", "E-mail Address"]).problems == [
        "`Email` and `E-mail Address` both mean `email`; say which with `--map \"Email=email\"`"
      ])
    #expect(
      Headings<Field>(["email", "email"]).problems == ["2 columns are called `email`; rename all but one"])
  }

  @Test(arguments: ["Created", "Date created", "Order placed", "Purchase date"])
  func theTimeOfAnOrderHasOtherNamesWhereNothingElseTellsIt(_ name: String) {
    #expect(Headings<ConversionImport.Field>([name, "Revenue"]).columns == [.date: 0, .revenue: 1])
    #expect(Headings<OrderImport.Field>([name, "Name"]).columns == [.createdAt: 0, .name: 1])
    let both = Headings<ConversionImport.Field>([name, "Date"])
    #expect(both.columns == [.date: 1] && both.problems.isEmpty && both.ignored == [name])
  }

  @Test func mapsThatFitNothingAreReported() {
    let maps = ["Emial=email", "Email=emial", "Email=wombat", "Email=id", "Other=id", "Email=email"].map {
      HeadingMap($0)!
    }
    let problems = Headings<Field>(["Email", "Other"], maps: maps).problems
    #expect(problems[0] == "no column is called `Emial`; write `Email`")
    #expect(problems[1] == "no field is called `emial`; write `email`")
    #expect(problems[2].hasPrefix("no field is called `wombat`; the fields are id, email,"))
    #expect(problems[3] == "`Email` and `Other` are both mapped to `id`; keep one")
    #expect(problems[4] == "`Email` is mapped to `id` and to `email`; keep one")
  }

  @Test(arguments: ["", "a", "=a", "a=", " = "]) func aMapNeedsTwoSides(text: String) {
    #expect(HeadingMap(text) == nil)
  }

  @Test func noSynonymBelongsToTwoFields() {
    func check<F: ImportField>(_: F.Type) {
      for field in F.allCases {
        for name in [field.rawValue] + field.synonyms {
          let headings = Headings<F>([name])
          #expect(headings.columns == [field: 0], "\(name)")
        }
      }
    }
    check(InfluencerImport.Field.self)
    check(CodeImport.Field.self)
    check(LinkImport.Field.self)
    check(OrderImport.Field.self)
  }
}

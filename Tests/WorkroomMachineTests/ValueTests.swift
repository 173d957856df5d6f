import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Fields, amounts, windows and lists.
@Suite struct ValueTests {
  @Test func optionalFields() throws {
    var scene = try Scene(
      """
      record
        price  money   optional
        note_  number  default 4
        when_  window
      end
      event e.set by manager with price money optional, days window
      event e.clear by manager
      event e.ask by manager
      stage a
        on e.set
          set price to event.price
          set when_ to event.days
        end
        on e.clear
          clear price
        end
        on e.ask when price is set and price is more than 1 USD note "set"
        on e.ask otherwise note "not set"
      end
      """)
    #expect(scene["price"] == nil && scene["note_"] == number(4))
    scene.send("e.ask", by: "manager")
    #expect(scene.said == ["not set"])
    scene.send("e.set", by: "manager", ["price": 500, "days": window("2026-03-01", nil)])
    #expect(scene["price"] == 500)
    // From an unset value nothing changes.
    scene.send("e.set", by: "manager", ["days": openWindow])
    #expect(scene["price"] == 500)
    scene.send("e.ask", by: "manager")
    #expect(scene.said == ["set"])
    scene.send("e.clear", by: "manager")
    #expect(scene["price"] == nil)
  }

  @Test func aClearedWindowIsOpen() throws {
    var scene = try Scene(
      """
      record
        days  window  optional
        n     number  optional
      end
      event e.set by manager with days window
      event e.clear by manager
      event e.ask by manager
      stage a
        on e.set set days to event.days
        on e.clear clear days
        on e.ask when days is open note "open"
        on e.ask otherwise note "closed"
      end
      """)
    func ask() -> [String] {
      scene.send("e.ask", by: "manager")
      return scene.said
    }
    #expect(ask() == ["open"])
    scene.send("e.set", by: "manager", ["days": window("2026-04-01", "2026-04-02")])
    #expect(ask() == ["closed"])
    scene.wait(days: 31)
    #expect(ask() == ["open"])
    scene.wait(days: 1.9)
    #expect(ask() == ["closed"])
    scene.send("e.clear", by: "manager")
    #expect(ask() == ["open"])
  }

  @Test func windowsFollowTheZone() throws {
    let text = """
      campaign
        accepting  window
      end
      stage a
        on proposal.submitted when accepting is open go to b
        on proposal.submitted otherwise refuse "No current campaigns"
      end
      stage b
      end
      """
    let march: [String: Int64] = ["accepting": window("2026-03-01", "2026-03-31")]
    for (time, status) in [
      ("2026-02-28T22:59:59Z", StepStatus.refused), ("2026-02-28T23:00:00Z", .taken), ("2026-03-31T21:59:59Z", .taken),
      ("2026-03-31T22:00:00Z", .refused),
    ] {
      var scene = try Scene(text, campaign: march, zone: TimerTests.berlin, at: time)
      #expect(scene.send("proposal.submitted", by: "influencer") == status, "\(time)")
    }
    // A window is never required.
    var scene = try Scene(text)
    #expect(scene.send("proposal.submitted", by: "influencer") == .taken)
  }

  @Test(arguments: [
    ("add event.n to n", Int64.max), ("subtract event.n from n", Int64.min), ("set n to n + event.n", Int64.max),
    ("set n to n - event.n", Int64.min), ("set n to 200% of event.n", Int64.max),
  ]) func whatDoesNotFitFailsTheStep(action: String, n: Int64) throws {
    var scene = try Scene(
      """
      record
        n     number  default 7
        seen  number  default 0
      end
      event e.go by manager with n number
      stage a
        on e.go
          add 1 to seen
          note "before"
          \(action)
          go to b
        end
      end
      stage b
      end
      """)
    #expect(scene.send("e.go", by: "manager", ["n": n]) == .overflow)
    #expect(scene.stages == ["a"] && scene["seen"] == 0)
    #expect(scene.machine.workflow.rules[Int(scene.buffer.decisiveRule)].line == 7)
    #expect(scene.send("e.go", by: "manager", ["n": number(2)]) == .taken)
  }

  @Test func aConditionThatDoesNotFitFailsTheStep() throws {
    var scene = try Scene(
      """
      event e.go by manager with n number
      stage a
        on e.go when event.n + event.n is more than 10 go to b
        on e.go otherwise refuse "too little"
      end
      stage b
      end
      """)
    #expect(scene.send("e.go", by: "manager", ["n": .max]) == .overflow)
    #expect(scene.send("e.go", by: "manager", ["n": number(5)]) == .refused)
    #expect(scene.send("e.go", by: "manager", ["n": number(6)]) == .taken)
  }

  @Test func whatCannotBeNegatedFails() throws {
    var scene = try Scene(
      """
      event e.go by manager with amount money
      stage a
        on e.go subtract event.amount from paid
      end
      """)
    #expect(scene.send("e.go", by: "manager", ["amount": .min]) == .overflow)
    scene.send("e.go", by: "manager", ["amount": 5])
    #expect(scene.effects.map(\.a) == [-5])
  }

  @Test func sharesAreRoundedHalfToEven() throws {
    var scene = try Scene(
      """
      record
        share  money  default 0 USD
      end
      event e.go by manager with rate percent, price money
      stage a
        on e.go set share to event.rate of event.price
      end
      """)
    for (rate, price, share) in [
      (50.0, Int64(1), Int64(0)), (50, 3, 2), (50, 5, 2), (12.5, 100, 12), (12.5, 300, 38), (10, 1005, 100),
      (10, 1015, 102), (10, 1006, 101),
      (50, -1, 0), (50, -3, -2),
    ] {
      scene.send("e.go", by: "manager", ["rate": number(rate), "price": price])
      #expect(scene["share"] == share, "\(rate)% of \(price)")
    }
  }

  @Test func eachLineReadsWhatEarlierLinesWrote() throws {
    var scene = try Scene(
      """
      record
        n  number  default 1
        m  number  default 0
      end
      event e.go by manager
      stage a
        on e.go
          add 2 to n
          set m to n + n
          subtract 1 from n
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene["n"] == number(2) && scene["m"] == number(6))
  }

  /// A rule outside has cleared the field that a rule inside adds to: conditions are read before anything is done.
  @Test func nothingIsAddedToWhatIsNotSet() throws {
    var scene = try Scene(
      """
      record
        n  number  optional
        m  number  default 0
      end
      event e.begin by manager
      event e.go by manager
      on e.go clear n
      stage a
        on e.begin set n to 3
        on e.go when n is set
          add 5 to n
          add n to m
        end
      end
      """)
    scene.send("e.begin", by: "manager")
    scene.send("e.go", by: "manager")
    #expect(scene["n"] == nil && scene["m"] == 0)
  }

  @Test func listsAndTexts() throws {
    var scene = try Scene(
      """
      campaign
        hashtags  hashtags  optional
      end
      influencer
        city  text  optional
      end
      event e.go by manager with word text
      stage a
        on e.go when hashtags is set and hashtags contains #summer note "tagged"
        on e.go when hashtags is set and hashtags contains event.word note "word"
        on e.go when event.word is "blue" note "blue"
        on e.go when city is set and city is "Berlin" note "Berlin"
      end
      """, campaign: ["hashtags": 5])
    scene.send("e.go", by: "manager", ["word": 9])
    #expect(scene.said == [])
    scene.view.lists = [(5, scene.word("#summer")), (5, 9), (6, scene.word("blue"))]
    scene.send("e.go", by: "manager", ["word": 9])
    #expect(scene.said == ["tagged", "word"])
    scene.send("e.go", by: "manager", ["word": scene.word("blue")])
    #expect(scene.said == ["tagged", "blue"])
    let city = scene.machine.workflow.influencer.firstIndex { $0.name == "city" }!
    scene.view.influencer[0] |= 1 << Int64(city)
    scene.view.influencer[city + 1] = scene.word("Berlin")
    scene.send("e.go", by: "manager", ["word": 1])
    #expect(scene.said == ["tagged", "Berlin"])
  }

  @Test(arguments: [
    ("n is between 2 and 4", [2.0, 3, 4]), ("n is not between 2 and 4", [1, 5]), ("n is one of 1, 5", [1, 5]),
    ("n is not 3", [1, 2, 4, 5]),
    ("n is less than 3", [1, 2]), ("n is more than 3 or n is 1", [1, 4, 5]),
    ("n is at most 3 and (n is 1 or n is 3)", [1, 3]),
    ("not (n is at least 2 and n is at most 4)", [1, 5]), ("n < 2", [1]), ("n >= 5", [5]), ("n + n is 20% of 20", [2]),
  ]) func comparisons(condition: String, holds: [Double]) throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.set by manager with n number
      event e.ask by manager
      stage a
        on e.set set n to event.n
        on e.ask when \(condition) note "yes"
      end
      """)
    for n in [1.0, 2, 3, 4, 5] {
      scene.send("e.set", by: "manager", ["n": number(n)])
      scene.send("e.ask", by: "manager")
      #expect(scene.said.isEmpty != holds.contains(n), "\(condition) with \(n)")
    }
  }
}

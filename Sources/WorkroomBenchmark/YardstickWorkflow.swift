import WorkroomLanguage
import WorkroomMachine

/// The yardstick's campaign in the language: fifteen events a participation, three of them not applicable.
enum YardstickWorkflow {
  static let text = """
    workflow "Yardstick" version 1

    record
      rate     money   default 0 USD
      likes    number  default 0
      reach    number  default 0
      revenue  money   default 0 USD
      payout   money   default 0 USD
    end

    event y.invite by system
    event y.propose by system with rate money
    event y.negotiate by system with rate money
    event y.accept by system
    event y.decline by system
    event y.assign_code by system
    event y.assign_link by system
    event y.ship by system
    event y.deliver by system
    event y.post by system with likes number, reach number
    event y.approve by system
    event y.conversion by system with revenue money
    event y.pay by system

    stage enrolled
      on y.invite
        send email "invitation"
        go to invited
      end
    end
    stage invited
      on y.propose
        set rate to event.rate
        go to proposed
      end
    end
    stage proposed
      on y.negotiate when event.rate is at most 500 USD
        set rate to event.rate
        go to negotiating
      end
      on y.accept
        send email "accepted"
        go to fulfilling
      end
      on y.decline go to declined
    end
    stage negotiating
      on y.accept
        send email "accepted"
        go to fulfilling
      end
      on y.decline go to declined
    end
    stage fulfilling
      track codes
        stage needs_code
          on y.assign_code
            assign discount from group codes
            go to has_code
          end
        end
        final has_code
      end
      track links
        stage needs_link
          on y.assign_link go to has_link
        end
        final has_link
      end
      track shipping
        stage to_ship
          on y.ship go to shipped
        end
        stage shipped
          on y.deliver go to delivered
        end
        final delivered
      end
      once all of codes, links and shipping are done go to awaiting
    end
    stage awaiting
      on y.post when event.reach is at least 1000
        set likes to event.likes
        set reach to event.reach
        go to posted
      end
    end
    stage posted
      on y.approve go to approved
    end
    stage approved
      once entered go to owing
    end
    stage owing
      on y.conversion
        add event.revenue to revenue
        set payout to rate + 10% of revenue
        stay
      end
      on y.pay when payout is more than 0 USD
        send email "paid"
        go to paid
      end
    end
    final paid, declined
    """

  static func compile() -> Machine {
    let (workflow, diagnostics) = Checker.check(SourceText(name: "yardstick.workflow", text: text))
    guard let workflow else {
      preconditionFailure("the yardstick's workflow checks: \(diagnostics.map { "\($0.span.range) \($0.title)" })")
    }
    return Machine.compile(workflow)
  }

  /// The script's event names, in the yardstick's numbering.
  static let events = [
    "y.invite", "y.propose", "y.negotiate", "y.accept", "y.decline", "y.assign_code", "y.assign_link", "y.ship",
    "y.deliver", "y.post",
    "y.approve", "y.conversion", "y.pay",
  ]

  /// Twelve that apply and three that don't: pay while invited, ship while negotiating, assign a code while owing.
  static let script = [0, 12, 1, 2, 7, 3, 5, 6, 7, 8, 9, 10, 5, 11, 12]

  /// The payload of one event, as the yardstick makes it: whole dollars and counts.
  static func payload(_ participation: Int, _ kind: Int) -> [Int64] {
    let i = Int64(participation)
    switch kind {
    case 1: return [(300 + i % 200) * 100]
    case 2: return [(300 + (i * 7) % 200) * 100]
    case 9: return [i % 1000 * 1_000_000, (1000 + i % 5000) * 1_000_000]
    case 11: return [i % 30 * 10 * 100]
    default: return []
    }
  }

  /// What all participations together are owed, in cents.
  static func payout(_ participations: Int) -> Int64 {
    (0..<Int64(participations)).reduce(0) { $0 + (300 + ($1 * 7) % 200 + $1 % 30) * 100 }
  }
}

/// Programs of timers and of values.
extension RichPrograms {
  /// Timers of every kind.
  static let time = """
    campaign
      accepting  window
      posts_by   date      optional
      grace      duration  default 1 day
      pace       duration  default 12 hours
    end
    record
      due    date    optional
      n      number  default 0
      found  flag    default no
    end
    event e.due by manager or system with due date optional, n number optional
    event e.go by manager
    event e.clear by manager
    on e.clear note "cleared"
    stage open
      at accepting.end go to closed
      at accepting.start note "opened"
      at accepting.end + 2 days note "long closed"
      at due tell manager "due"
      after grace when n is at least 2 note "grace"
      every pace at most 3 times when found is no send email "reminder"
      every 1 month (last day) add 1 to n
      on e.due
        set due to event.due
        set n to event.n
      end
      on e.clear
        clear due
        set found to yes
      end
      on e.go when accepting is open go to work
      on e.go otherwise refuse "closed"
    end
    stage work
      after 1 month (next day) go to closed
      after 3 days note "three days"
      track left
        after 3 days note "left"
        stage a
          after 3 days note "a"
          on e.go go to b
        end
        stage b
          every 2 days note "b"
          on e.clear go to a
        end
      end
      track right
        every 1 day at most 2 times add 1 to n
        on e.due set n to event.n
        once n is at least 4 note "four"
      end
      on e.clear restart
    end
    stage closed
      on e.go go to open
      after 10 days go to over
    end
    final over
    """

  /// Tables, totals, debts that are read, amounts that are set aside, and pools of any kind of item.
  static let values = """
    campaign
      budget   money  optional
      seats    number  default 5
      tickets  pool of ticket  optional
      vip      flag   default no
    end
    record
      price   money    default 40 USD
      rounds  number   default 0
      grade   number   default 0
      day     date     optional
    end
    define commission by price as 10% up to 50 USD, base up to 200 USD, 20% + base above
    define base by vip as 15% for yes, 12.5% otherwise
    define rhythm by vip as 2 days for yes, 5 days for no
    define tired as rounds is at least 3
    define rich as budget is set and left of budget is at least price
    event e.price by manager or system with price money optional, day date optional
    event e.more by manager or system
    event e.less by manager
    event e.count by manager or system
    event visit.made by store or manager with visit text, spent money
    event ticket.assigned by system otherwise handled
    on ticket.assigned note "a ticket"
    on visit.made when sum of visits.spent is more than 100 USD note "big spender"
    on payment.paid when owed is at least 20 USD note "still owed"
    stage open
      every rhythm note "rhythm"
      at day + 1 month (last day) note "day"
      on e.price
        set price to event.price
        set day to event.day
        add 1 to rounds
      end
      on e.more when rich
        earmark price from budget
        earmark 1 from seats
        owe commission of price for "fee"
        go to taken
      end
      on e.more otherwise refuse "no money"
      on e.less when left of seats is less than 3 go to last
      on e.count when count of visits is at least 2
        set grade to count of visits
        stay
      end
      on e.count otherwise
        raise visit.made with visit "here", spent price
        stay
      end
      once tired go to last
    end
    stage taken
      on enter assign ticket from tickets if none is left note "no ticket"
      on e.less
        free budget
        release ticket
        go to open
      end
      on e.count earmark price + 10% of price from budget
      on visit.made owe commission of event.spent for "visit"
      once owed is more than 50 USD note "much is owed"
      once ticket is held and count of visits is more than 3 go to last
      every 1 day when owed is more than paid tell manager "something is owed"
    end
    stage last
      on enter owe owed - paid for "the rest"
      on e.count
        void owed for "fee"
        add owed to paid
      end
      once owed is at most paid go to over
      after rhythm go to open
    end
    final over
    """
}

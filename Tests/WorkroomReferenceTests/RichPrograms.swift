/// Workflows that use much of the language at once, for streams of inputs made by chance.
enum RichPrograms {
  static let all = [items, holds, money, tracks, time, values]

  /// Items with timers, records, memory of their own, and stages around them that are paused.
  static let items = """
    record
      price  money   default 0 USD
      tasks  number  default 3
      seen   number  default 0
    end
    event job.start by manager with tasks number optional
    event job.pause by manager or system
    event job.resume by manager
    event job.top by manager
    event job.swap by manager
    event item.poke by manager or system with deliverable text optional, n number optional
    event item.all by manager or system
    on item.all add 1 to seen
    on deliverable.added note "outside: added"
    stage idle
      on job.start
        set tasks to event.tasks
        go to active
      end
    end
    stage active
      on enter note "+active"
      on leave note "-active"
      on job.pause go to on_hold
      on job.swap go to active.other.y
      track work
        on enter note "+work"
        each deliverable at most 4 of tasks
          record
            drafts  number  default 0
            grade   number  optional
          end
          on enter note "+item"
          on leave note "-item"
          on content.rejected restart
          on item.all add 1 to drafts
          stage to_post
            on item.poke when event.n is set and event.n is at least 2
              set grade to event.n
              go to in_review
            end
            on item.poke otherwise
              add 1 to drafts
              stay
            end
            on content.posted go to approved
            at deliverable.due tell manager "overdue"
            after 2 days note "still to post"
            once drafts is at least 3 note "three drafts"
          end
          stage in_review
            on enter
              note "review"
              clear grade
            end
            on content.approved go to approved
            on content.changes_requested go to to_post
            on job.top resume to_post
            every 1 day at most 2 times note "review it"
            stage first
              on item.all go to second
            end
            stage second
              on item.poke stay
            end
          end
          stage paused
            on item.poke resume
            on item.all resume in_review
          end
          final approved
          on content.measured go to paused
        end
        on deliverable.waived note "waived"
      end
      track other
        stage x
          on item.all go to y
          after 3 days go to y
        end
        stage y
          on enter note "+y"
          on item.all go to x
        end
      end
      once all deliverables are done and seen is at least 4 go to complete
    end
    stage on_hold
      on job.resume resume
      on job.top resume active at the top
      on job.start resume active
      on job.swap go to idle
      after 5 days go to idle
    end
    final complete
    """

  /// Stages that are entered as they were left, in each other.
  static let holds = """
    record
      n  number  default 0
    end
    event e.a by manager or system with n number optional
    event e.b by manager or system
    event e.c by manager
    event e.d by manager
    on e.d note "outside"
    stage first
      on e.a go to outer
      on e.b resume outer
      on e.c resume outer.left at the top
    end
    stage outer
      on e.d when n is at least 3 go to held
      on e.d otherwise
        add 1 to n
        stay
      end
      stage left
        on enter note "+left"
        on leave note "-left"
        after 1 day add 1 to n
        stage l1 initial
          on e.a go to l2
          every 6 hours at most 3 times note "l1"
        end
        stage l2
          on e.b go to l3
          after 12 hours go to l1
        end
        stage l3
          on e.a restart
          on e.c go to left.l1
        end
        on e.d go to right
      end
      stage right
        on e.a resume
        on e.b resume left
        on e.c resume left at the top
        stage r1
          on e.d go to r2
        end
        stage r2
          on e.d go to first
        end
      end
    end
    stage held
      on e.a resume
      on e.b resume outer at the top
      on e.c resume outer.left.l2
      once n is at least 9 go to finished
    end
    final finished
    """

  /// Pools, lines, debts, totals and amounts that are set aside.
  static let money = """
    campaign
      codes   discount group  optional
      places  link group
      budget  money  default 1_000 USD
      most    money  default 300 USD
    end
    record
      price  money    default 50 USD
      rate   percent  default 12.5%
      spare  money    optional
    end
    event e.offer by manager or influencer with price money optional, rate percent optional
    event e.take by manager
    event e.back by manager or system
    event e.both by manager or system
    event e.settle by manager or bank
    on conversion.recorded owe rate of event.subtotal for "sale"
    on conversion.voided note "voided"
    on discount.assigned note "a code"
    on e.back
      release discount and link
      void owed for "fee"
    end
    stage talking
      on e.offer when event.price is set and event.price is at most most
        set price to event.price
        set rate to event.rate
        set spare to event.price
        stay
      end
      on e.offer otherwise refuse "too much"
      on e.take when spare is set
        subtract spare from price
        owe price for "fee"
        clear spare
        go to working
      end
      on e.take otherwise go to waiting
    end
    stage waiting
      on enter assign discount from codes and link from places if none is left wait in line
      once discount is held and link is held go to working
      on e.back go to talking
      on e.both
        assign link from places if none is left tell manager "no links"
        assign discount from group extra
      end
    end
    stage working
      on enter owe 20% of price for "fee"
      on e.both owe rate of price + 1 USD for "extra"
      on e.settle
        assign discount from group extra
        add price to paid
        go to settled
      end
      on e.offer ignore
      on e.back disable discount
      once discount is held and price is more than 200 USD note "much"
    end
    stage settled
      on payment.paid go to finished
      on payment.cancelled go to working
      on e.both raise e.settle
      on e.settle void owed for "extra"
      on e.take raise e.offer with price price, rate rate
      on e.offer note "again"
    end
    final finished
    """

  /// Tracks in tracks, several targets, restarts, and lines that get in each other's way.
  static let tracks = """
    campaign
      gifts  product list  optional
      size   number        default 2
    end
    record
      n  number  default 0
    end
    event e.a by manager or system
    event e.b by manager or system
    event e.c by manager or influencer
    event e.d by director or manager
    on e.a note "outside a"
    on e.c when n is at least 5 note "outside c"
    stage idle
      on e.a go to work.left.b and work.right.d
      on e.b go to work.middle.m2
      on e.c go to work
    end
    stage work
      on enter note "+work"
      on leave note "-work"
      on e.a by manager go to work.left.b and work.right.c
      on e.b go to work.right.d
      on e.d restart at work.middle.m2
      track left when size is at least 2
        on enter note "+left"
        on leave note "-left"
        on e.c when n is 2 restart
        stage a
          on leave note "-a"
          on e.a go to b
          on e.d refuse "not from a"
        end
        stage b
          on enter add 1 to n
          on e.b stay
          on e.a ignore
          on e.c go to work.right.d
        end
        final done
        on e.d go to done
      end
      track middle when gifts is set
        stage m1
          on e.a go to idle
          on e.b go to work.left.b
        end
        stage m2
          on e.a go to m1
          track deep when size is at least 3
            stage p
              on e.b go to q
            end
            final q
          end
          track deeper
            stage r
              on e.c go to s
              on e.d go to work.right.d
            end
            final s
          end
          once all of deep and deeper are done go to m1
        end
      end
      track right
        on e.c add 1 to n
        stage c
          on e.c when in work.left.b go to d
          on e.c otherwise
            note "not in b"
            stay
          end
        end
        stage d
          on enter note "+d"
          on e.c go to c
          once n is 4 note "four"
          once n is at least 7 raise e.b
        end
        final e
        on e.d go to e
      end
      once left is done and right is done go to over
    end
    final over
    """

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

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
}

/// Workflows that are asked about.
enum Texts {
  static let spring = """
    workflow "Spring" version 1

    campaign
      most_we_pay     money           default 500 USD
      discount_group  discount group  optional
      accepting       window
    end

    record
      price  money  default 0 USD
    end

    stage invited in "My Influencers"
      on proposal.submitted when accepting is open
        set price to event.price
        go to proposed
      end
      on proposal.submitted otherwise refuse "No current campaigns"
      after 14 days go to no_reply
    end

    stage proposed in "Proposals"
      on proposal.negotiated set price to event.price
      on proposal.accepted by manager when price is at most most_we_pay go to active
      on proposal.accepted by director go to active because "above the limit a director decides"
      on proposal.declined go to declined
    end

    stage active in "Progress"
      on enter assign discount from discount_group if none is left wait in line
      track codes in "Discounts" when discount_group is set
        stage needs_code
          once discount is held go to has_code
        end
        final has_code
      end
      track posts in "Progress"
        stage to_post
          on content.posted when event.views is set and event.views is at least 1_000 go to posted
        end
        final posted
      end
      once all of codes and posts are done go to completed
    end

    final completed, declined, no_reply
    """

  static let deliverables = """
    workflow "Posts" version 1

    record
      tasks  number  default 0
    end

    stage invited in "My Influencers"
      on proposal.submitted
        set tasks to event.tasks
        go to active
      end
    end

    stage active in "Content"
      each deliverable at most 3
        stage to_post
          on content.draft_submitted go to in_review
        end
        stage in_review
          on content.approved go to approved
        end
        final approved
      end
      once all deliverables are done go to completed
    end

    final completed
    """

  static let verdicts = """
    workflow "Verdicts" version 1

    record
      fee     money   default 80 USD
      drafts  number  default 0
    end

    stage active in "Content"
      on content.approved go to settled
      on content.changes_requested when drafts is at least 1 stay
      on content.draft_submitted add 1 to drafts
      on content.rejected go to settled
      once paid is at least fee go to settled

      stage review
        on content.approved by director stay
        on content.approved by manager when drafts is at most 3 stay
        on content.approved otherwise refuse "too many drafts"
        on proposal.declined ignore
        on content.rejected when drafts is at most 3 refuse "not after so few drafts"
        on content.rejected otherwise go to settled
      end
    end

    final settled
    """

  /// What is set aside before any line sees it: orders, payments, posts and sales that cannot be.
  static let shop = """
    workflow "Shop" version 1

    record
      fee  money  default 80 USD
    end

    stage invited in "My Influencers"
      on proposal.submitted go to proposed
    end

    stage proposed in "Proposals"
      on proposal.accepted go to agreed
    end

    stage agreed in "Progress"
      on enter owe 80 USD for "fee"
      on order.created go to ordered
      on content.approved go to approved
      on payment.cancelled go to unpaid
      on payment.failed go to unpaid
      on conversion.voided go to sold
      on conversion.refunded go to sold
      once paid is at least fee go to settled
    end

    stage ordered in "Fulfillment"
      on order.cancelled go to agreed
      on shipment.sent go to sent
    end

    stage sent in "Fulfillment"
      on order.cancelled go to agreed
      on order.returned go to agreed
      on shipment.delivered go to delivered
    end

    final approved, unpaid, sold, settled, delivered
    """

  /// What one event leaves behind decides whether the next is taken.
  static let twice = """
    workflow "Twice" version 1

    record
      back  number  default 0
    end

    stage open in "Progress"
      on payment.cancelled add 1 to back
      once back is at least 2 go to over
    end

    final over
    """

  static let busy = """
    workflow "Busy" version 1

    record
      price  money  default 0 USD
    end

    stage waiting in "Proposals"
      on proposal.submitted set price to event.price
      on proposal.accepted when price is less than 100 USD go to done
      every 1 minute note "still there"
      after 365 days go to late
    end

    final done, late
    """
}

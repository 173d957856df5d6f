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
}

/// Habits in actions, and in the conditions before them.
extension Reading {
  private static let several = "several things to do are several lines"

  static let ofActions: [Reading] =
    [
      Reading(
        "who stays where they are needs no name of a stage", "<any> stay|remain [in|at|on] [the] [stage] <own>",
        "$1 stay")
    ] + changes + limits + conditions + stages + ends + sentences + [
      Reading(several, "<act> [,|and] [then|also] <action>", "$1 \\n $2"),
      Reading("what an event carries is read behind `event.`", "<any> the <name> of the event <any>", "$1 event.$2 $3"),
      Reading(
        "what an event carries is read behind `event.`", "<any> the event's|events <name> <any>", "$1 event.$2 $3"),
      Reading("what a field becomes stands behind `to`", "<any> set <name> to be <some>", "$1 set $2 to $3"),
      Reading("what a field becomes stands behind `to`", "<any> set <name> <value>", "$1 set $2 to $3"),
      Reading("what a field becomes stands behind `to`", "<any> set <name> as|at|with <value>", "$1 set $2 to $3"),
      Reading("a share says of what", "<any> increase|raise|increment <name> by <percent>", "$1 add $3 of $2 to $2"),
      Reading(
        "a share says of what", "<any> decrease|reduce|lower|decrement <name> by <percent>",
        "$1 subtract $3 of $2 from $2"),
      Reading(
        "a share says of what", "<any> increase|raise|increment <name> by [a|one] half", "$1 add 50% of $2 to $2"),
      Reading(
        "a share says of what", "<any> decrease|reduce|lower|cut <name> by|in [a|one] half",
        "$1 subtract 50% of $2 from $2"),
      Reading(
        "a share says of what", "<any> decrease|reduce|lower|cut <name> by a|one quarter|fourth",
        "$1 subtract 25% of $2 from $2"),
      Reading(
        "a share says of what", "<any> decrease|reduce|lower|cut <name> by a|one third",
        "$1 subtract 33.333333% of $2 from $2", note: Parser.inexact),
      Reading("a field is counted up with `add`", "<any> increase|raise|increment <name> by <some>", "$1 add $3 to $2"),
      Reading("a field is counted up with `add`", "<any> add a|an|one [more] <name>", "$1 add 1 to $2"),
      Reading("a field is counted up with `add`", "<any> add <value> [on] <name>", "$1 add $2 to $3"),
      Reading(
        "a field is counted up with `add`", "<any> increase|raise|increment|bump|count [up] <name>", "$1 add 1 to $2"),
      Reading(
        "a field is counted down with `subtract`", "<any> decrease|reduce|lower|decrement <name>",
        "$1 subtract 1 from $2"),
      Reading(
        "a field is counted down with `subtract`", "<any> decrease|reduce|lower|decrement <name> by <some>",
        "$1 subtract $3 from $2"),
      Reading(
        "an order is made with `create order`",
        "<any> send|ship [out] [the|a] product|products|gift|gifts|parcel|package|sample|samples", "$1 create order"),
      Reading(
        "what is sent is an email or a contract", "<any> send [the|a] <name> [email|mail] <any>",
        "$1 send email \"$2\" $3"),
      Reading("what is owed is owed for something", "<any> owe|pay <value>", "$1 owe $2 for \"fee\""),
      Reading("what is owed is owed for something", "<any> owe|pay <value> for <name>", "$1 owe $2 for \"$3\""),
      Reading(
        "a code is called `discount`", "<any> assign|give [a|the] discount|coupon code from <some>",
        "$1 assign discount from $2"),
      Reading(
        "what is taken together is joined with `and`",
        "<any> assign|give [a|the] <noun> [code] from <some> ,|and|; [and] [a|the] <noun> [code] from <some>",
        "$1 assign $2 from $3 and $4 from $5"),
      Reading(
        "what is taken is taken from a group",
        "<any> assign|give|issue [both] [a|the] discount|code|coupon [code] and|, [a|the] link",
        "$1 assign discount from discount_group and link from link_group"),
      Reading(
        "what is taken is taken from a group",
        "<any> assign|give|issue [both] [a|the] link and|, [a|the] discount|code|coupon [code]",
        "$1 assign discount from discount_group and link from link_group"),
      Reading("the name of a group in quotes stands behind `group`", "<some> from <text> <any>", "$1 from group $2 $3"),
      Reading(
        "a code or a link is taken from a group", "<any> assign|give|issue [a|the] discount|code|coupon [code]",
        "$1 assign discount from discount_group"),
      Reading(
        "a code or a link is taken from a group", "<any> assign|give|issue [a|the] link",
        "$1 assign link from link_group"),
      Reading(
        "the name of a group of several words stands in quotes", "<some> from group <names>", "$1 from group \"$2\""),
      Reading(
        several, "<head> send email <text> ,|and [email] <text>", "$1 \\n send email $2 \\n send email $3 \\n end"),
      Reading(several, "send email <text> ,|and [email] <text>", "send email $1 \\n send email $2"),
      Reading(several, "<head> tell <name> ,|and <name> <text>", "$1 \\n tell $2 $4 \\n tell $3 $4 \\n end"),
      Reading(several, "tell <name> ,|and <name> <text>", "tell $1 $3 \\n tell $2 $3"),
      Reading("a reason stands without parentheses", "<some> ( because <text> )", "$1 because $2"),
      Reading(
        "who is told stands right behind `tell`", "<any> notify|inform|tell [the] <name> about|that|of <text> <any>",
        "$1 tell $2 $3 $4"),
      Reading(
        "who is told stands right behind `tell`", "<any> send|tell|notify|say <text> to [the] <name>", "$1 tell $3 $2"),
    ]

  /// Where a rule leads.
  private static let stages: [Reading] = [
    Reading("the name of a stage is one word", "<any> go to <stage> <any>", "$1 go to $2 $3"),
    Reading(
      "a stage is entered with `go to`",
      "<any> go|move|goto|switch|change|return|jump|continue [back|on|over] to [the] [stage] <stage> <any>",
      "$1 go to $2 $3"),
    Reading("a stage is entered with `go to`", "<any> go [back] [the] [stage] <stage> <any>", "$1 go to $2 $3"),
    Reading(
      "a stage is entered with `go to`",
      "<any> gos|goes|got|gp|og|going|proceeds|moves|jumps|advances|leads|lead|goo|g0 [on|back] to [the] [stage] <stage> <any>",
      "$1 go to $2 $3"),
    Reading("a stage is entered with `go to`", "<any> gos|goes|going|og to <name> <any>", "$1 go to $2 $3"),
    Reading("a stage is entered with `go to`", "<some> to <stage> <any>", "$1 go to $2 $3"),
    Reading("a stage is entered with `go to`", "<some> [then|,|:] <stage>", "$1 go to $2"),
  ]

  /// Where somebody is to leave a workflow.
  private static let ends: [Reading] = [
    Reading("a participation ends in a final stage", "<any> go to end|finish|finished|done|exit", "$1 go to $final"),
    Reading("what was left is entered again with `resume`", "<any> go back", "$1 resume"),
    Reading("a participation ends in a final stage", "<any> finish|end|stop|exit|close|done", "$1 go to $final"),
  ]

  private static let conditions: [Reading] = {
    let choice = "one of several is asked for with `is one of`"
    let none = "none of several is asked for with `is not one of`"
    let most = "a limit that counts itself is asked for with `is at most`"
    let least = "a limit that counts itself is asked for with `is at least`"
    let own = "what a person has is a field of its own"
    let (more, less) = ("above is written `is more than`", "below is written `is less than`")
    return [
      Reading(
        most, "<some> [is] less|lower|smaller|fewer|under|below [than] or|, equal|equals [to|than] <some>",
        "$1 is at most $2"),
      Reading(
        least, "<some> [is] more|greater|higher|larger|bigger|over|above [than] or|, equal|equals [to|than] <some>",
        "$1 is at least $2"),
      Reading(most, "<some> is less|lower|smaller|fewer|under|below than or <some>", "$1 is at most $2"),
      Reading(least, "<some> is more|greater|higher|larger|bigger|over|above than or <some>", "$1 is at least $2"),
      Reading(most, "<some> [is] equal|equals [to] or less|lower|smaller|fewer [than] <some>", "$1 is at most $2"),
      Reading(
        least, "<some> [is] equal|equals [to] or more|greater|higher|larger|bigger [than] <some>", "$1 is at least $2"),
      Reading(most, "<some> [is] lte|le <some>", "$1 is at most $2"),
      Reading(least, "<some> [is] gte|ge <some>", "$1 is at least $2"),
      Reading("unequal is written `is not`", "<some> [is] unequal|ne|neq [to] <some>", "$1 is not $2"),
      Reading("unequal is written `is not`", "<some> [is] different|differs from|to|than <some>", "$1 is not $2"),
      Reading(
        "unequal is written `is not`", "<some> is neither <value> nor <value> <any>", "$1 is not one of $2 , $3 $4"),
      Reading(
        "a condition has its verb behind the field", "<some> <name> <bound> <value> is <some>", "$1 $2 is $3 $4 $5"),
      Reading("equal is written `is`", "<some> equals|equal|are <some>", "$1 is $2"),
      Reading("whether there is a value is asked with `is set`", "<some> exists|exist <any>", "$1 is set $2"),
      Reading(
        "whether there is no value is asked with `is not set`", "<some> no <dotted> <any>", "$1 $2 is not set $3"),
      Reading("whether there is a value is asked with `is set`", "<some> has|have [a] value <any>", "$1 is set $2"),
      Reading("a share is written in percent", "<some> half [of] [the] <name> <any>", "$1 50% of $2 $3"),
      Reading("a share is written in percent", "<some> twice|double [of] [the] <name> <any>", "$1 200% of $2 $3"),
      Reading(
        more, "<some> above|over|exceeds|exceed|exceeding|beyond|greater|higher|bigger|larger [than] <some>",
        "$1 is more than $2"),
      Reading(
        less, "<some> below|under|beneath|lower|smaller|fewer|cheaper [than] <some>", "$1 is less than $2"),
      Reading(more, "<some> [is] more <value> <any>", "$1 is more than $2 $3"),
      Reading(less, "<some> [is] less <value> <any>", "$1 is less than $2 $3"),
      Reading(
        "a field is named alone", "<some> [the] influencer|creator|campaign|person|proposal <name> <some>", "$1 $2 $3"),
      Reading("equal is written `is`", "<some> is equal to <some>", "$1 is $2"),
      Reading("unequal is written `is not`", "<some> does not equal <some>", "$1 is not $2"),
      Reading("unequal is written `is not`", "<some> is not equal to <some>", "$1 is not $2"),
      Reading(
        "before a time is written `is less than`", "<some> is before|earlier [than] <clock> <any>",
        "$1 is less than $2 $3"),
      Reading(
        "after a time is written `is more than`", "<some> is after|later|past [than] <clock> <any>",
        "$1 is more than $2 $3"),
      Reading(
        "before a day is written `is less than`", "<some> is before|earlier [than] <date> <any>",
        "$1 is less than $2 $3"),
      Reading(
        "after a day is written `is more than`", "<some> is after|later|past [than] <date> <any>",
        "$1 is more than $2 $3"),
      Reading(
        "a limit that counts itself is asked for with `is at most`",
        "<some> is no|not later|after [than] <date> <any>", "$1 is at most $2 $3"),
      Reading(
        "a limit that counts itself is asked for with `is at least`",
        "<some> is no|not earlier|before [than] <date> <any>", "$1 is at least $2 $3"),
      Reading(
        "a limit that counts itself is asked for with `is at most`", "<some> is by|until|till <date> <any>",
        "$1 is at most $2 $3"),
      Reading(
        "a limit that counts itself is asked for with `is at least`", "<some> is since|from <date> [on] <any>",
        "$1 is at least $2 $3"),
      Reading(least, "<some> is on or after|later [than] <date> <any>", "$1 is at least $2 $3"),
      Reading(most, "<some> is on or before|earlier [than] <date> <any>", "$1 is at most $2 $3"),
      Reading(
        "whether a window is open is asked with `is open`", "<some> is closed|over|ended|finished <any>",
        "$1 is not open $2"),
      Reading(
        "a condition says what something is, with `is`",
        "<some> <name> was|were|will|should|must|has|needs [to] [be] <some>",
        "$1 $2 is $3"),
      Reading("in which stage somebody is, is asked with `in`", "<some> stage is [in] <stage> <any>", "$1 in $2 $3"),
      Reading("a condition says what something is", "<some> <bound> <some>", "$1 is $2 $3"),
      Reading("a condition begins with a field", "<some> is <name> <bound> <some>", "$1 $2 is $3 $4"),
      Reading(
        most, "<some> is [at] [most] <value> or|and less|lower|fewer|below|under|down <any>", "$1 is at most $2 $3"),
      Reading(
        least, "<some> is [at] [least] <value> or|and more|higher|above|over|up|upwards <any>", "$1 is at least $2 $3"),
      Reading(
        "two limits are asked for with `is between`", "<some> is between|from <value> to|until|and|- <value> <any>",
        "$1 is between $2 and $3 $4"),
      Reading(
        "two limits are asked for with `is between`", "<some> is <value> to|until|- <value> <any>",
        "$1 is between $2 and $3 $4"),
      Reading(
        "two limits are asked for with `is between`", "<some> is <figure> and <figure> <any>",
        "$1 is between $2 and $3 $4"),
      Reading(choice, "<some> is <name> and <name> <any>", "$1 is one of $2 , $3 $4"),
      Reading(
        "two limits are asked for with `is between`",
        "<some> <name> is neither below|under|less|lower [than] <value> nor above|over|more|higher [than] <value> <any>",
        "$1 $2 is between $3 and $4 $5"),
      Reading(
        "two limits are asked for with `is between`",
        "<some> <name> is neither above|over|more|higher [than] <value> nor below|under|less|lower [than] <value> <any>",
        "$1 $2 is between $4 and $3 $5"),
      Reading("conditions are joined with `and`", "<some> <name> plus <some>", "$1 $2 and $3"),
      Reading(
        "what is excepted is denied with `and not (...)`",
        "<some> when <some> but|except|without [not] <name> <action>", "$1 when $2 and not ( $3 ) $4"),
      Reading("conditions are joined with `and`", "<some> is yes plus <some>", "$1 is yes and $2"),
      Reading("conditions are joined with `and`", "<some> is no plus <some>", "$1 is no and $2"),
      Reading(
        "what denies two conditions stands before both, with `not (...)`",
        "<some> when neither <some> nor <some> <action>", "$1 when not ( $2 or $3 ) $4"),
      Reading(
        "what denies two conditions stands before both, with `not (...)`", "once neither <some> nor <some> <action>",
        "once not ( $1 or $2 ) $3"),
      Reading(
        "what denies two conditions stands before both, with `not (...)`", "define <name> as neither <some> nor <some>",
        "define $1 as not ( $2 or $3 )"),
      Reading(none, "<some> <name> neither <value> nor <value> <any>", "$1 $2 is not one of $3 , $4 $5"),
      Reading(
        "two limits are asked for with `is between`", "<some> from <value> to|until <value> <any>",
        "$1 is between $2 and $3 $4"),
      Reading(
        none, "<some> <name> [is] not in|among [the] [list] [of] ( <some> ) <any>", "$1 $2 is not one of $3 $4"),
      Reading(
        none, "<some> <name> [is] not in|among [the] [list] [of] <value> ,|or|and <value> <any>",
        "$1 $2 is not one of $3 , $4 $5"),
      Reading(less, "<some> is not <value> or more|higher|above|over <any>", "$1 is less than $2 $3"),
      Reading(more, "<some> is not <value> or less|lower|below|under|fewer <any>", "$1 is more than $2 $3"),
      Reading(none, "<some> is not one of <some> or|nor|and <value> <any>", "$1 is not one of $2 , $3 $4"),
      Reading(none, "<some> is not [either] <value> or|nor|and <value> <any>", "$1 is not one of $2 , $3 $4"),
      Reading(none, "<some> is_not [either] <value> or|nor|and <value> <any>", "$1 is not one of $2 , $3 $4"),
      Reading(choice, "<some> is one of <some> or|and <value> <any>", "$1 is one of $2 , $3 $4"),
      Reading(
        least, "<some> is more|greater|higher|over|above [than] <value> or equal [to] [it] <any>",
        "$1 is at least $2 $3"),
      Reading(
        most, "<some> is less|lower|smaller|under|below [than] <value> or equal [to] [it] <any>", "$1 is at most $2 $3"),
      Reading(none, "<some> is not one of ( <some> ) <any>", "$1 is not one of $2 $3"),
      Reading(choice, "<some> is one of ( <some> ) <any>", "$1 is one of $2 $3"),
      Reading(none, "<some> [is] none|neither of ( <some> ) <any>", "$1 is not one of $2 $3"),
      Reading(none, "<some> [is] none|neither of <value> or|nor|and <value> <any>", "$1 is not one of $2 , $3 $4"),
      Reading(none, "<some> [is] none|neither of <value> , <some>", "$1 is not one of $2 , $3"),
      Reading(
        "equal is written `is`", "<some> [is] exactly|precisely|just [equal] [to] <value> <any>", "$1 is $2 $3"),
      Reading(choice, "<some> is <value> , <value> <any>", "$1 is one of $2 , $3 $4"),
      Reading("unequal is written `is not`", "<some> is no <value> <any>", "$1 is not $2 $3"),
      Reading(choice, "<some> <name> [is] [not] in|among [the] [list] ( <some> ) <any>", "$1 $2 is one of $3 $4"),
      Reading(least, "<some> is from <value> [on|onwards|up|upwards] <action>", "$1 is at least $2 $3"),
      Reading(least, "<some> is <value> + <action>", "$1 is at least $2 $3"),
      Reading(choice, "<some> <name> [is] in|among|either <value> , <value> <any>", "$1 $2 is one of $3 , $4 $5"),
      Reading(choice, "<some> is [either] [one] [of] <value> or <value> <any>", "$1 is one of $2 , $3 $4"),
      Reading(
        choice, "<some> is [either] [one] [of] <value> , <value> [,] or|and <value> <any>",
        "$1 is one of $2 , $3 , $4 $5"),
      Reading(
        own, "<any> influencer|creator has|have [at] [least] <number> followers <any>", "$1 followers is at least $2 $3"
      ),
      Reading(
        own, "<any> influencer|creator has|have more|over [than] <number> followers <any>",
        "$1 followers is more than $2 $3"),
      Reading("a condition begins with a field", "<some> and <number> <name> <action>", "$1 and $3 is $2 $4"),
      Reading(
        "each of two conditions names its field", "<some> <name> is <value> or [is] <bound> <value> <any>",
        "$1 $2 is $3 or $2 is $4 $5 $6"),
      Reading("a condition begins with a field", "<some> or <number> <name> <action>", "$1 or $3 is $2 $4"),
    ]
  }()
}

/// Habits of sentences: actions and limits in words that others would choose.
extension Reading {
  static let sentences: [Reading] = {
    let set = "a field is changed with `set ... to ...`"
    let empty = "what happens when a group is empty stands behind `if none is left`"
    let enter = "a stage is entered with `go to`"
    let both = "an email and a contract are two lines"
    let named = "each of them has a name of its own; the one that stands here is taken for both"
    return [
      Reading(set, "<any> change|update|put|make <name> to|with|as|is <some>", "$1 set $2 to $3"),
      Reading(set, "<any> <name> is|to|becomes <value>", "$1 set $2 to $3"),
      Reading("a field is counted down with `subtract`", "<any> subtract <value> of <name>", "$1 subtract $2 from $3"),
      Reading("a field is counted down with `subtract`", "<any> subtract <name> by <some>", "$1 subtract $3 from $2"),
      Reading("what is sent is an email or a contract", "<any> send email : <some>", "$1 send email \"$2\""),
      Reading("what is sent is an email or a contract", "<any> send contract : <some>", "$1 send contract \"$2\""),
      Reading(
        "who is told stands right behind `tell`", "<any> tell <text>", "$1 tell manager $2",
        note: "`manager` is an example; who is told is one of the roles"),
      Reading(
        "what was owed is taken back with `void`", "<any> cancel|delete [the] fee|commission|bonus",
        "$1 void owed for \"fee\"", note: "what stands in quotes is what it was owed for"),
      Reading("a share says of what", "<some> <value> plus <percent> <any>", "$1 $2 + $3 of $2 $4"),
      Reading("a share says of what", "<some> <value> minus <percent> <any>", "$1 $2 - $3 of $2 $4"),
      Reading("values are added up with signs", "<some> plus <some>", "$1 + $2"),
      Reading("values are added up with signs", "<some> minus <some>", "$1 - $2"),
      Reading("why a rule is there stands in quotes behind `because`", "<some> , because <text>", "$1 because $2"),
      Reading("why a rule is there stands in quotes behind `because`", "<some> , because <some>", "$1 because \"$2\""),
      Reading(
        "what a code pays stands behind `paying`",
        "<some> from group <name> pay|pays|earn|earns|earning|with <name> <any>",
        "$1 from group $2 paying $3 $4"),
      Reading(
        "what a code pays stands behind `paying`", "<some> from <name> pay|pays|earn|earns|earning|with <name> <any>",
        "$1 from $2 paying $3 $4"),
      Reading(
        "what is asked of a window is whether it is open", "<some> during|within|inside <name> <any>",
        "$1 when $2 is open $3"),
      Reading("what is kept as a remark begins with `note`", "<any> log|remark|comment|record <text>", "$1 note $2"),
      Reading("what is not to change has no action", "<any> [do] nothing", "$1 stay"),
      Reading(
        "what is taken back is released", "<any> remove|revoke|return|take [back] [the] [discount] code|discount",
        "$1 release discount"),
      Reading("what is taken back is released", "<any> remove|revoke|return|take [back] [the] link", "$1 release link"),
      Reading(
        "what somebody is told stands in quotes behind them",
        "<any> tell|notify|inform [the] <name> about|of it|this|that|them|everything", "$1 tell $2 \"please look\"",
        note: "what stands in quotes is an example"),
      Reading(
        "who is told stands right behind `tell`", "<any> ask|tell|notify [the] <name> for|about|of <some>",
        "$1 tell $2 \"$3\""),
      Reading(
        both, "<head> send [the|a] contract and|, [send] [the|an] email|mail <text>",
        "$1 \\n send contract $2 \\n send email $2 \\n end", note: named),
      Reading(
        both, "send [the|a] contract and|, [send] [the|an] email|mail <text>",
        "send contract $1 \\n send email $1", note: named),
      Reading(
        both, "<head> send [the|an] email|mail and|, [send] [the|a] contract <text>",
        "$1 \\n send email $2 \\n send contract $2 \\n end", note: named),
      Reading(
        both, "send [the|an] email|mail and|, [send] [the|a] contract <text>",
        "send email $1 \\n send contract $1", note: named),
      Reading("a mail has a name", "<any> send [the|an|a] email|mail", "$1 send email \"welcome\""),
      Reading("a contract has a name", "<any> send [the|a] contract", "$1 send contract \"contract\""),
      Reading("a mail has a name", "<any> send [the|an|a] email|mail called|named <text>", "$1 send email $2"),
      Reading(
        "a mail is sent with `send email`", "<any> remind [the] [influencer|creator]", "$1 send email \"reminder\""),
      Reading(
        "an order is made with `create order`", "<any> order [the] gifts|products|product|gift|it", "$1 create order"),
      Reading(
        "why it is refused stands in quotes behind `refuse`", "<any> refuse|reject|deny because|with|as|: <text>",
        "$1 refuse $2"),
      Reading("a refusal says why", "<any> refuse|reject|deny", "$1 refuse \"not possible now\""),
      Reading(empty, "<some> from <name> or|else|otherwise <action>", "$1 from $2 if none is left $3"),
      Reading(
        "what is owed is owed for something", "<any> send|make|transfer [a|the] payment of <money>",
        "$1 owe $2 for \"fee\""),
      Reading(
        "whom it is owed to has not to be said", "<any> owe|pay [to] [the] influencer|creator|them|her|him <name>",
        "$1 owe $2 for \"fee\""),
      Reading(empty, "<some> or wait [in] [line]", "$1 if none is left wait in line"),
      Reading(
        empty, "<some> if none|empty|nothing [is] [left|there|available] [then|,] wait [in] [line]",
        "$1 if none is left wait in line"),
      Reading(empty, "<some> if none|empty|nothing [is] [left|there|available] <action>", "$1 if none is left $2"),
      Reading(
        "what a code pays stands behind `paying`",
        "<some> from group <name> with|at|for|pay|pays|paid|earn|earns|earning|get|gets <percent>",
        "$1 from group $2 paying $3"),
      Reading(
        "what a code pays stands behind `paying`",
        "<some> from <name> with|at|for|pay|pays|paid|earn|earns|earning|get|gets <percent>",
        "$1 from $2 paying $3"),
      Reading(
        "whom it is owed to has not to be said", "<any> owe|pay [to] [the] <name> <money>", "$1 owe $3 for \"fee\""),
      Reading(
        "a share says of what, and what it is for", "<any> owe|pay [a] <percent> [as] commission|provision",
        "$1 owe $2 of event.subtotal for \"commission\""),
      Reading(
        "a share says of what, and what it is for", "<any> owe|pay commission|provision [of|:] <percent>",
        "$1 owe $2 of event.subtotal for \"commission\""),
      Reading(
        "whom it is owed to has not to be said",
        "<any> owe|pay [to] [the] influencer|creator|them|her|him <some> for [the|a] <name>", "$1 owe $2 for \"$3\""),
      Reading(
        "whom it is owed to has not to be said", "<any> owe [the] influencer|creator|them|her|him <some>", "$1 owe $2"),
      Reading(
        "several are asked for with `all of`",
        "once [all|both] [of] <some> [are|is] [all] done|finished|ready <action>",
        "once all of $1 are done $2"),
      Reading(
        "what a code pays is a share alone", "<some> paying <percent> [as|of] commission|provision|bonus <any>",
        "$1 paying $2 $3"),
      Reading("a share is taken with `of`", "<some> <percent> [from] <name> <any>", "$1 $2 of $3 $4"),
      Reading(enter, "<any> enter|becomes|become|proceed|advance [to] [stage] <stage>", "$1 go to $2"),
      Reading(enter, "<any> set stage|status|state to|as <stage>", "$1 go to $2"),
    ]
  }()

  static let limits: [Reading] = {
    let most = "a limit that counts itself is asked for with `is at most`"
    let least = "a limit that counts itself is asked for with `is at least`"
    let twice = "each of two conditions names its field"
    return [
      Reading(least, "<some> <name> [at] minimum|min <some>", "$1 $2 is at least $3"),
      Reading(most, "<some> <name> [at] maximum|max <some>", "$1 $2 is at most $3"),
      Reading(least, "<some> is [at] [the|a] minimum|min|atleast [of] <some>", "$1 is at least $2"),
      Reading(most, "<some> is [at] [the|a] maximum|max|atmost [of] <some>", "$1 is at most $2"),
      Reading(most, "<some> is no more than <some>", "$1 is at most $2"),
      Reading(least, "<some> is no less than <some>", "$1 is at least $2"),
      Reading(
        "two limits are asked for with `is between`", "<some> is within|inside <value> and|to <value> <any>",
        "$1 is between $2 and $3 $4"),
      Reading(
        twice, "<some> <name> is <bound> <value> and|but|, [is] <bound> <value> <any>",
        "$1 $2 is $3 $4 and $2 is $5 $6 $7"),
      Reading(
        twice, "<some> <name> is <bound> <value> or [is] <bound> <value> <any>", "$1 $2 is $3 $4 or $2 is $5 $6 $7"),
      Reading(
        twice, "<some> <name> <sign> <value> and|but|, [is] <sign> <value> <any>", "$1 $2 $3 $4 and $2 $5 $6 $7"),
      Reading(twice, "<some> <value> > <name> > <value> <any>", "$1 $3 < $2 and $3 > $4 $5"),
      Reading(twice, "<some> <value> >= <name> >= <value> <any>", "$1 $3 is between $4 and $2 $5"),
      Reading(twice, "<some> <value> < <name> < <value> <any>", "$1 $3 > $2 and $3 < $4 $5"),
      Reading(twice, "<some> <value> <= <name> <= <value> <any>", "$1 $3 is between $2 and $4 $5"),
      Reading("two conditions are joined with `and`", "<some> when [both] <some> , <some>", "$1 when $2 and $3"),
    ]
  }()
}

/// Habits in lines of a workflow.
extension Reading {
  /// Lines outside a block of actions, as rules are.
  static let ofRules: [Reading] =
    times + orders + events + cases + headings + [
      Reading(
        "the stage that is entered first is marked behind its name", "start|starting|initial|first stage <name> <any>",
        "stage $1 initial $2"),
      Reading(
        "several things to do stand in a block", "<head> <act> [,|and] [then|also] <action>", "$1 \\n $2 \\n $3 \\n end"
      ),
      Reading(
        "final stages stand behind `final` alone", "final|finals|end|ends stage|stages|state|states [:] <some>",
        "final $1"),
    ] + ofActions

  /// How often, and after which time.
  private static let times: [Reading] = {
    let day = "a line waits for a day, not for a time of day"
    let edge = "what happens when a stage begins stands behind `on enter`"
    let often = "how often is said with `at most`"
    let wait = "a time to wait for begins with `after`"
    let silence = "the stage is left when an answer comes, so that waiting in it is enough"
    return [
      Reading(
        "each time to wait for has a line of its own", "after <time> and|, [and] [then|again] [after] <time> <action>",
        "after $1 $3 \\n after $2 $3"),
      Reading(
        "a rhythm goes on until its stage is left",
        "every <time> [,] [at] least|minimum [of] <count> times|time|x <some>",
        "every $1 $3", note: "how often at most is said behind the time: `at most 3 times`"),
      Reading(
        "a rhythm goes on until its stage is left", "every <time> [,] [at] least|minimum once|twice|thrice <some>",
        "every $1 $2", note: "how often at most is said behind the time: `at most 3 times`"),
      Reading(
        often, "every <time> [,] [at|of] max|maximum|atmost [of] <count> <action>", "every $1 at most $2 times $3"),
      Reading(
        often, "every <some> [,] [for|only|just|max|maximum|up|exactly] [to|of] <count> times|time|x <some>",
        "every $1 at most $2 times $3"),
      Reading(
        often, "every <some> <act> [,|but|only] [at] [most|max|maximum|up] [to] <count> times|time",
        "every $1 at most $3 times $2"),
      Reading(often, "every <some> <act> [,|but|only] [at] most|max|maximum <count>", "every $1 at most $3 times $2"),
      Reading(often, "every <some> <act> [,|but] [only|just] once", "every $1 at most 1 time $2"),
      Reading(often, "every <some> <act> [,|but] [only|just] twice", "every $1 at most 2 times $2"),
      Reading(often, "every <some> <act> [,|but] [only|just] thrice", "every $1 at most 3 times $2"),
      Reading(
        often, "every <time> , [at] most|max|maximum <count> [times|time|x] [:|,] <action>",
        "every $1 at most $2 times $3"),
      Reading(
        often, "every <some> <act> ( [at] [most|max|maximum|up] [to] <count> [times|time|x] )",
        "every $1 at most $3 times $2"),
      Reading(
        often, "[send] <count> reminders|emails|mails [,] [each|every] <time> [apart]",
        "every $2 at most $1 times send email \"reminder\"", note: "`reminder` is an example of the name of a mail"),
      Reading(
        "each time to wait for has a line of its own", "after <time> <act> ,|and|; [then] after <time> <action>",
        "after $1 $2 \\n after $3 $4"),
      Reading(
        "each time to wait for has a line of its own", "<act> after <time> and|, [then|again] [after] <time>",
        "after $2 $1 \\n after $3 $1"),
      Reading(
        "a time and an event have a line each", "after <time> or [on|if|when] <event> <action>",
        "after $1 $3 \\n on $2 $3"),
      Reading(
        "a time and an event have a line each", "on <event> or [after] <time> <action>", "on $1 $3 \\n after $2 $3"),
      Reading(
        wait,
        "if|when|unless [they|it|influencer] not|never|no answered|replied|responded|answer|reply|response [after|within|in|for] <time> [,] [then] <action>",
        "after $1 $2", note: silence),
      Reading(
        often, "every <some> , [at] [most|max|maximum|up] [to] <count> times|time [,] <action>",
        "every $1 at most $2 times $3"),
      Reading(
        often, "every <some> [,] not|never|no more than <count> times|time|x <some>", "every $1 at most $2 times $3"),
      Reading(often, "every <some> [,] not|never|no more than thrice <some>", "every $1 at most 3 times $2"),
      Reading(often, "every <some> [,] not|never|no more than twice <some>", "every $1 at most 2 times $2"),
      Reading(often, "every <some> [,] not|never|no more than once <some>", "every $1 at most 1 time $2"),
      Reading(often, "every <some> [,] at most once <some>", "every $1 at most 1 time $2"),
      Reading(often, "every <some> [,] at most twice <some>", "every $1 at most 2 times $2"),
      Reading(often, "every <some> [,] at most thrice <some>", "every $1 at most 3 times $2"),
      Reading(often, "every <some> [,] thrice <some>", "every $1 at most 3 times $2"),
      Reading(often, "every <some> [,] [only|just] once <some>", "every $1 at most 1 time $2"),
      Reading(often, "every <some> [,] [only|just] twice <some>", "every $1 at most 2 times $2"),
      Reading("a rhythm begins with `every`", "daily [,] <action>", "every 1 day $1"),
      Reading("a rhythm begins with `every`", "weekly [,] <action>", "every 7 days $1"),
      Reading("a rhythm begins with `every`", "daily <some>", "every 1 day $1"),
      Reading("a rhythm begins with `every`", "weekly <some>", "every 7 days $1"),
      Reading("a rhythm is a number of days", "every other|second day|days <some>", "every 2 days $1"),
      Reading("a rhythm is a number of days", "every other|second week|weeks <some>", "every 14 days $1"),
      Reading("a rhythm begins with `every`", "once a|per|every|each day <some>", "every 1 day $1"),
      Reading("a rhythm begins with `every`", "once a|per|every|each week <some>", "every 7 days $1"),
      Reading("a rhythm begins with `every`", "each <time> <some>", "every $1 $2"),
      Reading("a rhythm begins with `every`", "each <name> <some>", "every 1 $1 $2"),
      Reading(
        "an event is waited for with `on`", "wait|waiting [until|till|for] [the] <event> [,|and] [then] <action>",
        "on $1 $2"),
      Reading(
        "a date is waited for with `at`", "wait|waiting until|till|for <date> [,|and] [then] <action>", "at $1 $2"),
      Reading(
        "a date is waited for with `at`", "wait|waiting until|till|for <name> [,|and] [then] <action>", "at $1 $2"),
      Reading(
        wait, "[wait|in|if|when] [for] <time> [later|after|passed] [,|and] [then] <action>", "after $1 $2"),
      Reading(
        "how many there are is asked with `count of`",
        "once <count> posts|post|contents|drafts [are|is] [there|posted] <action>",
        "once count of content is at least $1 $2"),
      Reading(
        wait, "within <time> [,|:] [then] <action>", "after $1 $2",
        note:
          "it is done when the time is over; what comes within it has a line of its own, such as `on content.posted`, which leaves the stage before"
      ),
      Reading(
        wait,
        "after <time> without|lacking [a|an|any|the] post|posts|posting|content|draft|proposal|offer|payment|order [,] [then] <action>",
        "after $1 $2", note: "it is done if no line of the stage has left it by then"),
      Reading(
        "a line waits for one length of time, no less and no more", "after at least|minimum <time> <action>",
        "after $1 $2"),
      Reading("a number and its unit are two words", "after <number> - <name> <action>", "after $1 $2 $3"),
      Reading("a number and its unit are two words", "every <number> - <name> <some>", "every $1 $2 $3"),
      Reading(wait, "after <time> [have|has] [passed|elapsed|gone|later] [by] [,] [then] <action>", "after $1 $2"),
      Reading(
        wait,
        "if|when|unless [there] [is|was] no answer|reply|response|reaction [comes|came|arrives] [after|within|in|for] <time> [,] [then] <action>",
        "after $1 $2", note: silence),
      Reading(
        wait,
        "if|when|unless [there] [is|was] no answer|reply|response|reaction [comes|came|arrives] [after|within|in|for] <name> [,] [then] <action>",
        "after $1 $2", note: silence),
      Reading(
        often, "every <time> until|till|to [max|maximum] <count> times|time|x <some>", "every $1 at most $2 times $3"),
      Reading(
        "a rhythm ends when its stage is left", "every <time> until|till|unless|while <some> <act>", "every $1 $3",
        note: "how often at most is said behind the time: `at most 3 times`"),
      Reading(day, "at <date> [at] <clock> <action>", "at $1 $3"),
      Reading(day, "every <some> at <clock> <action>", "every $1 $3"),
      Reading(day, "after <some> at <clock> <action>", "after $1 $3"),
      Reading(
        edge,
        "when|if|once|on|upon [stage] [is] entered|entering|enter|entry|start|started|begin [stage] [,] [then] <action>",
        "on enter $1"),
      Reading(edge, "entry|enter|start|onenter [:] <action>", "on enter $1"),
      Reading("a date is waited for with `at`", "on|deadline [the] <date> [:|,] <action>", "at $1 $2"),
      Reading(
        "a date is waited for with `at`", "by|until|till|before|from|since <date> [:|,] <action>", "at $1 $2",
        note:
          "it is done once, as that day begins; what is done again and again is a line with `every` in a stage that is left on that day"
      ),
      Reading(
        "the end of a window is a date", "at|on|after|when [the] end|close [of] <name> [,] <action>", "at $1.end $2"),
      Reading(
        "the beginning of a window is a date",
        "at|on|when [the] start|begin|beginning|opening [of] <name> [,] <action>",
        "at $1.start $2"),
      Reading("the end of a window is a date", "on|at last day of <name> [,] <action>", "at $1.end $2"),
      Reading(wait, "on timeout [of|after] <time> [,] <action>", "after $1 $2", note: silence),
    ]
  }()

  /// What happens stands first in a line, what is done stands last.
  private static let orders: [Reading] = {
    let event = "an event stands before what is done"
    let time = "a time stands before what is done"
    let when = "a condition stands behind `when`"
    return [
      Reading(
        "no comma stands before or behind who sends an event", "on <event> [,] by <some> , <some>", "on $1 by $2 $3"),
      Reading(event, "<act> on|when|if <event> [,] by <names>", "on $2 by $3 $1"),
      Reading(
        "who sends an event is said behind it, with `by`",
        "on <event> for|from|through|via|of|as [the|a|an] <role> <some>", "on $1 by $2 $3"),
      Reading(
        "who sends an event is said behind it, with `by`",
        "on <event> for|from|through|via|of|as [the|a|an] influencer|creator|influencers|creators <some>",
        "on $1 by influencer $2"),
      Reading(
        "a condition stands behind `when`", "on <event> by <role> and <name> is <some>", "on $1 by $2 when $3 is $4"),
      Reading(event, "<act> on|when|if <event> [,] by <name>", "on $2 by $3 $1"),
      Reading(when, "on <event> <any> only|but|just|provided if|when|that <some>", "on $1 $2 when $3"),
      Reading(when, "on <event> except if|when <some> <action>", "on $1 when not ( $2 ) $3"),
      Reading(when, "on <event> and|where|with|provided|given|while <some>", "on $1 when $2"),
      Reading(when, "on <event> with <name> <value> <act>", "on $1 when $2 is $3 $4"),
      Reading("a rule for an event begins with `on`", "<event> [:|,] [then] <action>", "on $1 $2"),
      Reading(
        "a rule for an event begins with `on`, and leads on with `go to`", "<event> [:|,] [then] <stage>",
        "on $1 go to $2"),
      Reading(
        "a time to wait for begins with `after`",
        "<time> after [the] [stage] [is] [was] enter|entering|entered|entry|start|starting|begin|beginning|it [,] <action>",
        "after $1 $2"),
      Reading(
        event, "pay|owe [the] [influencer|creator] [the] [fee|price] after|on|when|once|upon <event>",
        "on $1 owe price for \"fee\"", note: "`price` is the field that holds what was agreed"),
      Reading(
        "who sends an event is said behind it, with `by`", "on <event> <any> only [by] [the|a] <name> <action>",
        "on $1 by $3 $2 $4"),
      Reading(event, "<some> on|when|if <event> <any>", "on $2 $1 $3"),
      Reading(event, "when|if <some> on <event> [then] [,] <action>", "on $2 when $1 $3"),
      Reading(
        "all other cases are a line of their own",
        "if|when|once|whenever <event> and <some> [,] [then] <act> [,|or] else|otherwise [,] <action>",
        "on $1 when $2 $3 \\n on $1 otherwise $4"),
      Reading(
        "a rule for an event begins with `on`",
        "if|when|once|whenever <event> [,] [then] <act> [,|or] else|otherwise [,] <action>", "on $1 $2"),
      Reading(event, "if|when|once <event> and <some> [then] [,] <action>", "on $1 when $2 $3"),
      Reading(
        "a rule for an event begins with `on`", "if|when|once|whenever|upon|after <event> [,] [then] <some>", "on $1 $2"
      ),
      Reading(time, "<some> after <time>", "after $2 $1"),
      Reading(time, "<some> every <time>", "every $2 $1"),
      Reading(time, "<some> at <date>", "at $2 $1"),
    ]
  }()

  /// An event in a sentence.
  private static let events: [Reading] = {
    let dot = "an event has the name of a thing, a dot, and what became of it"
    let role = "who sends an event is said behind it, with `by`"
    return [
      Reading(
        dot, "on|when|if|once|after [the|a] <name> [is|was|has|gets] [been] <doing> and|when|if <some>",
        "on $1.$2 when $3"
      ),
      Reading(
        dot, "on|when|if|once|after [the|a] <name> is|was|has|gets [been] <doing> [,] [then] <some>", "on $1.$2 $3"),
      Reading(dot, "on|when|if|once|after <doing> [the|a] <name> [,] [then] <some>", "on $2.$1 $3"),
      Reading(
        role, "on|when|if|once|after [the|a] <name> <doing> [the|a] <name> [,] [then] <some>", "on $3.$2 by $1 $4"),
      Reading(role, "<name> : on <dotted> <some>", "on $2 by $1 $3"),
      Reading(role, "[the] <name> <doing> [the|a] <name> [,|:] [then] <some>", "on $3.$2 by $1 $4"),
    ]
  }()

  /// What is done in all other cases, on the line of the one case.
  private static let cases: [Reading] = [
    Reading(
      "all other cases are a line of their own",
      "on <dotted> <any> when <some> <act> [,|or] else|otherwise to <stage>",
      "on $1 $2 when $3 $4 \\n on $1 $2 otherwise go to $5"),
    Reading(
      "all other cases are a line of their own",
      "on <dotted> <any> when <some> [,|or] else|otherwise if|when <some> [,] [then] <action>",
      "on $1 $2 when $3 \\n on $1 $2 otherwise when $4 $5"),
    Reading(
      "all other cases are a line of their own", "on <dotted> <any> when <some> [,|or] else|otherwise [,] <action>",
      "on $1 $2 when $3 \\n on $1 $2 otherwise $4"),
    Reading(
      "all other cases are a line of their own", "once <some> [,|or] else|otherwise [to] <stage>",
      "once $1 \\n once otherwise go to $2"),
    Reading(
      "all other cases are a line of their own", "once <some> [,|or] else|otherwise [,] <action>",
      "once $1 \\n once otherwise $2"),
    Reading("a time has no other cases", "after <some> else|otherwise <action>", "after $1"),
    Reading("a time has no other cases", "after <some> else|otherwise [to] <stage>", "after $1"),
    Reading("a time has no other cases", "at <some> else|otherwise <action>", "at $1"),
    Reading("a time has no other cases", "every <some> else|otherwise <action>", "every $1"),
  ]
}

/// Habits in scenarios and in blocks of fields.
extension Reading {
  static let ofFields: [Reading] = {
    let word = "the name of a field is one word, and its type stands behind it"
    return choices + [
      Reading("a field's name stands before its type", "<type> <name> <any>", "$2 $1 $3"),
      Reading("names of fields stand without quotes", "<quoted> <type> <any>", "$1 $2 $3"),
      Reading("a field with a default always has a value", "<name> <some> optional default <some>", "$1 $2 default $3"),
      Reading(
        "what a field begins with stands behind `default`", "<name> window [is|from|of|:] <date> to|until|- <date>",
        "$1 window default $2 to $3"),
      Reading(word, "<joined> : <type> <any>", "$1 $2 $3"),
      Reading(word, "<name> time [default|is|:] <time>", "$1_time duration default $2"),
      Reading(word, "<joined> [:|is|=] <money>", "$1 money default $2"),
      Reading(word, "<joined> [:|is|=] <number>", "$1 number default $2"),
      Reading(word, "<joined> [:|is|=] <percent>", "$1 percent default $2"),
      Reading(word, "<joined> [:|is|=] <time>", "$1 duration default $2"),
      Reading(word, "<joined> [:|is|=] <date>", "$1 date default $2"),
      Reading(word, "<joined> [:|is|=] <text>", "$1 text default $2"),
      Reading(word, "<joined> [:|is|=] yes", "$1 flag default yes"),
      Reading(word, "<joined> [:|is|=] no", "$1 flag default no"),
      Reading(
        "a field that may have no value is `optional`",
        "<name> <some> [default|is|=|:] null|none|nil|empty|nothing|opt|nullable|maybe|unset", "$1 $2 optional"),
      Reading("a field has a type", "<name> [:] <percent>", "$1 percent default $2"),
      Reading("a field has a type", "<name> [:] <date>", "$1 date default $2"),
      Reading("a field has a type", "<name> [:] <text>", "$1 text default $2"),
      Reading("a field has a type", "<name> [:] <money>", "$1 money default $2"),
      Reading("a field has a type", "<name> [:] <number>", "$1 number default $2"),
      Reading("a field has a type", "<name> [:] <time>", "$1 duration default $2"),
      Reading("a field has a type", "<name> default <number>", "$1 number default $2"),
      Reading("a field has a type", "<name> default <money>", "$1 money default $2"),
      Reading("a field has a type", "<name> default <time>", "$1 duration default $2"),
      Reading("a field has a type", "<name> default <date>", "$1 date default $2"),
      Reading("a field has a type", "<name> default <text>", "$1 text default $2"),
      Reading("a field has a type", "<name> default yes", "$1 flag default yes"),
      Reading("a field has a type", "<name> default no", "$1 flag default no"),
      Reading(
        "what a field begins with stands behind `default`", "<name> <some> [is|of|:] <value>", "$1 $2 default $3"),
    ]
  }()

  static let ofScenarios: [Reading] = time + given + sent + standing + expected

  private static let time: [Reading] = {
    let later = "how much time passes is said with `later`"
    let day = "a day begins with `at`"
    let lines = "what happens after a time is a line of its own"
    return [
      Reading(
        lines, "[after|in|wait|and|then] <time> [later|after] [,|:] [then] expect <some>", "$1 later \\n expect $2"),
      Reading(
        lines, "[after|in|wait|and|then] <time> [later|after] [,|:] [then] <name> : <some>", "$1 later \\n $2 : $3"),
      Reading(
        later,
        "[after|wait|in|later|for|+|then] [for] <time> [pass|passes|passed|after|go|goes|gone|have|has|on] [by|passed] [later|spaeter|danach]",
        "$1 later"),
      Reading(day, "[on|it|today|date|day|time] [is] [:] <date> <any>", "at $1 $2"),
    ]
  }()

  private static let given: [Reading] = {
    let with = "values stand behind `with`"
    let person = "a person is given by a name alone"
    let several = "each person is given on a line of their own"
    return [
      Reading(
        with, "given <name> is|: [a|an|the] influencer|creator|person with|having <number> <name>",
        "given $1 with $3 $2"),
      Reading(with, "given <name> is|: [a|an|the] influencer|creator|person", "given $1"),
      Reading(with, "given <name> with|has|having <number> <name> <any>", "given $1 with $3 $2 $4"),
      Reading(with, "given <name> from|in <text> <any>", "given $1 with country $2 $3"),
      Reading(with, "given [the|a] campaign has|having|where|: <name> <value> <any>", "given campaign with $1 $2 $3"),
      Reading(
        "what a group holds stands behind `holding`",
        "given group <text> with|of|has|having|: [only] <number> [codes|links|items|code|link|left]",
        "given group $1 holding $2"),
      Reading(
        "what a group holds stands behind `holding`", "given discount_group|link_group|group <text> [is] empty",
        "given group $1 holding nothing"),
      Reading(several, "given <name> ,|and <name> <any>", "given $1 $3 \\n given $2 $3"),
      Reading(
        several, "given <name> , <name> , <name> [,] ,|and <name> <any>",
        "given $1 $5 \\n given $2 $5 \\n given $3 $5 \\n given $4 $5"),
      Reading(
        several, "given <name> , <name> [,] ,|and <name> <any>", "given $1 $4 \\n given $2 $4 \\n given $3 $4"),
      Reading(
        person, "given [there] [is] [a|an|the] influencer|person|creator|user [called|named] <name> <any>",
        "given $1 $2"),
      Reading(person, "given [a|an|the] [influencer|person|creator] [called|named] <quoted> <any>", "given $1 $2"),
      Reading("a campaign is given without a name", "given campaign <text> <any>", "given campaign $2"),
      Reading(with, "given campaign [has|having|where|:] <name> <value> <any>", "given campaign with $1 $2 $3"),
      Reading(with, "given [the] campaign <name> is <value> <any>", "given campaign with $1 $2 $3"),
      Reading(with, "given <name> [has|having|where|:] <name> <value> <any>", "given $1 with $2 $3 $4"),
      Reading("what a campaign has stands behind `given campaign`", "given <name> <text>", "given campaign with $1 $2"),
      Reading("values are joined with commas", "<some> with <some> and|; <some>", "$1 with $2 , $3"),
    ]
  }()

  private static let sent: [Reading] = {
    let with = "what an event carries stands behind `with`"
    let plain = "a value stands right behind its name"
    let dot = "the name of an event has a dot"
    let several = "what happens to each is a line of its own"
    let role = "who sends an event is said behind it, with `by`"
    let answer = "the answer is one word behind the event"
    return [
      Reading(
        with, "<name> : <event> for|at <money> with|and|, <number> task|tasks|post|posts",
        "$1 : $2 with price $3 , tasks $4"),
      Reading(several, "<name> and|, <name> : <some>", "$1 : $3 \\n $2 : $3"),
      Reading(answer, "<name> : <event> <any> not allowed|possible|accepted|taken", "$1 : $2 $3 refused"),
      Reading(role, "manager invites|invited <name>", "$1 : influencer.invited by manager"),
      Reading(role, "[when|then] <name> is|was|gets invited by [the] <name>", "$1 : influencer.invited by $2"),
      Reading(role, "[when|then] <name> is|was|gets accepted by [the] <name>", "$1 : proposal.accepted by $2"),
      Reading(role, "[when|then] <name> is|was|gets declined by [the] <name>", "$1 : proposal.declined by $2"),
      Reading(role, "on|when <event> by [the] <name> <any>", "$person : $1 by $2 $3"),
      Reading(role, "<name> : <event> by the|a|an <name> <any>", "$1 : $2 by $3 $4"),
      Reading(answer, "<name> : <event> <any> - refused", "$1 : $2 $3 refused"),
      Reading(role, "<name> : <event> refused <text> by|from [the|a] <name>", "$1 : $2 by $4 refused $3"),
      Reading(role, "<name> : <event> refused by|from [the|a] <name>", "$1 : $2 by $3 refused"),
      Reading(role, "<name> : <event> ignored by|from [the|a] <name>", "$1 : $2 by $3 ignored"),
      Reading(answer, "<name> : <event> <any> should|must|will|to be|get refused|rejected", "$1 : $2 $3 refused"),
      Reading(
        answer,
        "<name> : <event> <any> [is|gets] fails|fail|rejected|denied|forbidden|impossible|refuses|refuse|rejects|denies",
        "$1 : $2 $3 refused"
      ),
      Reading(answer, "<name> : <event> <any> is|be not allowed|possible|accepted", "$1 : $2 $3 refused"),
      Reading(
        "why it is refused stands right behind `refused`",
        "<name> : <event> <any> should|must|will|fails [fail|be] [rejected|denied|refused] [with|because|as|:] <text>",
        "$1 : $2 $3 refused $4"),
      Reading(answer, "<name> : <event> <any> should|must|will|to fail", "$1 : $2 $3 refused"),
      Reading(
        "why it is refused stands right behind `refused`", "<name> : <event> <any> refused with|because|as|: <text>",
        "$1 : $2 $3 refused $4"),
      Reading(answer, "expect <event> [is|to] [be] refused", "$person : $1 refused"),
      Reading("a line begins with the person", "when|and|then|if|now <name> : <some>", "$1 : $2"),
      Reading(with, "<name> : <event> ( <some> )", "$1 : $2 with $3"),
      Reading(with, "<name> : <event> with|for|at <money> <any>", "$1 : $2 with price $3 $4"),
      Reading(role, "<name> : <event> from|as|through|via|of [the|a] <name> <any>", "$1 : $2 by $3 $4"),
      Reading(role, "<name> : <name> <event> <any>", "$1 : $3 by $2 $4"),
      Reading(role, "<event> from|as|by|through|via [the|a] <name> <any>", "$person : $1 by $2 $3"),
      Reading(with, "<name> : <dotted> [for|at|:|,|of] <name> <some>", "$1 : $2 with $3 $4"),
      Reading(with, "<name> : <dotted> by <name> <name> <some>", "$1 : $2 by $3 with $4 $5"),
      Reading(plain, "<some> with <name> is|of|to|: <some>", "$1 with $2 $3"),
      Reading(plain, "<some> with <some> , <name> is|of|to|: <some>", "$1 with $2 , $3 $4"),
      Reading(dot, "<name> : <name> <doing> <any>", "$1 : $2.$3 $4"),
      Reading(dot, "<name> [:] <doing> [a|the] <name> <any>", "$1 : $3.$2 $4"),
      Reading(
        role, "<name> [:] accepts|accepted|approves|approved [the] [proposal|offer] [of|from] <name>",
        "$2 : proposal.accepted by $1"),
      Reading(
        role, "<name> [:] declines|declined|rejects|rejected [the] [proposal|offer] [of|from] <name>",
        "$2 : proposal.declined by $1"),
      Reading(
        "an event stands behind the person that it is about", "[on|when] <event> for|about <name> <any>",
        "$2 : $1 $3"),
      Reading(
        "an event stands behind the person that it is about", "[on|when|send] <event> [with] <any>", "$person : $1 $2"),
      Reading("an event stands behind the person that it is about", "[on|when|send] <event> <any>", "$person : $1 $2"),
      Reading(
        "the answer is one word behind the event", "[expect|then] <name> [:] <event> is|was|gets|being refused <any>",
        "$1 : $2 refused $3"),
      Reading(
        "the answer is one word behind the event", "[expect|then] <name> [:] <event> <any> refused <any>",
        "$1 : $2 $3 refused $4"),
      Reading(
        "the answer is one word behind the event", "[expect|then] <name> [:] <event> is|was|gets|being ignored",
        "$1 : $2 ignored"),
      Reading(
        "why it is refused stands in quotes", "<name> : <event> <any> refused [because|with|as] <some>",
        "$1 : $2 $3 refused \"$4\""),
    ]
  }()

  private static let standing: [Reading] = {
    let stage = "where somebody stands is said with `in`"
    let person = "an expectation begins with `expect` and a person"
    let owed = "what is owed or paid stands behind the person"
    let several = "each expectation is a line of its own"
    return [
      Reading("a person stands before what they are expected to have", "expect in <stage>", "expect $person in $1"),
      Reading("a person stands before what they are expected to have", "expect owed <money>", "expect $person owed $1"),
      Reading("a person stands before what they are expected to have", "expect paid <money>", "expect $person paid $1"),
      Reading(
        "a person stands before what they are expected to have", "expect <noun> <text>", "expect $person $1 $2"),
      Reading(stage, "expect [the] stage|status|state|section of <name> [is|:] [in] <stage>", "expect $1 in $2"),
      Reading(stage, "expect <name> [has] stage|status|state [is|:] <stage>", "expect $1 in $2"),
      Reading(
        several, "expect <name> in <stage> and|, [is] owed <money> and|, [has] <noun> <text>",
        "expect $1 in $2 \\n expect $1 owed $3 \\n expect $1 $4 $5"),
      Reading(
        several, "expect <name> in <stage> and|, [has] <noun> <text>", "expect $1 in $2 \\n expect $1 $3 $4"),
      Reading(several, "expect <name> in <stage> and|,|but [is] owed <money>", "expect $1 in $2 \\n expect $1 owed $3"),
      Reading(
        several, "expect <name> in <stage> and|,|but [expect] <name> [is] <word> <money>",
        "expect $1 in $2 \\n expect $3 $4 $5"),
      Reading(
        several, "expect <name> in <stage> and|,|but [expect] <name> in <stage>",
        "expect $1 in $2 \\n expect $3 in $4"),
      Reading(several, "expect <name> and|, <name> <some>", "expect $1 $3 \\n expect $2 $3"),
      Reading(
        several, "expect <name> [is] [in] neither [in] <stage> nor [in] <stage>",
        "expect $1 not in $2 \\n expect $1 not in $3"),
      Reading(owed, "expect owed|owes|owe [to] <name> [is|:] <money>", "expect $1 owed $2"),
      Reading(owed, "expect <money> owed [to|for] <name>", "expect $2 owed $1"),
      Reading(owed, "expect paid [to] <name> [is|:] <money>", "expect $1 paid $2"),
      Reading(owed, "expect owed|owes|owe [to] <name>", "expect $1 owed is more than 0 USD"),
      Reading(owed, "expect <name> [is] owed", "expect $1 owed is more than 0 USD"),
      Reading(
        stage, "expect [that] <name> [should] [is|be|stands|to] [be] [in|at|on] [the] [stage] [is] <stage>",
        "expect $1 in $2"),
      Reading(
        stage, "expect [that] <name> [should] [is|be|stands|does] not [be] [in|at|on] [the] [stage] [is] <stage>",
        "expect $1 not in $2"),
      Reading(stage, "expect <name> [is] at|on [the] [stage] <some>", "expect $1 in $2"),
      Reading(stage, "expect <name> [is] in stage <some>", "expect $1 in $2"),
      Reading("the name of a stage stands without quotes", "expect <name> [is] in|at <quoted>", "expect $1 in $2"),
      Reading(
        "a person stands before what they are expected to have", "expect <name> is <money>", "expect $person $1 is $2"),
      Reading(
        "a person stands before what they are expected to have", "expect <name> is <figure>", "expect $person $1 is $2"),
      Reading(
        "a person stands before what they are expected to have", "expect <name> is yes", "expect $person $1 is yes"),
      Reading(
        "a person stands before what they are expected to have", "expect <name> is no", "expect $person $1 is no"),
      Reading(
        "a person stands before what they are expected to have", "expect <name> is <bound> <some>",
        "expect $person $1 is $2 $3"),
      Reading(person, "check|verify|assert|then|ensure [that] <name> [is] [in] <stage>", "expect $1 in $2"),
      Reading(person, "check|verify|assert|then|ensure [that] <some>", "expect $1"),
      Reading(person, "<name> [should] [is|be|must] [be] in <stage>", "expect $1 in $2"),
      Reading("a person stands without `should`", "expect <name> should|must|will [be|is] <some>", "expect $1 $2"),
    ]
  }()

  private static let expected: [Reading] = {
    let item = "what somebody holds stands right behind their name, in quotes"
    let mail = "a mail is expected as `email`, its name, and whom it goes to"
    let several = "each expectation is a line of its own"
    let bound = "a limit is said before its value"
    return [
      Reading(bound, "expect <name> <word> [is] <money> or|and more|higher|above|over", "expect $1 $2 is at least $3"),
      Reading(bound, "expect <name> <word> [is] <money> or|and less|lower|below|under", "expect $1 $2 is at most $3"),
      Reading(
        "none of several is asked for with `is not one of`", "expect <name> <name> is not <value> or|nor|and <value>",
        "expect $1 $2 is not one of $3 , $4"),
      Reading(
        "one of several is asked for with `is one of`", "expect <name> <name> is <value> or <value>",
        "expect $1 $2 is one of $3 , $4"),
      Reading("who is meant stands right behind `expect`", "expect not <name> in <some>", "expect $1 not in $2"),
      Reading(
        several, "expect email|mail <text> to <name> and|, <name>",
        "expect email $1 to $2 \\n expect email $1 to $3"),
      Reading(
        several, "expect contract <text> to <name> and|, <name>",
        "expect contract $1 to $2 \\n expect contract $1 to $3"),
      Reading(
        several, "expect note <text> about <name> and|, <name>",
        "expect note $1 about $2 \\n expect note $1 about $3"),
      Reading(
        several, "expect <name> told <text> about <name> and|, <name>",
        "expect $1 told $2 about $3 \\n expect $1 told $2 about $4"),
      Reading(
        several, "expect order for <name> and|, <name>", "expect order for $1 \\n expect order for $2"),
      Reading(
        "what somebody has stands behind their name", "expect [the] <name> of <name> is <some>", "expect $2 $1 is $3"),
      Reading(
        "what was not taken is expected with `no`", "expect <name> [has|have|holds|with] no|not [a|any] <noun> [code]",
        "expect $1 no $2"),
      Reading(
        item, "expect <name> [has|have|holds|gets|got|with] [a|the] <noun> [code] [is|:] [called] <text>",
        "expect $1 $2 $3"),
      Reading(
        item, "expect <name> [has|have|holds|gets|got|with] [a|the] <noun> [code] [is|:] [called] <name>",
        "expect $1 $2 \"$3\""),
      Reading(
        "whether somebody holds something is asked with `is held`",
        "expect <name> [has|have|holds|gets|got|with] [a|the] <noun> [code] [is] [set|given|assigned]",
        "expect $1 $2 is held"),
      Reading(
        mail,
        "expect <name> [has|is|was|to] [gets|get|got|receives|receive|received|sent] [an|the] email|mail [called] <text>",
        "expect email $2 to $1"),
      Reading(mail, "expect [an] email|mail <text> [is|was] [sent] [to|for|at] <name>", "expect email $1 to $2"),
      Reading(mail, "expect [an] email|mail <name> [is|was] [sent] [to|for|at] <name>", "expect email \"$1\" to $2"),
      Reading(mail, "expect [an] email|mail <text>", "expect email $1 to $person"),
      Reading(mail, "expect an|a|the email|mail [sent] to|for <name>", "expect email \"reminder\" to $1"),
      Reading(
        "who is told stands before `told`", "expect <name> is|was|gets told <text> <any>", "expect $1 told $2 $3"),
      Reading("who is told stands before `told`", "expect tell|told <name> <text> <any>", "expect $1 told $2 $3"),
      Reading(mail, "expect [a|the] <name> email|mail to|for <name>", "expect email \"$1\" to $2"),
      Reading(
        "nothing more is expected with `nothing else`", "expect no [more|other|further] email|emails|mail|mails",
        "expect nothing else"),
      Reading("nothing more is expected with `nothing else`", "expect nothing [more|happens]", "expect nothing else"),
      Reading("a condition says what something is", "expect <name> not owed <money>", "expect $1 owed is not $2"),
      Reading("what is owed stands right behind `owed`", "expect <name> is|was owed <some>", "expect $1 owed $2"),
      Reading(
        "what is owed stands right behind `owed`", "expect <name> owes|earns|gets|receives <some>", "expect $1 owed $2"),
      Reading(
        "a condition says what something is", "expect <name> [has] <name> <bound> <some>", "expect $1 $2 is $3 $4"),
      Reading("a condition says what something is", "expect <name> [has] <name> <value>", "expect $1 $2 is $3"),
      Reading(
        "a condition says what something is", "expect <name> has [a|the] <name> [of|is|at] <value>",
        "expect $1 $2 is $3"),
    ]
  }()
}

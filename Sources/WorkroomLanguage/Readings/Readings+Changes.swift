/// Habits of lines that change two things, or a thing by what is said of it before.
extension Reading {
  static let changes: [Reading] = {
    let several = "several things to do are several lines"
    return [
      Reading(
        several, "<head> add <value> to <name> and|, <name>", "$1 \\n add $2 to $3 \\n add $2 to $4 \\n end"),
      Reading(several, "add <value> to <name> and|, <name>", "add $1 to $2 \\n add $1 to $3"),
      Reading(
        several, "<head> subtract <value> from <name> and|, <name>",
        "$1 \\n subtract $2 from $3 \\n subtract $2 from $4 \\n end"),
      Reading(
        several, "subtract <value> from <name> and|, <name>", "subtract $1 from $2 \\n subtract $1 from $3"),
      Reading(
        "a field is counted up with `add`", "<any> increase|raise|increment <name> by <count>", "$1 add $3 to $2"),
      Reading(
        "a field is counted down with `subtract`", "<any> decrease|reduce|lower|decrement <name> by <count>",
        "$1 subtract $3 from $2"),
      Reading(
        "whom it is owed to has not to be said", "<any> owe|pay <value> to [the] influencer|creator|them|her|him",
        "$1 owe $2 for \"fee\""),
      Reading(
        "what is owed is owed for something", "<any> owe|pay <percent> of <name> [now]", "$1 owe $2 of $3 for \"fee\""),
      Reading(
        "who is told stands right behind `tell`", "<any> tell|notify|inform [the] <role> that <some>",
        "$1 tell $2 \"$3\""),
      Reading(several, "<head> clear <name> and|, <name>", "$1 \\n clear $2 \\n clear $3 \\n end"),
      Reading(several, "clear <name> and|, <name>", "clear $1 \\n clear $2"),
      Reading(several, "<head> set <name> and|, <name> to <some>", "$1 \\n set $2 to $4 \\n set $3 to $4 \\n end"),
      Reading(several, "set <name> and|, <name> to <some>", "set $1 to $3 \\n set $2 to $3"),
      Reading(
        several, "<head> send email <name> ,|and <name>", "$1 \\n send email \"$2\" \\n send email \"$3\" \\n end"),
      Reading(several, "send email <name> ,|and <name>", "send email \"$1\" \\n send email \"$2\""),
      Reading(
        "what is held is given back with `release`, and of what is not held nothing happens",
        "<any> release <noun> or <noun>", "$1 release $2 and $3"),
      Reading(
        "what is to be done when a group is empty stands behind `if none is left`",
        "<any> assign <noun> from <name> or [from] <name>", "$1 assign $2 from $3 if none is left assign $2 from $4"),
      Reading(
        several, "<head> add <value> to <name> and|, [add] <value> to <name>",
        "$1 \\n add $2 to $3 \\n add $4 to $5 \\n end"),
      Reading(several, "add <value> to <name> and|, [add] <value> to <name>", "add $1 to $2 \\n add $3 to $4"),
      Reading(
        "what is held is given back, and of what is not held nothing happens", "<any> disable <noun> or <noun>",
        "$1 disable $2 and $3"),
      Reading(
        "what is to be done when a group is empty stands behind `if none is left`",
        "<any> assign <noun> from <name> or <noun> from <name>",
        "$1 assign $2 from $3 if none is left assign $4 from $5"),
      Reading(
        "values are added up with signs", "<any> owe <value> and|plus <value> for <text>", "$1 owe $2 + $3 for $4"),
      Reading("a field is counted up with `add`", "<any> add <count> more to <name>", "$1 add $2 to $3"),
      Reading("a field is counted up with `add`", "<any> add <money> more to <name>", "$1 add $2 to $3"),
      Reading(
        "a field is counted up with `add`", "<any> increase|raise|increment <name> by <count> more", "$1 add $3 to $2"),
      Reading("values are added up with signs", "<any> set <name> to <money> more than <name>", "$1 set $2 to $4 + $3"),
      Reading("values are added up with signs", "<any> set <name> to <money> less than <name>", "$1 set $2 to $4 - $3"),
      Reading("a field is counted up with `add`", "<any> set <name> to <count> more|extra", "$1 add $3 to $2"),
      Reading("a field is counted up with `add`", "<any> set <name> to <money> more|higher|extra", "$1 add $3 to $2"),
      Reading("a share says of what", "<any> set <name> to <percent> more|higher|extra", "$1 add $3 of $2 to $2"),
      Reading(
        "a field is counted down with `subtract`", "<any> set <name> to <count> less|fewer|lower",
        "$1 subtract $3 from $2"),
      Reading(
        "a field is counted down with `subtract`", "<any> set <name> to <money> less|lower",
        "$1 subtract $3 from $2"),
      Reading(
        "a share says of what", "<any> set <name> to <percent> less|lower", "$1 subtract $3 of $2 from $2"),
      Reading(
        "a field gets another value with `set`",
        "<any> increase|raise|reduce|lower|decrease|cut|bump|drop <name> to <value>", "$1 set $2 to $3"),
    ]
  }()
}

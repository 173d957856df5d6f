/// Habits in the first lines of a file and of its blocks, and in what a field may be.
extension Reading {
  static let headings: [Reading] = {
    let name = "the name of a stage stands right behind `stage`, without quotes"
    let title = "a title stands behind `titled`"
    let section = "the section that shows a stage stands behind `in`"
    let final = "final stages stand behind `final`"
    let file = "a file begins with `workflow` and its name"
    let either = "a line waits for one event, or for either of several"
    return [
      Reading("the name of a stage is one word", "stage <name> stage|section|step <any>", "stage $1_stage $2"),
      Reading("the name of a stage is one word", "stage <word> <name> <any>", "stage $1_$2 $3"),
      Reading("the name of an event has a dot", "event <name> <name> <any>", "event $1.$2 $3"),
      Reading(
        "who sends an event is said with `by`", "event <dotted> from|of|as|sent [by] <name> <any>", "event $1 by $2 $3"),
      Reading("the name of a scenario stands in quotes", "scenario [:] <some>", "scenario \"$1\""),
      Reading("a role is a person or a system", "role <name>", "role $1 person"),
      Reading("what a definition means stands behind `as`", "define <name> :|when|if|means <some>", "define $1 as $2"),
      Reading(file, "title|name|campaign|project [:] <text>", "workflow $1"),
      Reading(section, "stage : <name> ( <some> )", "stage $1 in \"$2\""),
      Reading(section, "stage <name> ( <names> )", "stage $1 in \"$2\""),
      Reading(name, "stage : <name> <any>", "stage $1 $2"),
      Reading("the condition of a track stands behind `when`", "track <name> <any> if <some>", "track $1 $2 when $3"),
      Reading(section, "stage <name> ( <word> )", "stage $1 in \"$2\""),
      Reading(name, "stage <slug> <any>", "stage $1 $2"),
      Reading(name, "stage called|named <name> <any>", "stage $1 $2"),
      Reading("the section of a stage stands behind `in`", "stage <name> <section>", "stage $1 in $2"),
      Reading("the section of a stage stands behind `in`", "stage <name> initial <section>", "stage $1 initial in $2"),
      Reading(title, "stage <name> [named|called|title|label] [:] <text> <any>", "stage $1 titled $2 $3"),
      Reading(section, "stage <name> [in] section [:] <text> <any>", "stage $1 in $2 $3"),
      Reading("final stages stand with commas between them", "final <name> or|and <name>", "final $1 , $2"),
      Reading(
        "final stages stand with commas between them", "final <name> , <name> [,] or|and <name>", "final $1 , $2 , $3"),
      Reading(final, "<name> is|are final", "final $1"),
      Reading(final, "<name> and|, <name> are final", "final $1 , $2"),
      Reading(file, "version <number> workflow <text>", "workflow $2 version $1"),
      Reading(file, "workflow [:] <some> [,] version <number>", "workflow \"$1\" version $2"),
      Reading(file, "workflow [:] <some> <number>", "workflow \"$1\" version $2"),
      Reading(file, "workflow : <text> <any>", "workflow $1 $2"),
      Reading(file, "workflow [:] <some>", "workflow \"$1\""),
      Reading(file, "<text>", "workflow $1"),
      Reading(
        "who sends an event is said behind it, with `by`", "on <event> from|of|as|through|via [the|a] <name> <some>",
        "on $1 by $2 $3"),
      Reading(either, "on <event> [,] [or] on <event> <some>", "on $1 or $2 $3"),
      Reading(
        "all other cases are said with `otherwise`", "on <event> in all|any|every other|others cases|case [,] <action>",
        "on $1 otherwise $2"),
      Reading(either, "on <event> , <event> <some>", "on $1 or $2 $3"),
    ]
  }()

  static let choices: [Reading] = {
    let names = "a choice is one of several names"
    let start = "what a field begins with stands behind `default`"
    let optional = "`optional` stands right behind the type"
    return [
      Reading(optional, "<name> <type> ,|( optional [)]", "$1 $2 optional"),
      Reading(
        optional, "<name> <type> not|maybe|if required|mandatory|needed|known|any|wanted|given", "$1 $2 optional"),
      Reading(start, "<name> <type> , default <some>", "$1 $2 default $3"),
      Reading("no comma stands before `default`", "<name> one of <some> , default <some>", "$1 one of $2 default $3"),
      Reading("a text stands in quotes", "<name> text default <names>", "$1 text default \"$2\""),
      Reading(names, "<name> one of <name> <name>", "$1 one of $2 , $3"),
      Reading(names, "<name> one of <name> <name> <name>", "$1 one of $2 , $3 , $4"),
      Reading(names, "<name> one of <name> <name> <name> <name>", "$1 one of $2 , $3 , $4 , $5"),
      Reading(names, "<name> one of <name> <name> default <name>", "$1 one of $2 , $3 default $4"),
      Reading(names, "<name> one of <name> <name> <name> default <name>", "$1 one of $2 , $3 , $4 default $5"),
      Reading(names, "<name> one of <quoted> , <quoted> , <quoted> <any>", "$1 one of $2 , $3 , $4 $5"),
      Reading(names, "<name> one of <quoted> , <quoted> <any>", "$1 one of $2 , $3 $4"),
      Reading(names, "<name> one of <name> or|and <name> <any>", "$1 one of $2 , $3 $4"),
      Reading(names, "<name> one of <some> , <name> [,] or|and <name> <any>", "$1 one of $2 , $3 , $4 $5"),
      Reading(names, "<name> <name> , <some>", "$1 one of $2 , $3"),
      Reading("`optional` stands behind the type", "<name> optional <type>", "$1 $2 optional"),
      Reading("a field without `optional` is needed anyway", "<name> <type> required|mandatory", "$1 $2"),
      Reading("an amount is money", "<name> <currency> default <number>", "$1 money default $3 $2"),
      Reading("an amount is money", "<name> <currency> <any>", "$1 money $3"),
      Reading(start, "<name> <type> starts|begins|initially|initial|starting [at|with|as] <value>", "$1 $2 default $3"),
      Reading(start, "<name> <type> ( <value> )", "$1 $2 default $3"),
    ]
  }()
}

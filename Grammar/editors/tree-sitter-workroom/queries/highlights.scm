; What the words of the language are, for colours.

[
  "workflow" "campaign" "record" "influencer" "event" "role" "section" "define" "final" "stage" "track" "each"
  "scenario" "given" "expect" "from" "on" "once" "after" "at" "every" "never" "always" "can" "end"
] @keyword

[
  "about" "above" "as" "because" "becomes" "before" "by" "cancelled" "default" "due" "else" "enter" "entered"
  "for" "giving" "handled" "holding" "if" "ignored" "in" "initial" "keep" "last" "later" "leave" "line" "next"
  "none" "nothing" "of" "only" "optional" "otherwise" "paying" "reach" "recurring" "refused" "the" "their"
  "timers" "times" "titled" "to" "todo" "told" "top" "typed" "up" "version" "when" "with" "within"
] @keyword.clause

[
  "go" "stay" "restart" "ignore" "refuse" "resume"
] @keyword.control

[
  "set" "add" "subtract" "clear" "raise" "send" "tell" "create" "cancel" "note" "assign" "release" "disable"
  "owe" "void" "earmark" "free" "wait"
] @function.builtin

[
  "text" "number" "money" "percent" "date" "time" "duration" "span" "window" "flag" "hashtags" "handles"
  "discount" "link" "group" "pool" "product" "list" "person" "system" "email" "contract" "order"
] @type.builtin

[
  "yes" "no" "done" "open" "held" "owed" "paid" "left"
] @constant.builtin

[
  "is" "not" "and" "or" "all" "are" "least" "most" "more" "less" "than" "between" "one" "contains" "count"
  "sum"
] @keyword.operator

[
  "second" "seconds" "minute" "minutes" "hour" "hours" "day" "days" "week" "weeks" "month" "months" "year"
  "years"
] @attribute

[
  "+" "-" "<" "<=" ">" ">="
] @operator

[
  "," ":"
] @punctuation.delimiter

[
  "(" ")"
] @punctuation.bracket

(comment) @comment
(text) @string
(number) @number
(percent) @number
(currency) @attribute
(date) @constant
(time) @constant
(hashtag) @label
(handle) @label

(dotted) @property
(event_name (dotted) @function)
(role_name (name) @type)
(item_name (name) @type)
(value_name (name) @property)
(defined_name (name) @constant)
(person (name) @variable)
(field (name) @property)
(payload_value (name) @property)
(event_declaration (event_name) @function)
(role_declaration (name) @type)
(definition_line (name) @constant)
(stage_heading (name) @namespace)
(track_heading (name) @namespace)
(each_heading (name) @namespace)
(final_stage (name) @namespace)
(block_name (name) @namespace)
(outcome (path (name) @namespace))

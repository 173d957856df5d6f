// Made from ../../workflow.ebnf, whose productions are its rules, by `WORKROOM_RECORD=1 swift test --filter EditorTests`.
module.exports = grammar({
  name: "workroom",

  word: $ => $.name,

  // The end of a statement, which src/scanner.c finds.
  externals: $ => [$._nl],

  extras: $ => [/[\s\uFEFF]/, $.comment],

  conflicts: $ => [[$.choice_type], [$.given_value], [$.stock], [$.literal, $.window], [$.standing, $.test]],

  rules: {
    file: $ => seq(optional($.heading), repeat($.top_line)),

    heading: $ => seq("workflow", $.text, optional(seq("version", $.whole_number)), optional("recurring"), $._nl),

    top_line: $ => choice($.campaign_block, $.record_block, $.influencer_block, $.event_declaration, $.role_declaration, $.section_declaration, $.definition_line, $.stage, $.track, $.final_line, $.rule, $.property, $.migration, $.scenario),

    whole_number: $ => $.number,

    campaign_block: $ => seq("campaign", $._nl, repeat($.field), $.block_end),

    record_block: $ => seq("record", $._nl, repeat($.field), $.block_end),

    influencer_block: $ => seq("influencer", $._nl, repeat($.field), $.block_end),

    field: $ => seq($.name, $.type, optional(choice("optional", $.default)), $._nl),

    default: $ => seq("default", $.value, repeat(seq(",", $.value))),

    block_end: $ => seq("end", $._nl),

    type: $ => choice("text", "number", "percent", "date", "time", "duration", "span", "window", "flag", "hashtags", "handles", $.money_type, $.group_type, seq("pool", "of", $.name), seq("product", "list"), $.choice_type),

    money_type: $ => seq("money", optional($.currency)),

    group_type: $ => seq(choice("discount", "link"), "group"),

    choice_type: $ => seq("one", "of", $.name, repeat(seq(",", $.name))),

    event_declaration: $ => seq("event", $.event_name, optional($.senders), optional($.payload), optional(seq("typed", $.text)), optional(seq("otherwise", choice("handled", "refused", "ignored"))), $._nl),

    event_name: $ => $.dotted,

    senders: $ => seq("by", $.role_name, repeat(seq("or", $.role_name))),

    role_name: $ => $.name,

    payload: $ => seq("with", $.payload_value, repeat(seq(",", $.payload_value))),

    payload_value: $ => seq($.name, $.type, optional("optional")),

    role_declaration: $ => seq("role", $.name, choice("person", "system"), $._nl),

    section_declaration: $ => seq("section", $.text, $._nl),

    member: $ => choice($.stage, $.track, $.each, $.final_line, $.rule),

    stage: $ => seq($.stage_heading, repeat($.member), $.stage_end),

    stage_heading: $ => seq("stage", $.name, optional("initial"), optional($.labels), $._nl),

    track: $ => seq($.track_heading, repeat($.member), $.stage_end),

    track_heading: $ => seq("track", $.name, optional($.labels), optional(seq("when", $.condition)), $._nl),

    each: $ => seq($.each_heading, optional($.record_block), repeat($.member), $.stage_end),

    each_heading: $ => seq("each", $.name, "at", "most", $.whole_number, optional(seq("of", $.operand)), $._nl),

    labels: $ => choice(seq($.title, optional($.shown_in)), seq($.shown_in, optional($.title))),

    title: $ => seq("titled", $.text),

    shown_in: $ => seq("in", $.text),

    final_line: $ => seq("final", $.final_stage, repeat(seq(choice(",", "and"), $.final_stage)), $._nl),

    final_stage: $ => seq($.name, optional($.labels)),

    stage_end: $ => seq("end", optional($.block_name), $._nl),

    block_name: $ => $.name,

    rule: $ => choice($.event_rule, $.entry_rule, $.timer, $.once_rule),

    event_rule: $ => seq("on", $.event_name, repeat(seq("or", $.event_name)), optional($.senders), optional("otherwise"), optional($.condition_clause), $.body),

    entry_rule: $ => seq("on", choice("enter", "leave"), optional($.clauses), $.body),

    timer: $ => seq(choice($.after, $.at, $.every), optional($.clauses), $.body),

    clauses: $ => $.condition_clause,

    after: $ => seq("after", $.operand),

    at: $ => seq("at", $.value),

    every: $ => seq("every", $.operand, optional(seq("at", "most", $.whole_number, choice("times", "time")))),

    once_rule: $ => seq("once", choice("entered", "otherwise", $.condition), $.body),

    condition_clause: $ => seq("when", $.condition),

    body: $ => choice(seq($.action, optional($.reason), $._nl), seq(optional($.reason), $._nl, $.action_line, repeat($.action_line), $.block_end)),

    reason: $ => seq("because", $.text),

    action_line: $ => seq($.action, $._nl),

    action: $ => choice($.outcome, $.effect),

    outcome: $ => choice(seq("go", "to", $.path, repeat(seq("and", $.path))), seq("restart", optional(seq("at", $.path))), seq("resume", optional(seq($.path, optional(seq("at", "the", "top"))))), "stay", "ignore", seq("refuse", $.text)),

    effect: $ => choice($.field_change, $.item_change, $.money_change, $.message, $.order_change, seq("raise", $.event_name, optional($.raised_values))),

    field_change: $ => choice(seq("set", $.field_name, "to", $.value), seq("add", $.value, "to", $.field_name), seq("subtract", $.value, "from", $.field_name), seq("clear", $.field_name)),

    field_name: $ => choice($.name, $.dotted),

    raised_values: $ => seq("with", $.value_name, $.value, repeat(seq(",", $.value_name, $.value))),

    value_name: $ => $.name,

    message: $ => choice(seq("send", choice("email", "contract"), $.words), seq("tell", $.role_name, $.words), seq("note", $.words)),

    words: $ => choice($.text, $.dotted, $.defined_name),

    order_change: $ => seq(choice("create", "cancel"), "order"),

    item_change: $ => choice(seq("assign", $.item, repeat(seq("and", $.item)), optional($.empty_pool)), seq(choice("release", "disable"), $.item_name, repeat(seq(choice("and", ","), $.item_name)))),

    item: $ => seq($.item_name, "from", choice(seq("group", choice($.name, $.text)), $.name), optional(seq("paying", $.value))),

    item_name: $ => $.name,

    empty_pool: $ => seq("if", "none", "is", "left", choice(seq("wait", "in", "line"), $.effect)),

    money_change: $ => choice(seq("owe", $.value, "for", $.text), seq("void", "owed", "for", choice($.text, $.path)), seq("earmark", $.value, "from", $.name), seq("free", $.name)),

    condition: $ => seq($.test, choice(repeat(seq("and", $.test)), repeat(seq("or", $.test)))),

    test: $ => choice($.comparison, seq("(", $.condition, ")"), seq("not", "(", $.condition, ")"), $.all_done, seq("in", $.path), $.defined_name),

    defined_name: $ => $.name,

    comparison: $ => seq($.value, $.verb),

    verb: $ => choice(seq("is", optional("not"), choice($.state, $.range, $.choices, $.value)), seq("is", $.bound, $.value), seq(choice("<", "<=", ">", ">="), $.value), seq("contains", $.value)),

    state: $ => choice("done", "open", "set", "held"),

    bound: $ => choice(seq("at", choice("least", "most")), seq(choice("more", "less"), "than")),

    range: $ => seq("between", $.value, "and", $.value),

    choices: $ => seq("one", "of", $.operand, repeat(seq(",", $.operand))),

    all_done: $ => seq("all", optional("of"), $.path, repeat(seq(choice(",", "and"), $.path)), "are", "done"),

    definition_line: $ => seq("define", $.name, choice(seq("as", $.condition), seq("by", $.value, "as", $.table)), $._nl),

    table: $ => choice(seq($.tier, repeat(seq(",", $.tier))), seq($.case, repeat(seq(",", $.case)))),

    tier: $ => seq($.value, choice(seq("up", "to", $.operand), "above")),

    case: $ => seq($.value, choice(seq("for", $.operand, repeat(seq("or", $.operand))), "otherwise")),

    property: $ => seq(choice($.never, $.always, $.reach), optional($.reason), $._nl),

    never: $ => seq("never", $.event_name, choice("before", "after"), $.event_name),

    always: $ => seq("always", $.event_name, "within", $.operand, "of", $.event_name, optional($.condition_clause)),

    reach: $ => seq("can", "always", "reach", $.path, repeat(seq(choice(",", "or"), $.path))),

    migration: $ => seq("from", "version", $.whole_number, $._nl, repeat(choice($.moved, $.timers)), $.block_end),

    moved: $ => seq($.path, "becomes", $.path, $._nl),

    timers: $ => seq("timers", choice(seq("keep", "their", "due", "time"), "restart"), $._nl),

    scenario: $ => seq("scenario", $.text, optional(choice("only", "todo")), $._nl, repeat($.scenario_line), $.block_end),

    scenario_line: $ => seq(choice($.given, $.sent, $.passing, $.expectation), $._nl),

    given: $ => seq("given", choice(seq("campaign", optional(seq("with", $.detail, repeat(seq(",", $.detail))))), seq("group", $.text, $.stock), seq($.person, optional($.given_values)))),

    person: $ => $.name,

    given_values: $ => seq("with", $.given_value, repeat(seq(",", $.given_value))),

    given_value: $ => seq($.name, $.operand, repeat(seq(",", choice($.text, $.hashtag, $.handle)))),

    detail: $ => seq($.given_value, optional($.stock)),

    stock: $ => choice(seq("giving", $.text), seq("holding", choice("nothing", $.whole_number, seq($.text, repeat(seq(",", $.text)))))),

    sent: $ => seq($.person, ":", $.event_name, optional(seq("by", $.role_name)), optional($.given_values), optional(choice(seq("refused", optional($.text)), "ignored"))),

    passing: $ => choice(seq(choice($.duration, $.span), "later"), seq("at", $.date, optional($.time))),

    expectation: $ => seq("expect", choice(seq("nothing", "else"), $.message_sent, seq($.person, $.standing))),

    message_sent: $ => choice(seq(choice("email", "contract"), $.text, "to", $.person), seq("note", $.text, "about", $.person), seq("order", optional("cancelled"), "for", $.person), seq("no", $.item_name, "left", "for", $.person), seq($.role_name, "told", $.text, optional(seq("about", $.person)))),

    standing: $ => choice(seq(optional("not"), "in", $.path, repeat(seq(",", $.path))), seq($.name, $.text, optional(seq(optional("not"), "in", $.path))), seq("no", $.item_name), seq(choice("owed", "paid"), $.amount), $.condition),

    value: $ => seq($.share, repeat(seq(choice("+", "-"), $.share))),

    share: $ => seq($.operand, optional(seq("of", $.operand))),

    operand: $ => choice($.total, $.literal, $.path),

    total: $ => seq(choice("count", "sum", "left"), "of", $.path),

    path: $ => choice($.name, $.dotted),

    literal: $ => choice($.number, $.percent, $.text, $.time, $.hashtag, $.handle, "yes", "no", $.date, $.window, $.amount, $.duration, $.span),

    window: $ => seq($.date, "to", $.date),

    amount: $ => seq($.number, $.currency),

    duration: $ => seq($.number, choice("second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks")),

    span: $ => seq($.number, choice("month", "months", "year", "years"), $.rounding),

    rounding: $ => seq("(", choice("last", "next"), "day", ")"),

    name: $ => token(/[A-Za-z_][A-Za-z0-9_]*/),
    dotted: $ => token(/[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+/),
    number: $ => token(/[0-9](_*[0-9])*(\.[0-9]+)?/),
    percent: $ => token(/[0-9](_*[0-9])*(\.[0-9]+)?%/),
    currency: $ => token(prec(1, /[A-Z]{3}/)),
    date: $ => token(/[0-9]{4}-[01][0-9]-[0-3][0-9]/),
    time: $ => token(/[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?/),
    text: $ => token(/"([^"\\\r\n]|\\[^\r\n])*"/),
    hashtag: $ => token(/#([A-Za-z0-9_.]|[^\x00-\x7F])*([A-Za-z0-9_]|[^\x00-\x7F])/),
    handle: $ => token(/@([A-Za-z0-9_.]|[^\x00-\x7F])*([A-Za-z0-9_]|[^\x00-\x7F])/),
    comment: $ => token(/--[^\r\n]*/),
  },
});

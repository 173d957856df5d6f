package import WorkroomLanguage
package import WorkroomValues

/// What a definition means, as bytes: every resolved part, without spans, comments and layout.
///
/// Participations are bound to a definition by the digest of these bytes, for years and across compilers. So the
/// encoding is written out: a fixed tag for each kind of thing, numbers of varying length, texts with their length in
/// front, lists with their count. A tag is never given to anything else; what is added later gets a new one.
struct MeaningEncoder {
  private(set) var bytes: [UInt8] = []

  /// Rises when the same bytes would come to mean something else.
  static let edition: Int64 = 1

  mutating func tag(_ tag: UInt8) { bytes.append(tag) }

  /// Seven bits a byte, lowest first; the sign is in the lowest bit, so that small numbers are short.
  mutating func number(_ value: Int64) {
    var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func number(_ value: Int) { number(Int64(value)) }

  mutating func mask(_ value: UInt64) { number(Int64(bitPattern: value)) }

  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func text(_ value: String) {
    number(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  mutating func optional<Value>(_ value: Value?, _ encode: (inout MeaningEncoder, Value) -> Void) {
    flag(value != nil)
    if let value { encode(&self, value) }
  }

  mutating func list<Value>(_ values: [Value], _ encode: (inout MeaningEncoder, Value) -> Void) {
    number(values.count)
    for value in values { encode(&self, value) }
  }
}

extension CheckedWorkflow {
  /// The digest of what the definition means, whatever its spelling, comments and layout.
  package var meaning: Digest {
    var encoder = MeaningEncoder()
    encoder.encode(self)
    return Digest.of(encoder.bytes)
  }
}

extension MeaningEncoder {
  fileprivate mutating func encode(_ workflow: CheckedWorkflow) {
    number(MeaningEncoder.edition)
    text(workflow.name)
    number(workflow.version)
    optional(workflow.currency) { $0.number(Int64($1.packed)) }
    list(workflow.roles) {
      $0.text($1.name)
      $0.flag($1.isPerson)
    }
    list(workflow.sections) { $0.text($1) }
    list(workflow.choices) { $0.list($1) { $0.text($1) } }
    list(workflow.campaign) { $0.encode($1) }
    list(workflow.record) { $0.encode($1) }
    list(workflow.influencer) { $0.encode($1) }
    list(workflow.events) { $0.encode($1) }
    list(workflow.stages) { $0.encode($1) }
    list(workflow.rules) { $0.encode($1) }
    list(workflow.actions) { $0.encode($1.kind) }
    list(workflow.expressions) {
      $0.encode($1.operation)
      $0.encode($1.type)
    }
    list(workflow.texts) { $0.text($1) }
    encodeLater(workflow)
  }

  /// What the first edition of these bytes did not have; left out where there is none of it, so that older definitions
  /// keep their digests.
  private mutating func encodeLater(_ workflow: CheckedWorkflow) {
    if workflow.poolKinds.count > CheckedWorkflow.standardKinds.count {
      tag(1)
      list(workflow.poolKinds) { $0.text($1) }
    }
    if !workflow.eaches.isEmpty {
      tag(2)
      list(workflow.eaches) { $0.encode($1) }
    }
    if !workflow.totals.isEmpty {
      tag(3)
      list(workflow.totals) {
        $0.text($1.noun)
        $0.optional($1.field) { $0.text($1) }
      }
    }
    if workflow.isRecurring { tag(4) }
  }

  private mutating func encode(_ each: CheckedEach) {
    number(each.stage)
    text(each.noun)
    number(each.most)
    optional(each.count) { $0.number($1) }
    list(each.record) { $0.encode($1) }
    optional(each.added) { $0.number($1) }
    optional(each.waived) { $0.number($1) }
  }

  // MARK: Declarations

  private mutating func encode(_ field: CheckedField) {
    text(field.name)
    encode(field.type)
    flag(field.isOptional)
    flag(field.isHidden)
    switch field.fallback {
    case .none: tag(0)
    case .word(let word):
      tag(1)
      number(word)
    case .text(let words):
      tag(2)
      text(words)
    case .list(let entries):
      tag(3)
      list(entries) { $0.text($1) }
    case .group(let name):
      tag(4)
      text(name)
    }
  }

  private mutating func encode(_ type: ValueType) {
    switch type {
    case .number: tag(0)
    case .money(.home): tag(1)
    case .money(.iso(let currency)):
      tag(2)
      number(Int64(currency.packed))
    case .percent: tag(3)
    case .date: tag(4)
    case .time: tag(5)
    case .duration: tag(6)
    case .span: tag(7)
    case .window: tag(8)
    case .flag: tag(9)
    case .text: tag(10)
    case .hashtags: tag(11)
    case .handles: tag(12)
    case .products: tag(13)
    case .group(let kind):
      tag(14)
      number(kind)
    case .choice(let set):
      tag(15)
      number(set)
    }
  }

  private mutating func encode(_ event: CheckedEvent) {
    text(event.path)
    mask(event.senders)
    list(event.payload) { $0.encode($1) }
    optional(event.typed) { $0.text($1) }
    switch event.otherwise {
    case .undeclared: tag(0)
    case .handled: tag(1)
    case .refused: tag(2)
    case .ignored: tag(3)
    }
  }

  /// The path and the order of stages follow from names and parents.
  private mutating func encode(_ stage: CheckedStage) {
    switch stage.kind {
    case .root: tag(0)
    case .stage: tag(1)
    case .track: tag(2)
    case .final: tag(3)
    case .each: tag(4)
    }
    if stage.isInitial { tag(5) }
    text(stage.name)
    text(stage.title)
    optional(stage.section) { $0.number($1) }
    number(stage.parent)
    optional(stage.condition) { $0.number($1) }
  }

  // MARK: Rules

  private mutating func encode(_ rule: CheckedRule) {
    number(rule.owner)
    encode(rule.trigger)
    mask(rule.roles)
    flag(rule.otherwise)
    optional(rule.condition) { $0.number($1) }
    list(rule.actions) { $0.number($1) }
    optional(rule.outcome) { $0.encode($1) }
    optional(rule.because) { $0.number($1) }
  }

  private mutating func encode(_ trigger: CheckedRule.Trigger) {
    switch trigger {
    case .event(let event): encode(0, event)
    case .enter: tag(1)
    case .leave: tag(2)
    case .after(let length): encode(3, length)
    case .at(let date): encode(4, date)
    case .every(let length, let times): encode(5, length, times)
    case .once(let condition): encode(6, condition)
    case .onceEntered: tag(7)
    case .onceOtherwise: tag(8)
    }
  }

  private mutating func encode(_ outcome: CheckedRule.Outcome) {
    switch outcome {
    case .goTo(let stages) where stages.count == 1: encode(0, stages[0])
    case .stay: tag(1)
    case .restart(at: nil): tag(2)
    case .ignore: tag(3)
    case .refuse(let words): encode(4, words)
    case .goTo(let stages):
      tag(5)
      list(stages) { $0.number($1) }
    case .restart(at: let stage?): encode(6, stage)
    case .resume(let stage, let atTop):
      tag(7)
      optional(stage) { $0.number($1) }
      flag(atTop)
    }
  }

  private mutating func encode(_ kind: UInt8, _ operand: Int) {
    tag(kind)
    number(operand)
  }

  private mutating func encode(_ kind: UInt8, _ first: Int, _ second: Int) {
    encode(kind, first)
    number(second)
  }

  private mutating func encode(_ kind: UInt8, _ first: Int, _ second: Int, _ third: Int) {
    encode(kind, first, second)
    number(third)
  }

  // MARK: Actions

  private mutating func encode(_ action: CheckedAction.Kind) {
    switch action {
    case .set(let field, let value): encode(0, field, value)
    case .add(let field, let value, let negated): encode(negated ? 2 : 1, field, value)
    case .clear(let field): encode(3, field)
    case .paid(let amount, let negated): encode(negated ? 5 : 4, amount)
    case .raise(let event, let values):
      encode(6, event)
      list(values) {
        $0.number($1.field)
        $0.number($1.value)
      }
    case .email(let words): encode(7, words)
    case .contract(let words): encode(8, words)
    case .tell(let role, let words): encode(9, role, words)
    case .note(let words): encode(10, words)
    case .createOrder: tag(11)
    case .cancelOrder: tag(12)
    case .assign(let items, let ifNone): encode(items, ifNone)
    case .release(let kinds): encode(14, kinds)
    case .disable(let kinds): encode(15, kinds)
    case .owe(let amount, let reason): encode(16, amount, reason)
    case .voidReason(let reason): encode(17, reason)
    case .voidSubject(let subject): encode(18, subject)
    case .earmark(let field, let amount): encode(19, field, amount)
    case .free(let field): encode(20, field)
    case .setItem(let field, let value): encode(21, field, value)
    case .addItem(let field, let value, let negated): encode(negated ? 23 : 22, field, value)
    case .clearItem(let field): encode(24, field)
    }
  }

  private mutating func encode(_ items: [CheckedAction.Item], _ ifNone: CheckedAction.IfNone) {
    tag(13)
    list(items) {
      $0.number($1.kind)
      $0.number($1.group)
      $0.optional($1.paying) { $0.number($1) }
    }
    switch ifNone {
    case .tell: tag(0)
    case .wait: tag(1)
    case .action(let action): encode(2, action)
    }
  }

  // MARK: Expressions

  private mutating func encode(_ operation: CheckedExpression.Operation) {
    switch operation {
    case .constant(let word):
      tag(0)
      number(word)
    case .text(let text): encode(1, text)
    case .field(let storage, let field): encode(2, number(of: storage), field)
    case .windowStart(let window): encode(3, window)
    case .windowEnd(let window): encode(4, window)
    case .add(let a, let b): encode(5, a, b)
    case .subtract(let a, let b): encode(6, a, b)
    case .share(let a, let b): encode(7, a, b)
    case .shiftDate(let a, let b): encode(8, a, b)
    case .shiftDateBySpan(let a, let b): encode(9, a, b)
    case .and(let parts):
      tag(10)
      list(parts) { $0.number($1) }
    case .or(let parts):
      tag(11)
      list(parts) { $0.number($1) }
    case .not(let part): encode(12, part)
    case .compare(let a, let comparison, let b): encode(13, a, number(of: comparison), b)
    case .contains(let a, let b): encode(14, a, b)
    case .isSet(let storage, let field): encode(15, number(of: storage), field)
    case .isOpen(let window): encode(16, window)
    case .isHeld(let kind): encode(17, kind)
    case .isDone(let stage): encode(18, stage)
    case .isIn(let stage): encode(19, stage)
    case .total(let total): encode(20, total)
    case .owed: tag(21)
    case .paid: tag(22)
    case .left(let field): encode(23, field)
    case .tiers(let subject, let rows, let above):
      encode(24, subject)
      list(rows) {
        $0.number($1.limit)
        $0.number($1.value)
      }
      number(above)
    case .cases(let subject, let rows, let otherwise):
      encode(25, subject)
      list(rows) {
        $0.number($1.choice)
        $0.number($1.value)
      }
      optional(otherwise) { $0.number($1) }
    }
  }

  private func number(of storage: Storage) -> Int {
    switch storage {
    case .campaign: 0
    case .influencer: 1
    case .record: 2
    case .payload: 3
    case .item: 4
    }
  }

  private func number(of comparison: CheckedExpression.Comparison) -> Int {
    switch comparison {
    case .equal: 0
    case .notEqual: 1
    case .less: 2
    case .atMost: 3
    case .more: 4
    case .atLeast: 5
    }
  }
}

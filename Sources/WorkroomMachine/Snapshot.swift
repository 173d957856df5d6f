/// All that can be observed of a participation's state, in words that do not depend on how it is kept.
///
/// Two interpreters agree if their snapshots and effects are equal after every step. What a stage remembers for `resume`,
/// and which `once` reactions have run in this stay, shows only in what happens later.
package struct Snapshot: Sendable, Equatable {
  /// An active stage; `item` is the place of the item that it belongs to, counted from 0, and -1 outside an `each`.
  package struct Place: Sendable, Hashable, Comparable {
    package var stage: Int
    package var item: Int

    package init(stage: Int, item: Int = -1) {
      self.stage = stage
      self.item = item
    }

    package static func < (a: Place, b: Place) -> Bool { (a.item, a.stage) < (b.item, b.stage) }
  }

  package struct Item: Sendable, Equatable {
    package var each: Int
    package var place: Int
    /// Values of `CheckedEach.record`; `nil` where one is not set.
    package var record: [Int64?]

    package init(each: Int, place: Int, record: [Int64?]) {
      self.each = each
      self.place = place
      self.record = record
    }
  }

  /// A running timer, by its rule.
  package struct Timer: Sendable, Equatable {
    package var rule: Int
    package var item: Int
    package var due: Int64

    package init(rule: Int, item: Int = -1, due: Int64) {
      self.rule = rule
      self.item = item
      self.due = due
    }
  }

  /// An assignment that waits in line, by its action.
  package struct Wait: Sendable, Equatable {
    package var action: Int
    package var item: Int

    package init(action: Int, item: Int = -1) {
      self.action = action
      self.item = item
    }
  }

  package var isFinished = false
  /// By item and stage.
  package var active: [Place] = []
  /// Values of the record's fields; `nil` where one is not set.
  package var record: [Int64?] = []
  /// Live items, by `each` and place.
  package var items: [Item] = []
  /// By rule and item.
  package var timers: [Timer] = []
  /// By action and item.
  package var waits: [Wait] = []
  /// The kinds of item that are held, in their order.
  package var held: [Int] = []
  /// What this participation has set aside of each campaign field.
  package var earmarked: [Int64] = []

  package init() {}
}

/// What `define` lines give names to.
///
/// A definition has no meaning of its own: it is read anew wherever its name stands, so that it may ask for whatever is
/// at hand there.
package struct Definitions {
  struct Entry {
    var name: String
    var tree: Int
    var node: NodeIndex
    var span: Diagnostic.Span
    /// The definitions that it names, and where.
    var uses: [(definition: Int, node: NodeIndex)] = []
    /// How many parts it is written with.
    var parts = 0
    /// How deep definitions stand inside it, itself included; 0 until it is known.
    var depth = 0
    /// Whether it can be read at all: not part of a circle, nor too deep.
    var isUsable = true
    var isUsed = false
    /// Whether it asks for a value of an event, itself or through another.
    var readsEvent = false
  }

  /// A name whose definition is being read.
  struct Use {
    var definition: Int
    var span: Diagnostic.Span
  }

  var all: [Entry] = []
  var byName: [String: Int] = [:]
  /// Outermost first.
  var open: [Use] = []
  /// The parts of all definitions that were read, once for each use.
  var partsRead = 0

  package static let countMax = 256
  package static let depthMax = 8
  package static let partsMax = 200_000
}

package import WorkroomStore

/// Which link of ours an address means.
extension Engine {
  /// The links that an address means: the one that is written like it, else those of the same page whose own parameters all
  /// stand in it, of several those with most of them. More than one are told apart only by how they are written.
  package func links(meantBy text: String) throws(EngineError) -> [String] {
    if try stored({ () throws(StoreError) in try store.item(kind: Engine.links, code: text) }) != nil { return [text] }
    guard let address = LinkAddress(text) else { return [] }
    var found: [(code: String, parameters: Int)] = []
    for beginning in address.beginnings {
      for code in try stored({ () throws(StoreError) in try store.links(beginning: beginning) }) {
        guard let known = LinkAddress(code), known.page == address.page,
          known.parameters.isSubset(of: address.parameters)
        else { continue }
        found.append((code, known.parameters.count))
      }
    }
    let most = found.map(\.parameters).max()
    let meant = found.filter { $0.parameters == most }.map(\.code)
    guard meant.count > 1 else { return meant }
    var held: [String] = []
    for code in meant where try holders(of: "link", code)?.isEmpty == false { held.append(code) }
    return held.isEmpty ? meant : held
  }

  /// A link that is known and that an address is another form of: the same page, with parameters that differ at most by those
  /// which say where a click came from (`utm_source`). `nil` where none is, and for a link that is known as it is written.
  package func otherForm(of text: String) throws(EngineError) -> ListedItem? {
    guard let address = LinkAddress(text),
      try stored({ () throws(StoreError) in try store.item(kind: Engine.links, code: text) }) == nil
    else { return nil }
    for beginning in address.beginnings {
      for code in try stored({ () throws(StoreError) in try store.links(beginning: beginning) }) {
        guard let known = LinkAddress(code), known.isSame(as: address) else { continue }
        return try stored { () throws(StoreError) in try store.listedItem(kind: Engine.links, code: code) }
      }
    }
    return nil
  }

  /// That an address may be each of several links, and what to do.
  package func severalLinks(_ text: String, _ links: [String]) -> String {
    let names = links.prefix(3).map { "`\($0.prefix(200))`" }.joined(separator: " and ")
    return
      "`\(text.prefix(200))` may be each of the links \(names), which differ only in how they are written; write it as one of them"
  }
}

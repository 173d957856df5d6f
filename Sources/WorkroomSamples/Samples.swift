/// The sample files of three campaigns: their influencers, what happened, what was sold, and what comes out of it.
///
/// Nothing here is drawn at random twice: each campaign has a seed of its own, so that the same program writes the same
/// bytes on every machine. The expected figures come from a short model of each workflow, which reads the events in
/// their order as an engine does and knows nothing of how they were made up.
enum Samples {
  static func files() -> [SampleFile] {
    var inventor = PeopleInventor(seed: 20_260_302)
    let ambassadors = inventor.invent(340)
    let seeded = inventor.invent(320)
    let paid = inventor.invent(310)
    return AmbassadorSample(people: ambassadors).files() + SeedingSample(people: seeded).files()
      + PaidPostSample(people: paid).files()
  }
}

/// What an engine has to find once it has taken all the files of a campaign.
struct Figures {
  private var table = CSVText(["figure", "value"])

  mutating func add(_ name: String, _ value: Int) { table.row([name, String(value)]) }

  mutating func add(_ name: String, cents: Int) { table.row([name, Dollars.plain(cents) + " USD"]) }

  func file(_ folder: String) -> SampleFile { SampleFile(path: "\(folder)/expected.csv", text: table.text) }
}

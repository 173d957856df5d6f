@main enum Main {
  static func main() {
    for (n, r) in [(100_000, false), (1_000_000, true)] {
      let result = MemoryBenchmark.run(participations: n, random: r)
      print(n, r, result)
    }
  }
}

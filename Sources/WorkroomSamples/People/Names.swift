/// The lists that people are made of; a name that is not ASCII has its spelling for addresses after a slash.
enum Names {
  struct Name {
    let written: String
    let plain: String
  }

  struct Place {
    let city: String
    let state: String
    let postalCode: String
    let code: String
    let country: String
  }

  static let first = names(
    """
    Amélie/amelie Zoë/zoe José/jose Begoña/begona Jörg/joerg Iñaki/inaki Søren/soren Noémie/noemie Chloé/chloe \
    Björn/bjorn 美咲/misaki 翔太/shota 小雨/xiaoyu 서연/seoyeon André/andre Mia Noah Lena Ada Priya Omar Ines Tariq \
    Kofi Wanda Rosalie Emil Dina Marlon Petra Quentin Ruby Silas Thea Ugo Vera Wim Yara Zane Abel Bruna Cleo Dario \
    Edda Falk Greta Hugo Ivy Jonas Kaia Leon Maren Nils Olive Pia Rasmus Selma Tove Uma Viggo
    """)

  static let last = names(
    """
    O'Dell/odell D'Amaro/damaro Muñoz/munoz Peña/pena Kröger/kroeger Lefèvre/lefevre Böhm/boehm 田中/tanaka 王/wang \
    김/kim Ibáñez/ibanez Holt Winterbourne Adeyemi Castellan Drummond Eklund Farrow Grantham Hollis Ivanek Jessup \
    Kowal Lindqvist Marchetti Nakai Okoro Pellow Quist Rinaldi Sandoval Thorne Underhill Vasko Whitlock Yarrow Zeller \
    Abara Brandt Corliss Devane Esser Fenwick Galanis Hargrove Imhof Jagger Keating Larkin Mortlake Norden Oakes \
    Prewitt Rackham Stroud Tamm Ulven Varga Wexler
    """)

  static let streets = [
    "Alder Lane", "Birch Road", "Canal Street", "Dove Court", "Elm Terrace", "Foundry Yard", "Garden Walk",
    "Harbour View",
    "Ivy Close", "Juniper Way", "Kiln Row", "Linden Allee", "Mill Hill", "Orchard Rise", "Quarry Lane",
    "Rue des Tilleuls",
  ]

  static let places = [
    Place(city: "Port Alder", state: "OR", postalCode: "97099", code: "US", country: "United States"),
    Place(city: "Cedar Bluff", state: "TX", postalCode: "73399", code: "US", country: "United States"),
    Place(city: "Millhaven", state: "NY", postalCode: "10999", code: "US", country: "United States"),
    Place(city: "Westerly Cove", state: "MA", postalCode: "02999", code: "US", country: "United States"),
    Place(city: "Ashby Green", state: "", postalCode: "ZZ9 9ZZ", code: "GB", country: "United Kingdom"),
    Place(city: "Lindenau am See", state: "", postalCode: "04999", code: "DE", country: "Germany"),
    Place(city: "Neuburg-Mühle", state: "", postalCode: "99099", code: "DE", country: "Germany"),
    Place(city: "Saint-Aubin-les-Prés", state: "", postalCode: "75999", code: "FR", country: "France"),
    Place(city: "Villa del Peñón", state: "", postalCode: "28999", code: "ES", country: "Spain"),
    Place(city: "Maple Falls", state: "ON", postalCode: "K0A 9Z9", code: "CA", country: "Canada"),
  ]

  static let domains = ["example.com", "example.org", "example.net"]

  private static func names(_ list: String) -> [Name] {
    list.split(separator: " ").map { entry in
      let parts = entry.split(separator: "/")
      return Name(written: String(parts[0]), plain: parts.last!.lowercased())
    }
  }
}

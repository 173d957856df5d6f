// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as a host's would be: it depends on the library product and on nothing else.
let package = Package(
  name: "embedding",
  dependencies: [.package(name: "workroom", path: "../..")],
  targets: [
    .executableTarget(name: "Embedding", dependencies: [.product(name: "Workroom", package: "workroom")])
  ],
  swiftLanguageModes: [.v6]
)

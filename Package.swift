// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every Swift target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The targets stand in the order data flows; each imports only targets above it.
let package = Package(
  name: "workroom",
  products: [
    .library(name: "Workroom", targets: ["Workroom"]),
    .executable(name: "workroom", targets: ["WorkroomTool"]),
    .executable(name: "workroom-benchmark", targets: ["WorkroomBenchmark"]),
    .executable(name: "workroom-samples", targets: ["WorkroomSamples"]),
    .executable(name: "workroom-trials", targets: ["WorkroomTrials"]),
  ],
  targets: [
    .systemLibrary(
      name: "CWorkroomSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CWorkroomEditline", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CWorkroomDigest"),
    .systemLibrary(name: "CWorkroomHeap"),
    .target(name: "WorkroomValues", dependencies: ["CWorkroomDigest"], swiftSettings: settings),
    .target(
      name: "WorkroomLanguage", dependencies: ["WorkroomValues"],
      resources: [
        .embedInCode("Vocabulary/standard.vocabulary"), .embedInCode("Vocabulary/schema-1.vocabulary"),
      ], swiftSettings: settings),
    .target(
      name: "WorkroomGrammar", dependencies: ["WorkroomValues", "WorkroomLanguage"],
      swiftSettings: settings),
    .target(
      name: "WorkroomPages", dependencies: ["WorkroomLanguage"], resources: [.embedInCode("pages.md")],
      swiftSettings: settings),
    .target(
      name: "WorkroomAnalysis", dependencies: ["WorkroomValues", "WorkroomLanguage"],
      swiftSettings: settings),
    .target(
      name: "WorkroomFormatter", dependencies: ["WorkroomLanguage"], swiftSettings: settings),
    .target(
      name: "WorkroomMachine", dependencies: ["WorkroomValues", "WorkroomLanguage"],
      swiftSettings: settings),
    .target(
      name: "WorkroomReference", dependencies: ["WorkroomValues", "WorkroomLanguage", "WorkroomMachine"],
      swiftSettings: settings),
    .target(name: "WorkroomMetrics", dependencies: ["WorkroomValues"], swiftSettings: settings),
    .target(
      name: "WorkroomStore", dependencies: ["CWorkroomSQLite", "WorkroomValues"],
      swiftSettings: settings),
    .target(
      name: "WorkroomEngine",
      dependencies: ["WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomStore"],
      swiftSettings: settings),
    .target(
      name: "Workroom",
      dependencies: [
        "WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomMetrics", "WorkroomStore",
        "WorkroomEngine",
      ], swiftSettings: settings),
    .target(
      name: "WorkroomReporting", dependencies: ["WorkroomValues", "WorkroomLanguage"],
      resources: [.embedInCode("Page/page.css"), .embedInCode("Page/page.js")], swiftSettings: settings),
    .target(
      name: "WorkroomDrawing", dependencies: ["WorkroomValues", "WorkroomLanguage", "WorkroomReporting"],
      swiftSettings: settings),
    .target(
      name: "WorkroomReport",
      dependencies: [
        "WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomMetrics", "WorkroomStore",
        "WorkroomEngine", "Workroom", "WorkroomReporting", "WorkroomDrawing",
      ], swiftSettings: settings),
    .target(
      name: "WorkroomExplanation",
      dependencies: [
        "WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomReference", "WorkroomStore",
        "WorkroomEngine", "Workroom", "WorkroomReporting",
      ], swiftSettings: settings),
    .target(
      name: "WorkroomScenarios",
      dependencies: [
        "WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomReference", "WorkroomStore",
        "WorkroomEngine", "Workroom", "WorkroomReporting", "WorkroomExplanation",
      ], swiftSettings: settings),
    .target(
      name: "WorkroomExchange", dependencies: ["WorkroomValues"], swiftSettings: settings),
    .target(
      name: "WorkroomDelivery",
      dependencies: [
        "WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomStore", "WorkroomEngine", "Workroom",
        "WorkroomExchange",
      ], swiftSettings: settings),
    .target(
      name: "WorkroomConsole",
      dependencies: [
        "CWorkroomEditline", "WorkroomValues", "WorkroomLanguage", "WorkroomMachine",
        "WorkroomStore", "WorkroomEngine", "Workroom", "WorkroomExplanation", "WorkroomExchange",
        "WorkroomReporting",
      ], swiftSettings: settings),
    .executableTarget(
      name: "WorkroomTool",
      dependencies: [
        "CWorkroomHeap", "WorkroomValues", "WorkroomLanguage", "WorkroomPages", "WorkroomAnalysis", "WorkroomFormatter",
        "WorkroomDrawing", "WorkroomMachine", "WorkroomMetrics", "WorkroomReference", "WorkroomStore",
        "WorkroomEngine", "Workroom", "WorkroomReport", "WorkroomExplanation", "WorkroomScenarios",
        "WorkroomExchange", "WorkroomDelivery", "WorkroomReporting",
        "WorkroomConsole",
      ],
      resources: [
        .embedInCode("Templates/ambassador.workflow"), .embedInCode("Templates/seeding.workflow"),
        .embedInCode("Templates/paid_post.workflow"),
      ], swiftSettings: settings),
    .executableTarget(
      name: "WorkroomBenchmark",
      dependencies: [
        "CWorkroomHeap", "WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomStore", "WorkroomEngine",
        "Workroom",
      ], swiftSettings: settings),
    .executableTarget(
      name: "WorkroomSamples", dependencies: ["WorkroomValues"], swiftSettings: settings),
    .executableTarget(
      name: "WorkroomTrials",
      dependencies: [
        "WorkroomValues", "WorkroomLanguage", "WorkroomGrammar", "WorkroomMachine", "WorkroomReference",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomReferenceTests",
      dependencies: ["WorkroomReference", "WorkroomMachine", "WorkroomLanguage", "WorkroomValues"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomTrialsTests", dependencies: ["WorkroomTrials", "WorkroomLanguage"], swiftSettings: settings),
    .testTarget(
      name: "Conformance",
      dependencies: [
        "WorkroomReference", "WorkroomMachine", "WorkroomLanguage", "WorkroomValues", "WorkroomExchange",
      ],
      exclude: ["Programs"], swiftSettings: settings),
    .testTarget(
      name: "WorkroomMachineTests", dependencies: ["WorkroomMachine", "WorkroomLanguage", "WorkroomValues"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomLanguageTests",
      dependencies: [
        "WorkroomAnalysis", "WorkroomGrammar", "WorkroomLanguage", "WorkroomReporting", "WorkroomValues",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomPagesTests", dependencies: ["WorkroomPages", "WorkroomAnalysis", "WorkroomLanguage"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomTests",
      dependencies: [
        "WorkroomValues", "WorkroomLanguage", "WorkroomMachine", "WorkroomMetrics", "WorkroomStore", "WorkroomEngine",
        "Workroom",
      ], swiftSettings: settings),
    .testTarget(
      name: "WorkroomAnalysisTests",
      dependencies: ["WorkroomAnalysis", "WorkroomLanguage", "WorkroomReporting", "WorkroomValues"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomFormatterTests",
      dependencies: ["WorkroomFormatter", "WorkroomGrammar", "WorkroomLanguage", "WorkroomValues"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomDrawingTests",
      dependencies: ["WorkroomDrawing", "WorkroomLanguage", "WorkroomReporting", "WorkroomValues"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomExplanationTests",
      dependencies: [
        "WorkroomExplanation", "WorkroomReference", "WorkroomEngine", "Workroom", "WorkroomStore",
        "WorkroomMachine", "WorkroomLanguage", "WorkroomValues",
      ], swiftSettings: settings),
    .testTarget(
      name: "WorkroomScenariosTests",
      dependencies: [
        "WorkroomScenarios", "WorkroomExplanation", "WorkroomReporting", "WorkroomEngine", "Workroom",
        "WorkroomStore", "WorkroomMachine", "WorkroomLanguage", "WorkroomValues",
      ], swiftSettings: settings),
    .testTarget(name: "TidyTests", swiftSettings: settings),
    .testTarget(
      name: "WorkroomMetricsTests", dependencies: ["WorkroomMetrics", "WorkroomValues"], swiftSettings: settings),
    .testTarget(
      name: "WorkroomReportTests",
      dependencies: [
        "WorkroomReport", "WorkroomExchange", "WorkroomReporting", "Workroom", "WorkroomEngine", "WorkroomStore",
        "WorkroomMetrics", "WorkroomMachine", "WorkroomLanguage", "WorkroomValues",
      ], swiftSettings: settings),
    .testTarget(
      name: "WorkroomStoreTests", dependencies: ["WorkroomStore", "WorkroomValues"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomReportingTests",
      dependencies: [
        "WorkroomReport", "Workroom", "WorkroomReporting", "WorkroomExchange", "WorkroomLanguage", "WorkroomValues",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomExchangeTests", dependencies: ["WorkroomExchange", "WorkroomValues"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomDeliveryTests",
      dependencies: [
        "WorkroomDelivery", "WorkroomExchange", "WorkroomEngine", "Workroom", "WorkroomStore", "WorkroomMachine",
        "WorkroomLanguage", "WorkroomValues",
      ], swiftSettings: settings),
    .testTarget(
      name: "WorkroomConsoleTests",
      dependencies: [
        "WorkroomConsole", "WorkroomReporting", "Workroom", "WorkroomEngine", "WorkroomStore", "WorkroomLanguage",
        "WorkroomMachine", "WorkroomValues",
      ], swiftSettings: settings),
    .testTarget(
      name: "WorkroomValuesTests", dependencies: ["WorkroomValues"], swiftSettings: settings),
    .testTarget(name: "ReadmeTests", dependencies: ["WorkroomTool"], swiftSettings: settings),
    .testTarget(
      name: "CommandLineTests", dependencies: ["WorkroomTool", "WorkroomExchange", "CWorkroomSQLite"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkroomSamplesTests",
      dependencies: ["WorkroomSamples", "WorkroomExchange", "WorkroomLanguage"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

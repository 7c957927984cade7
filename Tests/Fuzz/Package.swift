// swift-tools-version: 6.2
import PackageDescription

// `run` copies the sources under test to Staged/, as the benchmarks do, and builds them all with
// libFuzzer's instrumentation and the address sanitizer.
let instrumented: [SwiftSetting] = [
    .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"]),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func staged(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Staged/\(name)", swiftSettings: instrumented)
}

let package = Package(
    name: "Fuzz",
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        staged("Messaging"),
        staged("VietText"),
        staged("IntentMatching", ["VietText"]),
        staged("Procedures", ["VietText"]),
        staged("Campaign", ["VietText"]),
        staged(
            "Conversation", ["Campaign", "IntentMatching", "Messaging", "Procedures", "VietText"]),
        .target(
            name: "Content",
            dependencies: [
                "Campaign", "Conversation", "IntentMatching", "Messaging", "Procedures", "VietText",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Staged/Content",
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
        .systemLibrary(name: "CFuzz", path: "Sources/CFuzz"),
        .executableTarget(
            name: "FuzzReading",
            dependencies: [
                "CFuzz", "Campaign", "Content", "Conversation", "IntentMatching", "Messaging",
                "VietText",
            ],
            swiftSettings: instrumented,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
    ],
    swiftLanguageModes: [.v6]
)

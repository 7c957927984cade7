// swift-tools-version: 6.2
import PackageDescription

// `run` copies the sources that are measured to Staged/: what they share is `package` access, which
// ends at the border of a package, and SwiftPM takes no sources from outside.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        .target(name: "VietText", path: "Staged/VietText"),
        .target(
            name: "IntentMatching", dependencies: ["VietText"], path: "Staged/IntentMatching"),
        .target(name: "Messaging", path: "Staged/Messaging"),
        .target(name: "Procedures", dependencies: ["VietText"], path: "Staged/Procedures"),
        .target(name: "Campaign", dependencies: ["VietText"], path: "Staged/Campaign"),
        .target(
            name: "Conversation",
            dependencies: ["Campaign", "IntentMatching", "Messaging", "Procedures", "VietText"],
            path: "Staged/Conversation"),
        .target(
            name: "Content",
            dependencies: [
                "Campaign", "Conversation", "IntentMatching", "Messaging", "Procedures", "VietText",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Staged/Content"),
        .target(name: "AllocationCounter"),
        .executableTarget(
            name: "QuestionsBenchmark",
            dependencies: [
                "AllocationCounter", "Content", "Conversation", "IntentMatching", "Procedures",
                "VietText",
            ]),
        .executableTarget(
            name: "CommandsBenchmark", dependencies: ["IntentMatching", "VietText"]),
    ],
    swiftLanguageModes: [.v6]
)

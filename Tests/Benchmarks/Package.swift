// swift-tools-version: 6.2
import PackageDescription

// `run` copies the sources that are measured to Staged/: what they share is `package` access, which
// ends at the border of a package, and SwiftPM takes no sources from outside.
let package = Package(
    name: "Benchmarks",
    targets: [
        .target(name: "VietText", path: "Staged/VietText"),
        .target(
            name: "IntentMatching", dependencies: ["VietText"], path: "Staged/IntentMatching"),
        .executableTarget(
            name: "CommandsBenchmark", dependencies: ["IntentMatching", "VietText"]),
    ],
    swiftLanguageModes: [.v6]
)

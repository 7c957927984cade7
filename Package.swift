// swift-tools-version: 6.2
import PackageDescription

/// The flags that every target of ours is compiled with: a warning stops the build.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(
    name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(
    name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "TungNgo",
    products: [.executable(name: "tungngo", targets: ["TungNgo"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        // Leaves: nothing but the standard library.
        .target(name: "Messaging"),
        .target(name: "VietText"),
        // Pure: no Foundation, no clock, no file.
        .target(name: "IntentMatching", dependencies: ["VietText"]),
        .target(name: "Procedures", dependencies: ["VietText"]),
        .target(name: "Campaign", dependencies: ["VietText"]),
        .target(
            name: "Conversation",
            dependencies: ["Campaign", "IntentMatching", "Messaging", "Procedures", "VietText"]),
        // Edges: each touches one part of the world.
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // glibc's own header, which its Swift module leaves out.
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CXlsxWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]),
        .target(name: "CurlHTTP", dependencies: ["CCurl"]),
        .target(name: "Prometheus", dependencies: [coreMetrics]),
        .target(name: "Serving", dependencies: [hummingbird, lifecycle, logging]),
        .target(name: "Wire", dependencies: ["Messaging"]),
        .target(name: "Zalo", dependencies: ["CurlHTTP", "Messaging", "Wire", crypto]),
        .target(name: "Telegram", dependencies: ["CurlHTTP", "Messaging", "Wire"]),
        .target(
            name: "Content",
            dependencies: [
                "Campaign", "Conversation", "IntentMatching", "Messaging", "Procedures", "VietText",
                csv, mustache, yams,
            ]),
        .target(
            name: "Storage",
            dependencies: ["Campaign", "Conversation", "Messaging", "VietText", grdb, sqlite]),
        .target(
            name: "Simulator",
            dependencies: [
                "CurlHTTP", "Messaging", "Serving", "Zalo", hummingbird, hummingbirdCore,
                hummingbirdTLS, httpTypes, lifecycle, logging, nioCore, nioPosix, crypto,
            ]),
        // Shell and start.
        .target(
            name: "Gateway",
            dependencies: [
                "Campaign", "Content", "Conversation", "Messaging", "Prometheus", "Storage",
                "VietText", coreMetrics, lifecycle, logging,
            ]),
        .target(
            name: "Web",
            dependencies: [
                "Gateway", "Messaging", "Serving", "Storage", hummingbird, hummingbirdCore,
                httpTypes, lifecycle, logging, nioCore,
            ]),
        .target(
            name: "Rehearsal",
            dependencies: [
                "Campaign", "Content", "Conversation", "CurlHTTP", "IntentMatching", "Messaging",
                "Procedures", "Simulator", "Storage", "VietText",
            ]),
        .executableTarget(
            name: "TungNgo",
            dependencies: [
                "CMalloc", "Campaign", "Content", "Conversation", "CurlHTTP", "CXlsxWriter",
                "CZlib",
                "Gateway",
                "IntentMatching", "Messaging", "Procedures", "Prometheus", "Rehearsal", "Simulator",
                "Storage", "Telegram", "VietText", "Web", "Wire", "Zalo", argumentParser,
                configuration,
                lifecycle,
                logging, unixSignals,
            ]),
        // Tests, in the order of the targets above.
        .target(
            name: "TestSupport", dependencies: ["CurlHTTP", "Messaging", sqlite],
            path: "Tests/TestSupport"),
        .target(
            name: "GatewaySimulation",
            dependencies: [
                "Campaign", "Conversation", "Gateway", "Messaging", "Storage", "VietText", logging,
                grdb,
            ], path: "Tests/GatewaySimulation"),
        .executableTarget(
            name: "simulate-seeds", dependencies: ["GatewaySimulation", argumentParser],
            path: "Tests/SimulateSeeds"),
        .testTarget(name: "MessagingTests", dependencies: ["Messaging"]),
        .testTarget(name: "VietTextTests", dependencies: ["VietText", "TestSupport"]),
        .testTarget(
            name: "IntentMatchingTests",
            dependencies: ["IntentMatching", "VietText", "TestSupport"]),
        .testTarget(name: "ProceduresTests", dependencies: ["Procedures", "VietText"]),
        .testTarget(name: "CampaignTests", dependencies: ["Campaign", "VietText", "TestSupport"]),
        .testTarget(
            name: "ConversationTests",
            dependencies: [
                "Campaign", "Content", "Conversation", "IntentMatching", "Messaging", "Procedures",
                "VietText", "TestSupport",
            ]),
        .testTarget(name: "CurlHTTPTests", dependencies: ["CurlHTTP", "TestSupport"]),
        .testTarget(
            name: "ZaloTests",
            dependencies: ["CurlHTTP", "Messaging", "Wire", "Zalo", "TestSupport"]),
        .testTarget(
            name: "PrometheusTests", dependencies: ["Prometheus", "TestSupport", coreMetrics]),
        .testTarget(name: "WireTests", dependencies: ["Messaging", "Wire"]),
        .testTarget(
            name: "TelegramTests",
            dependencies: ["CurlHTTP", "Messaging", "Telegram", "Wire", "TestSupport"]),
        .testTarget(
            name: "ContentTests",
            dependencies: [
                "Campaign", "Content", "Conversation", "IntentMatching", "Procedures", "VietText",
                "TestSupport",
            ]),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Campaign", "Conversation", "Messaging", "Storage", "VietText", "TestSupport", grdb,
            ]),
        .testTarget(
            name: "SimulatorTests",
            dependencies: ["CurlHTTP", "Messaging", "Simulator", "Wire", "Zalo", "TestSupport"]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Campaign", "Content", "Conversation", "Gateway", "IntentMatching", "Messaging",
                "Prometheus", "Storage", "VietText", "TestSupport",
                logging,
            ]),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Conversation", "Gateway", "GatewaySimulation", "Messaging", "Storage",
                "TestSupport", logging, grdb,
            ]),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "CurlHTTP", "Gateway", "Messaging", "Storage", "Web", "Zalo", "TestSupport",
                logging,
            ]),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "Campaign", "Conversation", "CurlHTTP", "Gateway", "Messaging", "Prometheus",
                "Rehearsal",
                "Simulator", "Storage", "Telegram", "Web", "Zalo", "TestSupport", grdb,
            ]),
        .testTarget(
            name: "ContractTests",
            dependencies: [
                "Conversation", "CurlHTTP", "Gateway", "Messaging", "Storage", "Telegram", "Wire",
                "Zalo", "TestSupport", logging,
            ]),
        .testTarget(name: "HouseRulesTests", dependencies: ["TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}

import Foundation
import TestSupport

/// The real program that tests run as a process.
enum CrashDaemon {
    /// The program beside the test bundle, or nil where it has not been built.
    static let binary: URL? = [
        Bundle.main.bundleURL, URL(fileURLWithPath: "\(RepositoryRoot.path)/.build/debug"),
    ]
    .map { $0.appendingPathComponent("tungngo") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
}

import Foundation
import Gateway
import TestSupport
import Testing

/// The list of events in the README is that of the code.
@Suite struct EventListTests {
    @Test func everyEventIsExplained() {
        for event in GatewayEvent.allCases {
            #expect(
                GatewayEvent.guides[event] != nil, "add '\(event.rawValue)' to EventGuide.swift")
        }
    }

    /// `UPDATE_EVENTS=1` writes the list anew.
    @Test func theReadmeListsEveryEventWithItsMeaningAndWhatToDo() throws {
        let url = URL(fileURLWithPath: "\(RepositoryRoot.path)/README.md")
        let lines = try String(contentsOf: url, encoding: .utf8)
            .components(separatedBy: "\n")
        let head = try #require(lines.firstIndex(of: "| event | level | means | to do |"))
        let body = lines[(head + 2)...].prefix { $0.hasPrefix("|") }
        let wanted = GatewayEvent.allCases.sorted { $0.rawValue < $1.rawValue }
            .map { $0.guide.row($0) }
        if ProcessInfo.processInfo.environment["UPDATE_EVENTS"] != nil {
            let text = lines[..<(head + 2)] + wanted + lines[body.endIndex...]
            try text.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
            return
        }
        for row in wanted where !body.contains(row) {
            Issue.record("README.md lacks: \(row) (UPDATE_EVENTS=1 writes the list anew)")
        }
        for row in body where !wanted.contains(row) {
            Issue.record("README.md has what the code has not: \(row)")
        }
        #expect(Array(body) == wanted, "in the order of the names")
    }

    /// An event that is logged under a name that is not in the list could not be looked up.
    @Test(arguments: swiftFilesWithLogs())
    func nothingIsLoggedUnderANameOfItsOwn(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for level in ["debug", "info", "notice", "warning", "error", "critical"] {
            #expect(
                !text.contains("logger.\(level)("),
                "\(path) logs past GatewayEvent: use logger.log(.event, .\(level), fields)")
        }
    }
}

/// The sources of the daemon: the simulator has a log of its own.
private func swiftFilesWithLogs() -> [String] {
    ["Gateway", "TungNgo", "Web"].flatMap { target in
        let folder = "\(RepositoryRoot.path)/Sources/\(target)"
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return (files ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { "\(folder)/\($0)" }
    }
}

import Foundation
import TestSupport
import Testing

/// The rules of the house that a compiler does not hold: see "How the code looks" in the README.
@Suite struct HouseRulesTests {
    /// Which modules a target may import: the target table of the README.
    static let allowed: [String: Set<String>] = {
        let pure: Set<String> = ["VietText"]
        return [
            "Messaging": [],
            "VietText": [],
            "IntentMatching": pure,
            "Procedures": pure,
            "Campaign": pure,
            "Conversation": [
                "Campaign", "IntentMatching", "Messaging", "Procedures", "VietText",
            ],
            "CurlHTTP": ["CCurl", "Dispatch", "Foundation", "Synchronization"],
            "Prometheus": ["CoreMetrics", "Glibc", "Synchronization"],
            "Serving": ["Hummingbird", "Logging", "ServiceLifecycle"],
            "Wire": ["Foundation", "Messaging"],
            "Zalo": [
                "Crypto", "CurlHTTP", "Foundation", "Glibc", "Messaging", "Synchronization", "Wire",
            ],
            "Telegram": ["CurlHTTP", "Messaging", "Synchronization", "Wire"],
            "Content": [
                "Campaign", "Conversation", "Foundation", "IntentMatching", "Messaging", "Mustache",
                "Procedures", "SwiftCSV", "VietText", "Yams",
            ],
            "Storage": [
                "Campaign", "Conversation", "Foundation", "GRDB", "GRDBSQLite", "Messaging",
                "VietText",
            ],
            "Simulator": [
                "Crypto", "CurlHTTP", "Foundation", "HTTPTypes", "Hummingbird",
                "HummingbirdCore", "HummingbirdTLS", "Logging", "Messaging", "NIOCore", "NIOPosix",
                "ServiceLifecycle", "Serving", "Synchronization", "Zalo",
            ],
            "Gateway": [
                "Campaign", "Content", "Conversation", "CoreMetrics", "Foundation", "Logging",
                "Messaging", "Prometheus", "ServiceLifecycle", "Storage", "Synchronization",
                "VietText",
            ],
            "Web": [
                "Foundation", "Gateway", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore",
                "Logging", "Messaging", "NIOCore", "ServiceLifecycle", "Serving", "Synchronization",
            ],
            "Rehearsal": [
                "Campaign", "Content", "Conversation", "CurlHTTP", "Foundation", "IntentMatching",
                "Messaging", "Procedures", "Simulator", "Storage", "VietText",
            ],
            "TungNgo": [
                "ArgumentParser", "Campaign", "Configuration", "Content", "Conversation",
                "CMalloc", "CurlHTTP", "CXlsxWriter", "CZlib", "Dispatch",
                "Foundation", "Gateway", "Glibc", "IntentMatching", "Logging", "Messaging",
                "Procedures", "Prometheus", "Rehearsal", "ServiceLifecycle", "Simulator", "Storage",
                "Synchronization", "SystemPackage", "Telegram", "UnixSignals", "VietText", "Web",
                "Wire",
                "Zalo",
            ],
        ]
    }()

    @Test(arguments: swiftFiles(below: "Sources"))
    func targetsImportOnlyWhatTheirRowAllows(file: SourceFile) throws {
        let target = try #require(file.target)
        let allowed = try #require(Self.allowed[target], "no row in the table for \(target)")
        for module in file.imports {
            #expect(allowed.contains(module), "\(file.path) may not import \(module)")
        }
    }

    @Test(arguments: swiftFiles(below: "Sources", "Tests"))
    func filesFitInOneReading(file: SourceFile) {
        let lines = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        #expect(lines <= 400, "\(file.path) has \(lines) lines: split it by what changes together")
    }

    @Test(arguments: swiftFiles(below: "Sources"))
    func functionsFitOnOneScreen(file: SourceFile) {
        for (name, line, length) in functionLengths(in: file.lines) where length > 60 {
            Issue.record(
                "\(file.path):\(line): \(name) has \(length) lines, 60 are the most: cut out a step"
            )
        }
    }

    @Test(arguments: swiftFiles(below: "Sources"))
    func packageDeclarationsAreDocumented(file: SourceFile) {
        for (line, text) in undocumented(in: file.lines) {
            Issue.record("\(file.path):\(line): say in a /// comment what this is: \(text)")
        }
    }

    /// What must not stand in a source file, and what to use instead.
    static let banned: [(text: String, instead: String, except: Set<String>)] = [
        ("try!", "throw on, or return a failure", []),
        ("fatalError(", "preconditionFailure with the state, or an error", []),
        ("as!", "as? with a branch for nil", []),
        ("@testable", "make it package", []),
        ("public ", "package", []),
        ("Task.detached", "a Service in the group", []),
        ("print(", "the logger, or the standard output of the command", ["TungNgo"]),
        ("Date()", "the clock that is passed in", ["TungNgo", "Simulator", "Gateway"]),
        ("FIXME", "mend it, or say it in the commit", []),
        ("XXX", "mend it, or say it in the commit", []),
    ]

    @Test(arguments: swiftFiles(below: "Sources"))
    func bannedCallsAreAbsent(file: SourceFile) {
        for (number, line) in file.lines.enumerated() where !isComment(line) {
            for rule in Self.banned where !rule.except.contains(file.target ?? "") {
                #expect(
                    !containsWord(rule.text, in: line),
                    "\(file.path):\(number + 1): no \(rule.text); use \(rule.instead)")
            }
        }
    }

    @Test func everyPathInTheReadmeExists() throws {
        let readme = try String(
            contentsOf: URL(fileURLWithPath: "\(RepositoryRoot.path)/README.md"), encoding: .utf8)
        let roots = ["Sources/", "Tests/", "intents/", "deploy/", ".ci/", "Package.swift"]
        let words = readme.split { " \n`()|,;:*\"'[]".contains($0) }
        for word in words where roots.contains(where: { word.hasPrefix($0) }) {
            var path = String(word)
            while let last = path.last, ".…".contains(last) { path.removeLast() }
            guard !path.contains("<"), !path.contains("$") else { continue }
            #expect(
                FileManager.default.fileExists(
                    atPath: "\(RepositoryRoot.path)/\(path)"),
                "README.md names \(path), which does not exist")
        }
    }

    @Test func everyFileOfCommandsHasItsTests() throws {
        let folder = URL(fileURLWithPath: "\(RepositoryRoot.path)/intents")
        let commands = try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("commands").path)
        for name in commands.sorted() where name.hasSuffix(".yaml") {
            let tests = "tests/\(name.dropLast(5)).tsv"
            #expect(
                FileManager.default.fileExists(atPath: folder.appendingPathComponent(tests).path),
                "intents/commands/\(name) needs intents/\(tests)")
        }
    }
}

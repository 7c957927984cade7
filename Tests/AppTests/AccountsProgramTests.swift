import Foundation
import Messaging
import Storage
import TestSupport
import Testing

/// Settings with many accounts, and `tungngo accounts` as an admin uses it without a daemon.
@Suite(.timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct AccountsProgramTests {
    /// A folder with settings, tokens and a database.
    private struct Place {
        let folder: URL
        var file: String { folder.appendingPathComponent("settings.yaml").path }
        var database: String { folder.appendingPathComponent("bot.sqlite").path }

        func write(_ text: String, to name: String, mode: Int = 0o600) async throws {
            let url = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: url.path)
        }

        func run(_ arguments: String...) async throws -> ProgramRun {
            try await ProgramRun(arguments + ["--settings", file])
        }
    }

    private func inPlace(
        settings: String = "database: bot.sqlite\naccounts_folder: tokens\n",
        tokens: [String: String] = [:], _ body: (Place) async throws -> Void
    ) async throws {
        let place = Place(folder: try ProgramRun.makeScratch())
        defer { try? FileManager.default.removeItem(at: place.folder) }
        try await place.write(settings, to: "settings.yaml")
        for (name, token) in tokens { try await place.write(token, to: "tokens/\(name)") }
        try await body(place)
    }

    @Test func twoAccountsWithOneTokenAreNamedAndTheTokenIsNot() async throws {
        try await inPlace(tokens: ["a.token": "planted-token\n", "b.token": "planted-token"]) {
            place in
            let run = try await place.run("serve")
            #expect(run.status == 65)
            #expect(run.errors.contains("accounts 'a' and 'b' have the same token"))
            #expect(!run.errors.contains("planted-token"))
        }
    }

    @Test func everyMistakeIsNamedAtOnceWithItsLine() async throws {
        let settings = """
            database: bot.sqlite
            accounts_folder: tokens
            accounts: [main, a]
            account:
              main:
                token_file: nope
              a:
                platform: telegraph
            """
        try await inPlace(settings: settings, tokens: ["bad name.token": "t", "c.token": ""]) {
            place in
            let run = try await place.run("accounts", "list")
            #expect(run.status == 65)
            for part in [
                "settings.yaml:6: account.main.token_file: cannot read",
                "settings.yaml:8: account.a.platform is 'telegraph'; this version speaks zalo-bot",
                "'bad name' is no name for an account. A name has 1 to 64",
                "tokens/c.token' must hold one word, the token.",
            ] {
                #expect(run.errors.contains(part), "no \(part) in \(run.errors)")
            }
        }
    }

    @Test func namesThatDifferInCapitalsAloneAreRefused() async throws {
        try await inPlace(tokens: ["Ap1.token": "t1", "ap1.token": "t2"]) { place in
            let run = try await place.run("accounts", "list")
            #expect(run.status == 65)
            #expect(run.errors.contains("differ in capitals alone"))
        }
    }

    @Test func limitsOfAnAccountAreChecked() async throws {
        let settings = """
            accounts_folder: tokens
            account:
              a:
                monthly_quota: 0
            """
        try await inPlace(settings: settings, tokens: ["a.token": "t"]) { place in
            let run = try await place.run("accounts", "list")
            #expect(run.status == 65)
            #expect(run.errors.contains("settings.yaml:4: account.a.monthly_quota must be from 1"))
        }
    }

    @Test func tokensThatOthersMayReadAreWarnedOf() async throws {
        try await inPlace(tokens: ["a.token": "t1"]) { place in
            try await place.write("t2", to: "tokens/b.token", mode: 0o644)
            let run = try await place.run("accounts", "list")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("b.token' holds a token and can be read by others"))
            #expect(!run.errors.contains("a.token'"))
        }
    }

    @Test func anAuthoritiesFileThatIsNotThereIsNamed() async throws {
        let settings = "accounts_folder: tokens\nhttp:\n  authorities_file: ca.pem\n"
        try await inPlace(settings: settings, tokens: ["a.token": "t"]) { place in
            let run = try await place.run("accounts", "list")
            #expect(run.status == 65)
            #expect(run.errors.contains("settings.yaml:3: http.authorities_file: "))
        }
    }

    @Test func pauseAndResumeAreStoredAndShown() async throws {
        try await inPlace(tokens: ["a.token": "t1", "b.token": "t2"]) { place in
            let paused = try await place.run("accounts", "pause", "a")
            #expect(paused.status == 0, "\(paused.errors)")
            #expect(paused.errors.contains("The daemon does not run"))
            let list = try await place.run("accounts", "list")
            #expect(list.lines.contains { $0.hasPrefix("a ") && $0.contains("paused") })
            #expect(list.lines.contains { $0.hasPrefix("b ") && $0.contains("new") })
            #expect(try await place.run("accounts", "resume", "a").status == 0)
            #expect(try await !place.run("accounts", "list").output.contains("paused"))
        }
    }

    @Test func anAccountThatIsNotThereIsNamedWithTheNearest() async throws {
        try await inPlace(tokens: ["thon-dong.token": "t1"]) { place in
            let run = try await place.run("accounts", "pause", "thon-dongg")
            #expect(run.status == 65)
            #expect(run.errors.contains("Did you mean 'thon-dong'?"))
        }
    }

    @Test func theListTellsStateReasonQueueAndQuota() async throws {
        let settings = """
            database: bot.sqlite
            accounts_folder: tokens
            account:
              a:
                monthly_quota: 50
            """
        try await inPlace(settings: settings, tokens: ["a.token": "t1"]) { place in
            let store = try Store.open(path: place.database)
            let at = Timestamp(milliseconds: 1_782_781_200_000)
            for name in ["a", "gone"] {
                try store.queue(
                    [
                        QueuedMessage(
                            account: AccountID(rawValue: name), chat: ChatID(rawValue: "c"),
                            text: "t", priority: .bulletin, trace: TraceID(rawValue: "t"))
                    ], at: at)
            }
            let trouble = AccountLife.Trouble(reason: "401", remedy: "put in the new token")
            try store.note(
                [
                    AccountChange(
                        account: AccountID(rawValue: "a"), platform: "zalo-bot",
                        phase: .stopped(trouble), at: at)
                ], polls: [:])
            try store.close()
            let list = try await place.run("accounts", "list")
            #expect(list.output.contains("401. What to do: put in the new token."))
            #expect(list.output.contains("stopped  2026-06-30 08:00"), "\(list.output)")
            #expect(list.output.contains("0/50"))
            #expect(list.lines.contains { $0.hasPrefix("gone ") && $0.contains("removed") })
            let json = try await place.run("accounts", "list", "--json")
            #expect(json.lines.count == 2)
            #expect(json.lines[0].contains(#""monthly_quota":50"#))
        }
    }

    @Test func removingCountsWhatWaits() async throws {
        try await inPlace(tokens: ["a.token": "t1"]) { place in
            let store = try Store.open(path: place.database)
            try store.queue(
                [
                    QueuedMessage(
                        account: AccountID(rawValue: "a"), chat: ChatID(rawValue: "c"), text: "t",
                        priority: .bulletin, trace: TraceID(rawValue: "t"))
                ], at: Timestamp(milliseconds: 1_782_781_200_000))
            try store.close()
            let run = try await place.run("accounts", "remove", "a")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("1 messages wait; they are sent if it comes back."))
            #expect(
                !FileManager.default.fileExists(atPath: "\(place.folder.path)/tokens/a.token"))
        }
    }

    @Test func aListedAccountIsNotRemovedByTheCommand() async throws {
        let settings = "accounts: [a]\naccount:\n  a:\n    token_file: tokens/a\n"
        try await inPlace(settings: settings, tokens: ["a": "t1"]) { place in
            let run = try await place.run("accounts", "remove", "a")
            #expect(run.status == 65)
            #expect(run.errors.contains("'a' is listed in the settings."))
        }
    }
}

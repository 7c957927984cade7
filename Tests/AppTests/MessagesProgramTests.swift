import Conversation
import Foundation
import Messaging
import Storage
import TestSupport
import Testing

/// `tungngo messages` as an admin uses it, on a database with what a bad day leaves.
@Suite(.enabled(if: CrashDaemon.binary != nil))
struct MessagesProgramTests {
    private struct Place: Sendable {
        let folder: URL
        var settings: String { folder.appendingPathComponent("settings.yaml").path }
        var database: String { folder.appendingPathComponent("bot.sqlite").path }

        func run(_ arguments: String...) async throws -> ProgramRun {
            let all = ["messages"] + arguments + ["--settings", settings]
            return try await ProgramRun(all)
        }
    }

    private static let account = AccountID(rawValue: "main")

    private func inPlace(
        hasDatabase: Bool = true, _ body: (Place) async throws -> Void
    ) async throws {
        let place = Place(folder: try ProgramRun.makeScratch())
        defer { try? FileManager.default.removeItem(at: place.folder) }
        try Data("planted-token".utf8).write(to: place.folder.appendingPathComponent("t"))
        try Data(
            "database: bot.sqlite\naccounts: [main]\naccount: {main: {token_file: t}}\n".utf8
        ).write(to: URL(fileURLWithPath: place.settings))
        if hasDatabase { try Self.makeDatabase(place.database) }
        try await body(place)
    }

    /// Rows 1 and 2 were dropped, 3 was delivered, 4 is for a chat that is gone.
    private static func makeDatabase(_ path: String) throws {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        let store = try Store.open(path: path, startedAt: now)
        try store.queue(
            ["c1", "c2", "c3", "gone"].map { chat in
                QueuedMessage(
                    account: account, chat: ChatID(rawValue: chat), text: PlantedValues.words,
                    priority: .answer, trace: TraceID(rawValue: "trace-\(chat)"))
            }, at: now)
        for due in try store.due(account: account, now: now, max: 9) {
            var due = due
            _ = due.delivery.woke(at: now)
            switch due.message.chat.rawValue {
            case "c3":
                _ = due.delivery.sendSucceeded()
                try store.save(due.delivery, for: due.id, at: now)
            case "gone":
                _ = due.delivery.sendFailed(.recipientGone(reason: "blocked"), at: now)
                try store.forgetRecipient(due.delivery, for: due, reason: "blocked", at: now)
            default:
                _ = due.delivery.sendFailed(.refused(reason: "Zalo error 400"), at: now)
                try store.save(due.delivery, for: due.id, at: now)
            }
        }
        try store.close()
    }

    @Test func whatWasDroppedIsListedWithReasonAndRemedyAndWithoutItsText() async throws {
        try await inPlace { place in
            let list = try await place.run("undelivered")
            #expect(list.status == 0, "\(list.errors)")
            for part in ["out-1", "out-2", "out-4", "Zalo error 400", "messages retry out-1"] {
                #expect(list.output.contains(part), "no \(part) in \(list.output)")
            }
            #expect(!list.output.contains("out-3"), "it was delivered")
            #expect(list.output.contains("it is lifted when somebody writes from that chat"))
            let texts = try await place.run("undelivered", "--texts", "--json", "--max", "1")
            #expect(texts.lines.count == 1)
            #expect(texts.output.contains("tôi tên Lan"))
            let planted = PlantedValues(secrets: ["planted-token"])
            for run in [list, texts] {
                planted.expectNone(
                    inLogsOf: place.folder, texts: ["output": run.output, "errors": run.errors])
            }
            #expect(!list.output.contains("tôi tên Lan"))
            let other = try await place.run("undelivered", "--account", "nobody")
            #expect(other.lines == ["Nothing was dropped."])
        }
    }

    @Test func aMessageIsPutBackOnceAndOneOfAChatThatIsGoneIsNot() async throws {
        try await inPlace { place in
            let first = try await place.run("retry", "out-1")
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("out-1 is back in the queue"))
            let again = try await place.run("retry", "out-1")
            #expect(again.status == 65)
            #expect(again.errors.contains("out-1 was neither dropped nor set aside"))
            let gone = try await place.run("retry", "out-4")
            #expect(gone.status == 1)
            #expect(gone.errors.contains("its chat is gone (blocked)"))
            let unknown = try await place.run("retry", "in-7")
            #expect(unknown.status == 65)
            #expect(unknown.errors.contains("There is no message in-7"))
            let store = try Store.open(path: place.database)
            defer { try? store.close() }
            #expect(try store.takePutBack() == [Self.account], "a running daemon is told")
            #expect(try store.counts().queued == 1)
        }
    }

    @Test func badInputIsNamed() async throws {
        try await inPlace { place in
            for id in ["1", "out-", "out-x", "mid-1", "out-99999999999999999999"] {
                let run = try await place.run("retry", id)
                #expect(run.status == 64, "\(id)")
                #expect(run.errors.contains("must be like out-12 or in-7"), "\(id)")
            }
            for since in ["0h", "7", "-1d", "1w"] {
                let run = try await place.run("set-aside", "--since=\(since)")
                #expect(run.status == 64, "\(since)")
                #expect(run.errors.contains("--since must be like 30m, 24h or 7d"), "\(since)")
            }
            #expect(try await place.run("undelivered", "--max", "0").status == 64)
            let empty = try await place.run("set-aside")
            #expect(empty.lines == ["Nothing was set aside."])
        }
        try await inPlace(hasDatabase: false) { place in
            let run = try await place.run("undelivered")
            #expect(run.status == 65)
            #expect(run.errors.contains("There is no database"))
        }
    }
}

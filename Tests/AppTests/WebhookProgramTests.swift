import CurlHTTP
import Foundation
import Rehearsal
import Simulator
import TestSupport
import Testing

/// Bots that are called, with the real program: registered, answered, killed.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct WebhookProgramTests {
    @Test func aBotIsRegisteredCalledAndRemoved() async throws {
        try await onWebhookStage(bots: 1) { stage, binary in
            let early = try await stage.webhook("set", plain: true)
            #expect(early.status == 1, "nobody answers the trial call yet")
            #expect(early.output.contains("with a fresh secret"))
            #expect(early.errors.contains("Zalo keeps the address, but its trial call"))
            let file = stage.folder.appendingPathComponent("secret-0").path
            let secret = try String(contentsOfFile: file, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect(rights as? Int == 0o600)
            #expect(secret.count == 64)

            let daemon = try await stage.startDaemon(binary)
            let set = try await stage.webhook("set", "bot-0", plain: true)
            #expect(set.status == 0, "\(set.errors)")
            #expect(set.output.contains("Its trial call was answered as it should be."))
            let shown = try await stage.webhook("show")
            #expect(shown.status == 0)
            #expect(shown.output.contains("that is this daemon's address"))
            let ready = try await stage.page("/readyz")
            #expect(ready.status == 200)

            try await Self.ask(stage, "khai sinh cho con cần giấy tờ gì")
            try await Self.ask(stage, wrapped: "m-wrapped")

            let deleted = try await stage.webhook("delete")
            #expect(deleted.status == 0)
            #expect(deleted.output.contains("set account.bot-0.webhook to false"))
            let gone = try await stage.webhook("show")
            #expect(gone.status == 1)
            #expect(await daemon.stop() == 0)
            let printed = [early, set, shown, deleted].map { $0.output + $0.errors }
            let page = String(decoding: ready.body, as: UTF8.self)
            for text in printed + [stage.logText, page] {
                #expect(!text.contains(secret))
                #expect(!text.contains(stage.bots[0].token))
            }
        }
    }

    /// A person asks, and the answer reaches them.
    private static func ask(_ stage: WebhookStage, _ text: String) async throws {
        _ = try await stage.control.post(
            NewPost(from: stage.people[0].id, text: text, bot: stage.bots[0].id))
        var query = MessageQuery()
        query.author = .bots
        let page = try await stage.control.messages(query, waitSeconds: 20)
        #expect(page.messages.first?.text.contains("khai sinh") == true)
    }

    /// An update in an envelope, as the documentation has it.
    private static func ask(_ stage: WebhookStage, wrapped id: String) async throws {
        let person = stage.people[0].id
        try await stage.control.postRaw(
            body: #"""
                {"ok":true,"result":{"event_name":"message.text.received","message":{
                "from":{"id":"\#(person)","display_name":"Lan","is_bot":false},
                "chat":{"id":"\#(person)","chat_type":"PRIVATE"},
                "text":"kết hôn cần giấy tờ gì","message_id":"\#(id)","date":1750316131602}}}
                """#, bot: stage.bots[0].id)
        while try !stage.storedMessages().contains(id) {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func aBotWithoutItsWebhookIsATroubleThatIsShown() async throws {
        try await onWebhookStage(bots: 1) { stage, binary in
            let early = try await stage.webhook("set", plain: true)
            #expect(early.status == 1)
            let deleted = try await stage.webhook("delete")
            #expect(deleted.status == 0)
            let daemon = try await stage.startDaemon(binary)
            while !stage.logText.contains("webhook-not-set") {
                try await Task.sleep(for: .milliseconds(20))
            }
            let page = try await stage.page("/readyz")
            #expect(page.status == 503)
            let text = String(decoding: page.body, as: UTF8.self)
            #expect(text.contains("no webhook is set for this bot"))
            #expect(text.contains("tungngo webhook set bot-0"))
            // Once it is set and a call has come, all is well.
            let set = try await stage.webhook("set", plain: true)
            #expect(set.status == 0)
            try await Self.ask(stage, "khai sinh cho con cần giấy tờ gì")
            while try await stage.page("/readyz").status != 200 {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(await daemon.stop() == 0)
        }
    }

    /// The simulator pushes each update once: what it was told to be kept must be on the disk,
    /// whenever the daemon was killed.
    @Test func whatWasAnsweredWith200IsStoredThoughTheDaemonIsKilled() async throws {
        try await onWebhookStage(bots: 4) { stage, binary in
            for number in stage.bots.indices {
                _ = try await stage.webhook("set", "bot-\(number)", plain: true)
            }
            let isOver = LockedValue(false)
            let posting = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (bot, person) in zip(stage.bots, stage.people) {
                        group.addTask {
                            while !isOver.withLock({ $0 }) {
                                _ = try await stage.control.post(
                                    NewPost(from: person.id, text: "tin", bot: bot.id))
                                try await Task.sleep(for: .milliseconds(20))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            var random = SeededGenerator(seed: 11)
            let kills = 6
            for _ in 0..<kills {
                let daemon = try await stage.startDaemon(binary)
                let before = try await stage.claimed().count
                while try await stage.claimed().count < before + 20 {
                    try await Task.sleep(for: .milliseconds(20))
                }
                // The moment is what the test is about: anywhere in the work on these messages.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...100, using: &random)))
                await daemon.kill()
            }
            isOver.withLock { $0 = true }
            try await posting.value
            // The last life leaves the database as a daemon leaves it that was told to stop.
            let last = try await stage.startDaemon(binary)
            #expect(await last.stop() == 0)

            let stored = try stage.storedMessages()
            let pushed = try await stage.control.handedOut()
            let claimed = try await stage.claimed()
            #expect(claimed.subtracting(stored) == [], "claimed to be kept, and not there")
            #expect(Set(stored).count == stored.count, "one message twice")
            #expect(Set(stored).subtracting(pushed.map(\.messageID)) == [])
            #expect(claimed.count >= kills * 20)
            print(
                "webhook crash test: \(kills) kills, \(pushed.count) pushed, "
                    + "\(claimed.count) answered with 200, \(stored.count) stored")
        }
    }

    @Test func settingsForCallsThatCannotWorkAreNamed() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("settings.yaml")
        let start = "accounts: [a]\naccount:\n  a:\n    webhook: true\n"
        let environment = [
            "TUNGNGO_ACCOUNT_A_TOKEN": "planted-token",
            "TUNGNGO_CONTENT": "\(RepositoryRoot.path)/intents",
        ]
        let rows = [
            ("", "there is no account.a.webhook_secret_file"),
            ("    webhook_secret_file: s\n", "web.public_url is not set"),
            (
                "    webhook_secret_file: s\nweb:\n  public_url: http://bot.example.vn\n",
                "web.public_url must be the https address"
            ),
            (
                "    webhook_secret_file: s\nweb:\n  public_url: https://bot.example.vn\n",
                "'tungngo webhook set a' makes it"
            ),
            (
                "    webhook_secret_file: s\nweb:\n  port: 70000\n", "web.port must be from 0"
            ),
        ]
        for (text, says) in rows {
            try Data((start + text).utf8).write(to: file)
            let run = try await ProgramRun(
                ["serve", "--settings", file.path], environment: environment)
            #expect(run.status == 65, "\(says)")
            #expect(run.errors.contains(says), "\(run.errors)")
        }
    }

    @Test func anAddressThatZaloCannotReachIsRefused() async throws {
        try await onWebhookStage(bots: 1) { stage, _ in
            let run = try await stage.webhook("set")
            #expect(run.status == 65)
            #expect(run.errors.contains("must be an https address that Zalo can reach"))
            #expect(
                !FileManager.default.fileExists(
                    atPath: stage.folder.appendingPathComponent("secret-0").path))
            let other = try await stage.webhook("show", "bot-1")
            #expect(other.status == 64)
            #expect(other.errors.contains("Did you mean 'bot-0'?"))
        }
    }
}

import CurlHTTP
import Foundation
import Messaging
import Simulator
import TestSupport
import Testing
import Wire
import Zalo

/// The bot's own channel against the simulator: two readings of one protocol that must meet.
@Suite struct ZaloChannelTests {
    @Test func privateMessagesComeInAndAnswersGoOut() async throws {
        try await withChannel { simulator, channel, pair in
            let posted = try await simulator.control.post(
                NewPost(from: pair.person.id, text: "khai sinh ở đâu", sentAt: 1_750_316_131_602))
            guard case .messages(let messages) = try await channel.receive() else {
                Issue.record("no message came")
                return
            }
            #expect(
                messages == [
                    InboundMessage(
                        account: channel.account, chat: ChatID(rawValue: pair.person.id),
                        chatKind: .private, message: MessageID(rawValue: posted.messageID),
                        sender: PersonID(rawValue: pair.person.id), senderName: "Chị Lan",
                        content: .text("khai sinh ở đâu"),
                        sentAt: Timestamp(milliseconds: 1_750_316_131_602))
                ])
            let sent = try await channel.send(
                OutboundMessage(chat: ChatID(rawValue: pair.person.id), text: "Ở UBND xã ạ"))
            let seen = try await simulator.control.messages(MessageQuery(author: .bots)).messages
            #expect(seen.map(\.text) == ["Ở UBND xã ạ"])
            #expect(seen.first?.messageID == sent.message?.rawValue)
        }
    }

    @Test func aMentionInAGroupIsTakenOff() async throws {
        try await withChannel { simulator, channel, pair in
            let group = try await simulator.control.createGroup(
                name: "Tổ 5", people: [pair.person.id], bots: [pair.bot.id])
            _ = try await simulator.control.post(
                NewPost(from: pair.person.id, text: "5 hộ", group: group.id, mention: true))
            guard case .messages(let messages) = try await channel.receive() else {
                Issue.record("no message came")
                return
            }
            #expect(messages.map(\.chatKind) == [.group])
            #expect(messages.map(\.chat.rawValue) == [group.id])
            #expect(messages.map(\.content) == [.text("5 hộ")])
        }
    }

    @Test func idlePollsAndBrokenBodiesBringNothing() async throws {
        try await withChannel { simulator, channel, pair in
            #expect(try await channel.receive() == .idle)
            try await simulator.control.postRaw(body: "{\"ok\":tr", bot: pair.bot.id)
            if case .messages = try await channel.receive() {
                Issue.record("a broken body is no message")
            }
        }
    }

    @Test(arguments: SimulatedFault.Kind.allCases)
    func everyFaultOfASendIsClassified(kind: SimulatedFault.Kind) async throws {
        try await withChannel { simulator, channel, pair in
            try await simulator.control.add(
                SimulatedFault(kind, method: "sendMessage", count: 1, milliseconds: 100))
            let message = OutboundMessage(chat: ChatID(rawValue: pair.person.id), text: "tin")
            let failure: SendFailure?
            do throws(SendFailure) {
                _ = try await channel.send(message)
                failure = nil
            } catch {
                failure = error
            }
            switch (kind, failure) {
            case (.delay, nil), (.duplicate, nil), (.tokenExpired, nil), (.refreshRefused, nil),
                (.slowBody, nil), (.outOfOrder, nil),
                (.repeatLate, nil), (.clockJump, nil), (.serverError, .tryAgain),
                (.dropBody, .outcomeUnknown), (.lostReply, .outcomeUnknown),
                (.halfOpen, .outcomeUnknown), (.silence, .outcomeUnknown),
                (.reset, .outcomeUnknown), (.tooManyRequests, .tryAgainAfter),
                (.unauthorized, .credentialsExpired):
                break
            default:
                Issue.record("\(kind) was taken for \(failure.map { "\($0)" } ?? "success")")
            }
        }
    }

    @Test func aStartWithAWebhookInTheWayIsRefused() async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            _ = try await simulator.call(
                pair.bot.token, "setWebhook",
                ["url": "http://127.0.0.1:9/h", "secret_token": "mot-hai-ba"])
            await #expect(throws: StartFailure.webhookSet(host: "127.0.0.1:9")) {
                try await Self.open(simulator, pair.bot, NSTemporaryDirectory())
            }
        }
    }

    private func withChannel(
        _ body: @Sendable (SimulatorHarness, Channel, Acquaintance) async throws -> Void
    ) async throws {
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            let folder = try Self.lockFolder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try await body(simulator, try await Self.open(simulator, pair.bot, folder), pair)
        }
    }

    /// A folder of this test alone: the simulators of all tests make bots of the same ids.
    private static func lockFolder() throws -> String {
        let path = NSTemporaryDirectory() + "tungngo-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        return path
    }

    private static func open(
        _ simulator: SimulatorHarness, _ bot: SimulatedBot, _ lockFolder: String
    ) async throws -> Channel {
        let account = try ZaloAccount(
            name: "thử", token: Secret(bot.token), base: simulator.base)
        return try await ZaloChannel.open(
            account,
            exchange: { request async throws(HTTPFailure) in
                try await simulator.client.execute(request)
            },
            lockFolder: lockFolder, waitSeconds: 1, now: { Timestamp(milliseconds: 0) }
        ).channel
    }
}

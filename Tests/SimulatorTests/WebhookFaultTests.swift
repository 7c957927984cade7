import Foundation
import Messaging
import Simulator
import TestSupport
import Testing

/// Webhooks on a bad day: retried, repeated, in another order, from a slow caller.
@Suite struct WebhookFaultTests {
    @Test func aPushIsTriedAgainUntilItIsTaken() async throws {
        // The probe is answered, then two pushes fail.
        let receiver = try LoopbackServer { request in
            [.answer((2...3).contains(request.number) ? 503 : 200)]
        }
        defer { receiver.stop() }
        try await withSimulator(webhookRetryPauses: [20, 20, 20]) { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.setWebhook(receiver.base, pair.bot)
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "tin"))
            await receiver.waitForRequests(4)
            #expect(Set(receiver.requests.dropFirst().map(\.body)).count == 1)
            try await simulator.waitForPushes(3)
            let pushes = try await simulator.control.handedOut(since: 1)
            #expect(pushes.map(\.webhookStatus) == [503, 503, 200])
            #expect(pushes.map(\.willRepeat) == [true, true, false])
            #expect(try await simulator.control.counts().pending == 0)
        }
    }

    @Test func afterTheLastPauseAPushIsGivenUp() async throws {
        let receiver = try LoopbackServer { _ in [.answer(500)] }
        defer { receiver.stop() }
        try await withSimulator(webhookRetryPauses: [10]) { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.setWebhook(receiver.base, pair.bot)
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "tin"))
            try await simulator.waitForPushes(2)
            let pushes = try await simulator.control.handedOut(since: 1)
            #expect(pushes.map(\.willRepeat) == [true, false])
            #expect(try await simulator.control.counts().pending == 0)
        }
    }

    @Test func pushesCanChangePlacesAndComeTwice() async throws {
        let receiver = try LoopbackServer { _ in [.answer(200)] }
        defer { receiver.stop() }
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.setWebhook(receiver.base, pair.bot)
            try await simulator.control.add(
                SimulatedFault(.outOfOrder, method: "webhook", count: 1))
            try await simulator.control.add(
                SimulatedFault(.duplicate, method: "webhook", count: 1))
            _ = try await simulator.control.post(batch: [
                NewPost(from: pair.person.id, text: "một"),
                NewPost(from: pair.person.id, text: "hai"),
            ])
            let texts = try receiver.requests.dropFirst().map { request in
                try JSONDecoder().decode(JSONValue.self, from: Data(request.body))["message"]?[
                    "text"]?.string
            }
            #expect(texts == ["hai", "hai", "một"])
        }
    }

    @Test func aSlowCallerSendsItsBodyInPieces() async throws {
        let receiver = try LoopbackServer { _ in [.answer(200)] }
        defer { receiver.stop() }
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.setWebhook(receiver.base + "/h", pair.bot)
            try await simulator.control.add(
                SimulatedFault(.slowBody, method: "webhook", count: 1, milliseconds: 200))
            let start = ContinuousClock.now
            for text in ["chậm", "nhanh"] {
                _ = try await simulator.control.post(NewPost(from: pair.person.id, text: text))
            }
            #expect(ContinuousClock.now - start >= .milliseconds(195))
            let requests = receiver.requests.dropFirst()
            #expect(requests.map(\.target) == ["/h", "/h"])
            #expect(
                requests.map { $0.header("x-bot-api-secret-token") }
                    == [SimulatorHarness.secret, SimulatorHarness.secret])
            #expect(
                try await simulator.control.handedOut(since: 1).map(\.webhookStatus) == [200, 200])
        }
    }

    @Test func aCallerThatStopsInTheMiddleHasNotPushed() async throws {
        let receiver = try LoopbackServer { _ in [.answer(200)] }
        defer { receiver.stop() }
        try await withSimulator { simulator in
            let pair = try await simulator.acquaintance()
            try await simulator.setWebhook(receiver.base, pair.bot)
            try await simulator.control.add(
                SimulatedFault(.halfOpen, method: "webhook", count: 1, milliseconds: 50))
            _ = try await simulator.control.post(NewPost(from: pair.person.id, text: "tin"))
            #expect(receiver.requests.count == 1, "the probe alone was whole")
            #expect(try await simulator.control.counts().pushesFailed == 1)
        }
    }
}

extension SimulatorHarness {
    fileprivate static let secret = "mot-hai-ba-bon"

    fileprivate func setWebhook(_ url: String, _ bot: SimulatedBot) async throws {
        _ = try await call(bot.token, "setWebhook", ["url": url, "secret_token": Self.secret])
    }

    /// Returns when so many updates have been pushed and answered.
    fileprivate func waitForPushes(_ count: Int) async throws {
        while true {
            let pushes = try await control.handedOut(since: 1)
            if pushes.count >= count, pushes.allSatisfy({ $0.webhookStatus != nil }) { return }
            await Task.yield()
        }
    }
}

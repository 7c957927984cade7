import CurlHTTP
import Foundation
import Messaging
import Simulator
import TestSupport
import Testing
import Zalo

/// The Official Account's own channel against the simulator, over real HTTP.
@Suite struct OfficialAccountTests {
    @Test func consultationsGroupsAndAnswersGoThroughBothWays() async throws {
        try await withOfficialAccount { stage in
            let posted = try await stage.simulator.control.post(
                NewPost(from: stage.person.id, text: "khai sinh ở đâu", bot: stage.record.id))
            #expect(
                stage.received
                    == [
                        .received(
                            .messages([
                                InboundMessage(
                                    account: stage.channel.account,
                                    chat: ChatID(rawValue: stage.person.id), chatKind: .private,
                                    message: MessageID(rawValue: posted.messageID),
                                    sender: PersonID(rawValue: stage.person.id), senderName: "",
                                    content: .text("khai sinh ở đâu"),
                                    sentAt: Timestamp(milliseconds: posted.date))
                            ]))
                    ])
            let sent = try await stage.send("Ở UBND xã ạ", to: stage.person.id)
            let seen = try await stage.simulator.control.messages(MessageQuery(author: .bots))
                .messages
            #expect(seen.map(\.text) == ["Ở UBND xã ạ"])
            #expect(seen.first?.messageID == sent.message?.rawValue)
        }
    }

    @Test func inAGroupItHearsItsNameAndAnswersToIt() async throws {
        try await withOfficialAccount { stage in
            let group = try await stage.simulator.control.createGroup(
                name: "Tổ 5", people: [stage.person.id], bots: [stage.record.id])
            for (text, mention) in [("họp nhé", false), ("5 hộ", true)] {
                _ = try await stage.simulator.control.post(
                    NewPost(
                        from: stage.person.id, text: text, group: group.id, mention: mention))
            }
            let sent = try await stage.send("Đã ghi 5 hộ", to: "group:" + group.id)
            _ = try await stage.simulator.control.post(
                NewPost(
                    from: stage.person.id, text: "6 hộ", group: group.id,
                    replyTo: sent.message?.rawValue))
            let heard = stage.messages
            #expect(heard.map(\.content) == [.text("5 hộ"), .text("6 hộ")])
            #expect(heard.allSatisfy { $0.chat.rawValue == "group:" + group.id })
            #expect(heard.allSatisfy { $0.chatKind == .group })
        }
    }

    @Test func anExpiredTokenIsRenewedOnTheWay() async throws {
        try await withOfficialAccount { stage in
            try await stage.hear()
            _ = try await stage.simulator.control.expireToken(ofOfficialAccount: stage.record.id)
            _ = try await stage.send("một", to: stage.person.id)
            try await stage.simulator.control.add(SimulatedFault(.tokenExpired, count: 1))
            _ = try await stage.send("hai", to: stage.person.id)
            let record = try #require(
                try await stage.simulator.control.officialAccount(stage.record.id))
            #expect(record.renewals == 2)
            #expect(record.reuses == 0)
            let stored = try stage.file.read()
            #expect(stored.access.revealed == record.accessToken)
            #expect(stored.refresh.revealed == record.refreshToken)
        }
    }

    @Test func aRefusedRenewalLeavesThePairAndPasses() async throws {
        try await withOfficialAccount { stage in
            try await stage.hear()
            let before = try stage.file.read()
            _ = try await stage.simulator.control.expireToken(ofOfficialAccount: stage.record.id)
            try await stage.simulator.control.add(SimulatedFault(.refreshRefused, count: 1))
            await #expect {
                try await stage.send("một", to: stage.person.id)
            } throws: { error in
                if case .tryAgainAfter = error as? SendFailure { true } else { false }
            }
            #expect(try stage.file.read() == before)
            stage.clock.now = stage.clock.now.adding(seconds: 60)
            _ = try await stage.send("hai", to: stage.person.id)
        }
    }

    @Test func aSpentRefreshTokenStopsTheAccountAndSaysWhy() async throws {
        try await withOfficialAccount { stage in
            try await stage.hear()
            // Another program has used our refresh token: the platform knows a newer pair.
            let stolen = try await stage.simulator.send(
                "/v4/oa/access_token",
                body: Array(
                    ("grant_type=refresh_token&app_id=\(stage.record.appID)&refresh_token="
                        + stage.record.refreshToken).utf8),
                type: "application/x-www-form-urlencoded")
            #expect(stolen.json?["error"]?.integer == -14_002, "without the secret there is none")
            try stage.file.write(
                OATokenPair(
                    access: Secret("PLANTED"), refresh: Secret("PLANTED"), accessEndsAt: nil))
            _ = try await stage.simulator.control.expireToken(ofOfficialAccount: stage.record.id)
            let failure = await #expect(throws: SendFailure.self) {
                try await stage.send("một", to: stage.person.id)
            }
            guard case .credentialsExpired(let reason) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(reason.contains("error -14014"))
            #expect(reason.contains("Get a new pair of tokens"))
            #expect(!reason.contains("PLANTED"))
        }
    }

    @Test func windowsAndQuotaHoldAsOnTheRealPlatform() async throws {
        try await withOfficialAccount(paidMessages: 1) { stage in
            #expect(await stage.failure(to: stage.person.id)?.hasPrefix("Zalo error -232") == true)
            try await stage.hear()
            for number in 1...9 { _ = try await stage.send("tin \(number)", to: stage.person.id) }
            #expect(try await stage.quota().remain == 0, "8 are free, the ninth is paid")
            #expect(await stage.failure(to: stage.person.id)?.hasPrefix("Zalo error -211") == true)
            stage.clock.now = stage.clock.now.adding(seconds: 7 * 86_400)
            #expect(await stage.failure(to: stage.person.id)?.hasPrefix("Zalo error -230") == true)
            try await stage.hear()
            _ = try await stage.send("lại gặp", to: stage.person.id)
            _ = try await stage.simulator.control.block(
                stage.person.id, ofOfficialAccount: stage.record.id)
            #expect(await stage.failure(to: stage.person.id)?.hasPrefix("Zalo error -213") == true)
            #expect(await stage.failure(to: "group:nope")?.hasPrefix("Zalo error -403") == true)
        }
    }

    @Test(arguments: [
        SimulatedFault.Kind.delay, .serverError, .dropBody, .tooManyRequests, .lostReply,
        .unauthorized, .tokenExpired,
    ])
    func everyFaultOfASendIsClassified(kind: SimulatedFault.Kind) async throws {
        try await withOfficialAccount { stage in
            try await stage.hear()
            try await stage.simulator.control.add(
                SimulatedFault(kind, method: "message/cs", count: 1, milliseconds: 50))
            let failure: SendFailure?
            do throws(SendFailure) {
                _ = try await stage.send("tin", to: stage.person.id)
                failure = nil
            } catch {
                failure = error
            }
            switch (kind, failure) {
            case (.delay, nil), (.unauthorized, nil), (.tokenExpired, nil),
                (.serverError, .tryAgain), (.dropBody, .outcomeUnknown),
                (.lostReply, .outcomeUnknown), (.tooManyRequests, .tryAgainAfter):
                break
            default:
                Issue.record("\(kind) was taken for \(failure.map { "\($0)" } ?? "success")")
            }
        }
    }

    @Test func anEventThatIsNotTakenComesAgainFiveTimesAndThenNoMore() async throws {
        try await withOfficialAccount { stage in
            stage.answers.withLock { $0 = 503 }
            try await stage.hear()
            await stage.receiver.waitForRequests(6)
            let requests = stage.receiver.requests
            #expect(requests.map { $0.header("num_retry") } == [nil, "1", "2", "3", "4", "5"])
            #expect(Set(requests.map(\.body)).count == 1, "the same event each time")
            #expect(Set(requests.map { $0.header("x-zevent-signature") }).count == 1)
            while try await stage.simulator.control.officialAccount(stage.record.id)?.isWebhookOff
                != true
            { await Task.yield() }
            stage.answers.withLock { $0 = 200 }
            try await stage.hear()
            #expect(stage.receiver.requests.count == 6, "the webhook is off")
            _ = try await stage.simulator.control.setWebhook(
                stage.receiver.base, ofOfficialAccount: stage.record.id)
            #expect(stage.receiver.requests.count == 7, "what waited came")
        }
    }

    @Test func itsOwnMessagesComeBackAsMirrorsAndAreSkipped() async throws {
        try await withOfficialAccount { stage in
            try await stage.hear()
            _ = try await stage.send("tin", to: stage.person.id)
            await stage.receiver.waitForRequests(2)
            #expect(
                stage.received.last
                    == .received(
                        .skipped(
                            reason: "a message of the Official Account", isRoutine: true)))
        }
    }

    @Test func nobodyGetsInWithTheBotAPI() async throws {
        try await withOfficialAccount { stage in
            #expect(try await stage.simulator.call("", "getMe").errorCode != nil)
            let answer = try await stage.simulator.send("/v2.0/oa/getoa", body: nil)
            #expect(answer.json?["error"]?.integer == -216)
        }
    }

    // MARK: The stage

    /// A simulator with an Official Account, its channel, and a receiver of its webhook.
    private final class Stage: Sendable {
        let simulator: SimulatorHarness
        let record: SimulatedOfficialAccount
        let person: SimulatedPerson
        let channel: Channel
        let quota: @Sendable () async throws(SendFailure) -> OAQuota
        let receiver: LoopbackServer
        let answers: LockedValue<Int>
        let file: OATokenFile
        let clock: TestClock

        init(
            simulator: SimulatorHarness, record: SimulatedOfficialAccount,
            person: SimulatedPerson, opened: OAChannel, receiver: LoopbackServer,
            answers: LockedValue<Int>, file: OATokenFile, clock: TestClock
        ) {
            (self.simulator, self.record, self.person) = (simulator, record, person)
            (channel, quota, self.receiver) = (opened.channel, opened.quota, receiver)
            (self.answers, self.file, self.clock) = (answers, file, clock)
        }

        /// What the route makes of the calls so far.
        var received: [WebhookReading] {
            guard case .push(let routes) = channel.intake, let route = routes.first else {
                return []
            }
            return receiver.requests.map { request in
                route.read(
                    WebhookCall(
                        header: { request.header($0) }, body: request.body, at: clock.now))
            }
        }

        var messages: [InboundMessage] {
            received.flatMap { reading -> [InboundMessage] in
                if case .received(.messages(let messages)) = reading { messages } else { [] }
            }
        }

        /// The person writes, which opens the windows.
        func hear() async throws {
            _ = try await simulator.control.post(
                NewPost(from: person.id, text: "chào", bot: record.id))
        }

        func send(_ text: String, to chat: String) async throws(SendFailure) -> Sent {
            try await channel.send(OutboundMessage(chat: ChatID(rawValue: chat), text: text))
        }

        /// Why a send fails.
        func failure(to chat: String) async -> String? {
            do throws(SendFailure) {
                _ = try await send("tin", to: chat)
                return nil
            } catch {
                return error.reason
            }
        }
    }

    private func withOfficialAccount(
        paidMessages: Int = 0, _ body: @Sendable (Stage) async throws -> Void
    ) async throws {
        let answers = LockedValue(200)
        let receiver = try LoopbackServer { _ in [.answer(answers.withLock { $0 })] }
        defer { receiver.stop() }
        let clock = TestClock(milliseconds: 1_760_000_000_000)
        let folder = NSTemporaryDirectory() + "tungngo-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withSimulator(clock: clock) { simulator in
            let record = try await simulator.control.createOfficialAccount(
                name: "Từng Ngõ", paidMessages: paidMessages)
            let person = try await simulator.control.createPerson(name: "Chị Lan")
            let file = OATokenFile(path: folder + "/oa.json")
            try file.write(
                OATokenPair(
                    access: Secret(record.accessToken), refresh: Secret(record.refreshToken),
                    accessEndsAt: Timestamp(milliseconds: record.accessEndsAt)))
            let account = try OAAccount(
                name: "tinh", appID: record.appID, appSecret: Secret(record.appSecret),
                secretKey: Secret(record.secretKey), tokenFile: file.path, base: simulator.base,
                oauthBase: simulator.base)
            let opened = try await OAChannel.open(
                account,
                exchange: { request async throws(HTTPFailure) in
                    try await simulator.client.execute(request)
                }, now: { clock.now })
            _ = try await simulator.control.setWebhook(
                receiver.base, ofOfficialAccount: record.id)
            try await body(
                Stage(
                    simulator: simulator, record: record, person: person, opened: opened,
                    receiver: receiver, answers: answers, file: file, clock: clock))
        }
    }
}

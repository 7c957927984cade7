import Conversation
import Gateway
import Messaging
import Storage
import Synchronization
import Testing

/// One chat's backlog, one chat's rate and one refusal hold nobody else back.
@Suite struct FairnessTests {
    @Test func twentyChatsAreAnsweredWithinTheNextBatchBehindTenThousandMessagesOfOne() async throws
    {
        var scene = try Scene(ScriptedPlatform())
        let store = scene.store
        let flood = (0..<10_000).map { message("hot-\($0)", chat: "hot") }
        _ = try store.keep(flood, at: start) { TraceID(rawValue: "t") }
        let order = Mutex<[String]>([])
        scene.read = { message in
            let chat = message.chat.rawValue
            let count = order.withLock { order in
                order.append(chat)
                return order.count
            }
            if count == 100 {
                // They write while the second batch is being read.
                let others = (0..<20).map { GatewayTests.message("m", chat: "c\($0)") }
                _ = try store.keep(others, at: start) { TraceID(rawValue: "t") }
            }
            return { _ in
                chat == "hot" ? (.silence, []) : (Decision(.answered), [RenderedReply(chat)])
            }
        }
        try await scene.run { await scene.platforms[0].waitForSent(20) }
        let read = order.withLock { $0 }
        #expect(read.count == 10_020)
        #expect(read[..<128].allSatisfy { $0 == "hot" })
        #expect(Set(read[128..<192]).count == 21)
        #expect(scene.platforms[0].sent.count == 20)
    }

    /// The other chat's reply was queued behind ten thousand of one chat, of the same account.
    @Test func tenThousandRepliesOfOneChatDelayNoOtherChat() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        scene.limits.pace = .unlimited
        scene.limits.sendsAtOnce = 4
        try scene.store.queue((0..<10_000).map { answer("hot", "h\($0)") }, at: start)
        try scene.store.queue((0..<3).map { answer("c\($0)", "c\($0)") }, at: start)
        let others: Set = ["c0", "c1", "c2"]
        try await scene.run {
            await until { others.isSubset(of: platform.sent.map(\.text)) }
        }
        let texts = platform.sent.map(\.text)
        let last = texts.lastIndex { others.contains($0) } ?? .max
        // A chat has one message on its way at most: the hot one gets no more than one a round
        // while the courier reads what is queued, 512 rows at a time.
        #expect(last < 200, "\(last) messages went out first")
        let hot = texts.filter { $0.hasPrefix("h") }
        #expect(hot == (0..<hot.count).map { "h\($0)" }, "its own stay in order")
    }

    /// One account's backlog is no other account's.
    @Test func tenThousandRepliesOfOneAccountDelayNoOtherAccount() async throws {
        let (busy, quiet) = (
            ScriptedPlatform(), ScriptedPlatform(AccountID(rawValue: "bot-2"))
        )
        var scene = try Scene(busy, quiet)
        scene.limits.pace = .unlimited
        try scene.store.queue((0..<10_000).map { answer("hot", "h\($0)") }, at: start)
        try scene.store.queue(
            [
                QueuedMessage(
                    account: AccountID(rawValue: "bot-2"), chat: ChatID(rawValue: "c"), text: "c",
                    priority: .answer, trace: TraceID(rawValue: "t"))
            ], at: start)
        try await scene.run { await quiet.waitForSent(1) }
        #expect(quiet.sent.map(\.text) == ["c"])
        #expect(busy.sent.count < 1_000, "\(busy.sent.count) went out first")
    }

    @Test func aRefusalAsTooFastCostsNoOtherMessageATry() async throws {
        let calls = Mutex(0)
        // Four are on their way when the first is refused; two probes are refused after them.
        let platform = ScriptedPlatform { _, _ in
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            return call <= 6 ? .fails(.tryAgainAfter(seconds: 60, reason: "429")) : .takes
        }
        let scene = try Scene(platform)
        try scene.store.queue(
            (0..<40).map { answer("c\($0)", "m\($0)") }, at: start)
        try await scene.run { await platform.waitForSent(40) }
        #expect(platform.attempts.count == 46)
        #expect(scene.log.count("sends-rest") == 6)
        #expect(try scene.store.counts().abandoned == 0)
    }

    @Test func aChatBeyondItsRateWaitsAloneAndInOrder() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        scene.limits.pace.chatIntervalMilliseconds = 1_000
        scene.limits.pace.chatBurst = 1
        scene.limits.sendsAtOnce = 1
        try scene.store.queue(
            (0..<6).map { answer("hot", "h\($0)") } + (0..<6).map { answer("c\($0)", "c\($0)") },
            at: start)
        try await scene.run { await platform.waitForSent(12) }
        let texts = platform.sent.map(\.text)
        #expect(texts.first == "h0")
        #expect(Set(texts[1...6]) == Set((0..<6).map { "c\($0)" }))
        #expect(Array(texts[7...]) == (1..<6).map { "h\($0)" })
    }

    @Test func whoFloodsIsToldOnceAndOthersAreAnswered() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        scene.limits.flood = FloodLimits()
        scene.limits.pace = .unlimited
        // All come in one moment: on a hasty clock they would come over hours.
        scene.clock = GatewayClock(now: { start }, sleep: { _ in await Task.yield() })
        scene.read = { message in
            { situation in
                let text = situation.flood == nil ? message.message.rawValue : "flooded"
                return (Decision(.answered), [RenderedReply(text)])
            }
        }
        for index in 0..<60 { platform.post(message("a\(index)", chat: "a")) }
        platform.post(message("b", chat: "b"))
        try await scene.run {
            await platform.waitForSent(22)
            while try scene.store.counts().received < 61 { await Task.yield() }
        }
        #expect(platform.sent.count { $0.text == "flooded" } == 1)
        #expect(platform.sent.contains { $0.text == "b" })
        #expect(platform.sent.count == 22)
        #expect(scene.log.count("flooded") == 1)
        #expect(scene.log.count("message-kept") == 61)
        #expect(try scene.store.counts().received == 61)
    }

    private func answer(_ chat: String, _ text: String) -> QueuedMessage {
        QueuedMessage(
            account: bot, chat: ChatID(rawValue: chat), text: text, priority: .answer,
            trace: TraceID(rawValue: "t"))
    }
}

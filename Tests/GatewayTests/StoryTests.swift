import Conversation
import Gateway
import Messaging
import Storage
import Testing

@Suite struct StoryTests {
    @Test func sameMessageTwiceIsAnsweredOnce() async throws {
        let platform = ScriptedPlatform()
        let scene = try Scene(platform)
        try await scene.run {
            platform.post(message("m1"), message("m1"), message("m2"))
            await platform.waitForSent(2)
        }
        #expect(platform.sent.map(\.text) == ["m1", "m2"])
        #expect(scene.log.count("message-repeated") == 1)
    }

    @Test func eachChatGetsItsAnswersInOrderThoughSendsFail() async throws {
        let platform = ScriptedPlatform { message, attempt in
            let sum = message.text.utf8.reduce(0) { $0 + Int($1) }
            if sum % 3 == 0, attempt == 1 { return .fails(.tryAgain(reason: "503")) }
            if sum % 5 == 0, attempt < 3 {
                return .fails(.tryAgainAfter(seconds: 3, reason: "429"))
            }
            return .takes
        }
        let scene = try Scene(platform)
        let chats = (1...7).map { "c\($0)" }
        try await scene.run {
            for number in 10..<30 {
                for chat in chats { platform.post(message("\(chat)-\(number)", chat: chat)) }
            }
            await platform.waitForSent(140)
        }
        for chat in chats {
            let texts = platform.sent.filter { $0.chat.rawValue == chat }.map(\.text)
            #expect(texts == (10..<30).map { "\(chat)-\($0)" })
        }
        #expect(try scene.store.counts().delivered == 140)
    }

    @Test func aPoisonedMessageIsSetAsideAndItsChatGoesOn() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        scene.read = echo(poison: ["bad"])
        try await scene.run {
            platform.post(message("m1"), message("bad"), message("m2"), message("m3", chat: "c2"))
            await platform.waitForSent(3)
        }
        #expect(Set(platform.sent.map(\.text)) == ["m1", "m2", "m3"])
        #expect(scene.log.count("turn-failed") == 2)
        #expect(scene.log.count("message-set-aside") == 1)
        #expect(try scene.store.counts().setAside == 1)
    }

    @Test func aReaderThatThrowsCountsAsFailingToo() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        scene.read = { message in
            if message.message.rawValue == "bad" { throw Poison() }
            return try echo()(message)
        }
        try await scene.run {
            platform.post(message("bad"), message("m2"))
            await platform.waitForSent(1)
        }
        #expect(platform.sent.map(\.text) == ["m2"])
        #expect(try scene.store.counts().setAside == 1)
    }

    @Test func anAnswerOfUnknownOutcomeIsRepeatedOnceAndNotMore() async throws {
        let platform = ScriptedPlatform { message, _ in
            message.text == "m1" ? .fails(.outcomeUnknown(reason: "time-out")) : .takes
        }
        let scene = try Scene(platform)
        try await scene.run {
            platform.post(message("m1"), message("m2"))
            await platform.waitForSent(1)
        }
        #expect(platform.attempts.map(\.text) == ["m1", "m1", "m2"])
        #expect(try scene.store.counts().abandoned == 1)
        #expect(try scene.store.sentInMonth(account: bot, at: start) == 3)
    }

    @Test func whoeverIsGoneIsNotWrittenToUntilTheyWriteAgain() async throws {
        let platform = ScriptedPlatform { message, _ in
            message.text == "m1" ? .fails(.recipientGone(reason: "blocked")) : .takes
        }
        let scene = try Scene(platform)
        try await scene.run {
            platform.post(message("m1"))
            await platform.waitForAttempts(1)
            platform.post(message("m2", chat: "c2"))
            await platform.waitForSent(1)
            try scene.store.queue([bulletin("c1"), bulletin("c2")], at: start)
            platform.post(message("m3", chat: "c2"))
            await platform.waitForSent(3)
        }
        #expect(Set(platform.sent.map(\.chat.rawValue)) == ["c2"])
        #expect(scene.log.count("recipient-gone") == 1)
    }

    @Test func aShortQuotaStopsBulletinsBeforeAnswers() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        scene.limits.monthlyQuota = 10
        scene.limits.sendsAtOnce = 1
        for number in 0..<20 { try scene.store.queue([bulletin("b\(number)")], at: start) }
        try await scene.run {
            await platform.waitForSent(8)
            platform.post(message("m1"), message("m2"), message("m3"))
            await platform.waitForSent(10)
        }
        #expect(platform.sent.map(\.text) == Array(repeating: "bản tin", count: 8) + ["m1", "m2"])
        #expect(try scene.store.counts().queued == 13)
        #expect(scene.log.count("quota-short") >= 1)
    }

    @Test func oneAccountWithoutValidTokenStopsAloneWithOneClearLine() async throws {
        let dead = ScriptedPlatform(AccountID(rawValue: "bot-2"))
        dead.answer(.failure(.credentialsExpired(reason: "the token is no longer valid")))
        let platform = ScriptedPlatform()
        let scene = try Scene(dead, platform)
        try await scene.run {
            for number in 1...5 { platform.post(message("m\(number)")) }
            await platform.waitForSent(5)
        }
        #expect(scene.log.count("account-stopped") == 1)
        let standing = try scene.store.standing(of: AccountID(rawValue: "bot-2"))
        #expect(standing.stoppedReason == "the token is no longer valid")
    }

    @Test func whatAnAccountCouldNotSendWaitsForAValidToken() async throws {
        let store = try Store.inMemory(startedAt: start)
        let dead = ScriptedPlatform { _, _ in .fails(.credentialsExpired(reason: "401")) }
        try await Scene(dead, store: store).run {
            dead.post(message("m1"))
            await dead.waitForAttempts(1)
        }
        #expect(try store.counts().queued == 1)
        let mended = ScriptedPlatform()
        try await Scene(mended, store: store).run { await mended.waitForSent(1) }
        #expect(mended.sent.map(\.text) == ["m1"])
    }

    @Test func pollsThatFailAreTriedAgainAndOddUpdatesAreSkipped() async throws {
        let platform = ScriptedPlatform()
        let scene = try Scene(platform)
        try await scene.run {
            platform.answer(.failure(.tryAgain(reason: "503")))
            platform.answer(.success(.skipped(reason: "an unknown event")))
            platform.answer(.success(.idle))
            platform.post(message("m1"))
            await platform.waitForSent(1)
        }
        #expect(scene.log.count("poll-failed") == 1)
        #expect(scene.log.count("poll-skipped") == 1)
    }

    @Test func noTextAndNoNameReachesTheLog() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        scene.read = echo(poison: ["số 079203001234"])
        try await scene.run {
            platform.post(
                message("m1", text: "bí mật của tôi"), message("m2", text: "số 079203001234"),
                message("m3"))
            await platform.waitForSent(2)
        }
        for line in scene.log.all {
            #expect(!line.contains("bí mật") && !line.contains("Lan") && !line.contains("0792"))
        }
        #expect(scene.log.count("reply-sent") == 2)
    }
}

/// A bulletin to a chat.
func bulletin(_ chat: String) -> QueuedMessage {
    QueuedMessage(
        account: bot, chat: ChatID(rawValue: chat), text: "bản tin", priority: .bulletin,
        trace: TraceID(rawValue: "b"))
}

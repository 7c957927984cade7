import CurlHTTP
import Messaging

extension ChannelContract {
    /// What every channel promises to the gateway.
    package enum Promise: String, CaseIterable, Sendable {
        case aMessageBecomesExactlyTheRequestThatIsDocumented
        case everyOutcomeOfASendHasItsClass
        case aSendIsOneRequestHoweverItEnds
        case aTextAtTheLimitGoesOutAsItIs
        case aTextOverTheLimitIsRefusedBeforeTheWire
        case anEmptyTextIsRefusedBeforeTheWire
        case everythingThatComesInHasItsClass
        case theAnswerOfEveryOtherCallHasItsClass
        case theSameBodyGivesTheSameIdsAgain
        case messagesBelongToTheAccountAndHaveTheirIds
        case nothingPrintedHoldsASecretOrWhatThePlatformWrote
        case noOtherHostIsCalled
        case aCancelledPollEndsAtOnce
        case aCancelledSendEndsAtOnceWithItsOutcomeUnknown
    }

    /// Tries one promise and returns what is broken, in words; empty when it is kept.
    package func violations(of promise: Promise) async throws -> [String] {
        switch promise {
        case .aMessageBecomesExactlyTheRequestThatIsDocumented: try await inexactSends()
        case .everyOutcomeOfASendHasItsClass: try await misjudgedSends()
        case .aSendIsOneRequestHoweverItEnds: try await repeatedSends()
        case .aTextAtTheLimitGoesOutAsItIs: try await textsChangedAtTheLimit()
        case .aTextOverTheLimitIsRefusedBeforeTheWire:
            try await sentAlthough(String(repeating: "ạ", count: wireUnitsMax + 1), "too long")
        case .anEmptyTextIsRefusedBeforeTheWire:
            try await sentAlthough("", "empty") + sentAlthough(" \n\t", "blank")
        case .everythingThatComesInHasItsClass: try await misreadBodies()
        case .theAnswerOfEveryOtherCallHasItsClass: await misreadAnswers()
        case .theSameBodyGivesTheSameIdsAgain: try await unstableBodies()
        case .messagesBelongToTheAccountAndHaveTheirIds: try await messagesWithoutIds()
        case .nothingPrintedHoldsASecretOrWhatThePlatformWrote: try await leaks()
        case .noOtherHostIsCalled: try await otherHosts()
        case .aCancelledPollEndsAtOnce: try await pollsThatHangOn()
        case .aCancelledSendEndsAtOnceWithItsOutcomeUnknown: try await sendsThatHangOn()
        }
    }

    /// Sends a message to a platform that answers like this.
    ///
    /// - Returns: The class of the end, what can be printed of it, and the platform.
    /// - Throws: What the opening throws.
    func send(
        _ message: OutboundMessage? = nil, answering answer: Answer
    ) async throws -> (outcome: SendOutcome, printed: String, platform: ContractPlatform) {
        let platform = ContractPlatform(self, answering: answer)
        let channel = try await open(platform.exchange)
        do throws(SendFailure) {
            let sent = try await channel.send(message ?? exactSend.message)
            return (.sent(sent.message), printed(sent), platform)
        } catch {
            return (SendOutcome(error), printed(error) + error.reason, platform)
        }
    }

    /// Takes in what a row brings.
    ///
    /// - Returns: The class of what came, what can be printed of it, and the platform.
    /// - Throws: What the opening throws.
    func takeIn(
        _ answer: Answer
    ) async throws -> (outcome: IntakeOutcome, printed: String, platform: ContractPlatform) {
        let platform = ContractPlatform(self, answering: answer)
        let channel = try await open(platform.exchange)
        switch channel.intake {
        case .push(let routes):
            guard let route = routes.first, let webhookCall else {
                return (.misconfigured, "a channel without routes or calls", platform)
            }
            let reading = route.read(webhookCall((try? answer.get())?.body ?? []))
            return (IntakeOutcome(reading), printed(reading), platform)
        case .poll(let ask):
            do throws(ReceiveFailure) {
                let received = try await ask()
                return (IntakeOutcome(received), printed(received), platform)
            } catch {
                return (IntakeOutcome(error), printed(error), platform)
            }
        }
    }

    /// Everything that a value can print of itself; of messages only that there are some, since
    /// they hold what people wrote.
    private func printed(_ value: some Any) -> String {
        if case .messages? = value as? Received { return "messages" }
        if case .received(.messages)? = value as? WebhookReading { return "messages" }
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
    }

    private func inexactSends() async throws -> [String] {
        guard let taken = sends.first(where: { if case .sent = $0.outcome { true } else { false } })
        else { return ["no row says how a send goes well"] }
        let sent = try await send(answering: taken.answer)
        guard let request = sent.platform.requests.last(where: { kind($0) == .send }) else {
            return ["nothing was sent"]
        }
        var broken: [String] = []
        if request.method != "POST" { broken.append("the method is \(request.method)") }
        if request.url != exactSend.url { broken.append("the URL differs") }
        for header in exactSend.headers where !request.headers.contains(header) {
            broken.append("the header \(header.name) is missing or another")
        }
        let body = String(decoding: request.body ?? [], as: UTF8.self)
        if body != exactSend.body { broken.append("the body is \(body)") }
        return broken
    }

    private func misjudgedSends() async throws -> [String] {
        var broken: [String] = []
        for row in sends {
            let outcome = try await send(answering: row.answer).outcome
            if outcome != row.outcome {
                broken.append("\(row.reason): \(outcome) instead of \(row.outcome)")
            }
        }
        return broken
    }

    private func repeatedSends() async throws -> [String] {
        var broken: [String] = []
        for row in sends {
            let count = try await send(answering: row.answer).platform.count(.send)
            if count != row.requests { broken.append("\(row.reason): \(count) requests") }
        }
        return broken
    }

    private func textsChangedAtTheLimit() async throws -> [String] {
        guard let taken = sends.first(where: { if case .sent = $0.outcome { true } else { false } })
        else { return ["no row says how a send goes well"] }
        let platform = ContractPlatform(self, answering: taken.answer)
        let channel = try await open(platform.exchange)
        // Two units a character: the count is of units.
        let text = String(repeating: "😀", count: channel.textUnitsMax / 2)
        _ = try await channel.send(OutboundMessage(chat: exactSend.message.chat, text: text))
        let body = String(decoding: platform.requests.last?.body ?? [], as: UTF8.self)
        var broken = body.contains("\"\(text)\"") ? [] : ["the text was changed"]
        if channel.textUnitsMax > wireUnitsMax { broken.append("the limit is over the platform's") }
        return broken
    }

    private func sentAlthough(_ text: String, _ fault: String) async throws -> [String] {
        let message = OutboundMessage(chat: exactSend.message.chat, text: text)
        let sent = try await send(message, answering: .status(500))
        var broken: [String] = []
        if sent.outcome != .refused { broken.append("\(fault): \(sent.outcome)") }
        if sent.platform.count(.send) != 0 { broken.append("\(fault): it went over the wire") }
        return broken
    }

    private func misreadBodies() async throws -> [String] {
        var broken: [String] = []
        for row in intake {
            let outcome = try await takeIn(row.answer).outcome
            if outcome != row.outcome {
                broken.append("\(row.reason): \(outcome) instead of \(row.outcome)")
            }
        }
        return broken
    }

    private func unstableBodies() async throws -> [String] {
        var broken: [String] = []
        for row in intake {
            let first = try await takeIn(row.answer).outcome
            if try await takeIn(row.answer).outcome != first { broken.append(row.reason) }
        }
        return broken
    }

    private func messagesWithoutIds() async throws -> [String] {
        var broken: [String] = []
        var count = 0
        for row in intake {
            let taken = try await takeIn(row.answer)
            guard case .messages(let messages) = taken.outcome else { continue }
            let account = try await open(taken.platform.exchange).account
            for message in messages {
                count += 1
                let ids = [
                    message.chat.rawValue, message.message.rawValue, message.sender.rawValue,
                ]
                if ids.contains("") { broken.append("\(row.reason): an id is empty") }
                if message.account != account { broken.append("\(row.reason): another account") }
            }
        }
        return count > 0 ? broken : ["no row brings a message"]
    }

    private func leaks() async throws -> [String] {
        var broken: [String] = []
        func look(_ printed: String, _ reason: String) {
            for secret in secrets + ["PLANTED"] where printed.contains(secret) {
                broken.append("\(reason): it prints a planted value")
            }
        }
        for row in sends { look(try await send(answering: row.answer).printed, row.reason) }
        for row in intake { look(try await takeIn(row.answer).printed, row.reason) }
        for call in otherCalls {
            for row in call.rows {
                look(await call.make(answering: row.answer).printed, "\(call.name): \(row.reason)")
            }
        }
        let platform = ContractPlatform(self, answering: .status(401, "PLANTED"))
        let channel = try await open(platform.exchange)
        look(printed(channel.account), "the account")
        for request in platform.requests { look(printed(request), "a request") }
        return broken
    }

    private func otherHosts() async throws -> [String] {
        var broken: [String] = []
        func look(_ platform: ContractPlatform) {
            for request in platform.requests {
                let pieces = request.url.split(separator: "/", omittingEmptySubsequences: true)
                if pieces.count < 2 || !hosts.contains(String(pieces[1])) {
                    broken.append("\(request)")
                }
            }
        }
        for row in sends { look(try await send(answering: row.answer).platform) }
        for row in intake { look(try await takeIn(row.answer).platform) }
        let redirect = HTTPHeader("location", "https://elsewhere.example.org/")
        look(try await send(answering: .status(302, "", [redirect])).platform)
        return broken
    }

    private func pollsThatHangOn() async throws -> [String] {
        let platform = ContractPlatform(self, answering: nil)
        let channel = try await open(platform.exchange)
        guard case .poll(let ask) = channel.intake else { return [] }
        let poll = Task { () -> IntakeOutcome in
            do throws(ReceiveFailure) {
                return IntakeOutcome(try await ask())
            } catch {
                return IntakeOutcome(error)
            }
        }
        await platform.waitForHanging()
        poll.cancel()
        let outcome = await poll.value
        var broken = outcome == .cancelled ? [] : ["it ended with \(outcome)"]
        if platform.count(.poll) != 1 { broken.append("it polled again") }
        return broken
    }

    private func sendsThatHangOn() async throws -> [String] {
        let platform = ContractPlatform(self, answering: nil)
        let channel = try await open(platform.exchange)
        let message = exactSend.message
        let sending = Task { () -> SendOutcome in
            do throws(SendFailure) {
                return .sent(try await channel.send(message).message)
            } catch {
                return SendOutcome(error)
            }
        }
        await platform.waitForHanging()
        sending.cancel()
        let outcome = await sending.value
        var broken = outcome == .unknown ? [] : ["it ended with \(outcome)"]
        if platform.count(.send) != 1 { broken.append("it was sent again") }
        return broken
    }
}

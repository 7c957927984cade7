import CurlHTTP
import Logging
import Messaging
import ServiceLifecycle

/// Calls the bots' webhooks: one update a call, each bot's in order.
///
/// An update is pushed once, whatever the answer, unless retries are asked for: the real platform
/// says nothing of repeats for bots, and repeats for Official Accounts.
struct WebhookPusher: Sendable {
    let host: PlatformHost
    let client: HTTPClient
    let log: Logger
    let official: OAPusher

    /// Milliseconds before each further push of an update whose push failed.
    let retryPauses: [Int]

    /// Takes bots that have something to be pushed later, for `LatePushes`.
    let late: AsyncStream<LatePush>.Continuation

    /// Seconds that a webhook may take to answer.
    static let answerSecondsMax = 5

    /// Tries the address with an empty call that carries no secret, as the real platform does.
    func verify(_ webhook: SimulatedPlatform.Webhook) async -> WireBody.Verification {
        let status = await post(Array("{}".utf8), to: webhook.url, secret: nil)
        guard let status else {
            return WireBody.Verification(
                ok: false, statusCode: nil, outcome: "webhook.unreachable",
                hint: "The address did not answer")
        }
        guard (200...299).contains(status) else {
            return WireBody.Verification(
                ok: false, statusCode: status, outcome: "webhook.http.\(status)",
                hint: "Answer the call without a secret with 200 too")
        }
        return WireBody.Verification(ok: true, statusCode: status, outcome: "webhook.ok", hint: "")
    }

    /// Pushes all that waits for the bot; returns at once when another call is doing so already.
    func push(to bot: String) async {
        await official.push(to: bot)
        let isMine = host.access { state in
            state.platform.accounts[bot]?.webhook != nil && state.pushing.insert(bot).inserted
        }
        guard isMine else { return }
        while let (webhook, taken) = next(for: bot) {
            switch taken {
            case .raw(let body):
                _ = await post(Array(body.utf8), to: webhook.url, secret: webhook.secret)
            case .message(let message, let order, let tries):
                // Webhook bodies are flat: no envelope around the update.
                guard let body = try? WireBody.bytes(WireUpdate(message)) else { continue }
                let status = await push(body, to: webhook, of: bot)
                let pause = retryPauses.indices.contains(tries) ? retryPauses[tries] : nil
                let retryAt = pause.map { host.now().adding(milliseconds: Int64($0)) }
                host.access {
                    $0.platform.markPushed(
                        order: order, status: status, tries: tries, retryAt: retryAt)
                }
            }
        }
    }

    /// Takes the next update; nil, and the bot's turn given up, when there is none.
    private func next(
        for bot: String
    ) -> (SimulatedPlatform.Webhook, SimulatedPlatform.Taken)? {
        host.access { [host] state in
            if let webhook = state.platform.accounts[bot]?.webhook,
                let taken = state.takeUpdate(bot: bot, route: .webhook, at: host.now())
            {
                return (webhook, taken)
            }
            state.pushing.remove(bot)
            if let next = state.platform.accounts[bot]?.later.first {
                late.yield(LatePush(bot: bot, due: next.due))
            }
            return nil
        }
    }

    /// Pushes one update, with the faults that strike the way there.
    private func push(
        _ body: [UInt8], to webhook: SimulatedPlatform.Webhook, of bot: String
    ) async -> Int? {
        let fault = host.access { state in
            state.faults.strike([.slowBody, .halfOpen], method: "webhook", bot: bot)
        }
        guard let fault else {
            return await post(body, to: webhook.url, secret: webhook.secret)
        }
        guard let slow = SlowPush(url: webhook.url, secret: webhook.secret) else {
            log.warning("a webhook at an https address is not pushed to slowly")
            return await post(body, to: webhook.url, secret: webhook.secret)
        }
        do {
            return try await slow.push(
                body, over: .milliseconds(fault.milliseconds), isWhole: fault.kind == .slowBody)
        } catch {
            log.warning("slow webhook call failed", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func post(_ body: [UInt8], to url: String, secret: String?) async -> Int? {
        var request = HTTPRequest(url: url)
        request.method = "POST"
        request.headers = [
            HTTPHeader("Content-Type", "application/json"),
            // What the real platform's calls were seen with.
            HTTPHeader("User-Agent", "Java/1.8.0_192"),
        ]
        if let secret {
            request.headers.append(HTTPHeader("X-Bot-Api-Secret-Token", secret))
        }
        request.body = body
        request.timeout = .seconds(Self.answerSecondsMax)
        do {
            return try await client.execute(request).status
        } catch {
            log.warning("webhook call failed", metadata: ["reason": "\(error)"])
            return nil
        }
    }
}

/// A bot whose webhook is to be called again at a moment.
struct LatePush: Sendable {
    let bot: String
    let due: Timestamp
}

/// Pushes what is pushed once more, when its time comes.
struct LatePushes: Service {
    let pusher: WebhookPusher
    let due: AsyncStream<LatePush>

    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await late in due {
                    group.addTask {
                        let left = late.due.milliseconds - pusher.host.now().milliseconds
                        try? await Task.sleep(for: .milliseconds(max(0, left)))
                        if !Task.isCancelled { await pusher.push(to: late.bot) }
                    }
                }
            }
        }
    }
}

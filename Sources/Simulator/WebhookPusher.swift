import CurlHTTP
import Logging

/// Calls the bots' webhooks: one update a call, each bot's in order.
///
/// An update is pushed once, whatever the answer: the real platform says nothing of repeats.
struct WebhookPusher: Sendable {
    let host: PlatformHost
    let client: HTTPClient
    let log: Logger
    let official: OAPusher

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
            case .message(let message, let order):
                // Webhook bodies are flat: no envelope around the update.
                guard let body = try? WireBody.bytes(WireUpdate(message)) else { continue }
                let status = await post(body, to: webhook.url, secret: webhook.secret)
                host.access { $0.platform.markPushed(order: order, status: status) }
            }
        }
    }

    /// Takes the next update; nil, and the bot's turn given up, when there is none.
    private func next(
        for bot: String
    ) -> (SimulatedPlatform.Webhook, SimulatedPlatform.Taken)? {
        host.access { state in
            if let webhook = state.platform.accounts[bot]?.webhook,
                let taken = state.takeUpdate(bot: bot, route: .webhook)
            {
                return (webhook, taken)
            }
            state.pushing.remove(bot)
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

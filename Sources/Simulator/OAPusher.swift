import CurlHTTP
import Foundation
import Logging
import ServiceLifecycle

/// Posts events to the webhooks of Official Accounts, signed, and again when they are not taken.
struct OAPusher: Sendable {
    let host: PlatformHost
    let client: HTTPClient
    let log: Logger
    let later: OALater

    /// How much faster than on the real platform repeats come: 0.001 makes minutes of hours.
    let retryScale: Double

    /// Seconds that a webhook may take to answer.
    static let answerSecondsMax = 2

    /// Pauses in seconds before an event is posted again; after the last the webhook is off.
    static let retrySeconds: [Double] = [30, 300, 900, 1_800, 3_600]

    /// One event on its way.
    struct Event: Sendable {
        let account: String
        let body: [UInt8]
        let timestamp: String
        /// Its number among the updates handed out; nil for what is no person's message.
        let order: Int?
    }

    /// Pushes all that waits for the account; returns when each was tried once.
    func push(to id: String) async {
        let isMine = host.access { state in
            state.platform.officialAccounts.pushes(to: id) && state.pushing.insert(id).inserted
        }
        guard isMine else { return }
        while let event = next(for: id) { await post(event, tries: 0) }
    }

    /// Pushes the mirror of what the account has sent itself, soon.
    func mirror(_ message: SimulatedMessage) {
        guard let id = message.bot,
            let record = host.access({ state -> SimulatedOfficialAccount? in
                state.platform.officialAccounts.pushes(to: id)
                    ? state.platform.officialAccounts.accounts[id]?.record : nil
            }), let body = try? OABody.event(message, of: record)
        else { return }
        let event = Event(
            account: id, body: body, timestamp: String(message.date), order: nil)
        later.run(afterSeconds: 0) { await post(event, tries: Self.retrySeconds.count) }
    }

    private func next(for id: String) -> Event? {
        host.access { [host] state in
            while let record = state.platform.officialAccounts.accounts[id]?.record,
                state.platform.officialAccounts.pushes(to: id),
                let taken = state.takeUpdate(bot: id, route: .webhook, at: host.now())
            {
                switch taken {
                case .raw(let text):
                    let body = Array(text.utf8)
                    return Event(
                        account: id, body: body, timestamp: Self.timestamp(in: body), order: nil)
                case .message(let message, let order, _):
                    guard let body = try? OABody.event(message, of: record) else { continue }
                    return Event(
                        account: id, body: body, timestamp: String(message.date), order: order)
                }
            }
            state.pushing.remove(id)
            return nil
        }
    }

    private func post(_ event: Event, tries: Int) async {
        let record = host.access { $0.platform.officialAccounts.accounts[event.account]?.record }
        guard let record, let url = record.webhook, !record.isWebhookOff else { return }
        var request = HTTPRequest(url: url)
        request.method = "POST"
        let signature = OABody.signature(
            of: event.body, timestamp: event.timestamp, for: record)
        request.headers = [
            HTTPHeader("Content-Type", "application/json"),
            HTTPHeader("X-ZEvent-Signature", "mac=\(signature)"),
        ]
        if tries > 0, event.order != nil {
            request.headers.append(HTTPHeader("num_retry", String(tries)))
        }
        request.body = event.body
        request.timeout = .seconds(Self.answerSecondsMax)
        let status = try? await client.execute(request).status
        if let order = event.order {
            host.access {
                $0.platform.markPushed(order: order, status: status, tries: tries, retryAt: nil)
            }
        }
        guard !(200...299).contains(status ?? 0) else { return }
        log.warning("event not taken", metadata: ["status": "\(status ?? 0)", "tries": "\(tries)"])
        guard tries < Self.retrySeconds.count else {
            if event.order != nil {
                host.access { state in
                    state.platform.officialAccounts.accounts[event.account]?.record.isWebhookOff =
                        true
                }
            }
            return
        }
        later.run(afterSeconds: Self.retrySeconds[tries] * retryScale) {
            await post(event, tries: tries + 1)
        }
    }

    /// The `timestamp` that a body names, for its signature; "" when it names none.
    private static func timestamp(in body: [UInt8]) -> String {
        struct Body: Decodable {
            let timestamp: String
        }
        return (try? JSONDecoder().decode(Body.self, from: Data(body)))?.timestamp ?? ""
    }
}

extension OABoard {
    /// Whether events of this account go to a webhook.
    func pushes(to id: String) -> Bool {
        guard let record = accounts[id]?.record else { return false }
        return record.webhook != nil && !record.isWebhookOff
    }
}

/// Runs work after a pause, for as long as the simulator runs.
struct OALater: Service {
    private struct Job: Sendable {
        let seconds: Double
        let work: @Sendable () async -> Void
    }

    /// Jobs that may wait to be taken up; more are dropped, as a platform under load would.
    private static let waitingMax = 65_536

    private let jobs: AsyncStream<Job>
    private let source: AsyncStream<Job>.Continuation

    init() {
        (jobs, source) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.waitingMax))
    }

    func run(afterSeconds seconds: Double, _ work: @escaping @Sendable () async -> Void) {
        source.yield(Job(seconds: seconds, work: work))
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs.cancelOnGracefulShutdown() {
                group.addTask {
                    guard (try? await Task.sleep(for: .seconds(job.seconds))) != nil else { return }
                    await job.work()
                }
            }
            group.cancelAll()
        }
    }
}

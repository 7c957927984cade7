import Foundation
import Gateway
import HTTPTypes
import Messaging
import Synchronization

/// What `/healthz`, `/readyz` and `/metrics` show: no text, no secret, no person.
package final class StatusPages: Sendable {
    /// One bot account as the page shows it.
    package struct Account: Hashable, Sendable, Encodable {
        /// The deployment's own name for it.
        package let name: String
        /// `poll` or `webhook`.
        package let intake: String
        /// Why it stands still; nil while it works.
        package let stopped: String?

        package init(name: String, intake: String, stopped: String?) {
            self.name = name
            self.intake = intake
            self.stopped = stopped
        }
    }

    /// What the pages ask; each may take a while, and may hang with the disk.
    package struct Checks: Sendable {
        /// The accounts in the order of their names; nil when they cannot be read.
        let accounts: @Sendable () async -> [Account]?
        /// Whether the database answers.
        let answers: @Sendable () async -> Bool
        /// Whether the database takes a change.
        let isWritable: @Sendable () async -> Bool
        /// Bytes that are free where the database is; nil when nobody knows.
        let diskFreeBytes: @Sendable () -> Int64?
        /// The figures for a monitor with their media type; must not wait for long.
        let figures: @Sendable () async -> (text: String, mediaType: String)

        package init(
            accounts: @escaping @Sendable () async -> [Account]?,
            answers: @escaping @Sendable () async -> Bool,
            isWritable: @escaping @Sendable () async -> Bool,
            diskFreeBytes: @escaping @Sendable () -> Int64?,
            figures: @escaping @Sendable () async -> (text: String, mediaType: String)
        ) {
            self.figures = figures
            self.accounts = accounts
            self.answers = answers
            self.isWritable = isWritable
            self.diskFreeBytes = diskFreeBytes
        }
    }

    /// Milliseconds for which `/readyz` is shown as it was: whoever asks all the time must not keep
    /// the disk busy.
    static let freshMilliseconds: Int64 = 1_000

    private let checks: Checks
    private let readiness: Readiness
    private let clock: GatewayClock
    private let limits: WebLimits
    private let startedAt: Timestamp
    private let last = Mutex<(at: Timestamp, answer: Answer)?>(nil)

    /// Pages over these checks; uptime counts from now.
    package init(
        checks: Checks, readiness: Readiness, clock: GatewayClock = .system,
        limits: WebLimits = WebLimits()
    ) {
        self.checks = checks
        self.readiness = readiness
        self.clock = clock
        self.limits = limits
        startedAt = clock.now()
    }

    /// The pages by their paths.
    enum Path: String {
        case health = "/healthz"
        case readiness = "/readyz"
        case metrics = "/metrics"
    }

    /// The answer to a look at a page.
    func answer(_ path: Path) async -> Answer {
        switch path {
        case .health: await health()
        case .readiness: await readiness()
        case .metrics: await metrics()
        }
    }

    /// Always 200: what is wrong stands in the figures.
    private func metrics() async -> Answer {
        let (text, mediaType) = await checks.figures()
        return Answer(.ok, body: text, mediaType: mediaType)
    }

    /// 200 while the server and the database answer.
    private func health() async -> Answer {
        let answers = await check(late: false, checks.answers)
        return answers
            ? Answer(.ok, body: #"{"alive":true}"#)
            : Answer(.serviceUnavailable, body: #"{"alive":false}"#)
    }

    /// 200 while nothing stands in the way of the work, else 503; JSON with the reasons.
    private func readiness() async -> Answer {
        let now = clock.now()
        let recent = last.withLock { $0 }
        if let recent, recent.at <= now,
            now.milliseconds - recent.at.milliseconds < Self.freshMilliseconds
        {
            return recent.answer
        }
        let answer = await freshReadiness()
        last.withLock { $0 = (clock.now(), answer) }
        return answer
    }

    private func freshReadiness() async -> Answer {
        async let writable = check(late: false, checks.isWritable)
        async let accounts = check(late: nil, checks.accounts)
        let page = Page(
            isDatabaseWritable: await writable, accounts: await accounts,
            troubles: readiness.all.map { Page.Trouble(cause: $0.cause, $0.trouble) },
            isReadyOtherwise: readiness.isReady, diskFreeBytes: checks.diskFreeBytes(),
            uptimeSeconds: (clock.now().milliseconds - startedAt.milliseconds) / 1_000)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        // Strings, whole numbers and flags alone: encoding them cannot fail.
        let body = (try? encoder.encode(page)).map { String(decoding: $0, as: UTF8.self) }
        return Answer(page.ready ? .ok : .serviceUnavailable, body: (body ?? "{}") + "\n")
    }

    private func check<Value: Sendable>(
        late: Value, _ work: @escaping @Sendable () async -> Value
    ) async -> Value {
        await clock.answer(within: limits.checkMilliseconds, late: late, work)
    }
}

/// The body of `/readyz`.
private struct Page: Encodable {
    struct Trouble: Encodable {
        let cause: String
        let what: String
        let remedy: String
        /// A moment of UTC, as `2026-06-19T00:53:20Z`.
        let since: String

        init(cause: String, _ trouble: Readiness.Trouble) {
            self.cause = cause
            what = trouble.what
            remedy = trouble.remedy
            since = Date(timeIntervalSince1970: Double(trouble.since.milliseconds / 1_000))
                .formatted(.iso8601)
        }
    }

    let ready: Bool
    let databaseWritable: Bool
    let diskFreeBytes: Int64?
    let uptimeSeconds: Int64
    let accounts: [StatusPages.Account]?
    let troubles: [Trouble]

    init(
        isDatabaseWritable: Bool, accounts: [StatusPages.Account]?, troubles: [Trouble],
        isReadyOtherwise: Bool, diskFreeBytes: Int64?, uptimeSeconds: Int64
    ) {
        let areWorking = accounts?.contains { $0.stopped == nil } ?? false
        ready = isDatabaseWritable && isReadyOtherwise && areWorking
        databaseWritable = isDatabaseWritable
        self.accounts = accounts
        self.troubles = troubles
        self.diskFreeBytes = diskFreeBytes
        self.uptimeSeconds = uptimeSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case ready
        case databaseWritable = "database_writable"
        case diskFreeBytes = "disk_free_bytes"
        case uptimeSeconds = "uptime_seconds"
        case accounts, troubles
    }
}

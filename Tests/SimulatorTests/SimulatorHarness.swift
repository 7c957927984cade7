import CurlHTTP
import Foundation
import Messaging
import Simulator
import Synchronization
import TestSupport

/// A real simulator on a port of its own, with a client of each of its two interfaces.
struct SimulatorHarness: Sendable {
    let base: String
    let client: HTTPClient
    let control: SimulatorControl

    /// An answer of the Bot API.
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]

        /// The body as JSON; nil when it is none.
        var json: JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(body)) }

        var errorCode: Int? { json?["error_code"]?.integer }
        var text: String? { json?["result"]?["message"]?["text"]?.string }
    }

    /// Calls a method of the Bot API with a JSON body, or with none.
    func call(
        _ token: String, _ method: String, _ fields: [String: String]? = nil
    ) async throws -> Answer {
        let body = try fields.map { Array(try JSONEncoder().encode($0)) }
        return try await send("/bot\(token)/\(method)", body: body, type: "application/json")
    }

    /// Sends any request: by GET without a body, by POST with one.
    func send(
        _ path: String, body: [UInt8]?, type: String = "application/json", method: String? = nil
    ) async throws -> Answer {
        var request = HTTPRequest(url: base + path)
        request.method = method ?? (body == nil ? "GET" : "POST")
        request.headers = [HTTPHeader("Content-Type", type)]
        request.body = body
        let response = try await client.execute(request)
        return Answer(status: response.status, body: response.body)
    }
}

/// A bot with one person who has written to it, so that it may write back.
struct Acquaintance: Sendable {
    let bot: SimulatedBot
    let person: SimulatedPerson
}

extension SimulatorHarness {
    /// Creates a bot and a person; the person's first message has been fetched already.
    func acquaintance(quota: Int? = nil) async throws -> Acquaintance {
        let bot = try await control.createBot(name: "Bot Thử", monthlyQuota: quota)
        let person = try await control.createPerson(name: "Chị Lan")
        _ = try await control.post(NewPost(from: person.id, text: "chào bot", bot: bot.id))
        _ = try await call(bot.token, "getUpdates", ["timeout": "0"])
        return Acquaintance(bot: bot, person: person)
    }

    /// Returns when so many calls of `getUpdates` are waiting.
    func waitForPolls(_ count: Int) async throws {
        while try await control.counts().pollsOpen != count { await Task.yield() }
    }
}

/// Runs a simulator for the length of `body`.
func withSimulator(
    allowsPlainWebhooks: Bool = true, quota: Int? = nil, clock: TestClock? = nil,
    webhookRetryPauses: [Int] = [], authority: PrivateAuthority? = nil,
    _ body: @Sendable (SimulatorHarness) async throws -> Void
) async throws {
    var options = SimulatorOptions()
    options.seed = 1
    options.allowsPlainWebhooks = allowsPlainWebhooks
    options.monthlyQuota = quota
    options.webhookRetryPauses = webhookRetryPauses
    if let authority { options.tls = (authority.certificate, authority.key) }
    // Repeats of webhook calls in milliseconds instead of minutes.
    options.webhookRetryScale = 0.000_01
    if let clock { options.now = { clock.now } }
    let (ports, source) = AsyncStream.makeStream(of: Int.self)
    var settings = HTTPClientSettings()
    settings.authoritiesFile = authority?.authority
    let client = try HTTPClient(settings: settings)
    try await withThrowingTaskGroup(of: Void.self) { [options] group in
        group.addTask {
            defer { source.finish() }
            try await runSimulator(options) { port in _ = source.yield(port) }
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else {
            try await group.waitForAll()
            return
        }
        let base = "\(authority == nil ? "http" : "https")://127.0.0.1:\(port)"
        try await body(
            SimulatorHarness(
                base: base, client: client, control: SimulatorControl(base: base, client: client)))
        group.cancelAll()
        // How the server words its own cancellation is none of the tests' business.
        _ = await group.nextResult()
    }
    await client.shutdown()
}

/// A clock that stands until it is moved.
final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(milliseconds: Int64) {
        moment = Mutex(Timestamp(milliseconds: milliseconds))
    }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}

/// Any JSON value, to look into answers as a stranger would.
enum JSONValue: Hashable, Decodable {
    case string(String)
    case number(Double)
    case flag(Bool)
    case list([JSONValue])
    case object([String: JSONValue])
    case null

    init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if let text = try? single.decode(String.self) {
            self = .string(text)
        } else if let flag = try? single.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? single.decode(Double.self) {
            self = .number(number)
        } else if let fields = try? single.decode([String: JSONValue].self) {
            self = .object(fields)
        } else if let items = try? single.decode([JSONValue].self) {
            self = .list(items)
        } else {
            self = .null
        }
    }

    subscript(_ key: String) -> JSONValue? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var integer: Int? {
        if case .number(let number) = self { Int(exactly: number) } else { nil }
    }

    var flag: Bool? {
        if case .flag(let flag) = self { flag } else { nil }
    }
}

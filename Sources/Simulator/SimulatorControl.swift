import CurlHTTP
import Foundation

/// Why a call of the control API failed.
package enum SimulatorControlFailure: Error, Hashable, Sendable {
    /// The simulator refused it and says what to mend.
    case refused(ControlProblem)
    /// No answer came.
    case unreachable(HTTPFailure)
    /// An answer came that no simulator of this version gives.
    case unreadable(status: Int)
}

extension SimulatorControlFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let problem): "\(problem)"
        case .unreachable(let failure):
            "the simulator does not answer (\(failure)); check that it runs, and its address"
        case .unreadable(let status):
            "the answer (HTTP \(status)) is not a simulator's; check the address"
        }
    }
}

/// A client of the simulator's control API, for tests and the demo.
package struct SimulatorControl: Sendable {
    private let base: String
    private let client: HTTPClient

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - base: Where the simulator listens, such as `http://127.0.0.1:8899`, without a slash.
    ///   - client: What carries the calls.
    package init(base: String, client: HTTPClient) {
        self.base = base
        self.client = client
    }

    /// Creates a bot; made-up token unless one is given, the simulator's quota unless one is given.
    package func createBot(
        name: String, token: String? = nil, monthlyQuota: Int? = nil
    ) async throws(SimulatorControlFailure) -> SimulatedBot {
        struct Body: Encodable {
            let name: String
            let token: String?
            let monthlyQuota: Int?

            enum CodingKeys: String, CodingKey {
                case name, token
                case monthlyQuota = "monthly_quota"
            }
        }
        return try await post(
            "bots", Body(name: name, token: token, monthlyQuota: monthlyQuota))
    }

    /// Creates bots with made-up tokens, named `name` with a number from 1 behind it.
    package func createBots(
        _ count: Int, name: String
    ) async throws(SimulatorControlFailure) -> [SimulatedBot] {
        struct Body: Encodable {
            let name: String
            let count: Int
        }
        struct Answer: Decodable {
            let bots: [SimulatedBot]
        }
        let answer: Answer = try await post("bots/batch", Body(name: name, count: count))
        return answer.bots
    }

    /// Creates a person; made-up id unless one is given.
    package func createPerson(
        name: String, id: String? = nil
    ) async throws(SimulatorControlFailure) -> SimulatedPerson {
        struct Body: Encodable {
            let name: String
            let id: String?
        }
        return try await post("people", Body(name: name, id: id))
    }

    /// Creates a group of existing people and bots; made-up id unless one is given.
    package func createGroup(
        name: String, people: [String], bots: [String], id: String? = nil
    ) async throws(SimulatorControlFailure) -> SimulatedGroup {
        struct Body: Encodable {
            let name: String
            let people: [String]
            let bots: [String]
            let id: String?
        }
        return try await post("groups", Body(name: name, people: people, bots: bots, id: id))
    }

    /// Adds people and bots to a group.
    package func join(
        group: String, people: [String] = [], bots: [String] = []
    ) async throws(SimulatorControlFailure) -> SimulatedGroup {
        struct Body: Encodable {
            let people: [String]
            let bots: [String]
        }
        return try await post("groups/\(group)/members", Body(people: people, bots: bots))
    }

    /// Posts one message as a person.
    package func post(
        _ message: NewPost
    ) async throws(SimulatorControlFailure) -> SimulatedMessage {
        try await post("messages", message)
    }

    /// Posts several messages in order, 1 MB at the most.
    ///
    /// All are posted or, when one is at fault, none.
    package func post(
        batch: [NewPost]
    ) async throws(SimulatorControlFailure) -> [SimulatedMessage] {
        struct Body: Encodable {
            let messages: [NewPost]
        }
        struct Answer: Decodable {
            let messages: [SimulatedMessage]
        }
        let answer: Answer = try await post("messages/batch", Body(messages: batch))
        return answer.messages
    }

    /// Queues a body that the bot's next `getUpdates` gets exactly as it is, however broken.
    package func postRaw(body: String, bot: String) async throws(SimulatorControlFailure) {
        struct Body: Encodable {
            let bot: String
            let body: String
        }
        let _: Ignored = try await post("raw", Body(bot: bot, body: body))
    }

    /// Reads messages; with `waitSeconds` (0 to 60) it waits for the first that fits.
    package func messages(
        _ query: MessageQuery = MessageQuery(), waitSeconds: Int = 0
    ) async throws(SimulatorControlFailure) -> MessagePage {
        var fields = [
            "since=\(query.since)", "limit=\(query.limit)", "from=\(query.author.rawValue)",
            "wait=\(waitSeconds)",
        ]
        if let chat = query.chat { fields.append("chat=\(chat)") }
        if let bot = query.bot { fields.append("bot=\(bot)") }
        return try await call(
            "GET", "messages?\(fields.joined(separator: "&"))", body: nil,
            answerSeconds: waitSeconds + 10)
    }

    /// Lists the updates that were handed out, in order, after the given order number.
    package func handedOut(
        since: Int = 0
    ) async throws(SimulatorControlFailure) -> [HandedOutUpdate] {
        struct Answer: Decodable {
            let updates: [HandedOutUpdate]
        }
        let answer: Answer = try await call("GET", "updates?since=\(since)", body: nil)
        return answer.updates
    }

    /// Returns the totals since the last reset.
    package func counts() async throws(SimulatorControlFailure) -> SimulatorCounts {
        try await call("GET", "counts", body: nil)
    }

    /// Switches a fault on; it adds to those that are on.
    package func add(_ fault: SimulatedFault) async throws(SimulatorControlFailure) {
        let _: Ignored = try await post("faults", fault)
    }

    /// Lists the faults that are on, with how often each has struck.
    package func faults() async throws(SimulatorControlFailure) -> [SimulatedFault] {
        struct Answer: Decodable {
            let faults: [SimulatedFault]
        }
        let answer: Answer = try await call("GET", "faults", body: nil)
        return answer.faults
    }

    /// Switches all faults off.
    package func clearFaults() async throws(SimulatorControlFailure) {
        let _: Ignored = try await call("DELETE", "faults", body: nil)
    }

    /// Forgets everything: bots, people, groups, messages, faults.
    package func reset() async throws(SimulatorControlFailure) {
        struct Nothing: Encodable {}
        let _: Ignored = try await post("reset", Nothing())
    }

    private struct Ignored: Decodable {}

    func post<Answer: Decodable>(
        _ path: String, _ body: some Encodable
    ) async throws(SimulatorControlFailure) -> Answer {
        let bytes: Data
        do {
            bytes = try JSONEncoder().encode(body)
        } catch {
            preconditionFailure("a request of the simulator's client cannot be written: \(error)")
        }
        return try await call("POST", path, body: Array(bytes))
    }

    func call<Answer: Decodable>(
        _ method: String, _ path: String, body: [UInt8]?, answerSeconds: Int = 30
    ) async throws(SimulatorControlFailure) -> Answer {
        var request = HTTPRequest(url: "\(base)/sim/\(path)")
        request.method = method
        request.headers = [HTTPHeader("Content-Type", "application/json")]
        request.body = body
        request.timeout = .seconds(answerSeconds)
        request.bodyBytesMax = 64 << 20
        let response: HTTPResponse
        do {
            response = try await client.execute(request)
        } catch {
            throw .unreachable(error)
        }
        let answer = Data(response.body)
        guard (200...299).contains(response.status) else {
            guard let problem = try? JSONDecoder().decode(ControlProblem.self, from: answer) else {
                throw .unreadable(status: response.status)
            }
            throw .refused(problem)
        }
        guard let value = try? JSONDecoder().decode(Answer.self, from: answer) else {
            throw .unreadable(status: response.status)
        }
        return value
    }
}

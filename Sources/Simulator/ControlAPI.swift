import Foundation
import HTTPTypes
import Hummingbird
import Messaging
import NIOCore

/// The control API under `/sim`: what the people on the platform do, and what went where.
struct ControlAPI: Sendable {
    let host: PlatformHost
    let webhooks: WebhookPusher

    /// Seconds that a reading call may wait for news.
    static let waitSecondsMax: Int64 = 60

    /// Messages of one answer at the most.
    static let messagesMax: Int64 = 5_000

    func addRoutes(to router: Router<SimulatorContext>) {
        let routes = router.group("sim")
        addCreatingRoutes(to: routes)
        addPostingRoutes(to: routes)
        addReadingRoutes(to: routes)
        addFaultRoutes(to: routes)
        addOfficialAccountRoutes(to: routes)
    }

    private func addCreatingRoutes(to routes: RouterGroup<SimulatorContext>) {
        routes.post("bots") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in try createBot(fields) }
        }
        routes.post("bots/batch") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in try createBots(fields) }
        }
        routes.post("people") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["name", "id"])
                let name = try fields.text("name")
                let id = try fields.optionalText("id")
                return try host.access { state throws(ControlProblem) in
                    try state.platform.createPerson(name: name, id: id)
                }
            }
        }
        routes.post("groups") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in try createGroup(fields) }
        }
        routes.post("groups/:group/members") { request, context in
            let group = context.parameters.get("group") ?? ""
            return try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["people", "bots"])
                let people = try fields.texts("people")
                let bots = try fields.texts("bots")
                return try host.access { state throws(ControlProblem) in
                    try state.platform.join(group, people: people, bots: bots)
                }
            }
        }
        routes.post("reset") { request, _ in
            let response = try await answer(request) { fields throws(ControlProblem) in
                try fields.allow([])
                host.access { state in
                    state.platform.reset()
                    state.faults.reset()
                }
                return Reset(reset: true)
            }
            host.ringAll()
            return response
        }
    }

    private func createBot(_ fields: Fields) throws(ControlProblem) -> SimulatedBot {
        try fields.allow(["name", "token", "account_name", "can_join_groups", "monthly_quota"])
        let name = try fields.text("name")
        let token = try fields.optionalText("token")
        let accountName = try fields.optionalText("account_name")
        let canJoinGroups = try fields.flag("can_join_groups", default: true)
        let quota = try fields.integer("monthly_quota", in: 0...1_000_000_000)
        return try host.access { state throws(ControlProblem) in
            try state.platform.createBot(
                name: name, token: token, accountName: accountName, canJoinGroups: canJoinGroups,
                monthlyQuota: quota.map(Int.init))
        }
    }

    private struct Bots: Encodable, Sendable {
        let bots: [SimulatedBot]
    }

    /// Creates many bots with made-up tokens, their names numbered from 1.
    private func createBots(_ fields: Fields) throws(ControlProblem) -> Bots {
        try fields.allow(["name", "count", "monthly_quota"])
        let name = try fields.text("name")
        guard let count = try fields.integer("count", in: 1...100_000) else {
            throw ControlProblem(
                what: "the field is missing", place: "count", next: "Give how many bots to make")
        }
        let quota = try fields.integer("monthly_quota", in: 0...1_000_000_000)
        return try host.access { state throws(ControlProblem) in
            Bots(
                bots: try state.platform.createBots(
                    Int(count), name: name, monthlyQuota: quota.map(Int.init)))
        }
    }

    private func createGroup(_ fields: Fields) throws(ControlProblem) -> SimulatedGroup {
        try fields.allow(["name", "people", "bots", "id"])
        let name = try fields.text("name")
        let people = try fields.texts("people")
        let bots = try fields.texts("bots")
        let id = try fields.optionalText("id")
        return try host.access { state throws(ControlProblem) in
            try state.platform.createGroup(name: name, people: people, bots: bots, id: id)
        }
    }

    private struct Reset: Encodable, Sendable {
        let reset: Bool
    }

    /// Reads the request, does `work`, and answers with its result or with what was wrong.
    func answer(
        _ request: Request, _ work: (Fields) async throws(ControlProblem) -> some Encodable
    ) async throws -> Response {
        let fields: Fields
        do {
            fields = try await request.fields()
        } catch is BodyTooLarge {
            return try refused(
                ControlProblem(
                    status: 413, what: "the body is over 1 MB", place: "body",
                    next: "Send it in several calls"))
        } catch let unreadable as Fields.Unreadable {
            return try refused(
                ControlProblem(
                    what: unreadable.reason, place: "body",
                    next: "Send a JSON object, or a form with --data-urlencode"))
        }
        do throws(ControlProblem) {
            return .json(try Self.bytes(try await work(fields)))
        } catch {
            return try refused(error)
        }
    }

    func refused(_ problem: ControlProblem) throws -> Response {
        .json(try WireBody.bytes(problem), status: HTTPResponse.Status(code: problem.status))
    }

    private static func bytes(_ value: some Encodable) throws(ControlProblem) -> [UInt8] {
        do {
            return try WireBody.bytes(value)
        } catch {
            throw ControlProblem(
                status: 500, what: "the answer could not be written", place: "answer",
                next: "Report this as a fault of the simulator")
        }
    }
}

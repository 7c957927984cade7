import Hummingbird
import NIOCore

/// Reading what is there, what was said and what was handed out.
extension ControlAPI {
    private struct Listed<Item: Encodable & Sendable>: Encodable, Sendable {
        let items: [Item]
        let name: String

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(items, forKey: Key(stringValue: name))
        }
    }

    func addReadingRoutes(to routes: RouterGroup<SimulatorContext>) {
        routes.get("bots") { request, _ in
            try await list(request, "bots") { $0.platform.allBots }
        }
        routes.get("people") { request, _ in
            try await list(request, "people") { $0.platform.allPeople }
        }
        routes.get("groups") { request, _ in
            try await list(request, "groups") { $0.platform.allGroups }
        }
        routes.get("counts") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow([])
                return host.access { state in
                    var counts = state.platform.counts
                    counts.pollsOpen = state.pollsOpen
                    for (kind, count) in state.faults.struck {
                        counts.struck[kind.rawValue] = count
                    }
                    return counts
                }
            }
        }
        routes.get("updates") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["since", "bot"])
                let since = Int(try fields.integer("since", in: 0...Int64(Int32.max)) ?? 0)
                let bot = try fields.optionalText("bot")
                let updates = host.access { state in
                    state.platform.handedOut.dropFirst(since).filter { bot == nil || $0.bot == bot }
                }
                return Listed(items: updates, name: "updates")
            }
        }
        routes.get("messages") { request, context in
            try await messages(request, on: try await context.connection())
        }
    }

    private func list(
        _ request: Request, _ name: String,
        _ items: @Sendable (borrowing PlatformHost.State) -> [some Encodable & Sendable]
    ) async throws -> Response {
        try await answer(request) { fields throws(ControlProblem) in
            try fields.allow([])
            return Listed(items: host.access { items($0) }, name: name)
        }
    }

    private func messages(
        _ request: Request, on connection: SimulatorContext.Connection
    ) async throws -> Response {
        try await answer(request) { fields throws(ControlProblem) in
            try fields.allow(["since", "chat", "bot", "from", "limit", "wait"])
            var query = MessageQuery()
            query.since = Int(try fields.integer("since", in: 0...Int64(Int32.max)) ?? 0)
            query.chat = try fields.optionalText("chat")
            query.bot = try fields.optionalText("bot")
            query.author =
                try fields.choice("from", of: MessageQuery.Author.self) ?? .anyone
            query.limit = Int(try fields.integer("limit", in: 1...Self.messagesMax) ?? 500)
            let seconds = try fields.integer("wait", in: 0...Self.waitSecondsMax) ?? 0
            return await page(query, waiting: seconds, on: connection)
        }
    }

    private func page(
        _ query: MessageQuery, waiting seconds: Int64, on connection: SimulatorContext.Connection
    ) async -> MessagePage {
        let outcome = await host.wait(for: .messages, upTo: .seconds(seconds), on: connection) {
            state -> MessagePage? in
            let page = state.platform.messages(query)
            return page.messages.isEmpty ? nil : page
        }
        if case .found(let page) = outcome { return page }
        return host.access { $0.platform.messages(query) }
    }
}

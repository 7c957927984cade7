import Hummingbird

/// Posting as a person.
extension ControlAPI {
    /// Several messages, as the control API takes and gives them.
    struct Batch: Encodable, Sendable {
        let messages: [SimulatedMessage]
    }

    func addPostingRoutes(to routes: RouterGroup<SimulatorContext>) {
        routes.post("messages") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                let post = try newPost(fields)
                return try await deliver([post])[0]
            }
        }
        routes.post("messages/batch") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["messages"])
                var posts: [NewPost] = []
                for (index, fields) in try fields.objects("messages").enumerated() {
                    do throws(ControlProblem) {
                        posts.append(try newPost(fields))
                    } catch {
                        throw error.inside("messages[\(index)]")
                    }
                }
                return Batch(messages: try await deliver(posts, isBatch: true))
            }
        }
        routes.post("raw") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["bot", "body"])
                let bot = try fields.text("bot")
                let body = try fields.text("body")
                try host.access { state throws(ControlProblem) in
                    try state.platform.postRaw(body: body, bot: bot)
                }
                host.ring([.updates(bot: bot)])
                await webhooks.push(to: bot)
                return Batch(messages: [])
            }
        }
    }

    private func newPost(_ fields: Fields) throws(ControlProblem) -> NewPost {
        try fields.allow([
            "from", "text", "bot", "group", "mention", "reply_to", "sent_at", "kind",
        ])
        return NewPost(
            from: try fields.text("from"), text: try fields.text("text"),
            bot: try fields.optionalText("bot"), group: try fields.optionalText("group"),
            mention: try fields.flag("mention", default: false),
            replyTo: try fields.optionalText("reply_to"),
            sentAt: try fields.integer("sent_at", in: 0...253_402_300_799_999),
            kind: try fields.choice("kind", of: SimulatedMessage.Kind.self) ?? .text)
    }

    private func deliver(
        _ posts: [NewPost], isBatch: Bool = false
    ) async throws(ControlProblem) -> [SimulatedMessage] {
        let posted = try host.access { [host] state throws(ControlProblem) in
            if !isBatch, let post = posts.first {
                return [try state.platform.post(post, now: host.now())]
            }
            return try state.platform.post(batch: posts, now: host.now())
        }
        let bots = Set(posted.flatMap(\.deliveredTo)).sorted()
        host.ring([.messages] + bots.map { .updates(bot: $0) })
        for bot in bots { await webhooks.push(to: bot) }
        return posted
    }
}

import Messaging

/// Something that stands in the way of the work, as admins are told of it.
package struct TroubleNotice: Hashable, Sendable {
    /// A fixed word, with the account's name behind a colon where it is one account's:
    /// `disk-full`, `account:main`.
    package let cause: String
    package let since: Timestamp

    /// Whether it is a moment, such as a message set aside, and does not end.
    package let isMoment: Bool

    package init(cause: String, since: Timestamp, isMoment: Bool = false) {
        self.cause = cause
        self.since = since
        self.isMoment = isMoment
    }

    /// Causes that have words of their own in `replies/vi.yaml`.
    package static let kinds: Set<String> = [
        "account", "content", "disk-full", "disk-low", "log", "message-lost", "message-set-aside",
        "poll", "queue", "quota", "settings", "storage", "tokens", "turns", "webhook",
    ]

    /// The fixed word.
    package var kind: String { String(cause.prefix { $0 != ":" }) }

    /// The account whose trouble it is; nil for one of all.
    package var account: AccountID? {
        let name = String(cause.dropFirst(kind.count + 1))
        return name.isEmpty ? nil : AccountID(rawValue: name)
    }

    /// One sentence of what is wrong.
    package func reply(at now: Timestamp) -> Reply {
        var fields: ReplyFields = [
            "name": .text(account?.rawValue ?? ""), "since": .text(shortMoment(since, seenAt: now)),
        ]
        if Self.kinds.contains(kind) {
            fields["is-\(kind)"] = true
        } else {
            fields["other"] = .text(kind)
        }
        return Reply(.trouble, fields)
    }

    /// What admins are told when it begins.
    package func alert(at now: Timestamp) -> Reply {
        var reply = Reply(.troubleAlert)
        reply.below = [self.reply(at: now)]
        return reply
    }

    /// What admins are told when it is over.
    package func end(at now: Timestamp) -> Reply {
        var reply = Reply(.troubleOver, ["at": .text(shortMoment(now, seenAt: now))])
        reply.below = [self.reply(at: now)]
        return reply
    }
}

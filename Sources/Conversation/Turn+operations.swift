import Messaging
import VietText

extension Turn {
    /// What an admin asks of the machine; nil for other talk and for all who are no admin.
    func operationsTalk(_ text: String) throws -> Decision? {
        guard situation.known.isAdmin, let command = OperationsCommand(text) else { return nil }
        guard isPrivate else { return refuse(.adminInPrivate) }
        switch command {
        case .state: return try state()
        case .errors: return errors()
        case .pause(let name): return try pauseAccount(name)
        case .resume(let name): return try resumeAccount(name)
        case .trail(let prefix): return try trail(prefix)
        case .unknown: return Decision(.answered, replies: [Reply(.adminHelp)])
        }
    }

    private func short(_ moment: Timestamp) -> ReplyValue {
        .text(shortMoment(moment, seenAt: situation.now))
    }

    // MARK: /tinhtrang and /loi

    /// Accounts listed at the most, those in trouble first; the others are counted.
    private static let accountsShownMax = 8

    private func state() throws -> Decision {
        let house = situation.operations.house()
        let start = Int64(today.daysSinceEpoch) * 86_400_000 - 7 * 3_600_000
        let work = try situation.operations.work(Timestamp(milliseconds: start))
        let all = try accountsServed(house)
        let shown = all.sorted { !isFine($0) && isFine($1) }.prefix(Self.accountsShownMax)
        var fields: ReplyFields = [
            "now": short(situation.now), "fine": .flag(house.troubles.isEmpty),
            "received": .number(work.received), "waiting": .number(work.waiting),
            "undelivered": .number(work.undelivered),
            "set-aside": work.setAside > 0 ? .number(work.setAside) : "",
            "accounts": .rows(shown.map { row($0, house) }),
            "more": all.count > shown.count ? .number(all.count - shown.count) : "",
        ]
        if let startedAt = house.startedAt { fields["since"] = short(startedAt) }
        var reply = Reply(.adminState, fields)
        reply.below = house.troubles.prefix(Self.accountsShownMax).map {
            $0.reply(at: situation.now)
        }
        return Decision(.answered, replies: [reply])
    }

    private func isFine(_ account: AccountFigures) -> Bool {
        account.state == "working" && account.pausedAt == nil && account.queued == 0
    }

    private func accountsServed(_ house: House) throws -> [AccountFigures] {
        try situation.operations.accounts().filter {
            house.served.keys.contains($0.account) || $0.queued > 0
        }
    }

    private func row(_ one: AccountFigures, _ house: House) -> ReplyFields {
        var fields: ReplyFields = [
            "account": .text(one.account.rawValue), "platform": .text(one.platform),
            "sent": .number(one.sentThisMonth),
            "queued": one.queued > 0 ? .number(one.queued) : "",
        ]
        if let quota = house.served[one.account] ?? nil { fields["quota"] = .number(quota) }
        if let pausedAt = one.pausedAt {
            fields["paused"] = short(pausedAt)
        } else if !house.served.keys.contains(one.account) {
            fields["gone"] = true
        } else if one.state == "working" {
            fields["working"] = true
        } else if let reason = one.reason {
            fields["stopped"] = .text(reason)
            fields["at"] = one.since.map(short) ?? ""
        } else {
            fields["opening"] = true
        }
        return fields
    }

    /// Errors listed at the most.
    private static let errorsShownMax = 8

    private func errors() -> Decision {
        let all = situation.operations.house().errors
        let rows: [ReplyFields] = all.prefix(Self.errorsShownMax).map { error in
            [
                "at": short(error.lastAt), "event": .text(error.event),
                "is-\(error.event)": true,
                "known": .flag(Self.eventsInWords.contains(error.event)),
                "account": .text(error.account?.rawValue ?? ""),
                "count": error.count > 1 ? .number(error.count) : "",
                "trace": .text(error.trace?.rawValue ?? ""),
            ]
        }
        return Decision(
            .answered,
            replies: [
                Reply(
                    .adminErrors,
                    [
                        "rows": .rows(rows),
                        "more": all.count > rows.count ? .number(all.count - rows.count) : "",
                    ])
            ])
    }

    /// Events that `admin-errors` has Vietnamese words for.
    static let eventsInWords: Set<String> = [
        "account-stopped", "content-lacks", "content-refused", "database-damaged", "disk-full",
        "message-lost", "message-set-aside", "queue-grows", "settings-refused", "storage-failed",
        "turn-failed", "turns-behind",
    ]

    // MARK: /tamdung and /tieptuc

    private func pauseAccount(_ name: String) throws -> Decision {
        let found = try account(named: name)
        guard let one = found.account else { return whichAccount(name, found.all) }
        // Whoever lets it rest from here could not wake it from here.
        guard one.account != message.account else {
            return refuse(.adminOwnAccount, ["account": .text(one.account.rawValue)])
        }
        let fields: ReplyFields = [
            "account": .text(one.account.rawValue), "already": one.pausedAt.map(short) ?? "",
        ]
        return Decision(
            .answered, effects: one.pausedAt == nil ? [.pauseAccount(one.account)] : [],
            replies: [Reply(.adminPaused, fields, priority: .confirmation)])
    }

    private func resumeAccount(_ name: String) throws -> Decision {
        let found = try account(named: name)
        guard let one = found.account else { return whichAccount(name, found.all) }
        let works = one.pausedAt == nil && one.state == "working"
        return Decision(
            .answered, effects: works ? [] : [.resumeAccount(one.account)],
            replies: [
                Reply(
                    .adminResumed,
                    ["account": .text(one.account.rawValue), "already": .flag(works)],
                    priority: .confirmation)
            ])
    }

    /// The account of a name, however it is typed, and all there are.
    private func account(
        named name: String
    ) throws -> (account: AccountFigures?, all: [AccountFigures]) {
        let house = situation.operations.house()
        let all = try situation.operations.accounts().filter {
            house.served.keys.contains($0.account)
        }
        let found =
            all.first { $0.account.rawValue == name }
            ?? all.first { folded($0.account.rawValue) == folded(name) }
        return (found, all)
    }

    private func whichAccount(_ name: String, _ all: [AccountFigures]) -> Decision {
        refuse(
            .adminWhichAccount,
            [
                "name": .text(name),
                "accounts": .text(
                    all.prefix(20).map { $0.account.rawValue }.joined(separator: ", ")
                        + (all.count > 20 ? "…" : "")),
            ])
    }

    // MARK: /nhatky

    private func trail(_ prefix: String) throws -> Decision {
        guard prefix.count >= Self.tracePrefixMin else {
            return refuse(.adminNoTrail, ["short": true])
        }
        let found = try situation.operations.trails(prefix, 2)
        guard let trail = found.first, found.count == 1 else {
            return refuse(
                .adminNoTrail, ["trace": .text(prefix), "several": .flag(found.count > 1)])
        }
        return Decision(
            .answered,
            replies: [
                Reply(.adminTrail, TrailFields(trail, try accounts(), at: situation.now).all)
            ])
    }

    /// Letters of a trace that must be typed: fewer fit many messages.
    private static let tracePrefixMin = 4

    private func accounts() throws -> [AccountID: AccountFigures] {
        Dictionary(
            try situation.operations.accounts().map { ($0.account, $0) },
            uniquingKeysWith: { first, _ in first })
    }
}

/// The story of one message, for `admin-trail`.
private struct TrailFields {
    private(set) var all: ReplyFields
    private let accounts: [AccountID: AccountFigures]
    private let now: Timestamp

    init(_ trail: MessageTrail, _ accounts: [AccountID: AccountFigures], at now: Timestamp) {
        (self.accounts, self.now) = (accounts, now)
        all = ["trace": .text(trail.trace.rawValue)]
        if let received = trail.received { add(received) }
        all["replies"] = .rows(trail.replies.map(row))
    }

    private func short(_ moment: Timestamp) -> ReplyValue {
        .text(shortMoment(moment, seenAt: now))
    }

    private mutating func add(_ message: MessageTrail.Received) {
        all["received"] = short(message.keptAt)
        all["account"] = .text(message.account.rawValue)
        all["group"] = .flag(message.chatKind == .group)
        switch message.state {
        case .waiting:
            all["waiting"] = true
            all["tries"] = message.tries > 0 ? .number(message.tries) : ""
        case .setAside(let at):
            all["set-aside"] = short(at)
            all["tries"] = .number(message.tries)
            all["id"] = .number(message.id)
        case .taken(let outcome, let at):
            all["taken"] = short(at)
            all["is-\(outcome?.rawValue ?? "unknown")"] = true
        }
    }

    private func row(_ reply: MessageTrail.Reply) -> ReplyFields {
        var row: ReplyFields = ["id": .number(reply.id), "attempts": .number(reply.attempts)]
        switch reply.state {
        case .delivered: row["delivered"] = short(reply.endedAt ?? reply.queuedAt)
        case .sending: row["sending"] = true
        case .abandoned(let reason): row["abandoned"] = .text(reason)
        case .waiting(_, let until):
            row["waiting"] = true
            row["until"] = until > now ? short(until) : ""
            row["behind"] = .flag(reply.isBehindAnother)
            let account = accounts[reply.account]
            row["paused"] = .flag(account?.pausedAt != nil)
            row["stopped"] = account?.pausedAt == nil ? .text(account?.reason ?? "") : ""
        }
        return row
    }
}

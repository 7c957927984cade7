import Conversation
import GRDB
import Messaging

/// Counts who writes, inside the transaction that keeps their messages.
///
/// Each person and each group is one row, read once and written once in a transaction.
struct FloodWatch {
    let db: Database
    let limits: FloodLimits
    let now: Timestamp

    /// Who is counted.
    private struct Writer: Hashable {
        enum Kind: String {
            case person
            case group
        }

        let account: AccountID
        let kind: Kind
        let name: String
    }

    private var guards: [Writer: FloodGuard] = [:]

    init(db: Database, limits: FloodLimits, now: Timestamp) {
        self.db = db
        self.limits = limits
        self.now = now
    }

    /// Counts a message that was just kept, and takes it out of the queue when it is too much.
    ///
    /// The one that is answered with "too fast" stays in the queue for that.
    mutating func judged(_ kept: KeptMessage) throws -> KeptMessage {
        var kept = kept
        kept.flood = try flood(kept.message)
        switch kept.flood {
        case nil: break
        case .told(let notice):
            try db.run(
                "UPDATE inbox SET silent_until = $1, silent_group = $2 WHERE id = $3",
                [notice.until.milliseconds, notice.isOfGroup ? 1 : 0, kept.id])
        case .ignored:
            try db.run(
                """
                UPDATE inbox SET state = 'taken', outcome = $1, ended_at = $2 WHERE id = $3
                """, [Decision.Outcome.flooded.rawValue, now.milliseconds, kept.id])
        }
        return kept
    }

    /// Persons first, so that one person does not silence a whole group.
    private mutating func flood(_ message: InboundMessage) throws -> KeptMessage.Flood? {
        let person = Writer(
            account: message.account, kind: .person, name: message.sender.rawValue)
        let group = Writer(account: message.account, kind: .group, name: message.chat.rawValue)
        let isGroup = message.chatKind == .group
        // Who writes into a group that is not listened to is not counted, and not told.
        if isGroup, try guarded(group).isSilent(at: now) { return .ignored }
        if let flood = try count(person, limits.person) { return flood }
        return isGroup ? try count(group, limits.group) : nil
    }

    private mutating func count(
        _ writer: Writer, _ limits: FloodGuard.Limits
    ) throws -> KeptMessage.Flood? {
        var guarded = try guarded(writer)
        let verdict = guarded.arrived(at: now, limits)
        guards[writer] = guarded
        return switch verdict {
        case .passes: nil
        case .tells(let until):
            .told(FloodNotice(until: until, isOfGroup: writer.kind == .group))
        case .ignored: .ignored
        }
    }

    private mutating func guarded(_ writer: Writer) throws -> FloodGuard {
        if let known = guards[writer] { return known }
        let row = try db.rows(
            of: "flood", "SELECT * FROM flood WHERE account = $1 AND kind = $2 AND name = $3",
            [writer.account.rawValue, writer.kind.rawValue, writer.name]
        ).first
        let guarded = FloodGuard(try row.map(FloodGuard.State.init) ?? FloodGuard().state)
        guards[writer] = guarded
        return guarded
    }

    /// Writes down what was counted.
    func save() throws {
        for (writer, guarded) in guards {
            let state = guarded.state
            try db.run(
                """
                INSERT INTO flood (account, kind, name, minute_full_at, hour_full_at,
                    silent_until, silence_ms, floods)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (account, kind, name) DO UPDATE SET
                    minute_full_at = excluded.minute_full_at,
                    hour_full_at = excluded.hour_full_at, silent_until = excluded.silent_until,
                    silence_ms = excluded.silence_ms, floods = excluded.floods
                """,
                [
                    writer.account.rawValue, writer.kind.rawValue, writer.name,
                    state.minuteFullAt.milliseconds, state.hourFullAt.milliseconds,
                    state.silentUntil.milliseconds, state.silenceMilliseconds, state.floods,
                ])
        }
    }
}

extension FloodGuard.State {
    fileprivate init(_ row: RowReader) throws {
        self.init(
            minuteFullAt: Timestamp(milliseconds: try row.integer("minute_full_at")),
            hourFullAt: Timestamp(milliseconds: try row.integer("hour_full_at")),
            silentUntil: Timestamp(milliseconds: try row.integer("silent_until")),
            silenceMilliseconds: try row.integer("silence_ms"),
            floods: Int(try row.integer("floods")))
    }
}

/// Forgets whoever has been at peace for two days; called at a start.
func forgetWritersAtPeace(_ db: Database, at now: Timestamp) throws {
    let before = now.adding(seconds: -2 * 86_400).milliseconds
    try db.execute(
        sql: "DELETE FROM flood WHERE max(minute_full_at, hour_full_at, silent_until) < $1",
        arguments: [before])
}

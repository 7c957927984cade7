import Conversation
import GRDB
import Messaging

/// What an admin may ask about the work of the daemon, answered from SQL in the turn's transaction.
func operations(in db: Database, at now: Timestamp) -> Operations {
    Operations(
        accounts: {
            let depths = try queueDepths(in: db)
            let sent = try sentInMonth(at: now, in: db)
            return try accountLives(in: db).map { life in
                AccountFigures(
                    account: life.account, platform: life.platform ?? "", state: life.state,
                    since: life.since, pausedAt: life.mark.pausedAt, reason: life.reason,
                    queued: depths[life.account]?.count ?? 0,
                    sentThisMonth: sent[life.account] ?? 0)
            }
        },
        work: { since in
            var figures = WorkFigures()
            func count(_ sql: String, _ arguments: SQLValues = []) throws -> Int {
                Int(try db.number("SELECT count(*) FROM " + sql, arguments) ?? 0)
            }
            // From the newest back: without an index on the moment, only what is new is looked at.
            figures.received = try count(
                """
                inbox WHERE id > coalesce(
                    (SELECT id FROM inbox WHERE kept_at < $1 ORDER BY id DESC LIMIT 1), 0)
                """, [since.milliseconds])
            figures.waiting = try count("inbox WHERE state = 'kept' AND in_hand = 0")
            figures.setAside = try count("inbox WHERE state = 'set_aside'")
            figures.undelivered = try count(
                "outbox WHERE state = 'abandoned' AND ended_at >= $1", [since.milliseconds])
            return figures
        },
        trails: { prefix, max in try trails(trace: prefix, max: max, in: db) })
}

import Foundation
import GRDB
import Messaging

/// What a monitor wants to know of the database, on one state of it.
package struct StoreFigures: Hashable, Sendable {
    /// What waits: turns, and replies by account.
    package let backlog: Backlog

    /// Messages that were set aside since a moment.
    package let setAside: Int

    /// Replies that were given up since that moment, by account; accounts with none are not there.
    package let undelivered: [AccountID: Int]

    /// Messages that each account has sent, or may have sent, this month.
    package let sentInMonth: [AccountID: Int]
}

extension Store {
    /// Reads the figures, in five statements over indexes that hold what is open or has failed, and
    /// over a row for each account and month: their cost does not grow with the messages that
    /// went well.
    ///
    /// - Parameters:
    ///   - since: What failed earlier is left out.
    ///   - now: A moment of the month.
    /// - Returns: All of them as they are at one moment.
    /// - Throws: `StoreError`.
    package func figures(since: Timestamp, at now: Timestamp) throws -> StoreFigures {
        try read { db in
            let setAside = try db.number(
                "SELECT count(*) FROM inbox WHERE state = 'set_aside' AND ended_at >= $1",
                [since.milliseconds])
            let undelivered = try db.rows(
                of: "outbox",
                """
                SELECT account, count(*) AS dropped FROM outbox INDEXED BY outbox_abandoned
                WHERE state = 'abandoned' AND ended_at >= $1 GROUP BY account
                """, [since.milliseconds])
            return StoreFigures(
                backlog: try Backlog(in: db), setAside: Int(setAside ?? 0),
                undelivered: try Dictionary(
                    uniqueKeysWithValues: undelivered.map {
                        (
                            AccountID(rawValue: try $0.text("account")),
                            Int(try $0.integer("dropped"))
                        )
                    }),
                sentInMonth: try Storage.sentInMonth(at: now, in: db))
        }
    }

    /// Bytes of the database's file and of the log of changes beside it; nil when it is in memory.
    package var fileSizes: (database: Int64, log: Int64)? {
        guard let path = (database as? DatabasePool)?.path else { return nil }
        return fileBytes(path).map { ($0, fileBytes("\(path)-wal") ?? 0) }
    }

    /// The name of the schema's last change, as the database notes it.
    package static var schemaName: String { schema.migrations.last ?? "none" }
}

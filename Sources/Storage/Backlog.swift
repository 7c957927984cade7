import GRDB
import Messaging

/// What waits: messages for their turn, replies for their delivery.
package struct Backlog: Hashable, Sendable {
    /// One queue that is not empty.
    package struct Queue: Hashable, Sendable {
        package let count: Int
        /// When the first that waits was put there.
        package let oldestAt: Timestamp
    }

    /// Messages whose turn is owed; nil for none.
    package let turns: Queue?

    /// Replies that wait or are being sent, by account; accounts with none are not there.
    package let replies: [AccountID: Queue]
}

extension Store {
    /// What waits just now, on one state of the database; its cost grows with what waits alone.
    ///
    /// - Throws: `StoreError`.
    package func backlog() throws -> Backlog {
        try read { db in try Backlog(in: db) }
    }

    /// Writes a trifle through to the disk, to learn whether the database can be written.
    ///
    /// - Throws: `StoreError`.
    package func proveWritable() throws {
        // The number means nothing: setting it writes the first page, whatever it was.
        try write { db in try db.execute(sql: "PRAGMA user_version = 1") }
    }
}

extension Backlog {
    init(in db: Database) throws {
        turns = try db.rows(
            of: "inbox",
            "SELECT count(*) AS waiting, min(kept_at) AS oldest FROM inbox WHERE state = 'kept'"
        ).first.flatMap(Queue.init)
        let rows = try db.rows(
            of: "outbox",
            """
            SELECT account, count(*) AS waiting, min(queued_at) AS oldest FROM outbox
            WHERE state IN ('waiting', 'sending') GROUP BY account
            """)
        var replies: [AccountID: Queue] = [:]
        for row in rows { replies[AccountID(rawValue: try row.text("account"))] = try Queue(row) }
        self.replies = replies
    }
}

extension Backlog.Queue {
    /// Nil for a row that counts nothing.
    fileprivate init?(_ row: RowReader) throws {
        let count = Int(try row.integer("waiting"))
        guard count > 0 else { return nil }
        self.init(count: count, oldestAt: Timestamp(milliseconds: try row.integer("oldest")))
    }
}

import GRDB
import Messaging

extension Store {
    /// What `takeInHand` found.
    package struct InHand: Sendable {
        /// Messages to take turns for, in the order they were kept.
        package fileprivate(set) var batch: [KeptMessage] = []
        /// What had to be set aside instead.
        package fileprivate(set) var setAside: [SetAsideMessage] = []
        /// When the next suspect message may be taken; nil when none waits.
        package fileprivate(set) var nextAt: Timestamp?
    }

    /// Takes messages in hand that have no turn yet, the chats one after the other and each chat
    /// in order, and counts a try for each.
    ///
    /// A batch begins with the chat after the one served last and takes of each chat what is its
    /// share: of 64 or more chats one message, of a single chat 64. So a chat with thousands of
    /// messages waiting delays every other by one batch at the most, and what a batch costs depends
    /// on its size alone.
    ///
    /// The count is on the disk before anybody reads the texts: a message that stops the whole
    /// program three times is set aside at the next start. After such a stop the messages that
    /// were in hand come back one at a time, so that the guilty one is alone when it strikes, and
    /// one that was alone comes back later, its chat waiting behind it. What this process took
    /// in hand earlier and did not finish is given back, uncounted.
    ///
    /// - Parameters:
    ///   - max: Messages at the most; 1 or more.
    ///   - now: The moment of the turns.
    /// - Returns: What is in hand now.
    /// - Throws: `StoreError`; then nothing is in hand.
    package func takeInHand(max: Int, at now: Timestamp) throws -> InHand {
        try write { db in
            try db.run("UPDATE inbox SET tries = tries - 1, in_hand = 0 WHERE in_hand = 1")
            var inHand = InHand()
            for row in try db.rows(
                of: "inbox",
                "SELECT * FROM inbox WHERE state = 'kept' AND tries >= \(KeptMessage.triesMax)")
            {
                let error = "the program stopped each time this message was in hand"
                inHand.setAside += try setAside(row, error: error, at: now, in: db)
            }
            for kept in try owed(max: max, at: now, in: db) {
                try db.run(
                    "UPDATE inbox SET in_hand = 1, tries = tries + 1 WHERE id = $1", [kept.id])
                inHand.batch.append(kept.countingOneMore())
            }
            inHand.batch.sort { $0.id < $1.id }
            inHand.nextAt = try db.number(
                """
                SELECT min(not_before) FROM inbox
                WHERE state = 'kept' AND not_before > 0 AND not_before > $1
                """, [now.milliseconds]
            ).map(Timestamp.init(milliseconds:))
            return inHand
        }
    }

    /// One message that must be alone in hand, or the shares of the chats whose turn it is.
    private func owed(max: Int, at now: Timestamp, in db: Database) throws -> [KeptMessage] {
        let alone = try db.columns(
            of: "inbox",
            """
            SELECT \(KeptMessage.columns) FROM inbox WHERE state = 'kept' AND alone = 1 AND not_before <= $1
                AND \(noSuspectWaits("$1"))
            ORDER BY id LIMIT 1
            """, [now.milliseconds], KeptMessage.init)
        guard alone.isEmpty else { return alone }
        let heads = try nextChats(max: max, at: now, in: db)
        var (room, batch) = (max, [KeptMessage]())
        for (index, head) in heads.enumerated() {
            batch.append(head)
            let share = room / (heads.count - index)
            room -= 1
            // Behind a message that has failed nothing is read before it is known what it comes to.
            guard share > 1, head.tries == 0 else { continue }
            let others = try db.columns(
                of: "inbox",
                """
                SELECT \(KeptMessage.columns) FROM inbox
                WHERE state = 'kept' AND account = $1 AND chat = $2 AND id > $3
                ORDER BY id LIMIT $4
                """,
                [head.message.account.rawValue, head.message.chat.rawValue, head.id, share - 1],
                KeptMessage.init)
            batch += others
            room -= others.count
        }
        return batch
    }

    /// The oldest message of each of the chats whose turn it is; the cursor moves behind them.
    private func nextChats(max: Int, at now: Timestamp, in db: Database) throws -> [KeptMessage] {
        let cursor = try db.rows(of: "turn_cursor", "SELECT * FROM turn_cursor").first
        guard let cursor else { throw StoreError.refused("table 'turn_cursor' is empty") }
        var heads = try db.columns(
            of: "inbox", chatHeads,
            [try cursor.text("account"), try cursor.text("chat"), max, now.milliseconds],
            KeptMessage.init)
        if heads.count < max {
            // Round to the beginning, and no further than where this batch began.
            let known = Set(heads.map(\.id))
            let others = try db.columns(
                of: "inbox", chatHeads, ["", "", max, now.milliseconds], KeptMessage.init)
            for head in others {
                guard heads.count < max, !known.contains(head.id) else { break }
                heads.append(head)
            }
        }
        guard let end = heads.last else { return [] }
        try db.run(
            "UPDATE turn_cursor SET account = $1, chat = $2",
            [end.message.account.rawValue, end.message.chat.rawValue])
        return heads
    }

    private func setAside(
        _ row: RowReader, error: String, at now: Timestamp, in db: Database
    ) throws -> [SetAsideMessage] {
        let id = try row.integer("id")
        return try db.rows(
            of: "inbox",
            """
            UPDATE inbox SET state = 'set_aside', error = $1, ended_at = $2, in_hand = 0
            WHERE id = $3 RETURNING *
            """, [error, now.milliseconds, id]
        ).map(SetAsideMessage.init)
    }
}

/// The oldest message of each chat behind a chat ($1, $2), for $3 chats, without those in which a
/// suspect message waits.
///
/// The chats are stepped through in the index, one look for each, however many messages wait.
private let chatHeads = """
    WITH RECURSIVE head (id, account, chat) AS (
        SELECT 0, $1, $2
        UNION ALL
        SELECT inbox.id, inbox.account, inbox.chat FROM head CROSS JOIN inbox
        WHERE inbox.id = (
            SELECT next.id FROM inbox AS next
            WHERE next.state = 'kept' AND (next.account, next.chat) > (head.account, head.chat)
            ORDER BY next.account, next.chat, next.id LIMIT 1
        )
        LIMIT $3 + 1
    )
    SELECT \(KeptMessage.columns) FROM head CROSS JOIN inbox
    WHERE head.id > 0 AND inbox.id = head.id AND \(noSuspectWaits("$4"))
    """

/// That no suspect message of its chat waits for its moment after `now`, a parameter.
private func noSuspectWaits(_ now: String) -> String {
    """
    NOT EXISTS (
        SELECT 1 FROM inbox AS suspect INDEXED BY inbox_suspect
        WHERE suspect.state = 'kept' AND suspect.not_before > 0 AND suspect.not_before > \(now)
            AND suspect.account = inbox.account AND suspect.chat = inbox.chat
    )
    """
}

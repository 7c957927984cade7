import Campaign
import Conversation
import GRDB
import Messaging
import VietText

extension Store {
    /// Ends the drafts that have waited for too long, and tells their chats that nothing was
    /// recorded; in the quiet hours they wait for the morning.
    ///
    /// - Returns: The drafts that have ended.
    /// - Throws: What `rules.render` throws; `StoreError`.
    package func expireDrafts(
        _ rules: AnnouncementRules, at now: Timestamp
    ) throws -> [ExpiredDraft] {
        guard QuietHours.end(around: now.milliseconds) == nil, try hasExpiredDrafts(at: now) else {
            return []
        }
        return try write { db in
            let drafts = try db.rows(
                of: "draft",
                """
                UPDATE draft SET state = 'expired', ended_at = $1
                WHERE state = 'open' AND expires_at <= $1
                RETURNING number, account, chat, json_extract(content, '$.summary') AS summary
                """, [now.milliseconds]
            ).map(ExpiredDraft.init).sorted { $0.number < $1.number }
            for draft in drafts {
                // Of an account that is gone nobody would send it.
                guard let unitsMax = rules.textUnitsMax[draft.account] else { continue }
                try queue(
                    draft.reply, to: (draft.account, draft.chat), unitsMax, rules, at: now, in: db)
            }
            return drafts
        }
    }

    private func hasExpiredDrafts(at now: Timestamp) throws -> Bool {
        try read { db in
            try db.number(
                "SELECT 1 FROM draft WHERE state = 'open' AND expires_at <= $1 LIMIT 1",
                [now.milliseconds]) != nil
        }
    }

    /// Renders a notice and queues it, outside of any turn.
    func queue(
        _ reply: Reply, to place: (account: AccountID, chat: ChatID), _ unitsMax: Int,
        _ rules: AnnouncementRules, at now: Timestamp, in db: Database
    ) throws {
        let trace = rules.trace()
        for chunk in textChunks(storable(try rules.render(reply)), unitsMax: unitsMax) {
            try queueMessage(
                QueuedMessage(
                    account: place.account, chat: place.chat, text: chunk,
                    priority: reply.priority, trace: trace),
                answering: nil, ordinal: 0, at: now, in: db)
        }
    }
}

extension ExpiredDraft {
    /// Reads the columns that tell of an expired draft.
    fileprivate init(_ row: RowReader) throws {
        self.init(
            number: try row.integer("number"),
            account: AccountID(rawValue: try row.text("account")),
            chat: ChatID(rawValue: try row.text("chat")),
            summary: try? row.text("summary"))
    }
}

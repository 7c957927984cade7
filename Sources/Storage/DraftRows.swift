import Campaign
import Conversation
import Foundation
import GRDB
import Messaging

/// The questions that `decide` may put to the drafts of a sender in a chat.
func drafts(of message: InboundMessage, in db: Database) -> Drafts {
    Drafts(
        nextNumber: {
            (try db.number("SELECT coalesce(max(number), 0) FROM draft") ?? 0) + 1
        },
        recent: {
            try db.rows(
                of: "draft",
                """
                SELECT * FROM draft WHERE account = $1 AND chat = $2 AND sender = $3
                ORDER BY number DESC LIMIT $4
                """,
                [
                    message.account.rawValue, message.chat.rawValue, message.sender.rawValue,
                    Drafts.recentMax,
                ]
            ).map(StoredDraft.init)
        })
}

extension Turn {
    /// Keeps a report that waits for a word of its author.
    func keepDraft(_ draft: NewDraft) throws {
        let message = kept.message
        try db.run(
            """
            INSERT INTO draft (number, campaign, account, chat, sender, inbox, content, made_at,
                expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                draft.number, draft.content.campaign, message.account.rawValue,
                message.chat.rawValue, message.sender.rawValue, kept.id, try json(draft.content),
                now.milliseconds, draft.expiresAtMilliseconds,
            ])
    }

    /// Gives an open draft other content and a new term.
    func changeDraft(_ draft: NewDraft) throws {
        try db.run(
            """
            UPDATE draft SET content = $1, expires_at = $2
            WHERE number = $3 AND account = $4 AND chat = $5 AND sender = $6 AND state = 'open'
            """,
            [
                try json(draft.content), draft.expiresAtMilliseconds, draft.number,
                kept.message.account.rawValue, kept.message.chat.rawValue,
                kept.message.sender.rawValue,
            ])
        try wasOpenDraft(draft.number)
    }

    /// Ends an open draft.
    func endDraft(_ number: Int64, _ state: StoredDraft.State) throws {
        try db.run(
            """
            UPDATE draft SET state = $1, ended_at = $2
            WHERE number = $3 AND account = $4 AND chat = $5 AND sender = $6 AND state = 'open'
            """,
            [
                state.rawValue, now.milliseconds, number, kept.message.account.rawValue,
                kept.message.chat.rawValue, kept.message.sender.rawValue,
            ])
        try wasOpenDraft(number)
    }

    private func wasOpenDraft(_ number: Int64) throws {
        guard db.changesCount == 1 else {
            throw StoreError.refused("draft \(number) does not wait for a word of this sender")
        }
    }

    private func json(_ content: PendingReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(content), as: UTF8.self)
    }
}

extension StoredDraft {
    /// Reads one row of the table `draft`.
    init(_ row: RowReader) throws {
        let content: PendingReport
        do {
            content = try JSONDecoder().decode(
                PendingReport.self, from: Data(row.text("content").utf8))
        } catch is DecodingError {
            throw row.bad("content", "has another shape than a report")
        }
        self.init(
            number: try row.integer("number"), content: content,
            state: try row.value("state", State.init(rawValue:)),
            madeAtMilliseconds: try row.integer("made_at"),
            expiresAtMilliseconds: try row.integer("expires_at"))
    }
}

import Conversation
import GRDB
import Messaging

extension Turn {
    /// Keeps the text of the message in other words only; the raw one is overwritten.
    func keepOnly(_ text: String) throws {
        try db.run(
            "UPDATE inbox SET content = $1 WHERE id = $2 AND content_kind = 'text'",
            [storable(text), kept.id])
    }

    /// Puts a question of this message onto the list.
    func handOver(_ question: NewQuestion) throws {
        let message = kept.message
        try db.run(
            """
            INSERT INTO question (number, account, chat, chat_kind, asker, asker_name, inbox, text,
                words, candidates, promised, asked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                question.number, message.account.rawValue, message.chat.rawValue,
                message.chatKind.rawValue, message.sender.rawValue, storable(message.senderName),
                kept.id, storable(question.text), storable(question.words),
                question.candidates.joined(separator: " "), question.isPromised ? 1 : 0,
                now.milliseconds,
            ])
    }

    /// Notes that a question has been answered; the reply carries the answer.
    func answer(_ number: Int64, _ text: String) throws {
        try db.run(
            """
            UPDATE question SET state = 'answered', answer = $1, answered_by = $2, official = $3,
                ended_at = $4
            WHERE number = $5 AND account = $6 AND state = 'open'
            """,
            [
                storable(text), storable(kept.message.senderName), kept.message.sender.rawValue,
                now.milliseconds, number, kept.message.account.rawValue,
            ])
        try wasOpen(number)
    }

    /// Notes that nobody answers a question.
    func drop(_ number: Int64) throws {
        try db.run(
            """
            UPDATE question SET state = 'dropped', official = $1, ended_at = $2
            WHERE number = $3 AND account = $4 AND state = 'open'
            """,
            [
                kept.message.sender.rawValue, now.milliseconds, number,
                kept.message.account.rawValue,
            ])
        try wasOpen(number)
    }

    /// Makes the sender an official by a one-time code.
    func claimDesk(_ code: String) throws {
        let message = kept.message
        try db.run(
            """
            UPDATE official_code
            SET claimed_at = $1, claimed_account = $2, claimed_person = $3
            WHERE code = $4 AND claimed_at IS NULL
            """, [now.milliseconds, message.account.rawValue, message.sender.rawValue, code])
        guard db.changesCount == 1 else {
            throw StoreError.refused("a code that is unknown or used up cannot be claimed")
        }
        try db.run(
            """
            INSERT INTO official (account, person, name, granted_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (account, person) DO NOTHING
            """,
            [
                message.account.rawValue, message.sender.rawValue, storable(message.senderName),
                now.milliseconds,
            ])
    }

    private func wasOpen(_ number: Int64) throws {
        guard db.changesCount == 1 else {
            throw StoreError.refused("question \(number) does not wait for an answer")
        }
    }
}

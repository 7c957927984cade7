import Conversation
import GRDB
import Messaging

/// A question of the list of unanswered ones, for whoever edits the content.
package struct ListedQuestion: Hashable, Sendable {
    package let account: AccountID
    package let handed: HandedQuestion

    /// When it was answered or dropped; nil while it waits.
    package let endedAt: Timestamp?
}

extension Store {
    /// Makes a one-time code that turns whoever sends it into an official of the account that it
    /// is sent to.
    ///
    /// - Throws: `StoreError`.
    package func addDeskCode(_ code: String, at now: Timestamp) throws {
        try write { db in
            try db.run(
                """
                INSERT INTO official_code (code, made_at) VALUES ($1, $2)
                ON CONFLICT (code) DO NOTHING
                """, [code, now.milliseconds])
        }
    }

    /// Questions that the bot could not answer, the newest first.
    ///
    /// - Parameters:
    ///   - max: Questions at the most.
    ///   - openOnly: Leaves out what was answered or dropped.
    /// - Returns: Of all accounts.
    /// - Throws: `StoreError`.
    package func questions(max: Int, openOnly: Bool = false) throws -> [ListedQuestion] {
        try read { db in
            try db.rows(
                of: "question",
                """
                SELECT * FROM question WHERE state = 'open' OR $1 = 0
                ORDER BY number DESC LIMIT $2
                """, [openOnly ? 1 : 0, max]
            ).map { row in
                ListedQuestion(
                    account: AccountID(rawValue: try row.text("account")),
                    handed: try HandedQuestion(row),
                    endedAt: try row.integerIfAny("ended_at").map(Timestamp.init(milliseconds:)))
            }
        }
    }
}

/// The questions that `decide` may put to the desk, answered from SQL in the turn's transaction.
func desk(in db: Database, asker: PersonID, account: AccountID) -> Desk {
    let account = account.rawValue
    func question(_ sql: String, _ arguments: SQLValues) throws -> [HandedQuestion] {
        try db.rows(of: "question", "SELECT * FROM question WHERE " + sql, arguments)
            .map(HandedQuestion.init)
    }
    return Desk(
        isOfficial: {
            try db.number(
                "SELECT count(*) FROM official WHERE account = $1 AND person = $2",
                [account, asker.rawValue]) != 0
        },
        hasOfficials: {
            try db.number("SELECT count(*) FROM official WHERE account = $1", [account]) != 0
        },
        nextNumber: { (try db.number("SELECT coalesce(max(number), 0) FROM question") ?? 0) + 1 },
        lastQuestion: { words, since in
            try question(
                "account = $1 AND asker = $2 AND words = $3 AND asked_at >= $4 "
                    + "ORDER BY number DESC LIMIT 1",
                [account, asker.rawValue, words, since.milliseconds]
            ).first
        },
        question: { try question("number = $1 AND account = $2", [$0, account]).first },
        openQuestions: { max in
            try question(
                "account = $1 AND state = 'open' ORDER BY number LIMIT $2", [account, max])
        },
        openCount: {
            Int(
                try db.number(
                    "SELECT count(*) FROM question WHERE account = $1 AND state = 'open'",
                    [account]) ?? 0)
        },
        isCode: { code in
            try db.number(
                "SELECT count(*) FROM official_code WHERE code = $1 AND claimed_at IS NULL",
                [code]) != 0
        })
}

extension HandedQuestion {
    /// Reads one row of the table `question`.
    init(_ row: RowReader) throws {
        let state: State =
            switch try row.text("state") {
            case "open": .open
            case "answered":
                .answered(by: try row.text("answered_by"), answer: try row.text("answer"))
            case "dropped": .dropped
            default: throw row.bad("state", "has no such value")
            }
        self.init(
            question: NewQuestion(
                number: try row.integer("number"), text: try row.text("text"),
                words: try row.text("words"),
                candidates: try row.text("candidates").split(separator: " ").map(String.init),
                isPromised: try row.integer("promised") == 1),
            state: state, chat: ChatID(rawValue: try row.text("chat")),
            chatKind: try row.value("chat_kind", ChatKind.init(rawValue:)),
            asker: try row.text("asker_name"),
            askedAt: Timestamp(milliseconds: try row.integer("asked_at")))
    }
}

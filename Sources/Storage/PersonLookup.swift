import Conversation
import GRDB
import Messaging

/// How an admin names a person: by the number of the register, or by the id of a platform.
package enum PersonKey: Hashable, Sendable, CustomStringConvertible {
    case number(Int64)
    /// An id within an account; nil for whichever account knows it.
    case sender(PersonID, AccountID?)

    /// Reads `7`, `ACCOUNT/ID` or `ID`; nil for none of these.
    package init?(_ text: String) {
        if let number = Int64(text) {
            guard number > 0 else { return nil }
            self = .number(number)
            return
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }), let id = parts.last, !id.hasPrefix("~"),
            parts.count == 1 || !parts[0].hasPrefix("~")
        else { return nil }
        self = .sender(
            PersonID(rawValue: id), parts.count == 2 ? AccountID(rawValue: parts[0]) : nil)
    }

    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .sender(let id, nil): "\(id)"
        case .sender(let id, let account?): "\(account)/\(id)"
        }
    }
}

/// Why a person cannot be shown or erased.
package enum PersonProblem: Error, Hashable, Sendable {
    /// Nothing is held about anybody of this name.
    case unknown
    /// The id is known to several accounts.
    case severalAccounts([AccountID])
    /// Something is still owed to them: messages without a turn, replies not sent.
    case owed(turns: Int, replies: Int)
    /// Nobody else is an admin.
    case lastAdmin
}

/// Somebody's id with one account.
struct PlatformSender: Hashable {
    let account: String
    let sender: String
}

/// A chat of one account.
struct PlatformChat: Hashable {
    let account: String
    let chat: String
}

/// Everything by which one person is found.
struct PersonTraces: Hashable {
    /// Their number; nil when they never were given anything.
    var number: Int64?

    /// The number, and those that were joined with it.
    var numbers: [Int64] = []
    var senders: [PlatformSender] = []

    /// Private chats, which carry the person's id on some platforms.
    var chats: [PlatformChat] = []
}

/// Finds who is meant.
///
/// - Throws: `PersonProblem.unknown` or `.severalAccounts`.
func traces(of key: PersonKey, in db: Database) throws -> PersonTraces {
    var found = PersonTraces()
    switch key {
    case .number(let number):
        guard
            try db.number(
                """
                SELECT 1 FROM person
                WHERE id = $1 AND merged_into IS NULL AND erased_at IS NULL
                """, [number]) != nil
        else { throw PersonProblem.unknown }
        found.number = number
    case .sender(let id, let account):
        let sender = try sender(id, account, in: db)
        found.number = try db.number(
            "SELECT person FROM identity WHERE account = $1 AND sender = $2",
            [sender.account, sender.sender])
        found.senders = [sender]
    }
    if let number = found.number {
        found.numbers =
            [number]
            + (try db.columns(
                of: "person", "SELECT id FROM person WHERE merged_into = $1 ORDER BY id", [number]
            ) { try $0.integer(0) })
        found.senders = try db.columns(
            of: "identity",
            "SELECT account, sender FROM identity WHERE person = $1 ORDER BY account, sender",
            [number]
        ) { PlatformSender(account: try $0.text(0), sender: try $0.text(1)) }
    }
    found.chats = try privateChats(of: found.senders, in: db)
    return found
}

private func sender(
    _ id: PersonID, _ account: AccountID?, in db: Database
) throws -> PlatformSender {
    let accounts = try db.columns(
        of: "inbox",
        """
        SELECT account FROM inbox WHERE sender = $1 AND account <> '\(importAccount.rawValue)'
        UNION SELECT account FROM identity WHERE sender = $1
        UNION SELECT account FROM official WHERE person = $1
        ORDER BY account
        """, [id.rawValue]
    ) { try $0.text(0) }
    if let account {
        guard accounts.contains(account.rawValue) else { throw PersonProblem.unknown }
        return PlatformSender(account: account.rawValue, sender: id.rawValue)
    }
    guard let first = accounts.first else { throw PersonProblem.unknown }
    guard accounts.count == 1 else {
        throw PersonProblem.severalAccounts(accounts.map(AccountID.init(rawValue:)))
    }
    return PlatformSender(account: first, sender: id.rawValue)
}

private func privateChats(
    of senders: [PlatformSender], in db: Database
) throws -> [PlatformChat] {
    var chats: [PlatformChat] = []
    for sender in senders {
        let found = try db.columns(
            of: "inbox",
            """
            SELECT chat FROM inbox
            WHERE account = $1 AND sender = $2 AND chat_kind = 'private'
            UNION SELECT private_chat FROM identity
            WHERE account = $1 AND sender = $2 AND private_chat IS NOT NULL
            ORDER BY 1
            """, [sender.account, sender.sender]
        ) { PlatformChat(account: sender.account, chat: try $0.text(0)) }
        for chat in found where !chats.contains(chat) && !chat.chat.hasPrefix("~") {
            chats.append(chat)
        }
    }
    return chats
}

extension PersonTraces {
    /// Whether the register still says of the person what it said when they were looked for.
    func stand(in db: Database) throws -> Bool {
        for sender in senders {
            let person = try db.number(
                "SELECT person FROM identity WHERE account = $1 AND sender = $2",
                [sender.account, sender.sender])
            guard person == number else { return false }
        }
        guard let number else { return true }
        let known = try db.number(
            "SELECT count(*) FROM identity WHERE person = $1", [number])
        let isThere = try db.number(
            "SELECT 1 FROM person WHERE id = $1 AND merged_into IS NULL AND erased_at IS NULL",
            [number])
        return isThere != nil && known == Int64(senders.count)
    }
}

/// The rows of the two large tables that belong to a person.
///
/// Both are read through once. That is done before a change begins; inside it only what has come
/// since is looked at, so that nobody waits.
struct PersonRows {
    /// Messages they wrote.
    private(set) var messages: [Int64] = []

    /// Replies to those, and all that went into their private chats.
    private(set) var replies: [Int64] = []

    /// The last rows that were looked at.
    private var last: (inbox: Int64, outbox: Int64) = (0, 0)
    let traces: PersonTraces

    init(_ traces: PersonTraces) {
        self.traces = traces
    }

    /// Looks at what has come since the last time.
    ///
    /// - Returns: How many messages that were.
    @discardableResult
    mutating func gather(in db: Database) throws -> Int {
        var new: [Int64] = []
        for sender in traces.senders {
            new += try db.columns(
                of: "inbox",
                "SELECT id FROM inbox WHERE account = $1 AND sender = $2 AND id > $3 ORDER BY id",
                [sender.account, sender.sender, last.inbox]
            ) { try $0.integer(0) }
        }
        messages += new
        var found = Set(replies)
        for message in messages {
            let answers = try db.columns(
                of: "outbox", "SELECT id FROM outbox WHERE inbox = $1", [message]
            ) { try $0.integer(0) }
            found.formUnion(answers)
        }
        for chat in traces.chats {
            let said = try db.columns(
                of: "outbox",
                "SELECT id FROM outbox WHERE account = $1 AND chat = $2 AND id > $3",
                [chat.account, chat.chat, last.outbox]
            ) { try $0.integer(0) }
            found.formUnion(said)
        }
        replies = found.sorted()
        last.inbox = try db.number("SELECT max(id) FROM inbox") ?? 0
        last.outbox = try db.number("SELECT max(id) FROM outbox") ?? 0
        return new.count
    }
}

import Campaign
import Conversation
import GRDB
import Messaging

extension Turn {
    /// Stores one change to who leads what, which chat is whose, or what it wants to hear.
    func apply(_ change: PeopleChange) throws {
        switch change {
        case .makeCode(let code):
            try insert(code, by: try sender(), at: now, in: db)
        case .cancelCode(let code): try cancel(code)
        case .end(let person, let role):
            try end(role, of: person, by: try sender(), at: now, in: db)
        case .resume(let role):
            try grant(role, to: try sender(), at: now, in: db)
        case .bindChat(let role):
            try bindChat(
                kept.message.account, kept.message.chat, to: role, by: try sender(), at: now,
                in: db)
        case .mute: try setMuted(true)
        case .unmute: try setMuted(false)
        case .welcome:
            try noteChat()
        }
    }

    /// Makes the sender what a one-time code was made for.
    func claim(_ code: String) throws {
        let message = kept.message
        let claimed = try db.rows(
            of: "invitation",
            """
            UPDATE invitation SET claimed_at = $1, claimed_account = $2, claimed_person = $3
            WHERE code = $4 AND claimed_at IS NULL AND expires_at > $1
            RETURNING code, purpose, campaign, unit, person
            """,
            [now.milliseconds, message.account.rawValue, message.sender.rawValue, code])
        guard let row = claimed.first else {
            throw StoreError.refused(
                "a code that is unknown, used up or too old cannot be claimed")
        }
        let person = try person(behind: message, at: now, in: db)
        switch try OneTimeCode.Purpose(row) {
        case .lead(let role):
            try grant(role, to: person, at: now, in: db)
        case .admin:
            try db.run(
                """
                INSERT INTO admin (person, granted_at) VALUES ($1, $2)
                ON CONFLICT (person) WHERE ended_at IS NULL DO NOTHING
                """, [person, now.milliseconds])
        case .samePerson(let known):
            try merge(person, into: try standing(known, in: db), at: now, in: db)
        }
    }

    private func cancel(_ code: String) throws {
        try db.run(
            """
            UPDATE invitation SET expires_at = max(made_at, min(expires_at, $1))
            WHERE code = $2 AND claimed_at IS NULL
            """, [now.milliseconds, code])
        // Codes of officials have no end that could be brought forward.
        try db.run(
            "DELETE FROM official_code WHERE code = $1 AND claimed_at IS NULL", [code])
    }

    /// Keeps the private chat of a known person, where bulletins and reminders go.
    func notePrivateChat() throws {
        guard kept.message.chatKind == .private else { return }
        try db.run(
            """
            UPDATE identity SET private_chat = $1
            WHERE account = $2 AND sender = $3 AND private_chat IS NULL
            """,
            [
                kept.message.chat.rawValue, kept.message.account.rawValue,
                kept.message.sender.rawValue,
            ])
    }

    private func sender() throws -> Int64 { try person(behind: kept.message, at: now, in: db) }

    private func noteChat() throws {
        try db.run(
            """
            INSERT INTO chat_state (account, chat, kind, welcomed_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (account, chat) DO NOTHING
            """,
            [
                kept.message.account.rawValue, kept.message.chat.rawValue,
                kept.message.chatKind.rawValue, now.milliseconds,
            ])
    }

    private func setMuted(_ muted: Bool) throws {
        try noteChat()
        let (account, chat) = (kept.message.account.rawValue, kept.message.chat.rawValue)
        if muted {
            try db.run(
                """
                UPDATE chat_state SET muted_at = $1, muted_by = $2
                WHERE account = $3 AND chat = $4 AND muted_at IS NULL
                """, [now.milliseconds, kept.message.sender.rawValue, account, chat])
        } else {
            try db.run(
                """
                UPDATE chat_state SET muted_at = NULL, muted_by = NULL
                WHERE account = $1 AND chat = $2
                """, [account, chat])
        }
    }
}

/// Writes a one-time code; nil for one made on the command line.
func insert(_ code: OneTimeCode, by maker: Int64?, at now: Timestamp, in db: Database) throws {
    let (purpose, role, person): (String, Role?, Int64?) =
        switch code.purpose {
        case .lead(let role): ("leader", role, nil)
        case .admin: ("admin", nil, nil)
        case .samePerson(let person): ("same_person", nil, person)
        }
    try db.run(
        """
        INSERT INTO invitation (code, purpose, campaign, unit, person, made_at, made_by, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
            code.code, purpose, role?.campaign.rawValue, role?.unit.rawValue, person,
            now.milliseconds, maker, code.expiresAt.milliseconds,
        ])
}

/// Ends a leadership, with who ended it (nil for the command line); one that has ended already
/// stays as it is.
func end(
    _ role: Role, of person: Int64, by ender: Int64?, at now: Timestamp, in db: Database
) throws {
    try db.run(
        """
        UPDATE leadership SET ended_at = max(granted_at, $1), ended_by = $2
        WHERE person = $3 AND campaign = $4 AND unit = $5 AND ended_at IS NULL
        """,
        [now.milliseconds, ender, person, role.campaign.rawValue, role.unit.rawValue])
}

/// Binds a chat to a unit, or to none; the same once more changes nothing.
func bindChat(
    _ account: AccountID, _ chat: ChatID, to role: Role?, by binder: Int64?, at now: Timestamp?,
    in db: Database
) throws {
    guard let role else {
        try db.run(
            "DELETE FROM chat_binding WHERE account = $1 AND chat = $2",
            [account.rawValue, chat.rawValue])
        return
    }
    try db.run(
        """
        INSERT INTO chat_binding (account, chat, campaign, unit, bound_at, bound_by)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account, chat) DO UPDATE
        SET campaign = excluded.campaign, unit = excluded.unit, bound_at = excluded.bound_at,
            bound_by = excluded.bound_by
        WHERE campaign <> excluded.campaign OR unit <> excluded.unit
        """,
        [
            account.rawValue, chat.rawValue, role.campaign.rawValue, role.unit.rawValue,
            now?.milliseconds, binder,
        ])
}

/// The number under which a person stands now: another one after they were joined with it.
func standing(_ person: Int64, in db: Database) throws -> Int64 {
    try db.number("SELECT coalesce(merged_into, id) FROM person WHERE id = $1", [person]) ?? person
}

/// Makes one person of two: accounts, leaderships with their history and rights move over.
///
/// What both led is led once; the row that went before it ends now.
func merge(_ person: Int64, into known: Int64, at now: Timestamp, in db: Database) throws {
    guard person != known else { return }
    try db.run(
        """
        UPDATE leadership SET ended_at = max(granted_at, $1)
        WHERE person = $2 AND ended_at IS NULL AND EXISTS (
            SELECT 1 FROM leadership AS other
            WHERE other.person = $3 AND other.campaign = leadership.campaign
                AND other.unit = leadership.unit AND other.ended_at IS NULL)
        """, [now.milliseconds, person, known])
    try db.run(
        """
        UPDATE admin SET ended_at = max(granted_at, $1)
        WHERE person = $2 AND ended_at IS NULL
            AND EXISTS (SELECT 1 FROM admin WHERE person = $3 AND ended_at IS NULL)
        """, [now.milliseconds, person, known])
    for statement in [
        "UPDATE leadership SET person = $1 WHERE person = $2",
        "UPDATE leadership SET ended_by = $1 WHERE ended_by = $2",
        "UPDATE admin SET person = $1 WHERE person = $2",
        "UPDATE identity SET person = $1 WHERE person = $2",
        "UPDATE invitation SET person = $1 WHERE person = $2",
        "UPDATE invitation SET made_by = $1 WHERE made_by = $2",
        "UPDATE chat_binding SET bound_by = $1 WHERE bound_by = $2",
        "UPDATE person SET merged_into = $1 WHERE id = $2 OR merged_into = $2",
    ] {
        try db.run(statement, [known, person])
    }
}

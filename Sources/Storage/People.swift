import Campaign
import Conversation
import GRDB
import Messaging

extension Store {
    /// Makes a one-time code that turns whoever sends it into a leader of a unit.
    ///
    /// A code that is there already stays as it is, so that a demo can be set up twice.
    ///
    /// - Throws: `StoreError`.
    package func addInvitation(_ code: String, for role: Role, at now: Timestamp) throws {
        try write { db in
            try db.run(
                """
                INSERT INTO invitation (code, campaign, unit, made_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (code) DO NOTHING
                """, [code, role.campaign.rawValue, role.unit.rawValue, now.milliseconds])
        }
    }

    /// The units that a person leads, in the order in which they were granted.
    ///
    /// - Throws: `StoreError`.
    package func roles(account: AccountID, person: PersonID) throws -> [Role] {
        try read { db in
            try db.rows(
                of: "role",
                """
                SELECT * FROM role WHERE account = $1 AND person = $2
                ORDER BY granted_at, campaign, unit
                """, [account.rawValue, person.rawValue]
            ).map(Role.init)
        }
    }

    /// Binds a chat to the unit whose group it is; a later binding replaces an earlier one.
    ///
    /// - Throws: `StoreError`.
    package func bind(account: AccountID, chat: ChatID, to role: Role) throws {
        try write { db in
            try db.run(
                """
                INSERT INTO chat_binding (account, chat, campaign, unit) VALUES ($1, $2, $3, $4)
                ON CONFLICT (account, chat)
                DO UPDATE SET campaign = excluded.campaign, unit = excluded.unit
                """,
                [account.rawValue, chat.rawValue, role.campaign.rawValue, role.unit.rawValue])
        }
    }

    /// The campaign and unit that a chat is bound to, or nil.
    ///
    /// - Throws: `StoreError`.
    package func binding(account: AccountID, chat: ChatID) throws -> Role? {
        try read { db in try bindingOfChat(account, chat, in: db) }
    }
}

extension Role {
    /// Reads the columns `campaign` and `unit` of one row.
    init(_ row: RowReader) throws {
        self.init(
            campaign: CampaignID(rawValue: try row.text("campaign")),
            unit: UnitID(rawValue: try row.text("unit")))
    }
}

/// Writes that a person leads a unit; once more changes nothing.
func grant(
    _ role: Role, account: AccountID, person: PersonID, at now: Timestamp, in db: Database
) throws {
    try db.run(
        """
        INSERT INTO role (account, person, campaign, unit, granted_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account, person, campaign, unit) DO NOTHING
        """,
        [
            account.rawValue, person.rawValue, role.campaign.rawValue, role.unit.rawValue,
            now.milliseconds,
        ])
}

/// Reads which campaign and unit a chat is bound to; nil for none.
func bindingOfChat(_ account: AccountID, _ chat: ChatID, in db: Database) throws -> Role? {
    try db.rows(
        of: "chat_binding", "SELECT * FROM chat_binding WHERE account = $1 AND chat = $2",
        [account.rawValue, chat.rawValue]
    ).first.map(Role.init)
}

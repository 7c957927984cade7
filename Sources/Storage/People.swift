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
        try addCode(OneTimeCode(code: code, purpose: .lead(role), madeAt: now), at: now)
    }

    /// Keeps a one-time code made on the command line; one that is there already stays as it is.
    ///
    /// - Throws: `StoreError`; `.refused` when it is for a person who is not known.
    package func addCode(_ code: OneTimeCode, at now: Timestamp) throws {
        try write { db in
            let known = try db.number(
                "SELECT count(*) FROM invitation WHERE code = $1", [code.code])
            if known == 0 { try insert(code, by: nil, at: now, in: db) }
        }
    }

    /// The units that a person leads, in the order in which they were granted.
    ///
    /// - Throws: `StoreError`.
    package func roles(account: AccountID, person: PersonID) throws -> [Role] {
        try read { db in try rolesOfSender(account, person, in: db) }
    }

    /// Binds a chat to the unit whose group it is; a later binding replaces an earlier one.
    ///
    /// - Parameters:
    ///   - account: The bot that is in the chat.
    ///   - chat: The group.
    ///   - role: Its campaign and unit.
    ///   - now: The moment, kept for audit; nil when it does not matter.
    /// - Throws: `StoreError`.
    package func bind(
        account: AccountID, chat: ChatID, to role: Role, at now: Timestamp? = nil
    ) throws {
        try write { db in try bindChat(account, chat, to: role, by: nil, at: now, in: db) }
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

/// The units that the person behind a sender leads, in the order in which they were granted.
func rolesOfSender(_ account: AccountID, _ sender: PersonID, in db: Database) throws -> [Role] {
    try db.rows(
        of: "leadership",
        """
        SELECT leadership.* FROM leadership JOIN identity ON identity.person = leadership.person
        WHERE identity.account = $1 AND identity.sender = $2 AND leadership.ended_at IS NULL
        ORDER BY leadership.id
        """, [account.rawValue, sender.rawValue]
    ).map(Role.init)
}

/// Returns the number of the person behind the sender of a message, making one when it is new.
///
/// The private chat is noted when the message came in one: bulletins and reminders go there.
func person(behind message: InboundMessage, at now: Timestamp, in db: Database) throws -> Int64 {
    let chat = message.chatKind == .private ? message.chat.rawValue : nil
    let known = try db.number(
        """
        UPDATE identity SET private_chat = coalesce($1, private_chat)
        WHERE account = $2 AND sender = $3 RETURNING person
        """, [chat, message.account.rawValue, message.sender.rawValue])
    if let known { return known }
    let made = try db.number(
        "INSERT INTO person (name, made_at) VALUES ($1, $2) RETURNING id",
        [storable(message.senderName), now.milliseconds])
    guard let made else { throw StoreError.refused("a new person got no number") }
    try db.run(
        """
        INSERT INTO identity (account, sender, person, private_chat, known_at)
        VALUES ($1, $2, $3, $4, $5)
        """,
        [message.account.rawValue, message.sender.rawValue, made, chat, now.milliseconds])
    return made
}

/// Writes that a person leads a unit; once more changes nothing.
func grant(_ role: Role, to person: Int64, at now: Timestamp, in db: Database) throws {
    try db.run(
        """
        INSERT INTO leadership (person, campaign, unit, granted_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person, campaign, unit) WHERE ended_at IS NULL DO NOTHING
        """,
        [person, role.campaign.rawValue, role.unit.rawValue, now.milliseconds])
}

/// Reads which campaign and unit a chat is bound to; nil for none.
func bindingOfChat(_ account: AccountID, _ chat: ChatID, in db: Database) throws -> Role? {
    try db.rows(
        of: "chat_binding", "SELECT * FROM chat_binding WHERE account = $1 AND chat = $2",
        [account.rawValue, chat.rawValue]
    ).first.map(Role.init)
}

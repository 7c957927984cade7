import Campaign
import Conversation
import GRDB
import Messaging

/// A person of the register, for admins (người phụ trách).
package struct ListedPerson: Hashable, Sendable {
    /// A unit that they lead or led.
    package struct Leadership: Hashable, Sendable {
        package let role: Role
        package let grantedAt: Timestamp
        /// Nil while it stands.
        package let endedAt: Timestamp?
    }

    /// Where they write from.
    package struct Identity: Hashable, Sendable {
        package let account: AccountID
        package let sender: PersonID
        package let knownAt: Timestamp
    }

    package let number: Int64

    /// As the platform gave it; may be empty.
    package let name: String
    package let isAdmin: Bool
    package let leaderships: [Leadership]
    package let identities: [Identity]
}

extension Store {
    /// The people of the register with what they lead and led, by number.
    ///
    /// - Throws: `StoreError`.
    package func people() throws -> [ListedPerson] {
        try read { db in
            let leaderships = try db.rows(
                of: "leadership", "SELECT * FROM leadership ORDER BY id")
            let identities = try db.rows(
                of: "identity", "SELECT * FROM identity ORDER BY known_at, account, sender")
            let led = try Dictionary(grouping: leaderships) { try $0.integer("person") }
            let known = try Dictionary(grouping: identities) { try $0.integer("person") }
            return try db.rows(
                of: "person",
                """
                SELECT id, name, EXISTS (
                    SELECT 1 FROM admin WHERE admin.person = person.id AND ended_at IS NULL
                ) AS is_admin FROM person
                WHERE merged_into IS NULL AND erased_at IS NULL ORDER BY id
                """
            ).map { row in
                let number = try row.integer("id")
                return ListedPerson(
                    number: number, name: try row.text("name"),
                    isAdmin: try row.integer("is_admin") == 1,
                    leaderships: try (led[number] ?? []).map(ListedPerson.Leadership.init),
                    identities: try (known[number] ?? []).map(ListedPerson.Identity.init))
            }
        }
    }

    /// Whether there is a person with this number.
    ///
    /// - Throws: `StoreError`.
    package func knowsPerson(_ number: Int64) throws -> Bool {
        try read { db in
            try db.number(
                """
                SELECT count(*) FROM person
                WHERE id = $1 AND merged_into IS NULL AND erased_at IS NULL
                """, [number]) == 1
        }
    }

    /// Ends what a person leads; the rows stay with when it ended.
    ///
    /// - Parameters:
    ///   - number: The person.
    ///   - campaign: Only there; nil for everywhere, and then an admin is none any longer.
    ///   - unit: Only this unit of the campaign; nil for all.
    ///   - now: The moment of the end.
    /// - Returns: What ended.
    /// - Throws: `StoreError`.
    package func removePerson(
        _ number: Int64, campaign: CampaignID?, unit: UnitID?, at now: Timestamp
    ) throws -> (roles: [Role], admin: Bool) {
        try write { db in
            let standing = try db.rows(
                of: "leadership",
                "SELECT * FROM leadership WHERE person = $1 AND ended_at IS NULL ORDER BY id",
                [number]
            ).map(Role.init)
            let roles = standing.filter { role in
                (campaign == nil || role.campaign == campaign) && (unit == nil || role.unit == unit)
            }
            for role in roles { try end(role, of: number, by: nil, at: now, in: db) }
            guard campaign == nil else { return (roles, false) }
            try db.run(
                """
                UPDATE admin SET ended_at = max(granted_at, $1)
                WHERE person = $2 AND ended_at IS NULL
                """, [now.milliseconds, number])
            return (roles, db.changesCount > 0)
        }
    }
}

extension ListedPerson.Leadership {
    fileprivate init(_ row: RowReader) throws {
        self.init(
            role: try Role(row),
            grantedAt: Timestamp(milliseconds: try row.integer("granted_at")),
            endedAt: try row.integerIfAny("ended_at").map(Timestamp.init(milliseconds:)))
    }
}

extension ListedPerson.Identity {
    fileprivate init(_ row: RowReader) throws {
        self.init(
            account: AccountID(rawValue: try row.text("account")),
            sender: PersonID(rawValue: try row.text("sender")),
            knownAt: Timestamp(milliseconds: try row.integer("known_at")))
    }
}

import Campaign
import Conversation
import GRDB
import Messaging

/// The questions that `decide` may put to the register, answered from SQL in the turn's
/// transaction.
func register(in db: Database, asker: PersonID, account: AccountID) -> Register {
    Register(
        code: { code in
            try db.rows(
                of: "invitation",
                """
                SELECT invitation.*, coalesce(person.name, '') AS person_name,
                    claimed_at IS NOT NULL AS claimed,
                    coalesce(claimed_account = $1 AND claimed_person = $2, 0) AS by_sender
                FROM invitation LEFT JOIN person ON person.id = invitation.person
                WHERE code = $3
                """, [account.rawValue, asker.rawValue, code]
            ).first.map(FoundCode.init)
        },
        leaders: { role in
            try db.rows(
                of: "leadership",
                """
                SELECT person.id AS id, person.name AS name, (
                    SELECT private_chat FROM identity
                    WHERE identity.person = person.id AND account = $1
                        AND private_chat IS NOT NULL ORDER BY sender LIMIT 1) AS chat
                FROM leadership JOIN person ON person.id = leadership.person
                WHERE campaign = $2 AND unit = $3 AND ended_at IS NULL
                ORDER BY leadership.id
                """, [account.rawValue, role.campaign.rawValue, role.unit.rawValue]
            ).map { row in
                Leader(
                    number: try row.integer("id"), name: try row.text("name"),
                    chat: try row.isNull("chat") ? nil : ChatID(rawValue: row.text("chat")))
            }
        },
        gaveUp: { role in
            try db.number(
                """
                SELECT max(leadership.ended_at) FROM leadership
                JOIN identity ON identity.person = leadership.person
                WHERE account = $1 AND sender = $2 AND campaign = $3 AND unit = $4
                    AND ended_by = leadership.person
                    AND leadership.id = (
                        SELECT max(latest.id) FROM leadership AS latest
                        WHERE latest.person = leadership.person AND latest.campaign = $3
                            AND latest.unit = $4)
                """,
                [
                    account.rawValue, asker.rawValue, role.campaign.rawValue, role.unit.rawValue,
                ]
            ).map(Timestamp.init(milliseconds:))
        },
        freshCode: newOneTimeCode)
}

/// Makes a code that nobody can guess: eight letters and digits without those that look alike,
/// the last one a digit, because an A at the end reads as "ạ"; 31^7 × 8 codes, each good once.
package func newOneTimeCode() -> String {
    let letters = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    var generator = SystemRandomNumberGenerator()
    return String(
        (0..<8).map { place in
            // The first eight of the letters are digits.
            let choices = place == 7 ? 8 : letters.count
            return letters[Int.random(in: 0..<choices, using: &generator)]
        })
}

extension FoundCode {
    fileprivate init(_ row: RowReader) throws {
        let claim: Claim =
            switch (try row.integer("claimed"), try row.integer("by_sender")) {
            case (0, _): .open
            case (_, 1): .bySender
            default: .byOther
            }
        self.init(
            code: OneTimeCode(
                code: try row.text("code"), purpose: try OneTimeCode.Purpose(row),
                expiresAt: Timestamp(milliseconds: try row.integer("expires_at"))),
            claim: claim, personName: try row.text("person_name"))
    }
}

extension OneTimeCode.Purpose {
    /// Reads the columns `purpose`, `campaign`, `unit` and `person` of one row.
    init(_ row: RowReader) throws {
        self =
            switch try row.text("purpose") {
            case "leader": .lead(try Role(row))
            case "admin": .admin
            case "same_person": .samePerson(try row.integer("person"))
            default: throw row.bad("purpose", "has no such value")
            }
    }
}

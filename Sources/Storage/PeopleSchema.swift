/// One-time codes with what they are for, who made them and until when they are good; admins.
///
/// The codes of the first versions were made on the command line, for leaders, without an end;
/// they become good for a week from when they were made, as all codes for leaders.
///
/// `made_by`, `granted_by`, `bound_by` and `ended_by` are null for the command line.
let codeSchema = """

    CREATE TABLE admin (
        id INTEGER PRIMARY KEY,
        person INTEGER NOT NULL REFERENCES person (id),
        granted_at INTEGER NOT NULL,
        ended_at INTEGER,
        CHECK (ended_at >= granted_at)
    ) STRICT;
    CREATE UNIQUE INDEX admin_standing ON admin (person) WHERE ended_at IS NULL;

    ALTER TABLE invitation RENAME TO earlier_invitation;

    CREATE TABLE invitation (
        code TEXT PRIMARY KEY CHECK (code <> ''),
        purpose TEXT NOT NULL CHECK (purpose IN ('leader', 'admin', 'same_person')),
        campaign TEXT CHECK (campaign <> ''),
        unit TEXT CHECK (unit <> ''),
        person INTEGER REFERENCES person (id),
        made_at INTEGER NOT NULL,
        made_by INTEGER REFERENCES person (id),
        expires_at INTEGER NOT NULL,
        claimed_at INTEGER,
        claimed_account TEXT,
        claimed_person TEXT,
        CHECK ((purpose = 'leader') = (campaign IS NOT NULL)),
        CHECK ((campaign IS NULL) = (unit IS NULL)),
        CHECK ((purpose = 'same_person') = (person IS NOT NULL)),
        CHECK (expires_at >= made_at),
        CHECK ((claimed_at IS NULL) = (claimed_account IS NULL)),
        CHECK ((claimed_at IS NULL) = (claimed_person IS NULL))
    ) STRICT, WITHOUT ROWID;

    INSERT INTO invitation (code, purpose, campaign, unit, made_at, expires_at, claimed_at,
        claimed_account, claimed_person)
    SELECT code, 'leader', campaign, unit, made_at, made_at + 7 * 86400000, claimed_at,
        claimed_account, claimed_person
    FROM earlier_invitation;

    DROP TABLE earlier_invitation;

    ALTER TABLE chat_binding ADD COLUMN bound_at INTEGER;
    ALTER TABLE chat_binding ADD COLUMN bound_by INTEGER REFERENCES person (id);
    """

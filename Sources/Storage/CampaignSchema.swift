/// Who people are, what they lead, and what is known of each chat.
///
/// Ids of senders hold within one account only, so one person may have several identities. The
/// table `role` of the first versions becomes `person`, `identity` and `leadership`.
let personSchema = """
    CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        merged_into INTEGER REFERENCES person (id),
        CHECK (merged_into <> id)
    ) STRICT;

    CREATE TABLE identity (
        account TEXT NOT NULL CHECK (account <> ''),
        sender TEXT NOT NULL CHECK (sender <> ''),
        person INTEGER NOT NULL REFERENCES person (id),
        private_chat TEXT,
        known_at INTEGER NOT NULL,
        PRIMARY KEY (account, sender)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX identity_person ON identity (person);

    CREATE TABLE leadership (
        id INTEGER PRIMARY KEY,
        person INTEGER NOT NULL REFERENCES person (id),
        campaign TEXT NOT NULL CHECK (campaign <> ''),
        unit TEXT NOT NULL CHECK (unit <> ''),
        granted_at INTEGER NOT NULL,
        ended_at INTEGER,
        ended_by INTEGER REFERENCES person (id),
        CHECK (ended_at >= granted_at),
        CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
    ) STRICT;
    CREATE UNIQUE INDEX leadership_standing ON leadership (person, campaign, unit)
        WHERE ended_at IS NULL;
    CREATE INDEX leadership_unit ON leadership (campaign, unit) WHERE ended_at IS NULL;

    INSERT INTO person (id, name, made_at)
    SELECT row_number() OVER (ORDER BY min(granted_at), account, person),
        coalesce((SELECT sender_name FROM inbox
            WHERE inbox.account = role.account AND inbox.sender = role.person
            ORDER BY inbox.id DESC LIMIT 1), ''),
        min(granted_at)
    FROM role GROUP BY account, person;

    INSERT INTO identity (account, sender, person, private_chat, known_at)
    SELECT account, person, row_number() OVER (ORDER BY min(granted_at), account, person),
        (SELECT chat FROM inbox
            WHERE inbox.account = role.account AND inbox.sender = role.person
                AND inbox.chat_kind = 'private'
            ORDER BY inbox.id DESC LIMIT 1),
        min(granted_at)
    FROM role GROUP BY account, person;

    INSERT INTO leadership (person, campaign, unit, granted_at)
    SELECT identity.person, role.campaign, role.unit, role.granted_at
    FROM role JOIN identity ON identity.account = role.account AND identity.sender = role.person
    ORDER BY role.granted_at, identity.person, role.campaign, role.unit;

    DROP TABLE role;

    CREATE TABLE chat_state (
        account TEXT NOT NULL CHECK (account <> ''),
        chat TEXT NOT NULL CHECK (chat <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('private', 'group')),
        welcomed_at INTEGER NOT NULL,
        muted_at INTEGER,
        muted_by TEXT,
        CHECK ((muted_at IS NULL) = (muted_by IS NULL)),
        PRIMARY KEY (account, chat)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO chat_state (account, chat, kind, welcomed_at)
    SELECT account, chat, chat_kind, min(kept_at) FROM inbox WHERE true GROUP BY account, chat;
    """

/// Reports that wait for a word of their author, never counted meanwhile.
let draftSchema = """
    CREATE TABLE draft (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        campaign TEXT NOT NULL,
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        sender TEXT NOT NULL,
        inbox INTEGER NOT NULL REFERENCES inbox (id),
        content TEXT NOT NULL CHECK (json_valid(content)),
        made_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open'
            CHECK (state IN ('open', 'recorded', 'cancelled', 'expired')),
        ended_at INTEGER,
        CHECK (expires_at > made_at),
        CHECK ((state = 'open') = (ended_at IS NULL))
    ) STRICT;
    CREATE INDEX draft_expiry ON draft (expires_at) WHERE state = 'open';
    CREATE INDEX draft_sender ON draft (account, chat, sender, number);
    CREATE INDEX report_corrects ON report (corrects) WHERE corrects IS NOT NULL;
    """

/// Difficulties that leaders tell (vướng mắc), each with the unit where it lies now.
let difficultySchema = """
    CREATE TABLE difficulty (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        campaign TEXT NOT NULL,
        unit TEXT NOT NULL,
        lies_at TEXT NOT NULL,
        text TEXT NOT NULL CHECK (text <> ''),
        words TEXT NOT NULL,
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        sender TEXT NOT NULL,
        sender_name TEXT NOT NULL,
        inbox INTEGER NOT NULL REFERENCES inbox (id),
        opened_at INTEGER NOT NULL,
        passed_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'resolved')),
        resolved_at INTEGER,
        CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
    ) STRICT;
    CREATE INDEX difficulty_open ON difficulty (campaign, number) WHERE state <> 'resolved';
    CREATE INDEX difficulty_resolved ON difficulty (campaign, resolved_at)
        WHERE state = 'resolved';

    CREATE TABLE difficulty_step (
        id INTEGER PRIMARY KEY,
        difficulty INTEGER NOT NULL REFERENCES difficulty (number),
        kind TEXT NOT NULL CHECK (kind IN ('taken', 'passed', 'resolved')),
        made_at INTEGER NOT NULL,
        by_name TEXT,
        unit TEXT,
        how TEXT,
        inbox INTEGER REFERENCES inbox (id),
        CHECK ((kind = 'passed') = (unit IS NOT NULL)),
        CHECK ((kind = 'resolved') = (how IS NOT NULL)),
        CHECK ((by_name IS NULL) = (inbox IS NULL))
    ) STRICT;
    CREATE INDEX difficulty_step_of ON difficulty_step (difficulty, id);
    """

/// What is sent on schedule: noted in the transaction that queues it, so it goes out once.
///
/// An `occasion` is decided for all chats at once, each chat's part is an `announcement`.
/// `outbox.subject` names what a queued message is about (`reminder CAMPAIGN UNIT DAY`), so that
/// it can be taken back before it is sent.
let announcementSchema = """
    CREATE TABLE occasion (
        kind TEXT NOT NULL CHECK (kind IN ('reminder', 'bulletin', 'closing')),
        campaign TEXT NOT NULL CHECK (campaign <> ''),
        day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        time TEXT NOT NULL,
        decided_at INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('announced', 'late')),
        PRIMARY KEY (kind, campaign, day, time)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE announcement (
        kind TEXT NOT NULL CHECK (kind <> ''),
        campaign TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        time TEXT NOT NULL,
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        unit TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('queued', 'skipped', 'late')),
        reason TEXT,
        CHECK (outcome = 'queued' OR reason IS NOT NULL),
        PRIMARY KEY (kind, campaign, day, time, account, chat, unit)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE outbox ADD COLUMN subject TEXT;
    CREATE INDEX outbox_subject ON outbox (subject) WHERE state = 'waiting' AND subject <> '';
    """

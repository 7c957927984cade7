import GRDB

/// The schema's history: append-only, never edited once deployed.
///
/// Moments are milliseconds since the epoch, days are `yyyy-mm-dd` in Vietnam. Constraints refuse
/// what the code must not write, so that a mistake ends one turn and not the books.
let schema = {
    var migrator = DatabaseMigrator()
    for (name, sql) in [
        ("1 messages", messagesSchema), ("2 people", peopleSchema), ("3 ledger", ledgerSchema),
        ("4 accounts", accountsSchema), ("5 questions", questionSchema),
        ("6 persons", personSchema + codeSchema), ("7 drafts", draftSchema),
        ("8 difficulties", difficultySchema), ("9 announcements", announcementSchema),
        ("10 accounts", accountLifeSchema), ("11 flood", floodSchema), ("12 sends", sendsSchema),
        ("13 checks", checksSchema), ("14 audit", auditSchema + privacySchema),
        ("15 alerts", alertSchema),
    ] {
        migrator.registerMigration(name) { db in try db.execute(sql: sql) }
    }
    return migrator
}()

/// Messages in, replies out, and the starts of the program.
private let messagesSchema = """
    CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        started_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE inbox (
        id INTEGER PRIMARY KEY,
        account TEXT NOT NULL CHECK (account <> ''),
        chat TEXT NOT NULL CHECK (chat <> ''),
        chat_kind TEXT NOT NULL CHECK (chat_kind IN ('private', 'group')),
        message TEXT NOT NULL CHECK (message <> ''),
        sender TEXT NOT NULL,
        sender_name TEXT NOT NULL,
        content_kind TEXT NOT NULL CHECK (content_kind IN ('text', 'other')),
        content TEXT NOT NULL,
        sent_at INTEGER NOT NULL,
        kept_at INTEGER NOT NULL,
        trace TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'kept' CHECK (state IN ('kept', 'taken', 'set_aside')),
        tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 3),
        in_hand INTEGER NOT NULL DEFAULT 0 CHECK (in_hand IN (0, 1)),
        alone INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1)),
        not_before INTEGER NOT NULL DEFAULT 0,
        outcome TEXT,
        error TEXT,
        ended_at INTEGER,
        CHECK (state = 'kept' OR in_hand = 0),
        CHECK ((state = 'kept') = (ended_at IS NULL)),
        UNIQUE (account, chat, message)
    ) STRICT;
    CREATE INDEX inbox_owed ON inbox (id) WHERE state = 'kept';
    CREATE INDEX inbox_suspect ON inbox (account, chat, id)
        WHERE state = 'kept' AND not_before > 0;
    CREATE INDEX inbox_set_aside ON inbox (id) WHERE state = 'set_aside';

    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        inbox INTEGER REFERENCES inbox (id),
        account TEXT NOT NULL CHECK (account <> ''),
        chat TEXT NOT NULL CHECK (chat <> ''),
        ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
        text TEXT NOT NULL CHECK (text <> ''),
        priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
        repeats_unknown_outcome INTEGER NOT NULL CHECK (repeats_unknown_outcome IN (0, 1)),
        trace TEXT NOT NULL,
        queued_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'abandoned')),
        attempts INTEGER NOT NULL CHECK (attempts >= 0),
        due_at INTEGER NOT NULL,
        reason TEXT,
        message TEXT,
        ended_at INTEGER,
        CHECK ((state IN ('delivered', 'abandoned')) = (ended_at IS NOT NULL)),
        CHECK (state <> 'abandoned' OR reason IS NOT NULL),
        UNIQUE (inbox, ordinal)
    ) STRICT;
    CREATE INDEX outbox_open ON outbox (account, chat, id) WHERE state IN ('waiting', 'sending');

    CREATE TABLE recipient_gone (
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        gone_at INTEGER NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (account, chat)
    ) STRICT, WITHOUT ROWID;
    """

/// What people talk about, what they lead, and which unit a chat belongs to.
private let peopleSchema = """
    CREATE TABLE topic (
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        person TEXT NOT NULL,
        topic TEXT NOT NULL CHECK (json_valid(topic)),
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (account, chat, person)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE invitation (
        code TEXT PRIMARY KEY CHECK (code <> ''),
        campaign TEXT NOT NULL,
        unit TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        claimed_at INTEGER,
        claimed_account TEXT,
        claimed_person TEXT,
        CHECK ((claimed_at IS NULL) = (claimed_account IS NULL)),
        CHECK ((claimed_at IS NULL) = (claimed_person IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE role (
        account TEXT NOT NULL,
        person TEXT NOT NULL,
        campaign TEXT NOT NULL,
        unit TEXT NOT NULL,
        granted_at INTEGER NOT NULL,
        PRIMARY KEY (account, person, campaign, unit)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE chat_binding (
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        campaign TEXT NOT NULL,
        unit TEXT NOT NULL,
        PRIMARY KEY (account, chat)
    ) STRICT, WITHOUT ROWID;
    """

/// Reports and their numbers.
///
/// Values are ten-thousandths, as `Quantity.scaled`.
private let ledgerSchema = """
    CREATE TABLE report (
        number INTEGER PRIMARY KEY,
        campaign TEXT NOT NULL,
        unit TEXT NOT NULL,
        account TEXT NOT NULL,
        reporter TEXT NOT NULL,
        chat TEXT NOT NULL,
        inbox INTEGER NOT NULL REFERENCES inbox (id),
        corrects INTEGER REFERENCES report (number),
        recorded_at INTEGER NOT NULL,
        voided_at INTEGER,
        voided_by INTEGER REFERENCES inbox (id),
        CHECK ((voided_at IS NULL) = (voided_by IS NULL)),
        CHECK (corrects < number)
    ) STRICT;
    CREATE INDEX report_standing ON report (campaign, account, reporter, number)
        WHERE voided_at IS NULL;

    CREATE TABLE ledger (
        id INTEGER PRIMARY KEY,
        report INTEGER NOT NULL REFERENCES report (number),
        ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
        unit TEXT NOT NULL,
        indicator TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        operation TEXT NOT NULL CHECK (operation IN ('add', 'set')),
        value INTEGER NOT NULL,
        denominator INTEGER,
        UNIQUE (report, ordinal)
    ) STRICT;
    CREATE INDEX ledger_unit ON ledger (unit, day);
    CREATE INDEX ledger_day ON ledger (day);
    """

/// How each bot account fares.
private let accountsSchema = """
    CREATE TABLE account_state (
        account TEXT PRIMARY KEY,
        last_poll_at INTEGER,
        stopped_at INTEGER,
        stopped_reason TEXT,
        CHECK ((stopped_at IS NULL) = (stopped_reason IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE account_month (
        account TEXT NOT NULL,
        month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
        sent INTEGER NOT NULL CHECK (sent >= 0),
        PRIMARY KEY (account, month)
    ) STRICT, WITHOUT ROWID;
    """

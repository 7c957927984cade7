/// Who did what with powers that others do not have: lines are added, and go when they are old.
///
/// `login` is a user of the machine; in a chat it is `account` with the number of the person, if
/// they have one, and the message.
let auditSchema = """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        action TEXT NOT NULL CHECK (action <> ''),
        subject TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
        login TEXT CHECK (login <> ''),
        account TEXT CHECK (account <> ''),
        person INTEGER REFERENCES person (id),
        inbox INTEGER REFERENCES inbox (id),
        CHECK ((login IS NULL) = (account IS NOT NULL)),
        CHECK (login IS NULL OR (person IS NULL AND inbox IS NULL))
    ) STRICT;
    CREATE INDEX audit_at ON audit (at);
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    BEGIN
        SELECT RAISE(ABORT, 'a line of the audit log is never changed');
    END;

    """

/// How far texts were purged, what was passed over because it was still owed, who was erased.
///
/// `purge_cursor` is the last row of each kind that was looked at: ids grow with time, so that a
/// look costs what is new alone. `erased_chat` holds private chats of erased persons whose messages
/// still carry the id until `due_at`, because a platform may hand one of them out again.
let privacySchema = """
    CREATE TABLE purge_cursor (
        kind TEXT PRIMARY KEY,
        last INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE purge_left (
        kind TEXT NOT NULL,
        id INTEGER NOT NULL,
        PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX question_texts ON question (ended_at) WHERE words <> '~';
    CREATE INDEX difficulty_texts ON difficulty (resolved_at) WHERE text <> '(đã xóa)';

    ALTER TABLE person ADD COLUMN erased_at INTEGER;

    CREATE TABLE erasure (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        erased_at INTEGER NOT NULL,
        person INTEGER REFERENCES person (id)
    ) STRICT;

    CREATE TABLE erased_chat (
        alias TEXT PRIMARY KEY CHECK (alias LIKE '~erased-%'),
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        last_inbox INTEGER NOT NULL,
        due_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

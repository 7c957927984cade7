/// Questions that the bot could not answer, and the officials who may.
let questionSchema = """
    CREATE TABLE official_code (
        code TEXT PRIMARY KEY CHECK (code <> ''),
        made_at INTEGER NOT NULL,
        claimed_at INTEGER,
        claimed_account TEXT,
        claimed_person TEXT,
        CHECK ((claimed_at IS NULL) = (claimed_account IS NULL)),
        CHECK ((claimed_at IS NULL) = (claimed_person IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE official (
        account TEXT NOT NULL,
        person TEXT NOT NULL,
        name TEXT NOT NULL,
        granted_at INTEGER NOT NULL,
        PRIMARY KEY (account, person)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE question (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        account TEXT NOT NULL,
        chat TEXT NOT NULL,
        chat_kind TEXT NOT NULL CHECK (chat_kind IN ('private', 'group')),
        asker TEXT NOT NULL,
        asker_name TEXT NOT NULL,
        inbox INTEGER NOT NULL REFERENCES inbox (id),
        text TEXT NOT NULL,
        words TEXT NOT NULL CHECK (words <> ''),
        candidates TEXT NOT NULL,
        promised INTEGER NOT NULL CHECK (promised IN (0, 1)),
        asked_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'dropped')),
        answer TEXT,
        answered_by TEXT,
        official TEXT,
        ended_at INTEGER,
        CHECK ((state = 'answered') = (answer IS NOT NULL)),
        CHECK ((state = 'answered') = (answered_by IS NOT NULL)),
        CHECK ((state = 'open') = (ended_at IS NULL))
    ) STRICT;
    CREATE INDEX question_open ON question (account, number) WHERE state = 'open';
    CREATE INDEX question_asked ON question (account, asker, words, asked_at);
    """

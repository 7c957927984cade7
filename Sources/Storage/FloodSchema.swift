/// Turns by chat instead of by age, who floods, which warnings were given, what was put back.
///
/// The indexes are partial and hold only what is open: what a batch of turns costs does not grow
/// with what waits. `turn_cursor` is the chat that was last served; the next batch begins after it.
/// `inbox.silent_until` is set on the one message that is answered with "too fast", `silent_group`
/// when the whole group is not listened to.
let floodSchema = """
    DROP INDEX inbox_owed;
    CREATE INDEX inbox_kept ON inbox (account, chat, id) WHERE state = 'kept';
    CREATE INDEX inbox_in_hand ON inbox (id) WHERE in_hand = 1;
    CREATE INDEX inbox_alone ON inbox (id) WHERE state = 'kept' AND alone = 1;
    CREATE INDEX inbox_worn ON inbox (id) WHERE state = 'kept' AND tries >= 3;
    CREATE INDEX inbox_waits ON inbox (not_before) WHERE state = 'kept' AND not_before > 0;
    ALTER TABLE inbox ADD COLUMN silent_until INTEGER;
    ALTER TABLE inbox ADD COLUMN silent_group INTEGER NOT NULL DEFAULT 0
        CHECK (silent_group IN (0, 1));

    CREATE INDEX outbox_abandoned ON outbox (ended_at) WHERE state = 'abandoned';

    CREATE TABLE turn_cursor (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        account TEXT NOT NULL,
        chat TEXT NOT NULL
    ) STRICT;
    INSERT INTO turn_cursor (id, account, chat) VALUES (1, '', '');

    CREATE TABLE flood (
        account TEXT NOT NULL CHECK (account <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('person', 'group')),
        name TEXT NOT NULL,
        minute_full_at INTEGER NOT NULL,
        hour_full_at INTEGER NOT NULL,
        silent_until INTEGER NOT NULL CHECK (silent_until >= 0),
        silence_ms INTEGER NOT NULL CHECK (silence_ms >= 0),
        floods INTEGER NOT NULL CHECK (floods >= 0),
        PRIMARY KEY (account, kind, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE quota_warning (
        account TEXT NOT NULL CHECK (account <> ''),
        month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
        percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100),
        warned_at INTEGER NOT NULL,
        told INTEGER NOT NULL CHECK (told >= 0),
        PRIMARY KEY (account, month, percent)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE put_back (
        account TEXT PRIMARY KEY CHECK (account <> '')
    ) STRICT, WITHOUT ROWID;
    """

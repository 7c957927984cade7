/// Troubles that admins were told of, one row for each cause, the last time it came.
let alertSchema = """
    CREATE TABLE alert (
        cause TEXT PRIMARY KEY CHECK (cause <> ''),
        since INTEGER NOT NULL,
        told_at INTEGER NOT NULL,
        over_at INTEGER,
        told INTEGER NOT NULL CHECK (told >= 0),
        CHECK (over_at >= told_at)
    ) STRICT, WITHOUT ROWID;
    """

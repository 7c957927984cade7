/// The states of messages and replies, checked as before and without a table for each check.
///
/// For `state IN (…)` with more than two values SQLite makes a table at each insert and update,
/// which cost as much as the change itself. What it keeps on the disk is the same, so the text of
/// the two tables is changed where it stands ("Making Other Kinds Of Table Schema Changes" in
/// SQLite's page on ALTER TABLE) instead of copying all rows.
let checksSchema = """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(
        sql, 'CHECK (state IN (''kept'', ''taken'', ''set_aside''))',
        'CHECK (state = ''kept'' OR state = ''taken'' OR state = ''set_aside'')')
    WHERE type = 'table' AND name = 'inbox';
    UPDATE sqlite_schema SET sql = replace(
        sql, 'CHECK (state IN (''waiting'', ''sending'', ''delivered'', ''abandoned''))',
        'CHECK (state = ''waiting'' OR state = ''sending'' OR state = ''delivered'' '
            || 'OR state = ''abandoned'')')
    WHERE type = 'table' AND name = 'outbox';
    PRAGMA writable_schema = RESET;
    """

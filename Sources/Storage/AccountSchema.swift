/// Where each account stands in its life, and what admins asked of it.
///
/// `stopped_at` and `stopped_reason` of before stay: why it does not work, since when.
let accountLifeSchema = """
    ALTER TABLE account_state ADD COLUMN platform TEXT;
    ALTER TABLE account_state ADD COLUMN state TEXT
        CHECK (state IN ('opening', 'waiting', 'working', 'paused', 'stopped', 'removed'));
    ALTER TABLE account_state ADD COLUMN state_since INTEGER;
    ALTER TABLE account_state ADD COLUMN remedy TEXT;
    ALTER TABLE account_state ADD COLUMN paused_at INTEGER;
    ALTER TABLE account_state ADD COLUMN paused_by TEXT;
    ALTER TABLE account_state ADD COLUMN resume_asked_at INTEGER;
    """

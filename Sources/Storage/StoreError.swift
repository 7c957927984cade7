import GRDB

/// What goes wrong with what is stored, worded for whoever looks after the machine.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or is not ours.
    case cannotOpen(path: String, reason: String)

    /// A setting that guards against loss is not in force after opening.
    case notDurable(setting: String, found: String)

    /// The disk is full: nothing was stored, everything is as before.
    case diskFull

    /// The file or its folder may not be written.
    case readOnly

    /// Another process holds the database.
    case busy

    /// The file does not hold together: found when the daemon starts.
    case damaged(path: String, finding: String)

    /// The file is of an earlier version of this program, and nobody has migrated it yet.
    case earlier(path: String, pending: Int)

    /// The file is of a later version of this program.
    case later(path: String, migration: String)

    /// The file holds tables of another program.
    case foreign(path: String)

    /// A copy that was made does not hold what it was made from.
    case copyUnusable(path: String, reason: String)

    /// The disk or the file is damaged, or the machine is out of memory.
    case failing(reason: String)

    /// A row that our own code cannot have written.
    case badRow(table: String, key: String, problem: String)

    /// A change that does not fit what is stored; the turn that asked for it is rolled back.
    case refused(String)

    package var description: String { remedy.isEmpty ? what : "\(what). \(remedy)" }

    /// What is wrong, without a full stop.
    package var what: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open the database '\(path)': \(reason)"
        case .notDurable(let setting, let found):
            "the database is open with \(setting) = \(found), so a crash could lose messages"
        case .diskFull: "the disk is full, nothing was stored"
        case .readOnly: "the database may not be written"
        case .busy: "another process holds the database"
        case .damaged(let path, let finding): "the database '\(path)' is damaged: \(finding)"
        case .earlier(let path, let pending):
            "the database '\(path)' is of an earlier version (\(pending) migrations to run)"
        case .later(let path, let migration):
            "the database '\(path)' was used by a later version (migration '\(migration)')"
        case .foreign(let path): "'\(path)' is a database of another program"
        case .copyUnusable(let path, let reason):
            "the copy '\(path)' does not hold what it was made from: \(reason)"
        case .failing(let reason): "the database fails: \(reason)"
        case .badRow(let table, let key, let problem): "table '\(table)', row \(key): \(problem)"
        case .refused(let what): what
        }
    }

    /// What to do about it; empty when there is nothing to say.
    package var remedy: String {
        switch self {
        case .cannotOpen: "Check the path and its permissions."
        case .notDurable:
            "Do not go on; the file may lie on a file system that SQLite cannot trust."
        case .diskFull: "Make room; the daemon goes on by itself."
        case .readOnly:
            "Give the file and its folder to the user that runs the daemon, and see whether the disk "
                + "was mounted read-only after a fault; the daemon goes on by itself."
        case .busy: "Stop the other one; two must not share it."
        case .damaged(let path, _):
            "Nothing was changed. Keep the file: move it and its -wal and -shm aside together. Put "
                + "the last good copy in its place, or save what can be read: "
                + "sqlite3 '\(path)' .recover | sqlite3 recovered.sqlite. Check the disk before "
                + "it is used again."
        case .earlier:
            "Stop the daemon and run 'tungngo migrate', which keeps a copy; a daemon that starts "
                + "does the same by itself."
        case .later:
            "Use that version again, or restore a copy from before: 'tungngo restore'. Copies from "
                + "before a migration lie beside the database."
        case .foreign: "Name the file of this bot."
        case .copyUnusable: "It was removed again. Check the disk and the space left on it."
        case .failing: "Check the disk; put a good copy in place if the file is damaged."
        case .badRow: "It was changed by hand; mend or remove it."
        case .refused: ""
        }
    }

    /// Whether the fault lies with the machine, so that no message is to blame for it.
    package var isOfTheMachine: Bool {
        switch self {
        case .cannotOpen, .notDurable, .diskFull, .readOnly, .busy, .damaged, .earlier, .later,
            .foreign, .copyUnusable, .failing:
            true
        case .badRow, .refused: false
        }
    }

    /// Returns the error of SQLite in our words; other errors come back as they are.
    static func translated(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let reason = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_FULL: return StoreError.diskFull
        case .SQLITE_READONLY: return StoreError.readOnly
        case .SQLITE_BUSY, .SQLITE_LOCKED: return StoreError.busy
        case .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CANTOPEN,
            .SQLITE_INTERRUPT, .SQLITE_ABORT, .SQLITE_PROTOCOL, .SQLITE_PERM:
            return StoreError.failing(reason: reason)
        default:
            return StoreError.refused("the database refuses: \(reason)")
        }
    }
}

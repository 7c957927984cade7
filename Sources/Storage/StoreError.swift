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

    /// The disk or the file is damaged, or the machine is out of memory.
    case failing(reason: String)

    /// A row that our own code cannot have written.
    case badRow(table: String, key: String, problem: String)

    /// A change that does not fit what is stored; the turn that asked for it is rolled back.
    case refused(String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "cannot open the database '\(path)': \(reason). Check the path and its permissions."
        case .notDurable(let setting, let found):
            "the database is open with \(setting) = \(found), so a crash could lose messages. "
                + "Do not go on; the file may lie on a file system that SQLite cannot trust."
        case .diskFull:
            "the disk is full, nothing was stored. Make room; the daemon goes on by itself."
        case .readOnly:
            "the database may not be written. Give its folder to the user that runs the daemon."
        case .busy:
            "another process holds the database. Stop the other one; two must not share it."
        case .failing(let reason):
            "the database fails: \(reason). Check the disk; restore from a backup if it is damaged."
        case .badRow(let table, let key, let problem):
            "table '\(table)', row \(key): \(problem). It was changed by hand; mend or remove it."
        case .refused(let what):
            what
        }
    }

    /// Whether the fault lies with the machine, so that no message is to blame for it.
    package var isOfTheMachine: Bool {
        switch self {
        case .cannotOpen, .notDurable, .diskFull, .readOnly, .busy, .failing: true
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

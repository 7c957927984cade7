import GRDB

/// Whether a database file beside the one at work still holds a person.
package struct FileFinding: Hashable, Sendable {
    package let path: String

    /// Nil when the file could not be read.
    package let holds: Bool?
}

extension Store {
    /// Which of several files (backups, copies from before a migration) still hold a person.
    ///
    /// To be asked before they are erased: afterwards nobody knows their ids.
    ///
    /// - Returns: Those that hold them, or could not be read.
    /// - Throws: `PersonProblem`, `StoreError`.
    package func filesHolding(_ key: PersonKey, among paths: [String]) throws -> [FileFinding] {
        let senders = try read { db in try traces(of: key, in: db).senders }
        return paths.compactMap { path in
            let holds = try? DatabaseFile(path: path).reading { db in
                try senders.contains { try Self.holds($0, in: db) }
            }
            return holds == false ? nil : FileFinding(path: path, holds: holds)
        }
    }

    private static func holds(_ sender: PlatformSender, in db: Database) throws -> Bool {
        for table in ["inbox", "identity"] {
            let isThere = try db.number(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", [table])
            guard isThere != nil else { continue }
            let found = try db.number(
                "SELECT 1 FROM \(table) WHERE account = $1 AND sender = $2 LIMIT 1",
                [sender.account, sender.sender])
            if found != nil { return true }
        }
        return false
    }
}

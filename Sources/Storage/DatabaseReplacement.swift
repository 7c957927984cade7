import Foundation
import GRDB

extension DatabaseFile {
    /// Puts another file into the place of this one, which stays beside it under another name.
    ///
    /// At every moment there is a whole database under the name: the old one or the new one, never
    /// one with the log of the other. No daemon may run on it.
    ///
    /// - Parameters:
    ///   - new: The file to put there, in the same folder; it is renamed.
    ///   - aside: The name that the old one gets; nothing may be there.
    /// - Returns: Whether there was an old one.
    /// - Throws: `StoreError.busy` when another process has the old one open, or another.
    @discardableResult
    package func replace(with new: String, keepingAs aside: String) throws -> Bool {
        let hasOld = isThere
        if hasOld {
            try foldLog()
            guard link(path, aside) == 0 else { throw Self.failure(path: aside) }
            do {
                try moveCompanions(to: aside)
            } catch {
                unlink(aside)
                throw error
            }
        }
        // Whose the old one was, or whose the folder is, when the admin of the machine does this.
        takeOver(new, isOld: hasOld)
        guard rename(new, path) == 0 else {
            let failure = Self.failure(path: path)
            unlink(aside)
            throw failure
        }
        try keepNames()
        return hasOld
    }

    /// Folds the log into the file, so that it stands alone; of a damaged one it stays beside it.
    private func foldLog() throws {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(1)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            let mode = try queue.writeWithoutTransaction { db in
                try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            }
            guard mode == "delete" else { throw StoreError.busy }
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: return
            default: throw StoreError.translated(error)
            }
        }
    }

    /// A log that could not be folded in belongs to the old file and goes with it.
    private func moveCompanions(to aside: String) throws {
        for ending in Self.companions where access(path + ending, F_OK) == 0 {
            guard rename(path + ending, aside + ending) == 0 else {
                throw Self.failure(path: aside + ending)
            }
        }
    }

    /// Gives a new file the owner and the rights of the old one, or the owner of the folder.
    private func takeOver(_ new: String, isOld: Bool) {
        giveToOwner(new, like: isOld ? path : nil)
        guard isOld, let found = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = (found[.posixPermissions] as? NSNumber)?.uint32Value
        else { return }
        chmod(new, mode & 0o660)
    }

    /// Names are on the disk only when their folder is.
    private func keepNames() throws {
        let folder = folder(ofPath: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure(path: folder) }
    }

    /// Makes the file, empty, for this user alone, or for the daemon's whose folder it is.
    ///
    /// SQLite would make it readable by everybody, and an admin's command for the admin alone.
    func makeForOwner() {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        close(descriptor)
        giveToOwner(path)
    }

    private static func failure(path: String) -> StoreError {
        .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
}

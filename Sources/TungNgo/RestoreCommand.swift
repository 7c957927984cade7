import ArgumentParser
import Conversation
import Foundation
import Glibc
import Messaging
import Storage

/// Puts a backup into the place of the database.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup into the place of the database; the old one is kept beside it.",
        discussion: """
            Phục hồi. The file is read through first, then copied; it stays where it is. Refuses \
            while a daemon runs. The database of before is kept as DATABASE.replaced-DAY-TIME. A \
            backup of an earlier version is migrated when the daemon starts. Ends with status 65 \
            when the backup cannot be used, 1 when a daemon runs.
            """)

    @Argument(help: "The backup, or any database file of this program.")
    var file: String

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Flag(help: "Check the backup, tell what would be lost, and change nothing.")
    var dryRun = false

    func run() async throws {
        let settings = try await readSettings(settings)
        let place = DatabaseFile(path: settings.database)
        try check(place)
        let now = clockNow()
        let lock = try takenLock(settings)
        defer { withExtendedLifetime(lock) {} }
        let beside = "\(place.path).restoring-\(fileStamp(now))"
        let aside = "\(place.path).replaced-\(fileStamp(now))"
        try Interruption.undoing({ DatabaseFile.remove(beside) }) {
            let new = try copy(to: beside)
            defer { DatabaseFile.remove(beside) }
            let old = place.isThere ? try? place.report(isThorough: false) : nil
            tellDifference(new, old)
            if dryRun {
                print("The backup can be restored; nothing was changed (--dry-run).")
                return
            }
            try put(beside, place, aside)
            print("Restored: \(new.told), from \(file).")
            try note(new, place)
            if old != nil || access(aside, F_OK) == 0 { print("The old one is kept: \(aside)") }
            tellWhatFollows(new, settings)
        }
    }

    private func check(_ place: DatabaseFile) throws {
        guard FileManager.default.fileExists(atPath: file) else {
            complain("There is no file '\(file)'.")
            throw ExitCode.badInput
        }
        guard !isSameFile(file, place.path) else {
            complain("'\(file)' is the database itself. Name a backup.")
            throw ExitCode.badInput
        }
    }

    /// The right to change the database; a trial needs none.
    private func takenLock(_ settings: Settings) throws -> DaemonLock? {
        guard !dryRun else { return nil }
        do {
            return try DaemonLock(database: settings.database)
        } catch {
            complain("\(error) Nothing was changed.")
            throw ExitCode(1)
        }
    }

    private func copy(to beside: String) throws -> DatabaseReport {
        do {
            let report = try DatabaseFile(path: file).copy(to: beside) { done, all in
                showProgress("reading the backup", done, of: all)
            }
            showProgress("")
            if report.standing.isEmpty {
                DatabaseFile.remove(beside)
                complain("'\(file)' is an empty database. Name a backup.")
                throw ExitCode.badInput
            }
            try report.standing.check(path: file)
            return report
        } catch let error as StoreError {
            showProgress("")
            DatabaseFile.remove(beside)
            complain("\(error.what). Choose another backup. Nothing was changed.")
            throw ExitCode.badInput
        }
    }

    private func put(_ beside: String, _ place: DatabaseFile, _ aside: String) throws {
        do {
            try place.replace(with: beside, keepingAs: aside)
        } catch let error as StoreError {
            complain("\(error) The database of before is in its place.")
            throw ExitCode(1)
        }
    }

    /// One of an earlier version has no audit log yet.
    private func note(_ new: DatabaseReport, _ place: DatabaseFile) throws {
        guard new.standing.pending.isEmpty else { return }
        let store = try Store.open(path: place.path)
        defer { try? store.close() }
        try store.audit(
            NotedAction(.databaseRestored, on: "database"), by: commandActor(), at: clockNow())
    }

    private func tellDifference(_ new: DatabaseReport, _ old: DatabaseReport?) {
        guard let old, old.findings.isEmpty else { return }
        let back = old.count("erasure") - new.count("erasure")
        if back > 0 {
            print(
                "\(back) people were erased since the backup was made and come back with it: erase "
                    + "them again. 'audit' names them by number, before the restore.")
        }
        let less = [("inbox", "messages"), ("report", "reports"), ("person", "people")]
            .compactMap { table, name -> String? in
                let count = old.count(table) - new.count(table)
                return count > 0 ? "\(count) \(name)" : nil
            }
        guard !less.isEmpty else { return }
        print(
            "The database in place holds more than the backup: \(less.joined(separator: ", ")).")
    }

    private func tellWhatFollows(_ new: DatabaseReport, _ settings: Settings) {
        if !new.standing.pending.isEmpty {
            print("It is of an earlier version; the daemon migrates it when it starts.")
        }
        print(
            "What happened since the backup is forgotten: tell leaders to report those days again, "
                + "numbers like #A12 that were given since will be given once more, and what waited "
                + "to be sent then may be sent again while it is of use.")
        let official = settings.accounts.filter { $0.connection.platform == .officialAccount }
        if !official.isEmpty {
            print(
                "Tokens of \(official.map(\.name).joined(separator: ", ")) are no part of a backup "
                    + "and stay as they are. A token file of an earlier day is spent: each refresh "
                    + "token is good once; 'tungngo oa authorize' gets a new pair.")
        }
    }
}

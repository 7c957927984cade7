import ArgumentParser
import Foundation
import Storage

/// Brings the database up to date without starting the daemon.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to this version's schema, keeping a copy of before.",
        discussion: """
            A daemon that starts does the same by itself; the copies of the last three times are \
            kept as DATABASE.before-migration-DAY-TIME. To go back to the version of before, \
            'tungngo restore' such a copy. --dry-run migrates a copy and removes it. Ends with \
            status 1 when a daemon runs, 65 when the database cannot be used.
            """)

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Flag(help: "Try it on a copy and change nothing.")
    var dryRun = false

    func run() async throws {
        let settings = try await readSettings(settings)
        let path = settings.database
        guard DatabaseFile(path: path).isThere else {
            complain("There is no database '\(path)'; the daemon makes one when it starts.")
            throw ExitCode.badInput
        }
        do {
            let lock = dryRun ? nil : try DaemonLock(database: path)
            defer { withExtendedLifetime(lock) {} }
            try Interruption.undoing({
                Migration.halfMade(of: path).forEach(DatabaseFile.remove)
            }) {
                try dryRun ? tryOut(path) : migrate(path)
            }
        } catch let refusal as DaemonLock.Refusal {
            complain(refusal.description)
            throw ExitCode(1)
        } catch let error as StoreError {
            showProgress("")
            complain("\(error)")
            throw ExitCode.badInput
        }
    }

    private func migrate(_ path: String) throws {
        guard let migration = try Store.migrate(path: path, at: clockNow(), progress: tell) else {
            print("The database is up to date.")
            return
        }
        showProgress("")
        print("Migrated: \(migration.names.joined(separator: ", ")).")
        print("As it was before: \(migration.copy)")
    }

    private func tryOut(_ path: String) throws {
        let names = try Store.tryMigrations(path: path, progress: tell)
        showProgress("")
        guard !names.isEmpty else {
            print("The database is up to date.")
            return
        }
        print("These migrations would run, and did on a copy: \(names.joined(separator: ", ")).")
        print("Nothing was changed (--dry-run).")
    }

    private func tell(_ done: Int, _ all: Int) {
        showProgress("copying pages", done, of: all)
    }
}

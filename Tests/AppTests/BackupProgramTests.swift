import Foundation
import Rehearsal
import Simulator
import TestSupport
import Testing

/// Backups, restores and migrations, as an admin runs them.
@Suite(.enabled(if: CrashDaemon.binary != nil))
struct BackupProgramTests {
    private static let inbox = "SELECT count(*) FROM inbox"

    @Test func aBackupHoldsEverythingAndIsForThisUserAlone() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            let run = try await place.run("backup", place.path("copy.sqlite"))
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("9 messages, 10 replies, 3 reports, "))
            #expect(run.errors == "", "a pipe is not shown any progress")
            #expect(try place.number(Self.inbox, in: "copy.sqlite") == 9)
            let found = try FileManager.default.attributesOfItem(atPath: place.path("copy.sqlite"))
            #expect(found[.posixPermissions] as? Int == 0o600)
            #expect(try place.names == ["bot.sqlite", "copy.sqlite", "settings.yaml"])
        }
    }

    @Test func aBackupIsNotWrittenOverUnlessToldTo() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try place.write("kept", to: "copy.sqlite")
            let refused = try await place.run("backup", place.path("copy.sqlite"))
            #expect(refused.status == 65)
            #expect(refused.errors.contains("is there already"))
            #expect(
                try String(contentsOfFile: place.path("copy.sqlite"), encoding: .utf8) == "kept")
            let forced = try await place.run("backup", place.path("copy.sqlite"), "--force")
            #expect(forced.status == 0, "\(forced.errors)")
            #expect(try place.number(Self.inbox, in: "copy.sqlite") == 9)
        }
    }

    @Test func theDatabaseItselfIsNoPlaceForItsBackup() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try FileManager.default.createSymbolicLink(
                atPath: place.path("link"), withDestinationPath: place.database)
            for name in ["bot.sqlite", "link"] {
                let run = try await place.run("backup", place.path(name), "--force")
                #expect(run.status == 65)
                #expect(run.errors.contains("is the database itself"))
            }
            #expect(try place.number(Self.inbox) == 9)
        }
    }

    @Test func ofAFolderTheNewestAreKeptAndNothingElseIsTouched() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try FileManager.default.createDirectory(
                atPath: place.path("copies"), withIntermediateDirectories: false)
            let others = ["notes.txt", "tungngo-2026-01-01.sqlite", "tungngo-x.sqlite"]
            for name in others { try place.write("x", to: "copies/\(name)") }
            for day in 1...4 {
                try place.write("old", to: "copies/tungngo-2020-01-0\(day)-023000.sqlite")
            }
            let run = try await place.run("backup", place.path("copies"), "--keep", "3")
            #expect(run.status == 0, "\(run.errors)")
            let names = try FileManager.default.contentsOfDirectory(atPath: place.path("copies"))
            #expect(names.filter(others.contains).count == 3)
            let kept = names.filter { !others.contains($0) }.sorted()
            #expect(kept.count == 3)
            #expect(kept[0] == "tungngo-2020-01-03-023000.sqlite")
            let file = try await place.run("backup", place.path("a.sqlite"), "--keep", "3")
            #expect(file.status == 64)
            #expect(file.errors.contains("--keep goes with a folder"))
        }
    }

    @Test func whatCannotBeBackedUpIsSaidToBeSo() async throws {
        try await OperationsPlace.with { place in
            let none = try await place.run("backup", place.path("copy.sqlite"))
            #expect(none.status == 65)
            #expect(none.errors.contains("There is no database"))
            try place.load(schema: OperationsPlace.newestSchema)
            try place.damage("bot.sqlite")
            let damaged = try await place.run("backup", place.path("copy.sqlite"))
            #expect(damaged.status == 65)
            #expect(damaged.errors.contains("No backup was written"))
            let nowhere = try await place.run("backup", place.path("no/folder/copy.sqlite"))
            #expect(nowhere.status == 65)
            #expect(try place.names == ["bot.sqlite", "settings.yaml"])
        }
    }

    @Test func aRestorePutsTheBackupInPlaceAndKeepsTheOldOne() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            #expect(try await place.run("backup", place.path("copy.sqlite")).status == 0)
            // What a killed daemon leaves: a log that was not folded in.
            try place.change("PRAGMA journal_mode = WAL")
            try place.change("DELETE FROM outbox; DELETE FROM ledger")
            let trial = try await place.run("restore", place.path("copy.sqlite"), "--dry-run")
            #expect(trial.status == 0, "\(trial.errors)")
            #expect(try place.number("SELECT count(*) FROM ledger") == 0)
            let run = try await place.run("restore", place.path("copy.sqlite"))
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("Restored: 9 messages, 10 replies, 3 reports"))
            #expect(try place.number("SELECT count(*) FROM ledger") == 8)
            let old = try #require(try place.names.first { $0.contains(".replaced-") })
            #expect(run.output.contains(old))
            #expect(try place.number("SELECT count(*) FROM ledger", in: old) == 0)
            #expect(try place.number(Self.inbox, in: "copy.sqlite") == 9)
            #expect(try !place.names.contains { $0.contains("restoring") })
        }
    }

    @Test func whatTheBackupLacksIsCounted() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            #expect(try await place.run("backup", place.path("copy.sqlite")).status == 0)
            try place.change(
                """
                INSERT INTO person (name, made_at) VALUES ('Bác Tư', 5);
                INSERT INTO erasure (number, erased_at) VALUES (9, 5);
                """)
            let run = try await place.run("restore", place.path("copy.sqlite"), "--dry-run")
            #expect(run.output.contains("holds more than the backup: 1 people"), "\(run.output)")
            #expect(run.output.contains("1 people were erased since the backup was made"))
        }
    }

    /// A log of the old database beside the new one would be read into it.
    @Test func aDamagedDatabaseIsReplacedAndItsLogDoesNotStay() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            #expect(try await place.run("backup", place.path("copy.sqlite")).status == 0)
            try place.write("no database at all, but long enough to be looked at", to: "bot.sqlite")
            try place.write("a log of before", to: "bot.sqlite-wal")
            let run = try await place.run("restore", place.path("copy.sqlite"))
            #expect(run.status == 0, "\(run.errors)")
            #expect(try place.number(Self.inbox) == 9)
            let names = try place.names
            #expect(!names.contains("bot.sqlite-wal"))
            #expect(names.contains { $0.contains(".replaced-") })
        }
    }

    @Test func badBackupsAreRefusedAndNothingChanges() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try place.load12(as: "damaged.sqlite")
            try place.damage("damaged.sqlite")
            try place.write(String(repeating: "text ", count: 2_000), to: "text.sqlite")
            try place.write("", to: "empty.sqlite")
            try place.change("CREATE TABLE songs (name TEXT)", in: "foreign.sqlite")
            try place.load12(as: "later.sqlite")
            try place.change(
                "INSERT INTO grdb_migrations VALUES ('99 later')", in: "later.sqlite")
            for (name, says) in [
                ("damaged", "is damaged"), ("text", "is damaged"), ("empty", "empty database"),
                ("foreign", "database of another program"), ("later", "by a later version"),
                ("missing", "There is no file"),
            ] {
                let run = try await place.run("restore", place.path("\(name).sqlite"))
                #expect(run.status == 65, "\(name)")
                #expect(run.errors.contains(says), "\(name): \(run.errors)")
            }
            let itself = try await place.run("restore", place.database)
            #expect(itself.status == 65)
            #expect(try place.number(Self.inbox) == 9)
            #expect(try !place.names.contains { $0.contains("replaced") || $0.contains("restor") })
        }
    }

    @Test func aDatabaseThatAnotherProgramHasOpenIsNotReplaced() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            #expect(try await place.run("backup", place.path("copy.sqlite")).status == 0)
            let run = try await place.holding {
                try await place.run("restore", place.path("copy.sqlite"))
            }
            #expect(run.status == 1)
            #expect(run.errors.contains("another process holds the database"), "\(run.errors)")
            #expect(try !place.names.contains { $0.contains("replaced") || $0.contains("restor") })
        }
    }

    @Test func anEarlierDatabaseIsMigratedWithACopyOfBefore() async throws {
        try await OperationsPlace.with(schema: 9) { place in
            let early = try await place.run("messages", "undelivered")
            #expect(early.status != 0)
            #expect(early.errors.contains("tungngo migrate"), "\(early.errors)")
            let trial = try await place.run("migrate", "--dry-run")
            #expect(trial.status == 0, "\(trial.errors)")
            #expect(trial.output.contains("13 checks, 14 audit, 15 alerts"))
            #expect(try !place.names.contains { $0.contains("before-migration") })
            let run = try await place.run("migrate")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("Migrated: 10 accounts"))
            let copy = try #require(try place.names.first { $0.contains("before-migration") })
            #expect(try place.number(Self.inbox, in: copy) == 9)
            let again = try await place.run("migrate")
            #expect(again.output == "The database is up to date.\n")
            #expect(try await place.run("messages", "undelivered").status == 0)
        }
    }

    @Test func stoppedInTheMiddleABackupLeavesNothingAndRunsAgain() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            // A backup waits up to 5 s for whoever has the file: it cannot end before the signal.
            try await place.whileLocked {
                for signal in [SIGINT, SIGTERM] {
                    let process = try await place.start(
                        ["backup", place.path("copy.sqlite")]
                    ) { run in
                        while try place.names.allSatisfy({ !$0.hasPrefix(".tungngo-export") }) {
                            try #require(run.isRunning)
                            try await Task.sleep(for: .milliseconds(1))
                        }
                        kill(run.processIdentifier, signal)
                    }
                    #expect(process.terminationReason == .uncaughtSignal)
                    #expect(process.terminationStatus == signal)
                    #expect(
                        try place.names.filter { !$0.hasPrefix("bot.sqlite") } == ["settings.yaml"])
                }
            }
            let again = try await place.run("backup", place.path("copy.sqlite"))
            #expect(again.status == 0, "\(again.errors)")
        }
    }

    @Test func besideARunningDaemonABackupIsWholeAndARestoreIsRefused() async throws {
        try await onWebhookStage(bots: 1) { stage, binary in
            _ = try await stage.webhook("set", plain: true)
            let daemon = try await stage.startDaemon(binary)
            let place = OperationsPlace(folder: stage.folder)
            try await Self.ask(stage, "khai sinh cho con cần giấy tờ gì", replies: 1)
            let backup = try await place.run("backup", place.path("copy.sqlite"))
            #expect(backup.status == 0, "\(backup.errors)")
            #expect(backup.output.hasPrefix("1 messages, 1 replies"), "\(backup.output)")
            try await Self.ask(stage, "cccd het han doi o dau", replies: 2)
            for command in ["restore", "migrate"] {
                let file = command == "restore" ? [place.path("copy.sqlite")] : []
                let run = try await place.run([command] + file)
                #expect(run.status == 1)
                #expect(run.errors.contains("another daemon"), "\(run.errors)")
            }
            #expect(await daemon.stop() == 0)
            let restored = try await place.run("restore", place.path("copy.sqlite"))
            #expect(restored.status == 0, "\(restored.errors)")
            #expect(restored.output.contains("1 messages"), "\(restored.output)")
            #expect(try place.number(Self.inbox) == 1)
            let next = try await stage.startDaemon(binary)
            try await Self.ask(stage, "kết hôn cần giấy tờ gì", replies: 3)
            #expect(await next.stop() == 0)
            #expect(try place.number(Self.inbox) == 2)
        }
    }

    /// A person asks, and the bot has said so many things after it.
    private static func ask(_ stage: WebhookStage, _ text: String, replies: Int) async throws {
        _ = try await stage.control.post(
            NewPost(from: stage.people[0].id, text: text, bot: stage.bots[0].id))
        var query = MessageQuery()
        query.author = .bots
        while try await stage.control.messages(query, waitSeconds: 1).messages.count < replies {}
    }
}

extension OperationsPlace {
    /// Loads a database of this version under another name.
    fileprivate func load12(as name: String) throws {
        let dump = try RepositoryRoot.bytes(
            of: "Tests/Fixtures/storage/schema-\(OperationsPlace.newestSchema).sql")
        try change(String(decoding: dump, as: UTF8.self), in: name)
    }

    /// Makes the database so large that copying takes a while.
    func grow(megabytes: Int) throws {
        try change(
            """
            CREATE TABLE filler (bytes BLOB);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(megabytes))
            INSERT INTO filler SELECT zeroblob(1000000) FROM n;
            """)
    }
}

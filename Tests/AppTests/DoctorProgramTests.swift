import CurlHTTP
import Foundation
import GRDB
import Rehearsal
import Simulator
import Storage
import TestSupport
import Testing

/// `tungngo doctor`: what it finds, what it says mends it, how it ends.
@Suite(.enabled(if: CrashDaemon.binary != nil))
struct DoctorProgramTests {
    @Test func settingsThatCannotBeReadAreTheOnlyFinding() async throws {
        try await OperationsPlace.with { place in
            try place.write("databse: x\n", to: "settings.yaml")
            let run = try await place.run("doctor")
            #expect(run.status == 2)
            #expect(run.lines.first?.hasPrefix("BROKEN  settings: ") == true)
            #expect(run.output.contains("Did you mean 'database'?"))
            #expect(run.output.contains("1 things looked at: 1 broken"))
        }
    }

    @Test(arguments: [
        (damage: "damaged", says: "BROKEN  database: ", mends: "tungngo restore"),
        (
            damage: "earlier", says: "MEND    database: it is of an earlier",
            mends: "tungngo migrate"
        ),
        (damage: "later", says: "BROKEN  database: ", mends: "Use that version again"),
        (damage: "open", says: "MEND    rights: everybody", mends: "chmod o-rwx"),
        (damage: "missing", says: "MEND    database: there is no", mends: "start the daemon"),
        (damage: "orphans", says: "names a row of 'inbox'", mends: "tungngo restore"),
    ])
    func whatAilsTheDatabaseIsNamedWithItsRemedy(
        damage: String, says: String, mends: String
    ) async throws {
        try await OperationsPlace.with(schema: damage == "earlier" ? 9 : 13) { place in
            switch damage {
            case "damaged": try place.damage("bot.sqlite")
            case "later": try place.change("INSERT INTO grdb_migrations VALUES ('99 later')")
            case "open":
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: place.database)
            case "missing": try FileManager.default.removeItem(atPath: place.database)
            case "orphans":
                try place.change("PRAGMA foreign_keys = OFF; DELETE FROM inbox WHERE id = 6")
            default: break
            }
            // Reading the whole content takes seconds, and is another test's.
            try place.write("database: bot.sqlite\ncontent: nowhere\n", to: "settings.yaml")
            let run = try await place.run("doctor", "--offline")
            let line = try #require(run.lines.first { $0.contains(says) }, "\(run.output)")
            #expect(line.contains(" -> ") && line.contains(mends))
        }
    }

    @Test func aBrokenContentAndADiskThatIsTooSmallAreNamed() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try place.write(
                "database: bot.sqlite\ncontent: nowhere\ndisk:\n  low_mb: 90000000\n"
                    + "  stop_mb: 0\n", to: "settings.yaml")
            let run = try await place.run("doctor", "--offline")
            #expect(run.status == 2)
            #expect(run.lines.contains { $0.hasPrefix("BROKEN  content: ") })
            #expect(run.lines.contains { $0.hasPrefix("MEND    disk: ") })
        }
    }

    @Test func everyLineOfJSONIsAnObjectWithItsLevel() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            let run = try await place.run("doctor", "--offline", "--json")
            let levels = try run.lines.map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require((object as? [String: Any])?["level"] as? String)
            }
            #expect(levels.contains("fine") && levels.contains("broken"))
        }
    }

    @Test func wrongUsageEndsWithStatus64() async throws {
        try await OperationsPlace.with { place in
            let run = try await place.run("doctor", "--onlin")
            #expect(run.status == 64)
        }
    }

    /// The whole way: a daemon that works, then one whose webhook, token and database go wrong.
    @Test func aDeploymentThatWorksIsWellAndEachTroubleIsFound() async throws {
        try await onWebhookStage(bots: 2) { stage, binary in
            for bot in ["bot-0", "bot-1"] { _ = try await stage.webhook("set", bot, plain: true) }
            let place = OperationsPlace(folder: stage.folder)
            for name in ["token-0", "token-1", "secret-0", "secret-1"] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o600], ofItemAtPath: place.path(name))
            }
            let daemon = try await stage.startDaemon(binary)
            while try await stage.page("/readyz").status != 200 {
                _ = try await stage.webhook("set", "bot-0", plain: true)
                _ = try await stage.webhook("set", "bot-1", plain: true)
                try await Task.sleep(for: .milliseconds(50))
            }
            let before = try await stage.control.handedOut().count
            let well = try await place.run("doctor", "--all")
            #expect(well.status == 0, "\(well.output)\(well.errors)")
            #expect(well.output.contains("ok      daemon: it runs and is ready"))
            #expect(well.output.contains("ok      account bot-1: its token is good"))
            #expect(well.output.contains("ok      clock: "))
            #expect(well.output.contains("nothing is wrong"))
            #expect(try await stage.control.handedOut().count == before, "no update is taken")

            _ = try await stage.webhook("delete", "bot-0")
            try place.write("wrong-token-planted", to: "token-1")
            let ill = try await place.run("doctor")
            #expect(ill.status == 2)
            let lines = ill.lines
            #expect(
                lines.contains {
                    $0.hasPrefix("BROKEN  account bot-0: no webhook")
                        && $0.contains("tungngo webhook set bot-0")
                }, "\(ill.output)")
            #expect(
                lines.contains {
                    $0.hasPrefix("BROKEN  account bot-1: ") && $0.contains("token")
                }, "\(ill.output)")
            #expect(await daemon.stop() == 0)
            let down = try await place.run("doctor")
            #expect(down.lines.contains { $0.hasPrefix("MEND    daemon: it does not run") })
            let secrets = try ["secret-0", "secret-1"].map {
                try String(contentsOfFile: place.path($0), encoding: .utf8).prefix(64)
            }
            let printed = [well, ill, down].map { $0.output + $0.errors }.joined()
            for secret in secrets.map(String.init) + stage.bots.map(\.token) + ["wrong-token"] {
                #expect(!printed.contains(secret))
            }
        }
    }

    @Test func aPlatformThatIsNotThereIsNamed() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            let (descriptor, port) = try LoopbackServer.listening(backlog: 1)
            close(descriptor)
            try place.write("planted-token", to: "token")
            try place.write(
                "database: bot.sqlite\ncontent: nowhere\n"
                    + "accounts: [main]\naccount:\n  main:\n    token_file: token\n"
                    + "    base_url: http://127.0.0.1:\(port)\n", to: "settings.yaml")
            let run = try await place.run("doctor")
            #expect(run.status == 2)
            let line = run.lines.first { $0.hasPrefix("BROKEN  account main: ") }
            #expect(line?.contains("look at the network") == true, "\(run.output)")
            #expect(!run.output.contains("planted-token"))
        }
    }
}

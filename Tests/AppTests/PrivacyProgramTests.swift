import Conversation
import Foundation
import Messaging
import Storage
import TestSupport
import Testing

/// Export, erasure and the audit log as an admin uses them, on a database of this version.
///
/// Person 1 of the fixture is `chu-bay` at `demo`, a leader with reports and the only admin;
/// person 2 is `co-lan`; `chi-hoa` is a resident.
@Suite(.enabled(if: CrashDaemon.binary != nil), .timeLimit(.minutes(5)))
struct PrivacyProgramTests {
    private func inPlace(_ body: (OperationsPlace) async throws -> Void) async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try place.change(
                """
                UPDATE inbox SET state = 'taken', outcome = 'answered', in_hand = 0,
                    ended_at = coalesce(ended_at, kept_at) WHERE state = 'kept';
                UPDATE outbox SET state = 'delivered', ended_at = queued_at
                WHERE state IN ('waiting', 'sending');
                INSERT INTO admin (person, granted_at) SELECT 2, 1 WHERE NOT EXISTS (
                    SELECT 1 FROM admin WHERE person = 2);
                """)
            try await body(place)
        }
    }

    @Test(arguments: ["abc", "0", "3651", "1.5", "-1", "true", "[1, 2]"])
    func aTermThatMakesNoSenseIsRefusedWithItsLine(_ value: String) async throws {
        try await OperationsPlace.with { place in
            try place.write(
                "accounts: [main]\nprivacy:\n  messages_days: \(value)\n", to: "settings.yaml")
            let run = try await place.run("serve")
            #expect(run.status == 65)
            #expect(
                run.errors.contains(
                    "privacy.messages_days must be a whole number of days from 1 to 3650, not '"),
                "\(run.errors)")
            #expect(run.errors.contains("settings.yaml:"), "\(run.errors)")
        }
    }

    @Test func anExportHoldsAllAndIsForThisUserAlone() async throws {
        try await inPlace { place in
            let file = place.path("bay.json")
            let run = try await place.run("people", "export", "1", "--out", file)
            #expect(run.status == 0, "\(run.errors)")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            let object = try #require(
                try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            for part in ["person", "accounts", "leads", "messages", "replies", "reports"] {
                #expect((object[part] as? [Any])?.isEmpty == false, "\(part)")
            }
            let found = try FileManager.default.attributesOfItem(atPath: file)
            #expect(found[.posixPermissions] as? Int == 0o600)
            let again = try await place.run("people", "export", "1", "--out", file)
            #expect(again.status == 65 && again.errors.contains("is there already"))
            let shown = try await place.run("people", "export", "demo/chu-bay")
            #expect(shown.output.contains("Chú Bảy"))
            let audit = try await place.run("audit", "--action", "person-exported")
            #expect(audit.lines.count == 2, "\(audit.output)")
            #expect(audit.output.contains("person-exported  person 1"))
            #expect(!audit.output.contains("Chú Bảy") && !audit.output.contains("chu-bay"))
        }
    }

    @Test func anErasureIsShownAskedForAndWhole() async throws {
        try await inPlace { place in
            _ = try await place.run("backup", place.path("copy.sqlite"))
            let ledger = ["campaign", "export", "--campaign", "mau-92-ngay", "--what"]
            let before = try await place.run(ledger + ["ledger", "--format", "csv", "--bare"])
            #expect(before.output.contains("Chú Bảy"), "\(before.errors)")
            let totals = ledger + ["standings", "--format", "csv", "--bare"]
            let standings = try await place.run(totals).output
            let messages = try place.number("SELECT count(*) FROM inbox")
            for arguments in [["people", "erase", "1"], ["people", "erase", "1", "--dry-run"]] {
                let run = try await place.run(arguments)
                #expect(run.status == (arguments.count == 3 ? 64 : 0), "\(run.errors)")
                #expect(run.output.hasPrefix("Person 1, 'Chú Bảy', at demo."), "\(run.output)")
                #expect(run.output.contains("reports with their numbers"))
            }
            #expect(try await place.run(["people", "list"]).output.contains("Chú Bảy"))
            let done = try await place.run("people", "erase", "1", "--yes")
            #expect(done.status == 0, "\(done.errors)")
            #expect(done.output.contains("Erased. The ledger names them erased-"))
            #expect(
                done.output.contains(
                    "Still holds them, remove it when it is of no more use: "
                        + place.path("copy.sqlite")))
            #expect(try place.number("SELECT count(*) FROM inbox") == messages)
            let after = try await place.run(ledger + ["ledger", "--format", "csv", "--bare"])
            #expect(!after.output.contains("Chú Bảy") && after.output.contains("erased-"))
            #expect(
                after.output.split(separator: "\n").count
                    == before.output.split(separator: "\n").count)
            #expect(try await place.run(totals).output == standings)
            #expect(try await !place.run(["people", "list"]).output.contains("Chú Bảy"))
            for command in ["export", "erase"] {
                let gone = try await place.run("people", command, "1")
                #expect(gone.status == 65)
                #expect(gone.errors.contains("Nothing is held about '1'."), "\(gone.errors)")
            }
            let last = try await place.run("people", "erase", "2", "--yes")
            #expect(last.status == 1)
            #expect(last.errors.contains("This is the only admin."), "\(last.errors)")
            let audit = try await place.run("audit", "--action", "person-erased")
            #expect(audit.lines.first?.contains("person 2  refused") == true, "\(audit.output)")
            #expect(audit.lines.last?.hasSuffix("person 1") == true, "\(audit.output)")
        }
    }

    @Test func whatWaitsIsDoneBeforeSomebodyIsErased() async throws {
        try await inPlace { place in
            try place.change(
                """
                UPDATE outbox SET state = 'waiting', ended_at = NULL
                WHERE id = (SELECT max(id) FROM outbox WHERE chat = 'chi-hoa')
                """)
            let run = try await place.run("people", "erase", "demo/chi-hoa", "--yes")
            #expect(run.status == 1)
            #expect(
                run.errors.contains(
                    "messages of theirs that wait for a turn: 0, replies not sent: 1."),
                "\(run.errors)")
        }
    }

    @Test(arguments: [
        ["people", "export", "a/"], ["people", "erase", "0"], ["people", "erase"],
        ["people", "export", "1", "--out", ""], ["audit", "--since", "soon"],
        ["audit", "--action", "code-mad"], ["audit", "--max", "0"],
    ])
    func wrongUseIsToldAsSuch(_ arguments: [String]) async throws {
        try await inPlace { place in
            let run = try await place.run(arguments)
            #expect(run.status == 64, "\(run.output)\(run.errors)")
        }
    }

    @Test func whatCommandsChangeIsNoted() async throws {
        try await inPlace { place in
            try place.write(
                """
                database: bot.sqlite
                content: \(RepositoryRoot.path)/intents
                accounts: [demo]
                account: {demo: {token_file: t}}
                """, to: "settings.yaml")
            try place.write("planted-token", to: "t")
            for arguments in [
                ["people", "invite", "--admin"], ["accounts", "pause", "demo"],
                ["accounts", "resume", "demo"], ["people", "remove", "--person", "1"],
                ["questions", "export"], ["messages", "undelivered", "--texts"],
                [
                    "people", "bind", "--account", "demo", "--chat", "g", "--campaign",
                    "mau-92-ngay", "--unit", "thon-tay",
                ],
            ] {
                let run = try await place.run(arguments)
                #expect(run.status == 0, "\(arguments): \(run.errors)")
            }
            let audit = try await place.run("audit", "--json", "--since", "1h")
            let actions = audit.lines.reversed().compactMap { line in
                (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?[
                    "action"] as? String
            }
            let wanted = [
                "code-made", "account-paused", "account-resumed", "leadership-ended",
                "admin-ended", "questions-exported", "texts-shown", "chat-bound",
            ]
            #expect(actions == wanted, "\(audit.output)")
            #expect(audit.output.contains("\"login\":\""))
            let list = try await place.run("audit", "--actions")
            #expect(list.lines.count == AdminAction.allCases.count * 2)
            let none = try await place.run("audit", "--person", "99")
            #expect(none.lines == ["Nothing was done since 30d."])
        }
    }
}

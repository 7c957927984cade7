import Campaign
import Conversation
import Foundation
import Messaging
import Storage
import TestSupport
import Testing

/// The commands about leaders and admins, as an admin runs them.
@Suite(.timeLimit(.minutes(5))) struct PeopleProgramTests {
    private static let unit = Role(
        campaign: CampaignID(rawValue: "mau-92-ngay"), unit: UnitID(rawValue: "thon-dong"))

    @Test(arguments: [["--admin"], ["--campaign", "mau-92-ngay", "--unit", "thon-dong"]])
    func aCodeIsPrintedAsItIsTyped(_ kind: [String]) async throws {
        try await inFolder { folder, variables in
            let run = try await ProgramRun(["people", "invite"] + kind, environment: variables)
            #expect(run.status == 0, "\(run.errors)")
            let words = run.lines.first?.split(separator: " ").map(String.init) ?? []
            #expect(words.count == 2 && words[0] == "mã" && words[1].count == 8, "\(run.output)")
        }
    }

    @Test(arguments: [
        ["people", "invite", "--admin", "--official"],
        ["people", "invite", "--same-as", "1", "--campaign", "x", "--unit", "y"],
        ["people", "remove"], ["people", "remove", "--person", "1", "--unit", "x"],
        ["people", "bind", "--account", "a", "--chat", "", "--campaign", "c", "--unit", "u"],
    ])
    func wrongUseIsToldAsSuch(_ arguments: [String]) async throws {
        let run = try await ProgramRun(arguments)
        #expect(run.status == 64, "\(run.output)\(run.errors)")
    }

    @Test func aUnitThatIsNotThereIsRefusedWithTheNearestName() async throws {
        try await inFolder { _, variables in
            let run = try await ProgramRun(
                ["people", "invite", "--campaign", "mau-92-ngay", "--unit", "thon-dong-1"],
                environment: variables)
            #expect(run.status == 64)
            #expect(run.errors.contains("Did you mean 'thon-dong'?"), "\(run.errors)")
        }
    }

    @Test func nobodyIsListedAndNobodyJoinedWithNobody() async throws {
        try await inFolder { _, variables in
            let list = try await ProgramRun(["people", "list"], environment: variables)
            #expect(list.output == "Nobody yet: 'people invite' makes a code.\n")
            #expect(
                try await ProgramRun(["people", "list", "--json"], environment: variables).output
                    == "")
            for arguments in [["invite", "--same-as", "7"], ["remove", "--person", "7"]] {
                let run = try await ProgramRun(["people"] + arguments, environment: variables)
                #expect(run.status == 65)
                #expect(run.errors.contains("There is no person 7."), "\(run.errors)")
            }
        }
    }

    @Test func aLeaderIsListedRemovedAndStaysInHistory() async throws {
        try await inFolder { folder, variables in
            try await Self.appoint(in: "\(folder)/bot.sqlite")
            let list = try await ProgramRun(
                ["people", "list", "--campaign", "mau-92-ngay"], environment: variables)
            #expect(list.lines.first == "1  Chú Bảy  [main]", "\(list.output)\(list.errors)")
            #expect(list.lines.last?.hasPrefix("   mau-92-ngay thon-dong  since 2022-06") == true)
            let other = try await ProgramRun(
                ["people", "list", "--unit", "thon-tay"], environment: variables)
            #expect(other.lines == ["Nobody yet: 'people invite' makes a code."])
            let json = try await ProgramRun(["people", "list", "--json"], environment: variables)
            #expect(json.output.contains("\"name\":\"Chú Bảy\",\"number\":1"), "\(json.output)")
            let remove = ["people", "remove", "--person", "1"]
            let removed = try await ProgramRun(remove, environment: variables)
            #expect(removed.lines == ["1 leads mau-92-ngay thon-dong no longer."])
            #expect(try await ProgramRun(remove, environment: variables).status == 1)
            let ended = try await ProgramRun(["people", "list", "--ended"], environment: variables)
            #expect(ended.output.contains("(ended)"), "\(ended.output)")
        }
    }

    /// Makes a leader as the daemon would by a code.
    private static func appoint(in database: String) async throws {
        let now = Timestamp(milliseconds: 1_655_600_000_000)
        let store = try Store.open(path: database)
        try store.addInvitation("CODE2345", for: unit, at: now)
        let message = InboundMessage(
            account: AccountID(rawValue: "main"), chat: ChatID(rawValue: "c"), chatKind: .private,
            message: MessageID(rawValue: "m"), sender: PersonID(rawValue: "p"),
            senderName: "Chú Bảy", content: .text("mã CODE2345"), sentAt: now)
        _ = try store.keep([message], at: now) { TraceID(rawValue: "t") }
        let batch = try store.takeInHand(max: 1, at: now).batch
        _ = try store.takeTurns(batch, now: now, textUnitsMax: { _ in 900 }) { _, _ in
            (Decision(.answered, effects: [.claimInvitation(code: "CODE2345")]), [])
        }
        try store.close()
    }

    private func inFolder(_ body: (String, [String: String]) async throws -> Void) async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = folder.appendingPathComponent("bot.sqlite").path
        try Store.open(path: database).close()
        try await body(
            folder.path,
            [
                "TUNGNGO_DATABASE": database,
                "TUNGNGO_CONTENT": "\(RepositoryRoot.path)/intents",
            ])
    }
}

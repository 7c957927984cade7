import Foundation
import Storage
import TestSupport
import Testing

/// The commands about officials and unanswered questions, as an admin runs them.
@Suite(.timeLimit(.minutes(5))) struct QuestionsProgramTests {
    @Test func anOfficialsCodeIsMadeBesideARunningDaemon() async throws {
        try await inFolder { folder in
            let run = try await ProgramRun(
                ["people", "invite", "--official"], folder: folder,
                environment: ["TUNGNGO_DATABASE": "\(folder)/bot.sqlite"])
            #expect(run.status == 0, "\(run.errors)")
            let words = run.lines.first?.split(separator: " ").map(String.init) ?? []
            #expect(words.count == 2 && words[0] == "mã" && words[1].count == 8, "\(run.output)")
        }
    }

    @Test(arguments: [
        ["people", "invite"], ["people", "invite", "--official", "--unit", "x"],
        ["people", "invite", "--campaign", "x"], ["questions", "list", "--max", "0"],
        ["questions", "export", "--format", "xlsx"],
    ])
    func wrongUseIsToldAsSuch(_ arguments: [String]) async throws {
        let run = try await ProgramRun(arguments)
        #expect(run.status == 64, "\(run.output)\(run.errors)")
    }

    @Test func withoutADatabaseNothingIsMade() async throws {
        try await inFolder { folder in
            let run = try await ProgramRun(
                ["questions", "list"], folder: folder,
                environment: ["TUNGNGO_DATABASE": "\(folder)/none.sqlite"])
            #expect(run.status == 65)
            #expect(run.errors.contains("none.sqlite"))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/none.sqlite"))
        }
    }

    @Test func anEmptyListIsATableWithItsHeading() async throws {
        try await inFolder { folder in
            let database = "\(folder)/bot.sqlite"
            try Store.open(path: database).close()
            let variables = ["TUNGNGO_DATABASE": database]
            let list = try await ProgramRun(["questions", "list"], environment: variables)
            #expect(list.output == "No question waits.\n", "\(list.errors)")
            let table = try await ProgramRun(
                ["questions", "export", "--format", "tsv"], environment: variables)
            #expect(table.status == 0, "\(table.errors)")
            #expect(table.lines.count == 1)
            #expect(table.lines.first?.hasPrefix("number\tasked\tstate") == true)
        }
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }
}

import Foundation
import Storage
import TestSupport
import Testing

/// The commands about a campaign's ledger, as an admin runs them.
@Suite(.timeLimit(.minutes(5))) struct CampaignProgramTests {
    private static let heading = "unit,indicator,day,operation,value,denominator\n"

    /// The day of the sample campaign on which it always is: its first, twenty days ago.
    private static var firstDay: String {
        get async throws {
            let run = try await ProgramRun(["campaign", "export", "--help"])
            #expect(run.status == 0)
            let now = Int64(Date().timeIntervalSince1970 * 1_000) + 7 * 3_600_000
            let day = Date(timeIntervalSince1970: Double(now / 1_000 - 20 * 86_400))
            return String(day.ISO8601Format().prefix(10))
        }
    }

    private func inFolder(_ body: (_ folder: String, _ run: Runner) async throws -> Void)
        async throws
    {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = folder.appendingPathComponent("bot.sqlite").path
        try Store.open(path: database).close()
        try await body(folder.path) { arguments in
            try await ProgramRun(
                ["campaign"] + arguments, environment: ["TUNGNGO_DATABASE": database])
        }
    }

    private typealias Runner = ([String]) async throws -> ProgramRun

    @Test func figuresComeInOnceAndGoOutInEveryFormat() async throws {
        try await inFolder { folder, run in
            let file = "\(folder)/cu.csv"
            let rows = Self.heading + "thon-dong,ho_den,\(try await Self.firstDay),add,25,\n"
            try Data(rows.utf8).write(to: URL(fileURLWithPath: file))
            let bring = ["import", file, "--campaign", "mau-92-ngay"]
            let trial = try await run(bring + ["--dry-run"])
            #expect(trial.status == 0 && trial.output.contains("nothing was written"))
            let made = try await run(bring)
            #expect(made.status == 0, "\(made.errors)")
            #expect(made.output == "1 figures in 1 reports, #A1 to #A1.\n")
            #expect(made.errors == "", "a pipe is not shown any progress")
            let twice = try await run(bring)
            #expect(twice.status == 65 && twice.errors.contains("--again"))
            let csv = try await run(["export", "--what", "ledger", "--format", "csv", "--bare"])
            #expect(csv.output.contains(",thon-dong,thôn Đồng Mẫu,ho_den,"), "\(csv.errors)")
            let json = try await run(["export", "--what", "standings", "--format", "json"])
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            #expect((object as? [String: Any])?["campaign"] as? String == "mau-92-ngay")
            let book = "\(folder)/so.xlsx"
            let write = ["export", "--what", "ledger", "--format", "xlsx", "--output", book]
            #expect(try await run(write).output.contains("1 lines"))
            let bytes = try #require(FileManager.default.contents(atPath: book))
            #expect(bytes.starts(with: Data("PK".utf8)))
            let refused = try await run(write)
            #expect(refused.status == 65 && refused.errors.contains("--force"))
            #expect(FileManager.default.contents(atPath: book) == bytes)
            #expect(try await run(write + ["--force"]).status == 0)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!left.contains { $0.hasPrefix(".tungngo") })
            let shown = try await run(["show"])
            #expect(shown.output.contains("  thôn Đồng Mẫu      25"), "\(shown.output)")
            #expect(shown.output.contains("chỉ là ví dụ"))
        }
    }

    @Test func everyMistakeOfAFileIsToldAndNothingIsWritten() async throws {
        try await inFolder { folder, run in
            let file = "\(folder)/cu.csv"
            let day = try await Self.firstDay
            let rows =
                Self.heading + "thon-dong,ho_den,\(day),add,25,\nthon-dog,ho_den,\(day),add,1,\n"
                + "thon-tay,ho_den,\(day),add,1.250,\n"
            try Data(rows.utf8).write(to: URL(fileURLWithPath: file))
            let refused = try await run(["import", file, "--campaign", "mau-92-ngay"])
            #expect(refused.status == 65)
            #expect(refused.errors.contains("cu.csv:3: không có đơn vị 'thon-dog'"))
            #expect(refused.errors.contains("cu.csv:4: cột value: '1.250'"))
            #expect(refused.errors.contains("2 mistakes; nothing was written."))
            let csv = try await run(["export", "--what", "ledger", "--format", "csv", "--bare"])
            #expect(csv.output.split(separator: "\r\n").count == 1, "\(csv.output)")
        }
    }

    @Test(arguments: [
        ["export"], ["export", "--what", "ledger"], ["show", "--unit", "nowhere"],
        ["export", "--what", "ledger", "--format", "pdf"], ["show", "--campaign", "nowhere"],
        ["export", "--what", "ledger", "--format", "json", "--bare"],
        ["show", "--day", "1/6/2022"],
        ["show", "--depth", "-1"], ["import"],
    ])
    func wrongUseIsToldAsSuch(_ arguments: [String]) async throws {
        try await inFolder { _, run in
            let result = try await run(arguments)
            #expect(result.status == 64, "\(result.output)\(result.errors)")
        }
    }

    @Test(arguments: [
        ["show"], ["export", "--what", "ledger", "--format", "csv"],
        ["import", "/nowhere.csv", "--campaign", "mau-92-ngay"],
    ])
    func withoutADatabaseNothingIsMade(_ arguments: [String]) async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = folder.appendingPathComponent("none.sqlite").path
        let run = try await ProgramRun(
            ["campaign"] + arguments, environment: ["TUNGNGO_DATABASE": database])
        #expect(run.status == 65 && run.errors.contains("none.sqlite"))
        #expect(!FileManager.default.fileExists(atPath: database))
    }
}

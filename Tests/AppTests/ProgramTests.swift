import Foundation
import TestSupport
import Testing

/// The commands as a person runs them: what they print, and how they end.
@Suite(.timeLimit(.minutes(5))) struct ProgramTests {
    @Test func everyCommandExplainsItself() async throws {
        let commands = [
            "demo", "serve", "accounts", "simulate", "say", "people", "check", "ask", "match",
            "eval",
            "procedures", "questions",
            "procedures", "bulletin", "webhook", "logs", "backup", "restore", "migrate",
            "doctor",
        ]
        let overview = try await ProgramRun("--help")
        #expect(overview.status == 0)
        for command in commands {
            #expect(overview.output.contains("  \(command) "), "\(command) is not in the overview")
            let help = try await ProgramRun(command, "--help")
            #expect(help.status == 0)
            #expect(help.output.contains("OVERVIEW: "), "\(command) has no help")
        }
    }

    @Test func aQuestionIsAnsweredWithSourceAndDay() async throws {
        let run = try await ProgramRun(
            "ask", "khai sinh cho con can giay to gi", "--day", "2026-11-22")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.first?.contains("khai sinh") == true, "\(run.output)")
        #expect(run.output.contains("chứng sinh"))
        #expect(run.lines.last?.hasPrefix("Nguồn: ") == true, "\(run.output)")
    }

    @Test func explainingShowsWordsPhrasesAndScores() async throws {
        let run = try await ProgramRun("ask", "--explain", "cccd het han doi o dau")
        for part in ["words:", "hit:", "score:", "reading: answer"] {
            #expect(run.output.contains(part), "no \(part) in \(run.output)")
        }
    }

    @Test func contentMayBeCheckedFromAnywhere() async throws {
        let run = try await ProgramRun("check", "\(RepositoryRoot.path)/intents", folder: "/")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains(" 0 lỗi"))
    }

    @Test func aFolderThatIsNotThereIsSaidToBeSo() async throws {
        let run = try await ProgramRun("check", "/nowhere/intents")
        #expect(run.status == 1)
        #expect(run.output.contains("/nowhere/intents:0: không có thư mục này"))
    }

    @Test func askingWithBrokenContentNamesEveryMistake() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let procedures = folder.appendingPathComponent("procedures")
        try FileManager.default.createDirectory(
            at: procedures, withIntermediateDirectories: true)
        try Data("slug: a\nnam: B\n".utf8).write(
            to: procedures.appendingPathComponent("a.yaml"))
        let run = try await ProgramRun("ask", "khai sinh", "--content", folder.path)
        #expect(run.status == 65)
        #expect(run.errors.contains("procedures/a.yaml:2: không có khóa 'nam' ở đây"))
        #expect(run.errors.contains("name"))
        #expect(run.errors.contains("replies/vi.yaml"))
    }

    @Test(arguments: [
        (["ask", "x", "--day", "31-12-2026"], "--day must be a day like"),
        (["simulate", "--port", "99999"], "--port must be between 0 and 65535, not 99999."),
        (["eval"], "Give either files with questions or --reports FILE."),
        (["eval", "a.tsv", "--min-correct", "85"], "--min-correct must be from 0 to 1"),
        (["match", "--sentences", "x", "--context", "novalue"], "--context must be key=value"),
        (["asc", "x"], "unexpected arguments"),
    ])
    func wrongUsageIsRefusedWithStatus64(arguments: [String], says: String) async throws {
        let run = try await ProgramRun(arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(says), "\(run.errors)")
    }

    @Test func labelledRowsAreScoredAndThresholdsHold() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rows.tsv").path
        try Data(
            """
            text\tintent\tprocedure\taspect\tkind
            dang ky ket hon can giay to gi\task\tket-hon\tho-so\tA
            hôm nay trời đẹp quá\tnone\t-\t-\tB
            chưa biết\t*\t-\t-\tB

            """.utf8
        ).write(to: URL(fileURLWithPath: file))
        let run = try await ProgramRun(
            "eval", file, "--json", "--min-correct", "1", "--max-wrong", "0")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("\"rows\":2"), "\(run.output)")
        #expect(run.output.contains("\"aspect_right\":1"))
        #expect(run.output.contains("\"by_kind\":{\"A\":"))
    }

    @Test func aMissedThresholdEndsWithStatusOne() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rows.tsv").path
        try Data("text\tintent\tprocedure\taspect\nkết hôn ở đâu\task\tkhai-tu\t*\n".utf8)
            .write(to: URL(fileURLWithPath: file))
        let run = try await ProgramRun("eval", file, "--min-correct", "0.5")
        #expect(run.status == 1)
        #expect(run.errors.contains("below --min-correct"))
    }

    @Test func rowsWithoutTheirColumnsAreBadInput() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rows.tsv").path
        try Data("text\tlabel\na\tb\n".utf8).write(to: URL(fileURLWithPath: file))
        let run = try await ProgramRun("eval", file)
        #expect(run.status == 65)
        #expect(run.errors.contains("\(file):1: the header lacks intent, procedure, aspect."))
    }

    @Test func theDemoPlaysAndEnds() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try await ProgramRun("demo", "--once", "--port", "0", "--folder", folder.path)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("Đã ghi báo cáo #A1"), "\(run.output)")
        #expect(run.output.contains("Đã sửa #A1 thành #A2"))
        #expect(run.output.contains("chứng sinh"))
        let log = try String(
            contentsOf: folder.appendingPathComponent("tungngo.log"), encoding: .utf8)
        #expect(log.contains("\"event\":\"turn-taken\""))
        #expect(!log.contains("khai sinh"), "texts do not belong into the log")
    }
}

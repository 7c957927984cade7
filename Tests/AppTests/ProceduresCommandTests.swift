import Foundation
import TestSupport
import Testing

/// Taking procedures in from an export, and listing every answer, as a person runs it.
@Suite(.timeLimit(.minutes(5))) struct ProceduresCommandTests {
    private static let mapping = """
        columns: {code: code, name: ten, read_on: ngay, filing: cach}

        """

    private static let export = """
        {"code": "1.000002", "ten": "Cấp phép nuôi ong", "ngay": "2026-06-10", "cach": "Trực tiếp3Miễn phí"}
        {"code": "hỏng", "ten": "Bản ghi hỏng", "ngay": "2026-06-10"}
        {"code": "1.000001", "ten": "Cấp phép thả diều", "ngay": "2026-06-10"}

        """

    /// A folder with an export and its mapping, removed afterwards.
    private static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(mapping.utf8).write(to: folder.appendingPathComponent("m.yaml"))
        try Data(export.utf8).write(to: folder.appendingPathComponent("cong.jsonl"))
        try await body(folder.path)
    }

    private static func importing(_ folder: String, _ more: String...) async throws -> ProgramRun {
        try await ProgramRun(
            ["procedures", "import", "cong.jsonl", "--mapping", "m.yaml", "--into", "noi-dung"]
                + more, folder: folder)
    }

    @Test func anExportBecomesACatalogueAndBadRowsAreNamed() async throws {
        try await Self.inFolder { folder in
            let run = try await Self.importing(folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("cong.jsonl:2: cảnh báo: bỏ qua bản ghi"))
            let written = try String(
                contentsOfFile: folder + "/noi-dung/catalogue/cong.csv", encoding: .utf8)
            #expect(
                written == """
                    code,name,field,level,decision,address,read_on
                    1.000001,Cấp phép thả diều,,,,,2026-06-10
                    1.000002,Cấp phép nuôi ong,,,,,2026-06-10

                    """)
            #expect(!run.errors.contains("\u{1B}"), "progress is for terminals")
        }
    }

    @Test func aZippedExportGivesTheSameAndABrokenOneIsRefused() async throws {
        try await Self.inFolder { folder in
            #expect(try await Self.importing(folder).status == 0)
            let plain = try Data(
                contentsOf: URL(fileURLWithPath: folder + "/noi-dung/catalogue/cong.csv"))
            let zip = Process()
            zip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            zip.arguments = ["gzip", folder + "/cong.jsonl"]
            try zip.run()
            zip.waitUntilExit()
            let arguments = [
                "procedures", "import", "cong.jsonl.gz", "--mapping", "m.yaml", "--into",
                "noi-dung",
                "--name",
            ]
            let run = try await ProgramRun(arguments + ["zip"], folder: folder)
            #expect(run.status == 0, "\(run.errors)")
            let csv = URL(fileURLWithPath: folder + "/noi-dung/catalogue/zip.csv")
            #expect(try Data(contentsOf: csv) == plain)
            let zipped = URL(fileURLWithPath: folder + "/cong.jsonl.gz")
            try Data(contentsOf: zipped).dropLast(12).write(to: zipped)
            let broken = try await ProgramRun(arguments + ["hong"], folder: folder)
            #expect(broken.status == 65)
            #expect(broken.errors.contains("damaged or cut short"))
            #expect(
                !FileManager.default.fileExists(atPath: folder + "/noi-dung/catalogue/hong.csv"))
        }
    }

    @Test func aDraftIsWrittenOnceAndNeverOver() async throws {
        try await Self.inFolder { folder in
            let arguments = ["--draft", "1.000002", "--drafts-into", "nhap"]
            #expect(
                try await Self.importing(
                    folder, arguments[0], arguments[1], arguments[2], arguments[3]
                )
                .status == 0)
            let path = folder + "/nhap/cap-phep-nuoi-ong-1-000002.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("unverified: true"))
            #expect(text.contains("Bỏ trống, không đoán"))
            try Data("đã kiểm tra".utf8).write(to: URL(fileURLWithPath: path))
            let again = try await Self.importing(
                folder, "--draft", "1.000002", "9.999999", "--drafts-into", "nhap")
            #expect(again.status == 1)
            #expect(again.errors.contains("stays as it is"))
            #expect(again.errors.contains("No record has the code '9.999999'"))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "đã kiểm tra")
        }
    }

    @Test func wrongUsageAndMissingFilesAreSaidPlainly() async throws {
        try await Self.inFolder { folder in
            #expect(try await Self.importing(folder, "--draft", "1.000001").status == 64)
            #expect(try await Self.importing(folder, "--name", "../x").status == 64)
            #expect(try await Self.importing(folder, "--mapping", "khong-co.yaml").status == 65)
            let none = try await ProgramRun(
                ["procedures", "import", "m.yaml", "--mapping", "m.yaml"], folder: folder)
            #expect(none.status == 65)
            #expect(none.errors.contains("holds no usable record"))
        }
    }

    @Test func anAuditListsAnswersOnTheDaysAskedFor() async throws {
        let run = try await ProgramRun(
            "procedures", "audit", "--day", "2026-12-31", "--day", "2027-01-01")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("hỏi vào các ngày 31/12/2026, 1/1/2027"))
        #expect(run.output.contains("  tam-tru, le-phi: 31/12/2026 | 1/1/2027"))
        #expect(try await ProgramRun("procedures", "audit", "--day", "mai").status == 64)
    }

    @Test func aNameOfThePortalIsAnsweredWithCodeAndAddressAndNoFigures() async throws {
        let run = try await ProgramRun(
            "ask", "Cấp lại Giấy chứng nhận đăng ký đầu tư ra nước ngoài")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("mã 1.000368"))
        #expect(run.output.contains("Theo Cổng DVCQG, đọc ngày 10/6/2026"))
        #expect(!run.output.contains("đồng"))
        let group = try await ProgramRun(
            "ask", "Cấp lại Giấy chứng nhận đăng ký đầu tư ra nước ngoài", "--place", "group")
        #expect(!group.output.contains("1.000368"), "nobody spoke to the bot")
    }

    private static let portal = RepositoryRoot.path + "/../shared/data/portal-2026-06.jsonl.gz"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: portal)))
    func theCatalogueInTheRepositoryIsTheImportOfThePortal() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try await ProgramRun("procedures", "import", Self.portal, "--into", folder.path)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("2642 records, 2642 procedures"))
        let name = "catalogue/portal-2026-06.csv"
        let made = try Data(contentsOf: folder.appendingPathComponent(name))
        #expect(Array(made) == (try RepositoryRoot.bytes(of: "intents/\(name)")))
    }
}

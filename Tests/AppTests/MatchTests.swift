import Foundation
import TestSupport
import Testing

/// `tungngo match` over sentence files in hassil's layouts.
@Suite(.timeLimit(.minutes(5))) struct MatchTests {
    private func match(
        _ files: [String: String], _ input: String, _ options: String...
    ) async throws -> ProgramRun {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        return try await ProgramRun(["match", "--sentences", folder.path] + options, input: input)
    }

    private static let lights = """
        language: vi
        intents:
          TurnOn:
            data:
              - sentences: ["(bật|mở) đèn [trong] {area}"]
          SetLevel:
            data:
              - sentences: ["đặt đèn {level} phần trăm"]
          Remember:
            data:
              - sentences: ["nhắc tôi {what}"]
        lists:
          area:
            values:
              - {in: "(phòng khách|nhà trước)", out: living}
              - bếp
          level:
            range: {from: 0, to: 100}
          what:
            wildcard: true
        """

    @Test func eachLineGivesOneLineOfJSON() async throws {
        let run = try await match(
            ["a.yaml": Self.lights],
            "bật đèn phòng khách\nmo den bep\n\nđặt đèn 50 phần trăm\nabc xyz\n")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.lines == [
                #"{"intent":"TurnOn","slots":{"area":"living"}}"#,
                #"{"intent":"TurnOn","slots":{"area":"bếp"}}"#,
                "null",
                #"{"intent":"SetLevel","slots":{"level":50}}"#,
                "null",
            ])
    }

    @Test func aWildcardKeepsTheTextAsTyped() async throws {
        let run = try await match(["a.yaml": Self.lights], "nhắc tôi Mua \"Sữa\" tối nay\n")
        #expect(run.lines == [#"{"intent":"Remember","slots":{"what":"Mua \"Sữa\" tối nay"}}"#])
    }

    @Test func whatIsRefusedIsNamed() async throws {
        let run = try await match(
            [
                "a.yaml":
                    "language: vi\nintents:\n  A:\n    data:\n      - sentences: [\"<missing> đèn\"]\n"
            ], "đèn\n")
        #expect(run.lines == ["null"])
        #expect(run.errors.contains("missing"), "\(run.errors)")
    }

    @Test func contextIsRequiredWhereTheBlockSaysSo() async throws {
        let file = """
            language: vi
            intents:
              On:
                data:
                  - sentences: ["bật lên"]
                    requires_context: {domain: light}
            """
        let without = try await match(["a.yaml": file], "bật lên\n")
        #expect(without.lines == ["null"])
        let with = try await match(["a.yaml": file], "bật lên\n", "--context", "domain=light")
        #expect(with.lines == [#"{"intent":"On","slots":{}}"#])
    }

    @Test func aFileThatIsNotThereIsBadInput() async throws {
        let run = try await ProgramRun("match", "--sentences", "/nowhere.yaml")
        #expect(run.status == 65)
        #expect(run.errors.contains("/nowhere.yaml"))
    }
}

import Foundation
import Testing

/// Values that no log, page or error may hold: tests plant them and look for them at their end.
struct PlantedValues: Sendable {
    static let identityNumber = "001190012345"
    static let phoneNumber = "0912345678"

    /// What a person writes who has both; no test knows more of them.
    static let words = "tôi tên Lan, căn cước \(identityNumber), gọi \(phoneNumber) giúp với"

    /// Ways in which the numbers could be written when somebody formats them.
    private static let numbers: [(what: String, forms: [String])] = [
        ("the identity number", [identityNumber, "001 190 012 345", "0011 9001 2345"]),
        (
            "the phone number",
            [phoneNumber, "0912 345 678", "0912.345.678", "84912345678", "912345678"]
        ),
    ]

    /// Tokens and secrets of the stage.
    private let secrets: [String]

    /// Looks for these tokens and secrets, and for the numbers that a person wrote.
    init(secrets: [String]) {
        self.secrets = secrets.filter { !$0.isEmpty }
    }

    /// Says what of it a text holds and in which line; never what it is.
    func found(in text: String, named name: String) -> [String] {
        let searched =
            secrets.enumerated().map { ("secret \($0.offset)", [$0.element]) } + Self.numbers
        return searched.flatMap { what, forms in
            forms.compactMap { form in
                guard let place = text.range(of: form) else { return nil }
                let line = text[..<place.lowerBound].count { $0 == "\n" } + 1
                return "\(name):\(line) holds \(what)"
            }
        }
    }

    /// The same of all logs in a folder: whatever ends in `.log`, rotated ones too.
    func found(inLogsOf folder: URL) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { $0.contains(".log") }.flatMap { name -> [String] in
            let bytes = FileManager.default.contents(
                atPath: folder.appendingPathComponent(name).path)
            return found(in: String(decoding: bytes ?? Data(), as: UTF8.self), named: name)
        }
    }

    /// Fails the test when a log of the folder or a given text holds anything of it.
    func expectNone(
        inLogsOf folder: URL, texts: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found =
            found(inLogsOf: folder)
            + texts.sorted { $0.key < $1.key }.flatMap { self.found(in: $0.value, named: $0.key) }
        #expect(found == [], sourceLocation: sourceLocation)
    }
}

/// The search itself: one that finds nothing would pass every test.
@Suite struct PlantedValuesSearchTests {
    @Test func whatIsPlantedIsFoundInLogsAndTexts() throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let values = PlantedValues(secrets: ["planted-token", ""])
        try Data("ok\nbot planted-token\n".utf8).write(
            to: folder.appendingPathComponent("daemon.log"))
        try Data("0912.345.678".utf8).write(to: folder.appendingPathComponent("daemon.log.1"))
        try Data("planted-token".utf8).write(to: folder.appendingPathComponent("token"))
        #expect(
            values.found(inLogsOf: folder) == [
                "daemon.log:2 holds secret 0", "daemon.log.1:1 holds the phone number",
            ])
        #expect(
            values.found(in: PlantedValues.words, named: "page")
                == [
                    "page:1 holds the identity number", "page:1 holds the phone number",
                    "page:1 holds the phone number",
                ])
        #expect(values.found(in: "all is well", named: "page") == [])
    }
}

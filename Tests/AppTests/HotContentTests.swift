import Foundation
import Rehearsal
import Simulator
import TestSupport
import Testing

/// Content that changes under a running daemon.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct HotContentTests {
    private static let greeting = "Em là trợ lý"

    /// Changes a file of the place's own copy of the content, as an editor saves it.
    private func edit(
        _ file: String, in place: DaemonPlace, _ change: (String) -> String
    ) throws {
        let path = place.path("intents/\(file)")
        try Data(change(try String(contentsOfFile: path, encoding: .utf8)).utf8)
            .write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private func onCopy(
        _ body: @Sendable (DaemonPlace, SimulatedBot, SimulatedPerson) async throws -> Void
    ) async throws {
        try await inDaemonPlace(content: "intents", settings: "web: {port: 0}") { place in
            try FileManager.default.copyItem(
                atPath: "\(RepositoryRoot.path)/intents", toPath: place.path("intents"))
            let bot = try await place.control.createBot(name: "Bot Một")
            let person = try await place.control.createPerson(name: "Chị Lan")
            try place.write(bot.token, to: "tokens/mot.token")
            try await body(place, bot, person)
        }
    }

    @Test func aChangedSentenceIsSaidFromThenOn() async throws {
        try await onCopy { place, bot, person in
            try await place.whileServing { daemon in
                try await place.polls(1)
                #expect(
                    try await place.answer(of: bot, to: "xin chào", from: person)
                        .contains(Self.greeting))
                // A saved file is noticed by itself; SIGHUP only asks for it at once.
                try edit("replies/vi.yaml", in: place) {
                    $0.replacing(Self.greeting, with: "Em là người giúp việc")
                }
                try await place.until("it is loaded") { place.lines("content-loaded").count == 1 }
                #expect(
                    try await place.answer(of: bot, to: "xin chào", from: person)
                        .contains("Em là người giúp việc"))
                #expect(try await !place.page("/readyz").contains("content"))
            }
        }
    }

    @Test func brokenContentIsRefusedAndTheOldOneAnswers() async throws {
        try await onCopy { place, bot, person in
            try await place.whileServing { daemon in
                try await place.polls(1)
                let whole = try String(
                    contentsOfFile: place.path("intents/replies/vi.yaml"), encoding: .utf8)
                try edit("replies/vi.yaml", in: place) {
                    $0.replacing("  thanks: |", with: "  thankss: |")
                }
                daemon.hangUp()
                try await place.until("it is refused") { !place.lines("content-refused").isEmpty }
                let line =
                    try #require(
                        whole.split(separator: "\n", omittingEmptySubsequences: false)
                            .firstIndex(of: "  thanks: |")) + 1
                #expect(
                    place.lines("content-refused").contains {
                        $0.contains(#""file":"replies/vi.yaml""#)
                            && $0.contains(#""line":"\#(line)""#)
                    }, "\(place.lines("content-refused"))")
                let page = try await place.page("/readyz")
                #expect(page.contains("replies/vi.yaml:") && page.contains(#""ready" : true"#))
                #expect(
                    try await place.answer(of: bot, to: "cảm ơn em", from: person).contains("Dạ"))
                // Mended: the trouble is over.
                try edit("replies/vi.yaml", in: place) { _ in whole }
                daemon.hangUp()
                try await place.until("it is loaded") { place.lines("content-loaded").count == 1 }
                #expect(try await !place.page("/readyz").contains("content"))
                // A test sentence that is misread is a mistake too.
                try edit("tests/chao-hoi.tsv", in: place) {
                    $0 + "xin chào nhé\tThanks\n"
                }
                daemon.hangUp()
                try await place.until("it is refused again") {
                    place.lines("content-refused").contains {
                        $0.contains(#""file":"tests/chao-hoi.tsv""#)
                    }
                }
            }
        }
    }

    @Test func aUnitWithNumbersIsNotTakenAway() async throws {
        try await onCopy { place, bot, person in
            let invited = try await place.run(
                "people", "invite", "--campaign", "mau-92-ngay", "--unit", "ap-suoi")
            let code = try #require(invited.output.firstMatch(of: /mã ([A-Z0-9]{6,})/)?.1)
            try await place.whileServing { daemon in
                try await place.polls(1)
                _ = try await place.answer(of: bot, to: "mã \(code)", from: person)
                #expect(
                    try await place.answer(of: bot, to: "ấp Suối Mẫu 5 hộ", from: person)
                        .contains("Đã ghi báo cáo #A1"))
                try edit("campaigns/mau-92-ngay/units.csv", in: place) { units in
                    units.split(separator: "\n").filter { !$0.hasPrefix("ap-suoi,") }
                        .joined(separator: "\n") + "\n"
                }
                daemon.hangUp()
                try await place.until("it is refused") { !place.lines("content-refused").isEmpty }
                #expect(
                    place.lines("content-refused").contains {
                        $0.contains(#""file":"campaigns/mau-92-ngay/units.csv""#)
                            && $0.contains("'ap-suoi'")
                    }, "\(place.lines("content-refused"))")
                #expect(
                    try await place.answer(of: bot, to: "ấp Suối Mẫu thêm 2 hộ", from: person)
                        .contains("Đã ghi báo cáo #A2"))
            }
            // Nobody is left without an answer: the start takes it, and says what it lacks.
            try await place.whileServing { _ in
                try await place.until("it is told") { !place.lines("content-lacks").isEmpty }
            }
        }
    }
}

import Foundation
import Rehearsal
import Simulator
import TestSupport
import Testing

/// An admin at the telephone, with the real daemon at the other end.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct AdminChatTests {
    @Test func anAdminSeesAndDirectsTheBotFromThePhone() async throws {
        try await inDaemonPlace(settings: "log: {file: bot.log}") { place in
            let (first, second) = (
                try await place.control.createBot(name: "Bot Một"),
                try await place.control.createBot(name: "Bot Hai")
            )
            let admin = try await place.control.createPerson(name: "Chị Hoa")
            try place.write(first.token, to: "tokens/mot.token")
            try place.write(second.token, to: "tokens/hai.token")
            try place.write("7:dead-planted-token", to: "tokens/chet.token")
            let invited = try await place.run("people", "invite", "--admin")
            let code = try #require(invited.output.firstMatch(of: /mã ([A-Z0-9]{6,})/)?.1)
            func ask(_ text: String) async throws -> String {
                try await place.answer(of: first, to: text, from: admin)
            }
            try await place.whileServing { _ in
                try await place.polls(2)
                try await place.until("the dead one is told") {
                    !place.lines("account-stopped").isEmpty
                }
                // Nobody's word before the code.
                #expect(try await !ask("/tinhtrang").contains("• hai"))
                _ = try await ask("mã \(code)")
                let state = try await ask("/tinhtrang")
                #expect(state.contains("• mot (zalo-bot): đang chạy"), "\(state)")
                #expect(state.contains("• chet (zalo-bot): ngừng"), "\(state)")
                #expect(state.contains("⚠ [chet] Tài khoản không chạy được"), "\(state)")
                #expect(try await ask("/loi").contains("[chet]: tài khoản ngừng chạy"))
                // Pause and resume are followed within about a second.
                #expect(try await ask("/tạm dừng hai").contains("/tieptuc hai"))
                try await place.polls(1)
                let list = try await place.run("accounts", "list", "--json")
                #expect(list.output.contains("in the chat"))
                #expect(try await ask("/tamdung mot").contains("tungngo accounts pause mot"))
                #expect(try await ask("/tieptuc hai").contains("chạy lại"))
                try await place.polls(2)
                let trace = try #require(
                    place.lines("turn-taken").last?.firstMatch(of: /"trace":"([0-9a-f]+)"/)?.1)
                let story = try await ask("/nhatky #\(trace)")
                #expect(story.hasPrefix("#\(trace)") && story.contains("đã tới lúc"), "\(story)")
            }
            // What went wrong before a restart is still told.
            try FileManager.default.removeItem(atPath: place.path("tokens/chet.token"))
            try await place.whileServing { _ in
                try await place.polls(2)
                #expect(try await ask("/loi").contains("[chet]: tài khoản ngừng chạy"))
                #expect(try await !ask("/tinhtrang").contains("chet"))
            }
        }
    }
}

import Foundation
import Rehearsal
import Simulator
import TestSupport
import Testing

/// What the real daemon cannot decide, and bots that two daemons want.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct SetAsideDaemonTests {
    @Test func whatCannotBeDecidedIsSetAsideAndAnsweredWhenItIsMended() async throws {
        try await inDaemonPlace(settings: "web: {port: 0}") { place in
            let bot = try await place.control.createBot(name: "Bot Một")
            let person = try await place.control.createPerson(name: "Chị Lan")
            try place.write(bot.token, to: "tokens/mot.token")
            try await place.whileServing { _ in
                _ = try await place.answer(of: bot, to: "khai sinh cần giấy gì", from: person)
                // What the person talks about cannot be read any more.
                try place.change("UPDATE topic SET topic = '7'")
                let post = NewPost(from: person.id, text: PlantedValues.words, bot: bot.id)
                _ = try await place.control.post(post)
                try await place.until("it is set aside") {
                    !place.lines("message-set-aside").isEmpty
                }
                #expect(place.lines("turn-failed").count == 2)
                let list = try await place.run("messages", "set-aside")
                let id = try #require(list.output.firstMatch(of: /in-[0-9]+/)?.0)
                #expect(list.output.contains("topic"), "\(list.output)")
                #expect(!list.output.contains(PlantedValues.identityNumber))
                // Others are answered meanwhile.
                let other = try await place.control.createPerson(name: "Anh Bình")
                _ = try await place.answer(of: bot, to: "xin chào", from: other)
                var pages: [String: String] = [:]
                for page in ["/metrics", "/readyz", "/healthz"] {
                    pages[page] = try await place.page(page)
                }
                #expect(pages["/metrics"]?.contains("tungngo_messages_set_aside_total 1") == true)
                PlantedValues(secrets: [bot.token, person.id, person.name])
                    .expectNone(inLogsOf: place.folder.appendingPathComponent("none"), texts: pages)
                let early = try await place.run("messages", "retry", "in-999999")
                #expect(early.status != 0 && !early.errors.isEmpty)
                try place.change("DELETE FROM topic")
                let before = try await place.said(by: bot, to: person).count
                let retried = try await place.run("messages", "retry", String(id))
                #expect(retried.status == 0, "\(retried.errors)")
                try await place.until("the answer") {
                    try await place.said(by: bot, to: person).count == before + 1
                }
                #expect(
                    try await place.run("messages", "set-aside").output.firstMatch(of: /in-[0-9]+/)
                        == nil)
            }
        }
    }

    @Test func aBotIsPolledByOneDaemonAtATime() async throws {
        try await inDaemonPlace(settings: "lock_folder: locks") { place in
            try FileManager.default.createDirectory(
                atPath: place.path("locks"), withIntermediateDirectories: true)
            let bot = try await place.control.createBot(name: "Bot Một")
            try place.write(bot.token, to: "tokens/mot.token")
            let own = try String(contentsOfFile: place.settings, encoding: .utf8)
            try place.write(
                own.replacing("bot.sqlite", with: "other.sqlite"), to: "other.yaml")
            func otherLog() -> String {
                (try? String(contentsOfFile: place.path("other.yaml.log"), encoding: .utf8)) ?? ""
            }
            try place.write("", to: "other.yaml.log")
            try await place.whileServing(other: "other.yaml") { _ in
                try await place.polls(1)
                try await place.whileServing { _ in
                    try await place.until("the second is told") {
                        !place.lines("account-waits").isEmpty
                            || !place.lines("account-stopped").isEmpty
                    }
                    #expect(try await place.control.counts().pollsOpen == 1)
                    #expect(
                        try FileManager.default.contentsOfDirectory(atPath: place.path("locks"))
                            .count == 1)
                }
            }
            #expect(!otherLog().contains("account-waits"))
        }
    }
}

import CurlHTTP
import Foundation
import Rehearsal
import Simulator
import Storage
import TestSupport
import Testing

/// Accounts added, paused, mended and removed under a running daemon, against a simulator.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct AccountsDaemonTests {
    @Test func accountsComeAndGoWhileTheDaemonRuns() async throws {
        try await inDaemonPlace { place in
            let (first, second) = (
                try await place.control.createBot(name: "Bot Một"),
                try await place.control.createBot(name: "Bot Hai")
            )
            try place.write(first.token, to: "tokens/mot.token")
            try place.write("7:dead-planted-token", to: "tokens/chet.token")
            try await place.whileServing { _ in
                try await place.polls(1)
                try await place.until("the dead one is told") {
                    place.log.contains(#""event":"account-stopped""#)
                }
                // A second daemon on this database is refused.
                let other = try await place.run("serve")
                #expect(other.status == 1)
                #expect(other.errors.contains("runs on this database already"))
                // The dead token is mended, a bad one refused, a new account added.
                try place.write(second.token, to: "new")
                let bad = try await place.run(
                    "accounts", "add", "moi", "--token-file", "\(place.folder.path)/settings.yaml")
                #expect(bad.status == 65)
                let mended = try await place.run(
                    "accounts", "add", "chet", "--replace", "--token-file",
                    "\(place.folder.path)/new")
                #expect(mended.status == 0, "\(mended.errors)")
                #expect(mended.output.contains("chet is 'Bot Hai'"))
                try await place.polls(2)
                // Settings with a mistake are refused, and everything goes on.
                try place.write("databas: bot.sqlite\n", to: "settings.yaml")
                try await place.until("the mistake is told") {
                    place.log.contains(#""event":"settings-refused""#)
                }
                #expect(place.log.contains("settings.yaml:1: there is no setting 'databas'."))
                #expect(try await place.control.counts().pollsOpen == 2)
                #expect(!place.log.contains(first.token) && !place.log.contains(second.token))
            }
        }
    }

    @Test func aPausedAccountNeitherPollsNorSendsUntilItIsResumed() async throws {
        try await inDaemonPlace { place in
            let bot = try await place.control.createBot(name: "Bot Một")
            let person = try await place.control.createPerson(name: "Chị Lan")
            try place.write(bot.token, to: "tokens/mot.token")
            try await place.whileServing { _ in
                try await place.polls(1)
                #expect(try await place.run("accounts", "pause", "mot").status == 0)
                try await place.until("it rests") {
                    place.log.contains(#""event":"account-paused""#)
                }
                _ = try await place.control.post(
                    NewPost(from: person.id, text: "khai sinh cần giấy gì", bot: bot.id))
                _ = try await place.control.post(
                    NewPost(from: person.id, text: PlantedValues.words, bot: bot.id))
                let list = try await place.run("accounts", "list")
                #expect(list.output.contains("The daemon runs."))
                #expect(list.lines.contains { $0.hasPrefix("mot ") && $0.contains("paused") })
                #expect(try await place.run("accounts", "resume", "mot").status == 0)
                try await place.until("the answer") {
                    place.log.contains(#""event":"reply-sent""#)
                }
                #expect(try await place.run("accounts", "remove", "mot").status == 0)
                try await place.until("it is gone") {
                    place.log.contains(#""event":"account-removed""#)
                }
            }
        }
    }
}

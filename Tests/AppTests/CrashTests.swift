import CurlHTTP
import Foundation
import Rehearsal
import Simulator
import Testing

/// The program killed in the middle of its work, against a simulated platform on loopback.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: CrashDaemon.binary != nil))
struct CrashTests {
    /// Every stored message is answered, every report counted once, order kept; of what the
    /// platform handed out, each kill costs the update of the poll in flight at most.
    @Test func killedAtRandomMomentsItLosesAndDoublesNothingThatItStored() async throws {
        try await onStage { stage, binary in
            var play = CrashPlay(stage: stage, binary: binary, seed: 20)
            let kills = 21
            for _ in 0..<kills {
                try await play.live(posting: 3_000 / (kills + 1), endingWith: .kill)
            }
            try await play.live(posting: 3_000 - play.postedCount, endingWith: .rest)
            let verdict = try await play.verdict()
            #expect(play.postedCount == 3_000)
            verdict.expectEveryStoredMessageAnswered()
            verdict.expectNoReportTwiceAndNoneMissing()
            verdict.expectOrderKeptInEveryChat()
            let lostByLife = play.lostByLife(verdict)
            #expect(lostByLife.filter { $0 > 1 } == [], "more than the poll in flight")
            #expect(lostByLife.last == 0)
            print(
                "crash test: \(kills) kills, \(verdict.storedCount) stored, "
                    + "\(verdict.lost.count) handed out and never stored, "
                    + "\(verdict.reportCount) reports, \(verdict.repeated) replies sent twice")
        }
    }

    @Test func stoppedBySignalItLosesNotEvenThePollInFlight() async throws {
        try await onStage { stage, binary in
            var play = CrashPlay(stage: stage, binary: binary, seed: 7)
            for _ in 0..<4 { try await play.live(posting: 60, endingWith: .stop) }
            try await play.live(posting: 60, endingWith: .rest)
            let verdict = try await play.verdict()
            #expect(verdict.lost == [])
            #expect(verdict.storedCount == 300)
            #expect(verdict.repeated == 0)
            verdict.expectEveryStoredMessageAnswered()
            verdict.expectNoReportTwiceAndNoneMissing()
            verdict.expectOrderKeptInEveryChat()
        }
    }

    /// Runs `body` against a simulator of its own and cleans up.
    private func onStage(
        _ body: @Sendable (CrashStage, URL) async throws -> Void
    ) async throws {
        let binary = try #require(CrashDaemon.binary)
        var options = SimulatorOptions()
        options.seed = 1
        try await withSimulator(options) { port, client in
            let stage = try await CrashStage(base: "http://127.0.0.1:\(port)", client: client)
            do {
                try await body(stage, binary)
                stage.remove()
            } catch {
                Issue.record("what the daemon wrote is in \(stage.log)")
                throw error
            }
        }
    }
}

/// One run of the test: lives of the daemon one after the other, messages flowing all the while.
struct CrashPlay {
    /// How a life of the daemon ends.
    enum Ending {
        case kill
        case stop
        /// It is stopped when everything has been answered.
        case rest
    }

    let stage: CrashStage
    let binary: URL
    private var random: SeededGenerator
    private var posted: [String: CrashPost] = [:]
    private var order: [String] = []

    /// How many updates had been handed out when each life ended.
    private var handedOutAtEnd: [Int] = []

    init(stage: CrashStage, binary: URL, seed: UInt64) {
        (self.stage, self.binary) = (stage, binary)
        random = SeededGenerator(seed: seed)
    }

    var postedCount: Int { order.count }

    /// Starts the daemon, posts half of the messages before and half while it works, and ends it.
    mutating func live(posting count: Int, endingWith ending: Ending) async throws {
        let before = try await stage.control.counts().handedOut
        try await post(count / 2)
        let daemon = try stage.startDaemon(binary)
        while try await stage.control.counts().handedOut == before {
            try #require(daemon.isRunning, "the daemon ended by itself: \(stage.lastLogLine)")
            try await Task.sleep(for: .milliseconds(10))
        }
        try await post(count - count / 2)
        switch ending {
        case .kill:
            // The moment is what the test is about: anywhere in the work on these messages.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...400, using: &random)))
            await daemon.kill()
        case .stop:
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...100, using: &random)))
            #expect(await daemon.stop() == 0)
        case .rest:
            try await waitForRest(daemon)
            #expect(await daemon.stop() == 0)
        }
        handedOutAtEnd.append(try await stage.control.counts().handedOut)
    }

    /// Updates lost in each life.
    func lostByLife(_ verdict: CrashVerdict) -> [Int] {
        zip([0] + handedOutAtEnd, handedOutAtEnd).map { from, through in
            verdict.lost.count { from < $0 && $0 <= through }
        }
    }

    func verdict() async throws -> CrashVerdict {
        var answers: [SimulatedMessage] = []
        var since = 0
        while true {
            let page = try await stage.control.messages(
                MessageQuery(since: since, author: .bots, limit: 5_000))
            answers += page.messages
            if page.messages.isEmpty { break }
            since = page.next
        }
        return try CrashVerdict(
            database: stage.database, posted: posted, order: order,
            handedOut: try await stage.control.handedOut(), answers: answers)
    }

    private mutating func post(_ count: Int) async throws {
        let posts = CrashPost.random(count, in: stage.chats, using: &random)
        let messages = try await stage.control.post(batch: posts.map(\.newPost))
        for (message, post) in zip(messages, posts) {
            posted[message.messageID] = post
            order.append(message.messageID)
        }
    }

    /// Returns when nothing is pending, owed or queued.
    private func waitForRest(_ daemon: DaemonProcess) async throws {
        while true {
            try #require(daemon.isRunning, "the daemon ended by itself: \(stage.lastLogLine)")
            let isPending = try await stage.control.counts().pending > 0
            if !isPending, try CrashVerdict.isAtRest(database: stage.database) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// A generator with a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

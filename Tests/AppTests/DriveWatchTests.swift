import Foundation
import Rehearsal
import Testing

/// The rehearsal's judgement of memory and log: what it lets pass and what it must not.
@Suite(.timeLimit(.minutes(1))) struct DriveWatchTests {
    /// Megabytes by sample, all of one life.
    @Test(
        arguments: [
            (Array(repeating: 60, count: 40), "the same all the time"),
            (Array(20..<30) + Array(repeating: 60, count: 30), "warming up"),
            ((0..<40).map { 60 + $0 % 7 }, "up and down"),
            ((0..<40).map { $0 == 39 ? 300 : 60 }, "one peak at the end"),
        ] as [([Int], String)])
    func memoryThatStaysIsFlat(megabytes: [Int], reason: String) throws {
        let verdict = try Self.watch(megabytes).verdict()
        #expect(verdict.samples == 40, "\(reason)")
        #expect(verdict.life == 1)
    }

    /// The first reloads take what they keep: two contents lie side by side for a moment.
    ///
    /// A later one must find room in that.
    @Test func theFirstReloadsWarmUpAndTheNextMustNotAdd() throws {
        var watch = DriveWatch(folder: "/nowhere")
        func add(_ megabytes: Int, _ count: Int) {
            for _ in 0..<count {
                watch.add(Self.sample(megabytes: megabytes, life: 1, number: 0))
            }
        }
        for megabytes in [60, 80, 90] {
            add(megabytes, 10)
            watch.noteReload()
        }
        add(100, 20)
        #expect(try watch.verdict().memoryBytes.first == 100_000_000)
        watch.noteReload()
        add(140, 30)
        #expect(throws: DriveFailure.self) { try watch.verdict() }
    }

    @Test func memoryThatGrowsFails() {
        let failure = #expect(throws: DriveFailure.self) {
            try Self.watch((0..<40).map { 60 + $0 }).verdict()
        }
        #expect(failure?.description.contains("memory grows: 75.0 MB") == true)
    }

    @Test func openFilesThatGrowFail() {
        let failure = #expect(throws: DriveFailure.self) {
            try Self.watch(Array(repeating: 60, count: 40), filesMore: 1).verdict()
        }
        #expect(failure?.description.contains("open files grow: 45 ") == true)
    }

    /// A restart gives memory back: what grows within a life is not hidden by the next.
    @Test func theLongestLifeIsJudged() {
        var watch = Self.watch((0..<40).map { 60 + $0 })
        for number in 0..<20 { watch.add(Self.sample(megabytes: 60, life: 2, number: number)) }
        #expect(throws: DriveFailure.self) { try watch.verdict() }
    }

    @Test func tooFewLooksAreNoVerdict() {
        let failure = #expect(throws: DriveFailure.self) {
            try Self.watch(Array(repeating: 60, count: 14)).verdict()
        }
        #expect(failure?.description.contains("raise --messages") == true)
    }

    @Test func aLogFileOverItsLimitFails() throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        var limit = DriveWatch.LogLimit()
        (limit.bytes, limit.files) = (100, 2)
        var watch = DriveWatch(folder: folder.path, limit: limit)
        let file = folder.appendingPathComponent("bot.log")
        try Data(repeating: 10, count: 100).write(to: file)
        try watch.lookAtLog()
        try Data(repeating: 10, count: 101).write(to: file)
        let failure = #expect(throws: DriveFailure.self) { try watch.lookAtLog() }
        #expect(failure?.description.contains("holds 101 bytes, and may hold 100") == true)
    }

    @Test func moreLogFilesThanAllowedFail() throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        var limit = DriveWatch.LogLimit()
        limit.files = 2
        var watch = DriveWatch(folder: folder.path, limit: limit)
        for name in ["a", "b", "c"] { try Data().write(to: folder.appendingPathComponent(name)) }
        let failure = #expect(throws: DriveFailure.self) { try watch.lookAtLog() }
        #expect(failure?.description.contains("there are 3 log files") == true)
    }

    private static func watch(_ megabytes: [Int], filesMore: Int = 0) -> DriveWatch {
        var watch = DriveWatch(folder: "/nowhere")
        for (number, value) in megabytes.enumerated() {
            var sample = sample(megabytes: value, life: 1, number: number)
            sample.openFiles = 30 + filesMore * number
            watch.add(sample)
        }
        return watch
    }

    private static func sample(megabytes: Int, life: Int, number: Int) -> DriveWatch.Sample {
        var sample = DriveWatch.Sample()
        (sample.life, sample.messages) = (life, number * 10)
        (sample.memoryBytes, sample.openFiles) = (megabytes * 1_000_000, 30)
        return sample
    }
}

import Campaign
import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import Synchronization
import TestSupport
import Testing
import VietText

/// The daemon's shell on a real file whose disk fails: full, read-only, a write, an fsync.
@Suite struct DiskTests {
    @Test(arguments: FaultyDisk.Fault.allCases)
    func whicheverWriteFailsEveryReportIsCountedOnceAndAnsweredOnce(
        fault: FaultyDisk.Fault
    ) async throws {
        // Nine in a row fail, so that with a step of five each operation fails in some run; one by
        // one, as `deploy/test --long` wants it, each is also the first to fail.
        let isLong = ProcessInfo.processInfo.environment["TUNGNGO_LONG_TESTS"] != nil
        var first = 1
        while try await survives(fault, at: first, lasting: 9) { first += isLong ? 1 : 5 }
        #expect(first > 10, "\(fault)")
    }

    @Test func whileTheDiskIsFullNothingIsAskedForAndAllGoesOnAfterwards() async throws {
        try await withDatabasePath { path in
            let disk = FaultyDisk(before: path)
            let (first, second) = (ScriptedPlatform(), ScriptedPlatform(secondBot))
            var scene = try Scene(
                first, second, store: Store.open(path: path, startedAt: start))
            scene.limits.watch.lookMilliseconds = 15_000
            let (log, readiness) = (scene.log, scene.readiness)
            try await scene.run {
                await first.waitForPoll()
                disk.fail(.full, at: 1)
                first.post(message("m1"))
                await untilTrue { !readiness.isReady }
                // The other account's poll was under way: it brings its message, and no other begins.
                second.post(message("m2", account: secondBot), message("m3", account: secondBot))
                await untilTrue { second.waiting == 1 }
                #expect(readiness.all.map(\.cause) == ["storage"])
                #expect(readiness.all.first?.trouble.remedy.contains("Make room") == true)
                disk.mend()
                await first.waitForSent(1)
                await second.waitForSent(2)
            }
            #expect(readiness.isReady)
            #expect(log.count("storage-failed", level: "error") == 1)
            #expect(log.count("storage-works") == 1)
            #expect(log.count("message-lost") == 0)
        }
    }

    @Test func aDiskWithoutRoomStopsThePollsBeforeAnythingFails() async throws {
        let platform = ScriptedPlatform()
        var scene = try Scene(platform)
        let free = Mutex<Int64>(10_000_000)
        scene.limits.watch.lookMilliseconds = 15_000
        scene.limits.watch.paths = ["/data"]
        scene.limits.watch.freeBytes = { _ in free.withLock { $0 } }
        let (log, readiness) = (scene.log, scene.readiness)
        try await scene.run {
            await untilTrue { !readiness.isReady }
            platform.post(message("m1"), message("m2"))
            await untilTrue { platform.waiting <= 2 && log.count("disk-full") == 1 }
            #expect(readiness.all.map(\.cause) == ["disk-full", "disk-low"])
            free.withLock { $0 = 100_000_000 }
            await platform.waitForSent(2)
            #expect(readiness.all.map(\.cause) == ["disk-low"])
            #expect(readiness.isReady)
            free.withLock { $0 = 1_000_000_000 }
            await untilTrue { readiness.all.isEmpty }
        }
        #expect(log.count("disk-full") == 1)
        #expect(log.count("disk-low") == 1)
        #expect(log.count("disk-roomy") == 1)
        #expect(log.count("storage-failed") == 0)
    }

    /// Plays six reports of three chats while operations from the `first` on fail for a while.
    ///
    /// - Returns: Whether anything has failed.
    private func survives(
        _ fault: FaultyDisk.Fault, at first: Int, lasting: Int
    ) async throws -> Bool {
        try await withDatabasePath { path in
            let disk = FaultyDisk(before: path)
            let platform = ScriptedPlatform()
            var scene = try Scene(platform, store: Store.open(path: path, startedAt: start))
            scene.limits.watch.lookMilliseconds = 15_000
            scene.read = { _ in { situation in try recording(20, situation) } }
            disk.fail(fault, at: first, lasting: lasting)
            try await scene.run {
                for number in 1...6 {
                    platform.post(message("m\(number)", chat: "c\(number % 3)"))
                }
                await platform.waitForSent(6)
                while try scene.store.counts().delivered < 6 { await Task.yield() }
            }
            let struck = disk.struck
            disk.mend()
            try scene.store.close()
            // What a new start reads from the disk is what counts.
            let counts = try Store.open(path: path, startedAt: start).counts()
            #expect(counts.received == 6, "\(fault) at \(first)")
            #expect(counts.reports == 6, "\(fault) at \(first)")
            #expect(counts.delivered == 6, "\(fault) at \(first)")
            #expect(counts.setAside == 0, "\(fault) at \(first)")
            #expect(platform.attempts.count == 6, "\(fault) at \(first)")
            #expect(scene.log.count("message-lost") == 0)
            return struck > 0
        }
    }
}

private let hamlet = UnitID(rawValue: "thon-1")

private let secondBot = AccountID(rawValue: "bot-2")

/// A report of a number of households, as a decision.
private func recording(
    _ count: Int64, _ situation: Situation
) throws -> (decision: Decision, replies: [RenderedReply]) {
    let number = try situation.books.nextReportNumber()
    let entry = LedgerEntry(
        report: number, unit: hamlet, indicator: IndicatorKey(rawValue: "ho_den"),
        day: CivilDay(epochMilliseconds: start.milliseconds),
        amount: Amount(.add, try Quantity(count)))
    let report = ReportRecord(
        number: number, campaign: CampaignID(rawValue: "drive"), unit: hamlet, entries: [entry],
        corrects: nil)
    return (
        Decision(.recorded, effects: [.record(report)]),
        [RenderedReply("đã ghi \(number)", priority: .confirmation)]
    )
}

/// Lets others run until the condition holds.
private func untilTrue(_ condition: @Sendable () -> Bool) async {
    while !condition() { await Task.yield() }
}

/// Runs `body` with a path in a folder of its own, which goes with its end.
private func withDatabasePath<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("disk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.appendingPathComponent("bot.sqlite").path)
}

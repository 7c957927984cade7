import Foundation
import Testing

/// A small drive, played by the program against its own daemon; `deploy/test --long` plays all of it.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: CrashDaemon.binary != nil))
struct RehearsalTests {
    /// Every total of every unit on every day equals the books of the rehearsal, a kill between.
    @Test func aSmallDriveAddsUpThoughTheDaemonIsKilled() async throws {
        let run = try await ProgramRun(
            "rehearse", "--communes", "3", "--villages", "9", "--days", "6", "--kills", "1")
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
        #expect(run.output.contains("day 6: "), "\(run.output)")
        #expect(run.output.contains("kills: 1"))
        #expect(run.output.contains("totals compared: 1560; "))
    }

    /// Forty accounts, twelve kills at work, at starts and at stops, every kind of fault: what is
    /// kept is counted once, what is delivered arrives in order.
    @Test func aDriveAddsUpOnABadDay() async throws {
        let run = try await ProgramRun(
            "rehearse", "--communes", "40", "--villages", "80", "--accounts", "40", "--days", "2",
            "--kills", "12", "--faults", "brief")
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
        #expect(run.output.contains("day 2: "), "\(run.output)")
    }

    @Test func aFolderWithSomethingInItIsRefused() async throws {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: folder.appendingPathComponent("mine"))
        let run = try await ProgramRun("rehearse", "--keep", folder.path)
        #expect(run.status == 65)
        #expect(run.errors.contains("is not empty"), "\(run.errors)")
    }

    @Test(arguments: [
        (["rehearse", "--days", "93"], "--days must be between 1 and 92, not 93."),
        (
            ["rehearse", "--villages", "2", "--communes", "3"],
            "--villages must be between 3 and 10000, not 2."
        ),
        (
            ["rehearse", "--days", "2", "--kills", "10001"],
            "--kills must be between 0 and 10000, not 10001."
        ),
    ])
    func sizesOutOfRangeAreRefused(arguments: [String], says: String) async throws {
        let run = try await ProgramRun(arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(says), "\(run.errors)")
    }
}

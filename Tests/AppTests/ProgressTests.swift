import Foundation
import TestSupport
import Testing

/// Long commands show on a terminal how far they are, and nowhere else.
@Suite(.enabled(if: CrashDaemon.binary != nil))
struct ProgressTests {
    @Test func aTerminalSeesOneLineThatIsDrawnOverAndClearedAtTheEnd() async throws {
        try await OperationsPlace.with(schema: OperationsPlace.newestSchema) { place in
            try place.grow(megabytes: 120)
            let seen = try await Self.onTerminal { terminal in
                let run = try await place.start(
                    ["backup", place.path("copy.sqlite")], errors: terminal, act: { _ in })
                #expect(run.terminationStatus == 0)
            }
            #expect(seen.contains("\r\u{1B}[Kcopying pages: "), "\(seen.debugDescription)")
            #expect(seen.hasSuffix("\r\u{1B}[K"))
            #expect(!seen.contains("\n"))
        }
    }

    @Test func anAuditShowsHowFarItIs() async throws {
        let seen = try await Self.onTerminal { terminal in
            let status = await RawConnection.blocking { () -> Int32 in
                guard let binary = CrashDaemon.binary else { return -1 }
                let process = Process()
                process.executableURL = binary
                process.arguments = ["procedures", "audit", "--day", "2026-12-31"]
                process.currentDirectoryURL = URL(fileURLWithPath: RepositoryRoot.path)
                process.standardOutput = FileHandle.nullDevice
                process.standardError = terminal
                guard (try? process.run()) != nil else { return -1 }
                process.waitUntilExit()
                return process.terminationStatus
            }
            #expect(status == 0)
        }
        #expect(seen.contains("asking about procedures: "))
        #expect(seen.hasSuffix("\r\u{1B}[K"))
    }

    /// Gives `body` the end of a new terminal to write to; returns what was written.
    private static func onTerminal(_ body: (FileHandle) async throws -> Void) async throws -> String
    {
        let main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (locked, number): (Int32, Int32) = (0, 0)
        // TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h: unlock the other side, name it.
        let isUnlocked = ioctl(main, 0x4004_5431, &locked) == 0
        let isNamed = ioctl(main, 0x8004_5430, &number) == 0
        let side = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(main >= 0 && isUnlocked && isNamed && side >= 0)
        async let text = RawConnection.blocking { () -> String in
            var all: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while case let count = read(main, &buffer, buffer.count), count > 0 {
                all += buffer[..<count]
            }
            return String(decoding: all, as: UTF8.self)
        }
        let terminal = FileHandle(fileDescriptor: side, closeOnDealloc: false)
        let result: Result<Void, any Error>
        do { result = .success(try await body(terminal)) } catch { result = .failure(error) }
        // The other side reads to the end when nobody has this one open any more.
        close(side)
        let seen = await text
        close(main)
        try result.get()
        return seen
    }
}

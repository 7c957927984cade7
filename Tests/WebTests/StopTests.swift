import CurlHTTP
import Foundation
import Gateway
import TestSupport
import Testing

/// The end of the server while others still connect.
@Suite struct StopTests {
    /// A crash here ends the whole test program, as it would have ended the daemon.
    @Test func whoConnectsWhileItIsCancelledDoesNotEndTheProgram() async throws {
        for _ in 0..<20 {
            let connections = LockedConnections()
            try await withServer { stage in
                let port = stage.port
                Thread {
                    while let connection = try? RawConnection(port: port),
                        connections.keep(connection)
                    {}
                    connections.end()
                }.start()
                await connections.waitForFirst()
            }
            await connections.waitForEnd()
        }
    }
}

/// Connections held open by a thread, up to a number.
private final class LockedConnections: Sendable {
    private let kept = LockedValue<[RawConnection]>([])
    private let begun = Gate()
    private let ended = Gate()

    /// Keeps a connection open; returns whether there may be more.
    func keep(_ connection: RawConnection) -> Bool {
        begun.open()
        return kept.withLock { kept in
            kept.append(connection)
            return kept.count < 200
        }
    }

    func end() {
        begun.open()
        kept.withLock { $0 = [] }
        ended.open()
    }

    func waitForFirst() async { await begun.wait() }

    func waitForEnd() async { await ended.wait() }
}

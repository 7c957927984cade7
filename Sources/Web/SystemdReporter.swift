import Gateway

/// Tells systemd that the daemon runs, what troubles it, and that it is still alive.
///
/// `READY=1` goes out once the daemon works and its database answers, whatever the platforms do: a
/// daemon that waits for a platform must not be killed by a start time-out. The watchdog is fed
/// only while the tasks run and the database answers; a daemon that hangs is restarted by systemd.
package struct SystemdReporter: Sendable {
    /// Milliseconds between two looks when there is no watchdog, or a slow one.
    static let pauseMillisecondsMax: Int64 = 5_000

    private let socket: SystemdSocket
    private let pauseMilliseconds: Int64
    private let hasWatchdog: Bool
    private let readiness: Readiness
    private let isAlive: @Sendable () async -> Bool
    private let clock: GatewayClock

    /// Reads the variables that systemd sets; nil when it set no socket.
    ///
    /// - Parameters:
    ///   - environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` are looked at.
    ///   - processID: Our own; a watchdog that is another process's is not ours to feed.
    ///   - readiness: What stands in the way of the work.
    ///   - clock: How to wait.
    ///   - isAlive: Whether the daemon's loop and its database answer.
    package init?(
        environment: [String: String], processID: Int32, readiness: Readiness,
        clock: GatewayClock = .system, isAlive: @escaping @Sendable () async -> Bool
    ) {
        guard let socket = SystemdSocket(path: environment["NOTIFY_SOCKET"]) else { return nil }
        self.socket = socket
        self.readiness = readiness
        self.isAlive = isAlive
        self.clock = clock
        let isOurs = environment["WATCHDOG_PID"].map { $0 == String(processID) } ?? true
        let half = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { $0 / 2_000 }
        hasWatchdog = isOurs && (half ?? 0) > 0
        pauseMilliseconds = min(
            hasWatchdog ? half ?? .max : .max, Self.pauseMillisecondsMax)
    }

    /// Reports until told to stop.
    package func run(until stop: Gate) async {
        var isReady = false
        var told: String?
        while !stop.isOpen, !Task.isCancelled {
            let isAlive = await clock.answer(
                within: pauseMilliseconds, late: false, self.isAlive)
            if isAlive, !isReady {
                isReady = true
                socket.send("READY=1")
            }
            let status = isAlive ? Self.status(readiness.all) : "the database does not answer"
            if status != told {
                told = status
                socket.send("STATUS=\(status)")
            }
            if isAlive, hasWatchdog { socket.send("WATCHDOG=1") }
            await race({ await clock.sleep(pauseMilliseconds) }, { await stop.wait() })
        }
        socket.send("STOPPING=1", "STATUS=stopping: what is in hand is finished first")
    }

    /// One line: the first trouble with its remedy, and how many there are besides.
    private static func status(
        _ troubles: [(cause: String, trouble: Readiness.Trouble)]
    ) -> String {
        guard let (cause, trouble) = troubles.first else { return "works" }
        let more = troubles.count > 1 ? " (and \(troubles.count - 1) more, see /readyz)" : ""
        let line = "\(cause): \(trouble.what). \(trouble.remedy)\(more)"
        return String(line.map { $0.isNewline ? " " : $0 })
    }
}

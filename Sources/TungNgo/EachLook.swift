import UnixSignals

/// Why a watch looks at its files.
enum LookCause: Sendable {
    /// SIGHUP: somebody wants it looked at now.
    case signal
    case timer
}

/// Looks again and again, and at once on SIGHUP, until the task is cancelled.
func eachLook(every pause: Duration, _ look: (LookCause) async -> Void) async {
    let (causes, cause) = AsyncStream.makeStream(
        of: LookCause.self, bufferingPolicy: .bufferingNewest(2))
    await withTaskGroup(of: Void.self) { group in
        group.addTask {
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                cause.yield(.signal)
            }
        }
        group.addTask {
            while !Task.isCancelled {
                try? await Task.sleep(for: pause)
                cause.yield(.timer)
            }
        }
        for await cause in causes { await look(cause) }
        group.cancelAll()
    }
}

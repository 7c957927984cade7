import Dispatch
import Foundation
import Synchronization

/// What a command undoes when it is told to stop in its middle: Ctrl-C, SIGTERM, a closed terminal.
///
/// The program then ends by that very signal, so that a script that called it stops as well.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]
    private static let undos = Mutex<[Int: @Sendable () -> Void]>([:])
    private static let watch = Watch(signals)

    /// Runs `body`; when the program is told to stop meanwhile, `undo` runs first.
    ///
    /// - Parameters:
    ///   - undo: Removes what is half done; runs on another thread while `body` may still go on.
    ///   - body: The work.
    /// - Returns: What `body` returns.
    static func undoing<T>(_ undo: @escaping @Sendable () -> Void, _ body: () throws -> T) rethrows
        -> T
    {
        let number = enter(undo)
        defer { leave(number) }
        return try body()
    }

    /// Runs `body`, which waits; when the program is told to stop meanwhile, `undo` runs first.
    static func undoing<T>(
        _ undo: @escaping @Sendable () -> Void, _ body: () async throws -> T
    ) async rethrows -> T {
        let number = enter(undo)
        defer { leave(number) }
        return try await body()
    }

    private static func enter(_ undo: @escaping @Sendable () -> Void) -> Int {
        watch.begin()
        return undos.withLock { undos in
            let number = (undos.keys.max() ?? 0) + 1
            undos[number] = undo
            return number
        }
    }

    private static func leave(_ number: Int) {
        undos.withLock { undos in undos[number] = nil }
    }

    private static func stop(by signal: Int32) {
        let all = undos.withLock { undos in undos.sorted { $0.key > $1.key }.map(\.value) }
        for undo in all { undo() }
        showProgress("")
        if !all.isEmpty { complain("Stopped. What was half done is removed; run it again.") }
        Foundation.signal(signal, SIG_DFL)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, signal)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        kill(getpid(), signal)
    }

    /// Hears signals on a queue of its own, where everything may be called.
    ///
    /// Unchecked: the sources are made once and never touched again.
    private final class Watch: @unchecked Sendable {
        private let sources: [any DispatchSourceSignal]

        init(_ signals: [Int32]) {
            let registered = DispatchSemaphore(value: 0)
            sources = signals.map { number in
                Foundation.signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { Interruption.stop(by: number) }
                source.setRegistrationHandler { registered.signal() }
                source.resume()
                return source
            }
            // A source hears nothing before it is registered, which happens on another thread: a
            // signal of that moment would be lost.
            for _ in signals { _ = registered.wait(timeout: .now() + .seconds(1)) }
        }

        /// Nothing: that it is called has made the sources.
        func begin() {}
    }
}

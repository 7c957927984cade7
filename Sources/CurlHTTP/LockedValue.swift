import Foundation

/// A value behind a lock, in place of `Synchronization.Mutex`.
///
/// The slow path of `Mutex` is in a library without instrumentation (Swift 6.3.1, Linux), so the
/// thread sanitizer reports a race at every contended use; Foundation's lock is one it knows.
/// A program of eight threads that add to one array showed both.
package final class LockedValue<Value>: @unchecked Sendable {
    // Unchecked because `value` is read and written under `lock` alone.
    private let lock = NSLock()
    private var value: Value

    package init(_ value: sending Value) {
        self.value = value
    }

    /// Runs `body`, which must be short and must not wait, alone with the value.
    package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}

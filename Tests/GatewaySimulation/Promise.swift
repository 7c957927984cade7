/// A value that comes later, for one task that waits for it.
final class Promise<Value: Sendable>: @unchecked Sendable {
    // Unchecked: used by the one thread of a simulation.
    private var value: Value?
    private var waiter: CheckedContinuation<Value, Never>?

    /// Whether the value is there.
    var isKept: Bool { value != nil }

    /// Gives the value; a second one is ignored.
    func keep(_ value: Value) {
        guard self.value == nil else { return }
        self.value = value
        waiter?.resume(returning: value)
        waiter = nil
    }

    /// Returns the value when it has come.
    func get() async -> Value {
        await withCheckedContinuation { continuation in
            if let value { return continuation.resume(returning: value) }
            waiter = continuation
        }
    }

    /// Returns the value when it has come, or `instead` when the task is cancelled before.
    func get(whenCancelled instead: Value, _ act: @escaping @Sendable () -> Void = {}) async
        -> Value
    {
        await withTaskCancellationHandler {
            await get()
        } onCancel: {
            guard !isKept else { return }
            act()
            keep(instead)
        }
    }
}

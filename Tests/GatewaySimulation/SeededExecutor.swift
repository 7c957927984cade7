import Foundation

/// Runs the jobs of all tasks of one simulation on one thread, in an order that the seed decides.
///
/// Everything below the task that is started with it as preference runs here: child tasks, what
/// continuations resume, cancellation handlers. What escaped to Swift's shared threads and came
/// back is caught by `precondition`, since no seed would be repeatable any more.
final class SeededExecutor: TaskExecutor, @unchecked Sendable {
    // Unchecked: only the thread that made it may touch it, which each call checks.
    private var ready: [UnownedJob] = []
    private let thread = pthread_self()

    /// Jobs that could run now.
    var count: Int { ready.count }

    func enqueue(_ job: consuming ExecutorJob) {
        checkThread()
        ready.append(UnownedJob(job))
    }

    /// Runs one of the jobs until it ends or waits.
    func run(_ index: Int) {
        let job = ready.remove(at: index)
        job.runSynchronously(on: asUnownedTaskExecutor())
    }

    /// Stops the program when the caller is on another thread than the simulation's.
    func checkThread() {
        precondition(
            pthread_equal(thread, pthread_self()) != 0,
            "a task of the simulation runs on another thread: the seed cannot be repeated")
    }
}

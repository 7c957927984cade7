import Foundation
import Synchronization

/// Runs many seeds, on a few threads at the same time.
package struct SeedRun: Sendable {
    /// Outcomes with complaints, by seed.
    package private(set) var failed: [Simulation.Outcome] = []
    /// Seeds that were run.
    package private(set) var count = 0
    /// The sum over all seeds.
    package private(set) var figures = Simulation.Figures()

    /// Runs seeds until all are run or so many have failed.
    ///
    /// - Parameters:
    ///   - seeds: Which.
    ///   - plant: A mistake to be found.
    ///   - failuresMax: After so many failed seeds, those that are being run are the last.
    ///   - threads: Seeds at the same time.
    /// - Returns: What came of them, when the last has ended.
    package static func run(
        _ seeds: Range<UInt64>, plant: Plant = .none, failuresMax: Int = .max,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) async -> SeedRun {
        let shared = Shared(seeds)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, threads) {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        // A thread of its own: a simulation runs tasks of its own on it.
                        Thread {
                            let disk = Result { try MemoryDisk(plant: plant) }
                            while let seed = shared.next(failuresMax: failuresMax) {
                                shared.add(outcome(of: seed, plant, disk))
                            }
                            continuation.resume()
                        }.start()
                    }
                }
            }
        }
        return shared.run
    }

    private static func outcome(
        of seed: UInt64, _ plant: Plant, _ disk: Result<MemoryDisk, any Error>
    ) -> Simulation.Outcome {
        // A trap ends the process: its report names the thread.
        Thread.current.name = "seed \(seed)"
        do {
            return try Simulation.run(seed: seed, plant: plant, isRecorded: false, on: disk.get())
        } catch {
            var outcome = Simulation.Outcome(seed: seed)
            outcome.complaints = ["the simulation itself failed: \(error)"]
            return outcome
        }
    }

    fileprivate mutating func add(_ outcome: Simulation.Outcome) {
        count += 1
        figures.add(outcome.figures)
        guard !outcome.complaints.isEmpty else { return }
        failed.append(outcome)
        failed.sort { $0.seed < $1.seed }
    }

    private final class Shared: Sendable {
        private let state: Mutex<(next: UInt64, end: UInt64, run: SeedRun)>

        init(_ seeds: Range<UInt64>) {
            state = Mutex((seeds.lowerBound, seeds.upperBound, SeedRun()))
        }

        var run: SeedRun { state.withLock { $0.run } }

        func next(failuresMax: Int) -> UInt64? {
            state.withLock { state in
                guard state.next < state.end, state.run.failed.count < failuresMax else {
                    return nil
                }
                state.next += 1
                return state.next - 1
            }
        }

        func add(_ outcome: Simulation.Outcome) {
            state.withLock { $0.run.add(outcome) }
        }
    }
}

extension Simulation.Figures {
    /// Adds what another run came to.
    mutating func add(_ other: Simulation.Figures) {
        steps += other.steps
        messages += other.messages
        kills += other.kills
        stops += other.stops
        sends += other.sends
        failedSends += other.failedSends
        storeFailures += other.storeFailures
        setAside += other.setAside
        milliseconds += other.milliseconds
    }
}

extension Simulation.Outcome {
    /// What to print of a seed that failed: what is wrong, the last lines, how to see it again.
    package func report(lines: Int = 60) -> String {
        let again = (try? Simulation.run(seed: seed, isRecorded: true))?.transcript ?? transcript
        return """
            seed \(seed): \(complaints.count) complaints
            \(complaints.prefix(10).map { "  ✗ \($0)" }.joined(separator: "\n"))
            the last lines of \(again.count):
            \(again.suffix(lines).map { "  \($0)" }.joined(separator: "\n"))
            again: SIMULATION_SEED=\(seed) swift test --filter SeedTests
            or: swift run simulate-seeds --seed \(seed)
            """
    }
}

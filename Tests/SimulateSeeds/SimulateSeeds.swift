import ArgumentParser
import Foundation
import GatewaySimulation

extension Plant: ExpressibleByArgument {}

/// Runs seeds of the simulation outside of the tests: in a release build, 100,000 of them.
@main
struct SimulateSeeds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate-seeds",
        abstract: "Runs the gateway with faults, kills and a hand-moved clock, from seeds.",
        discussion: "Ends with 0 when no seed has a complaint, with 1 otherwise.")

    @Option(help: "How many seeds to run.") var seeds: UInt64 = 1_000
    @Option(help: "The first seed.") var from: UInt64 = 0
    @Option(help: "One seed alone: writes down all that happens.") var seed: UInt64?
    @Option(help: "A bug to plant, so that the simulation may show that it finds it.")
    var plant = Plant.none
    @Option(help: "Seeds run at once; by default one for each processor.") var threads: Int?
    @Option(help: "Stop after so many seeds with complaints.") var failures = Int.max
    @Option(help: "Seeds with complaints that are told in full.") var shown = 3

    func validate() throws {
        guard seeds >= 1, threads.map({ $0 >= 1 }) ?? true, failures >= 1, shown >= 0 else {
            throw ValidationError(
                "--seeds, --threads and --failures are 1 or more, --shown 0 or more.")
        }
        guard from <= UInt64.max - seeds else {
            throw ValidationError("--from \(from) leaves no room for \(seeds) seeds.")
        }
    }

    func run() async throws {
        if let seed { try tell(seed) } else { try await runAll() }
    }

    private func tell(_ seed: UInt64) throws {
        let outcome = try Simulation.run(seed: seed, plant: plant, isRecorded: true)
        for line in outcome.transcript { print(line) }
        for complaint in outcome.complaints { print("✗ \(complaint)") }
        print("fingerprint \(outcome.fingerprint), \(outcome.figures)")
        if !outcome.complaints.isEmpty { throw ExitCode.failure }
    }

    private func runAll() async throws {
        let began = ContinuousClock.now
        let run = await SeedRun.run(
            from..<(from + seeds), plant: plant, failuresMax: failures,
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        for outcome in run.failed.prefix(shown) { print(outcome.report()) }
        let kinds = Dictionary(grouping: run.failed) { outcome in
            String((outcome.complaints.first ?? "").map { $0.isNumber ? "#" : $0 })
        }
        for (kind, outcomes) in kinds.sorted(by: { $0.value.count > $1.value.count }) {
            print("\(outcomes.count) × \(kind): \(outcomes.prefix(6).map(\.seed))")
        }
        print(
            """
            \(run.count) seeds, \(run.failed.count) failed, \
            \(String(format: "%.1f s, %.0f seeds/s", seconds, Double(run.count) / seconds))
            \(run.figures)
            """)
        if !run.failed.isEmpty { throw ExitCode.failure }
    }
}

import Foundation
import GatewaySimulation

// Runs seeds of the simulation outside of the tests: in a release build, 100,000 of them.
// Usage: simulate-seeds [--seeds COUNT] [--from SEED] [--plant NAME] [--threads COUNT]
//        simulate-seeds --seed SEED [--plant NAME]     writes down all that happens

func value(_ name: String) -> String? {
    guard let index = CommandLine.arguments.firstIndex(of: name) else { return nil }
    return CommandLine.arguments.dropFirst(index + 1).first
}

let plant = value("--plant").flatMap(Plant.init(rawValue:)) ?? .none

if let seed = value("--seed").flatMap(UInt64.init) {
    let outcome = try Simulation.run(seed: seed, plant: plant, isRecorded: true)
    for line in outcome.transcript { print(line) }
    for complaint in outcome.complaints { print("✗ \(complaint)") }
    print("fingerprint \(outcome.fingerprint), \(outcome.figures)")
    exit(outcome.complaints.isEmpty ? 0 : 1)
}

let from = value("--from").flatMap(UInt64.init) ?? 0
let count = value("--seeds").flatMap(UInt64.init) ?? 1_000
let threads = value("--threads").flatMap(Int.init) ?? ProcessInfo.processInfo.activeProcessorCount
let began = Date()
let run = await SeedRun.run(
    from..<(from + count), plant: plant,
    failuresMax: value("--failures").flatMap(Int.init) ?? .max, threads: threads)
let seconds = Date().timeIntervalSince(began)
let shown = value("--shown").flatMap(Int.init) ?? 3
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
exit(run.failed.isEmpty ? 0 : 1)

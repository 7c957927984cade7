import Foundation
import GatewaySimulation
import Testing

/// Gateway, store and platforms together, from seeds.
@Suite struct SeedTests {
    @Test func oneSeedIsTheSameRunTwice() throws {
        for seed in UInt64(0)..<20 {
            let first = try Simulation.run(seed: seed, isRecorded: true)
            let second = try Simulation.run(seed: seed, isRecorded: true)
            #expect(first.transcript == second.transcript)
            #expect(first.fingerprint == second.fingerprint)
        }
    }
}

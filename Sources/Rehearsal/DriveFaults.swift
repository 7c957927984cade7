import Simulator

/// Which faults the platform plays during a rehearsal.
package enum DriveFaultLevel: String, CaseIterable, Sendable {
    /// Updates delivered twice, nothing else.
    case none
    /// All kinds, but none that makes the bot wait for a minute before it sends again.
    case brief
    /// All kinds.
    case all
}

/// Chooses the faults of each wave: some of every kind over the whole, others from wave to wave.
struct DriveFaults {
    let level: DriveFaultLevel
    private var random: SeededGenerator

    init(level: DriveFaultLevel, seed: UInt64) {
        self.level = level
        random = SeededGenerator(seed: seed &+ 77)
    }

    /// The faults of the next wave.
    ///
    /// - Parameters:
    ///   - isEvening: Whether a date some hours ahead is still the same day.
    ///   - endsAccounts: Whether a token may be refused: its account stands still until a restart.
    /// - Returns: What to switch on.
    mutating func next(isEvening: Bool, endsAccounts: Bool) -> [SimulatedFault] {
        guard level != .none else {
            return [
                SimulatedFault(
                    .duplicate, method: "getUpdates", probability: 0.01, seed: random.next() >> 12)
            ]
        }
        var faults = polls() + sends() + starts()
        faults.append(
            SimulatedFault(
                .clockJump, method: "getUpdates", probability: 0.1,
                milliseconds: isEvening ? 4 * 3_600_000 : -6 * 3_600_000))
        faults = faults.filter { _ in random.next() % 4 > 0 }
        if endsAccounts, random.next() % 2 == 0 {
            faults.append(SimulatedFault(.unauthorized, count: 1, probability: 0.001))
        }
        return faults.map { fault in
            var fault = fault
            fault.seed = random.next() >> 12
            // A short rehearsal has few calls for each kind to strike at.
            if level == .brief { fault.probability = min(0.4, fault.probability * 4) }
            return fault
        }
    }

    private mutating func polls() -> [SimulatedFault] {
        let method = "getUpdates"
        // Now and then a connection stays silent for longer than the bot waits.
        let silence = level == .all && random.next() % 8 == 0 ? 0 : 2_000
        return [
            SimulatedFault(.delay, method: method, probability: 0.02, milliseconds: 300),
            SimulatedFault(.serverError, method: method, probability: 0.01),
            SimulatedFault(.dropBody, method: method, probability: 0.01),
            SimulatedFault(.duplicate, method: method, probability: 0.02),
            SimulatedFault(.tooManyRequests, method: method, probability: 0.003, milliseconds: 900),
            SimulatedFault(.slowBody, method: method, probability: 0.03, milliseconds: 500),
            SimulatedFault(
                .halfOpen, method: method, count: 2, probability: 0.005, milliseconds: silence),
            SimulatedFault(.silence, method: method, probability: 0.005, milliseconds: 1_500),
            SimulatedFault(.reset, method: method, probability: 0.01),
            SimulatedFault(.outOfOrder, method: method, probability: 0.2),
            SimulatedFault(
                .repeatLate, method: method, probability: 0.03,
                milliseconds: 200 + Int(random.next() % 10_000)),
        ]
    }

    private mutating func sends() -> [SimulatedFault] {
        let method = "sendMessage"
        var faults = [
            SimulatedFault(.delay, method: method, probability: 0.02, milliseconds: 300),
            SimulatedFault(.dropBody, method: method, probability: 0.005),
            SimulatedFault(.lostReply, method: method, probability: 0.01),
            SimulatedFault(.tooManyRequests, method: method, probability: 0.005, milliseconds: 900),
            SimulatedFault(.slowBody, method: method, probability: 0.03, milliseconds: 500),
            SimulatedFault(.halfOpen, method: method, probability: 0.003, milliseconds: 2_000),
            SimulatedFault(.silence, method: method, probability: 0.003, milliseconds: 1_500),
            SimulatedFault(.reset, method: method, probability: 0.005),
            SimulatedFault(.clockJump, method: method, probability: 0.1, milliseconds: 3_600_000),
        ]
        if level == .all {
            faults.append(SimulatedFault(.serverError, method: method, probability: 0.003))
            faults.append(SimulatedFault(.tooManyRequests, method: method, probability: 0.002))
        }
        return faults
    }

    private func starts() -> [SimulatedFault] {
        // Hundreds of accounts are opened at each start: rare is often.
        [
            SimulatedFault(.delay, method: "getMe", probability: 0.01, milliseconds: 200),
            SimulatedFault(.serverError, method: "getWebhookInfo", probability: 0.002),
            SimulatedFault(.reset, method: "getMe", probability: 0.002),
        ]
    }
}

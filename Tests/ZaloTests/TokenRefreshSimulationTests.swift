import Messaging
import TestSupport
import Testing
import Zalo

/// The renewal of tokens against a platform, a disk and a program that fail at any step.
@Suite struct TokenRefreshSimulationTests {
    @Test(arguments: UInt64(0)..<500)
    func noTokenIsSpentTwiceAndNoPairIsLostWithoutACause(seed: UInt64) {
        var world = World(seed: seed, faults: .all)
        for _ in 0..<400 { world.step() }
        #expect(world.mistakes == [])
        world.endFaults()
        let isWell = world.isWorkingOrRightlyDead()
        #expect(isWell, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<200)
    func withoutLostAnswersEachRefreshTokenIsUsedOnce(seed: UInt64) {
        var world = World(seed: seed, faults: .harmless)
        for _ in 0..<400 { world.step() }
        #expect(world.mistakes == [])
        #expect(world.uses.allSatisfy { $0.value == 1 }, "seed \(seed)")
        world.endFaults()
        #expect(!world.isLost, "seed \(seed)")
        let isWell = world.isWorkingOrRightlyDead()
        #expect(isWell, "seed \(seed)")
    }

    /// What may go wrong.
    enum Faults {
        case none
        /// Crashes where nothing is under way, and a disk that is full for a while.
        case harmless
        /// Answers lost before and after the platform acts, crashes at every step, refusals.
        case all
    }

    struct World {
        private var random: Random
        private var faults: Faults
        private var now = OAStage.start
        private var machine: TokenRefresh

        // The platform.
        private var good = OAStage.pair(0)
        private var spent: Set<Secret> = []
        private var given = 0

        // The disk, and what the world knows of it.
        private var disk = OAStage.pair(0)
        private var everGiven: Set<Secret> = [OAStage.pair(0).access]

        /// How often the platform has seen each refresh token.
        private(set) var uses: [Secret: Int] = [:]
        /// Refresh tokens whose answer the running program has read.
        private var answered: Set<Secret> = []
        /// Whether a pair was given and never reached the disk.
        private(set) var isLost = false
        private(set) var mistakes: [String] = []

        init(seed: UInt64, faults: Faults) {
            random = Random(seed: seed)
            self.faults = faults
            machine = TokenRefresh(pair: disk)
        }

        mutating func step() {
            now = now.adding(seconds: Int64(random.below(7_200)))
            if faults != .none, random.chance(5) { restart() }
            if random.chance(3) {
                carry(machine.accessRefused(machine.pair.access, at: now))
            } else {
                carry(machine.callWanted(at: now))
            }
        }

        mutating func endFaults() { faults = .none }

        /// Whether calls go well again, or a pair was lost and the account says so.
        mutating func isWorkingOrRightlyDead() -> Bool {
            for _ in 0..<20 {
                now = now.adding(seconds: 90_000)
                carry(machine.callWanted(at: now))
                if machine.isUsable(at: now) { return machine.pair == good }
            }
            if case .refused = machine.state { return isLost }
            return false
        }

        /// Does what the machine says, as the program does.
        private mutating func carry(_ first: TokenRefresh.Action) {
            var action = first
            while true {
                switch action {
                case .use(let access):
                    if access != disk.access || !everGiven.contains(access) {
                        mistakes.append("a token was used that is not on the disk")
                    }
                    return
                case .wait, .giveUp:
                    return
                case .ask(let refresh):
                    guard let next = ask(refresh) else { return restart() }
                    action = next
                case .store(let pair):
                    guard let next = store(pair) else { return restart() }
                    action = next
                }
            }
        }

        /// Nil for a crash on the way.
        private mutating func ask(_ refresh: Secret) -> TokenRefresh.Action? {
            if answered.contains(refresh) { mistakes.append("an answered token was used again") }
            let roll = faults == .all ? random.below(12) : 11
            if roll == 0 { return nil }
            if roll == 1 { return machine.askFailed(at: now) }
            if roll == 2 { return machine.askRefused(isFinal: false, reason: "busy", at: now) }
            uses[refresh, default: 0] += 1
            guard refresh == good.refresh else {
                answered.insert(refresh)
                return machine.askRefused(isFinal: true, reason: "spent", at: now)
            }
            if !spent.insert(refresh).inserted { mistakes.append("spent twice") }
            given += 1
            good = OATokenPair(
                access: Secret("access-\(given)"), refresh: Secret("refresh-\(given)"),
                accessEndsAt: now.adding(seconds: 90_000))
            everGiven.insert(good.access)
            if roll == 3 || roll == 4 {
                isLost = true
                return roll == 3 ? nil : machine.askFailed(at: now)
            }
            answered.insert(refresh)
            return machine.granted(good, at: now)
        }

        private mutating func store(_ pair: OATokenPair) -> TokenRefresh.Action? {
            if pair != good { mistakes.append("an old pair was stored over a good one") }
            if faults == .all, random.chance(10) {
                isLost = true
                return nil
            }
            if faults != .none, random.chance(20) { return machine.storeFailed(at: now) }
            disk = pair
            // A crash after the writing: nothing is lost.
            if faults != .none, random.chance(10) { return nil }
            return machine.stored()
        }

        private mutating func restart() {
            if case .storing = machine.state {
                // The pair was in memory alone, unless it has just been written.
                guard faults == .all || disk == good else { return }
                if disk != good { isLost = true }
            }
            machine = TokenRefresh(pair: disk)
            answered = []
        }
    }

    /// SplitMix64.
    struct Random {
        private var state: UInt64

        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

        mutating func below(_ bound: UInt64) -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return (mixed ^ (mixed >> 31)) % bound
        }

        mutating func chance(_ percent: UInt64) -> Bool { below(100) < percent }
    }
}

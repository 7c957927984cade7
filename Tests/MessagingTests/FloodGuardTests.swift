import Messaging
import Testing

@Suite struct FloodGuardTests {
    private static let now = Timestamp(milliseconds: 1_760_000_000_000)
    private static let limits = FloodGuard.Limits(perMinute: 20, perHour: 200)

    @Test func twentyAtOncePassTheNextIsToldAndTheRestIgnoredUntilThen() {
        var writer = FloodGuard()
        for _ in 0..<20 { #expect(writer.arrived(at: Self.now, Self.limits) == .passes) }
        let until = Self.now.adding(seconds: 600)
        #expect(writer.arrived(at: Self.now, Self.limits) == .tells(until: until))
        for second in [0, 1, 300, 599] {
            let now = Self.now.adding(seconds: Int64(second))
            #expect(writer.arrived(at: now, Self.limits) == .ignored)
        }
        #expect(writer.arrived(at: until, Self.limits) == .passes)
    }

    @Test func aLeaderWhoReportsEveryFiveSecondsForAnEveningIsHeardForTheHoursLimit() {
        var (writer, passed) = (FloodGuard(), 0)
        for index in 0..<200 {
            let now = Self.now.adding(seconds: Int64(index) * 5)
            if writer.arrived(at: now, Self.limits) == .passes { passed += 1 }
        }
        #expect(passed == 200)
    }

    @Test func theHoursLimitHoldsForWhoeverKeepsBelowThatOfTheMinute() {
        var (writer, passed, now) = (FloodGuard(), 0, Self.now)
        while writer.arrived(at: now, Self.limits) == .passes {
            passed += 1
            now = now.adding(seconds: 3)
        }
        // 200, and one more for each 18 seconds that have passed.
        #expect(passed == 239)
    }

    @Test func floodsOfOneDayCostLongerAndLongerSilences() {
        var (writer, now, silences) = (FloodGuard(), Self.now, [Int64]())
        for _ in 0..<9 {
            while true {
                if case .tells(let until) = writer.arrived(at: now, Self.limits) {
                    silences.append((until.milliseconds - now.milliseconds) / 60_000)
                    now = until
                    break
                }
            }
        }
        #expect(silences == [10, 20, 40, 80, 160, 320, 640, 640, 640])
        now = now.adding(seconds: 86_400)
        for _ in 0..<20 { _ = writer.arrived(at: now, Self.limits) }
        #expect(writer.arrived(at: now, Self.limits) == .tells(until: now.adding(seconds: 600)))
    }

    @Test func aLimitOfNothingIsNone() {
        var writer = FloodGuard()
        let none = FloodGuard.Limits(perMinute: 0, perHour: 0)
        for _ in 0..<5_000 { #expect(writer.arrived(at: Self.now, none) == .passes) }
    }

    @Test func aClockThatGoesBackEndsTheSilenceRatherThanMakeItLonger() {
        var writer = FloodGuard()
        for _ in 0..<21 { _ = writer.arrived(at: Self.now, Self.limits) }
        #expect(writer.isSilent(at: Self.now))
        #expect(!writer.isSilent(at: Self.now.adding(seconds: -7_200)))
    }

    /// Whatever comes whenever, with restarts between.
    @Test(arguments: UInt64(0)..<100)
    func nobodyIsToldTwiceInOneFloodAndNoMoreThanTheLimitsIsHeard(seed: UInt64) {
        var random = Numbers(seed: seed)
        let limits = FloodGuard.Limits(
            perMinute: Int64(random.next(30)) + 1, perHour: Int64(random.next(300)) + 1,
            silenceSeconds: Int64(random.next(900)))
        var (writer, now) = (FloodGuard(), Self.now)
        var (heard, silentUntil) = ([Int64](), Int64.min)
        for _ in 0..<300 {
            now = now.adding(milliseconds: Int64(random.next(random.next(20) == 0 ? 900_000 : 900)))
            if random.next(5) == 0 { writer = FloodGuard(writer.state) }
            switch writer.arrived(at: now, limits) {
            case .passes:
                #expect(now.milliseconds >= silentUntil, "seed \(seed)")
                heard.append(now.milliseconds)
            case .tells(let until):
                #expect(now.milliseconds >= silentUntil, "seed \(seed): told twice")
                #expect(until > now, "seed \(seed)")
                silentUntil = until.milliseconds
            case .ignored:
                #expect(now.milliseconds < silentUntil, "seed \(seed): ignored untold")
            }
        }
        for (index, end) in heard.enumerated() {
            let inMinute = heard[...index].count { $0 > end - 60_000 }
            // One silence may lie between: then everybody begins anew.
            #expect(inMinute <= 2 * Int(limits.perMinute) + 1, "seed \(seed)")
        }
    }
}

import Messaging
import Testing

@Suite struct TokenBucketTests {
    private static let now = Timestamp(milliseconds: 1_760_000_000_000)
    private static let rate = TokenBucket.Rate(intervalMilliseconds: 1_000, burst: 3)

    @Test func aFullBucketGivesItsBurstAndThenOneForEachInterval() {
        var bucket = TokenBucket()
        for _ in 0..<3 { #expect(bucket.take(at: Self.now, Self.rate) == nil) }
        let next = Self.now.adding(milliseconds: 1_000)
        #expect(bucket.take(at: Self.now, Self.rate) == next)
        #expect(bucket.take(at: next.adding(milliseconds: -1), Self.rate) == next)
        #expect(bucket.take(at: next, Self.rate) == nil)
        #expect(bucket.take(at: next, Self.rate) == next.adding(milliseconds: 1_000))
    }

    @Test func noRateIsNoLimit() {
        var bucket = TokenBucket()
        for _ in 0..<1_000 { #expect(bucket.take(at: Self.now, .unlimited) == nil) }
    }

    @Test func aRateOutsideItsRangeBecomesTheNearestInside() {
        #expect(TokenBucket.Rate(intervalMilliseconds: -5, burst: 0) == .unlimited)
        let wild = TokenBucket.Rate(intervalMilliseconds: .max, burst: .max)
        #expect(wild.intervalMilliseconds == 86_400_000)
        #expect(wild.burst == 1_000_000)
    }

    @Test func aClockThatGoesBackADayClosesItForOneIntervalOnly() {
        var bucket = TokenBucket()
        _ = bucket.take(at: Self.now, Self.rate)
        let before = Self.now.adding(seconds: -86_400)
        let opens = bucket.take(at: before, Self.rate)
        #expect(opens == before.adding(milliseconds: 1_000))
        #expect(bucket.take(at: before.adding(milliseconds: 1_000), Self.rate) == nil)
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -1, 0, Int64.max - 1, Int64.max])
    func noClockStopsTheProgram(milliseconds: Int64) {
        var bucket = TokenBucket(fullAt: Timestamp(milliseconds: .max))
        let now = Timestamp(milliseconds: milliseconds)
        _ = bucket.take(at: now, Self.rate)
        _ = bucket.take(at: Self.now, Self.rate)
        #expect(bucket.take(at: Self.now.adding(milliseconds: 3_000), Self.rate) == nil)
    }

    @Test(arguments: UInt64(0)..<100)
    func noSpanOfTimeSeesMoreThanBurstAndRate(seed: UInt64) {
        var random = Numbers(seed: seed)
        let rate = TokenBucket.Rate(
            intervalMilliseconds: Int64(random.next(2_000)) + 1, burst: Int64(random.next(8)) + 1)
        var (bucket, now, taken) = (TokenBucket(), Self.now, [Int64]())
        for _ in 0..<150 {
            now = now.adding(
                milliseconds: Int64(random.next(UInt64(rate.intervalMilliseconds * 2))))
            if random.next(40) == 0 { now = now.adding(milliseconds: 20_000) }
            switch bucket.take(at: now, rate) {
            case nil: taken.append(now.milliseconds)
            case let opens?:
                // The moment it names is the first at which there is one.
                var copy = bucket
                #expect(
                    copy.take(at: opens.adding(milliseconds: -1), rate) == opens, "seed \(seed)")
                #expect(copy.take(at: opens, rate) == nil, "seed \(seed)")
            }
        }
        for (first, began) in taken.enumerated() {
            for (last, ended) in taken.enumerated().dropFirst(first) {
                let most = rate.burst + (ended - began) / rate.intervalMilliseconds
                #expect(Int64(last - first + 1) <= most, "seed \(seed)")
            }
        }
    }
}

import Messaging
import Testing

@Suite struct TimestampTests {
    @Test func addsSecondsAndMilliseconds() {
        let start = Timestamp(milliseconds: 1_750_316_131_602)
        #expect(start.adding(seconds: 60) == Timestamp(milliseconds: 1_750_316_191_602))
        #expect(start.adding(seconds: -60) == Timestamp(milliseconds: 1_750_316_071_602))
        #expect(start.adding(seconds: 0) == start)
        #expect(start.adding(milliseconds: 398) == Timestamp(milliseconds: 1_750_316_132_000))
        #expect(start.adding(milliseconds: -1) < start)
    }

    @Test func isOrderedByTimeAlsoBefore1970() {
        let moments = [3, -5, 0, 2, -6].map { Timestamp(milliseconds: $0) }
        #expect(moments.sorted().map(\.milliseconds) == [-6, -5, 0, 2, 3])
    }
}

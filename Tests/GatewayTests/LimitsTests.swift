import Gateway
import Messaging
import Testing

@Suite struct LimitsTests {
    @Test(
        arguments: [
            (nil, 9_999, Priority.bulletin, "no quota, no limit"),
            (3_000, 0, .bulletin, "a fresh month"),
            (3_000, 2_399, .bulletin, "below 80 %"),
            (3_000, 2_400, .reminder, "at 80 % bulletins end"),
            (3_000, 2_700, .confirmation, "at 90 % reminders end"),
            (3_000, 2_910, .answer, "at 97 % confirmations end"),
            (3_000, 3_000, nil, "nothing left"),
            (0, 0, nil, "a quota of nothing"),
        ] as [(Int?, Int, Priority?, String)])
    func theLessPressingKindsEndFirst(quota: Int?, sent: Int, lowest: Priority?, reason: String) {
        var limits = GatewayLimits()
        limits.monthlyQuota = quota
        #expect(limits.lowestPriority(sent: sent) == lowest, "\(reason)")
    }
}

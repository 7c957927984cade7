import Campaign
import Testing

@Suite struct QuantityTests {
    @Test(arguments: [
        ("1.250", 12_500_000, "1.250", "points between thousands"),
        ("0", 0, "0", "zero"),
        ("1,5", 15_000, "1,5", "decimal comma"),
        ("-3", -30_000, "-3", "negative"),
        ("-0,5", -5_000, "-0,5", "negative below one"),
        ("1250", 12_500_000, "1.250", "no points"),
        ("1.250.000,25", 12_500_002_500, "1.250.000,25", "both"),
        ("922.337.203.685.477,5807", Int64.max, "922.337.203.685.477,5807", "the largest"),
    ])
    func readsAndWritesTheVietnameseWay(_ row: (String, Int64, String, String)) {
        let quantity = Quantity(vietnamese: row.0)
        #expect(quantity?.scaled == row.1, "\(row.3)")
        #expect(quantity?.description == row.2, "\(row.3)")
    }

    @Test(arguments: [
        "", "-", ",5", "5,", "1.25", "1.2500", "12.50.000", "1,23456", "1 250", "+3", "１", "a",
        "922.337.203.685.477,5808", "99999999999999999999",
    ])
    func refusesWhatIsNoNumber(_ text: String) {
        #expect(Quantity(vietnamese: text) == nil)
    }

    @Test func plainNumbersOfContentFilesHaveADecimalPoint() {
        #expect(Quantity(plain: "0.60")?.scaled == 6_000)
        #expect(Quantity(plain: "1200")?.scaled == 12_000_000)
        #expect(Quantity(plain: "1,200") == nil)
        #expect(Quantity(plain: "1.2.3") == nil)
    }

    @Test func overflowIsAnErrorAndNeverATrap() {
        let one = Quantity(scaled: 1)
        #expect(throws: QuantityError.overflow) { try Quantity.max.adding(one) }
        #expect(throws: QuantityError.overflow) { try Quantity(scaled: .min).subtracting(one) }
        #expect(throws: QuantityError.overflow) { try Quantity(Int64.max) }
        #expect(throws: QuantityError.overflow) { try Quantity.max.multiplied(by: 2) }
        #expect(throws: QuantityError.overflow) { try one.multiplied(by: 1, dividedBy: 0) }
    }

    @Test(arguments: [
        (1, 3, 1, "33,3%", "down"),
        (2, 3, 1, "66,7%", "up"),
        (1, 8, 1, "12,5%", "exact"),
        (1, 16, 1, "6,3%", "half goes up"),
        (10, 40_828, 2, "0,02%", "never bent to make a sum of 100"),
        (378, 10_000, 2, "3,78%", "two decimals"),
        (24, 24, 0, "100%", "whole"),
        (0, 5, 1, "0,0%", "nothing"),
        (40_000, 3, 1, "1.333.333,3%", "far above 100"),
        (-1, 3, 1, "-33,3%", "negative"),
    ])
    func sharesAreRoundedHalfUp(_ row: (Int64, Int64, Int, String, String)) throws {
        let share = Percentage(of: try Quantity(row.0), in: try Quantity(row.1), decimals: row.2)
        #expect(share?.description == row.3, "\(row.4)")
    }

    @Test func aShareOfNothingIsNone() throws {
        #expect(Percentage(of: try Quantity(3), in: .zero) == nil)
        #expect(Percentage(of: .max, in: Quantity(scaled: 1), decimals: 4) == nil)
    }
}

/// A sum left the range of `Quantity`.
package enum QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    case overflow

    package var description: String {
        "a total is larger than \(Quantity.max): check the figures reported"
    }
}

/// An exact number of the ledger: a 64-bit integer that counts ten-thousandths.
///
/// Four decimals hold every share and measure that drives report (`78,33 %` is 0.7833). Storage
/// keeps `scaled`. Results outside the range are thrown, never wrapped and never a trap.
package struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number times 10,000.
    package let scaled: Int64

    /// Ten-thousandths in one.
    package static let scale: Int64 = 10_000

    package static let zero = Quantity(scaled: 0)

    /// The largest one, 922.337.203.685.477,5807.
    package static let max = Quantity(scaled: .max)

    package init(scaled: Int64) {
        self.scaled = scaled
    }

    /// A whole number.
    package init(_ whole: Int64) throws(QuantityError) {
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: Self.scale)
        guard !overflow else { throw .overflow }
        self.scaled = scaled
    }

    /// Whether nothing stands behind the decimal comma.
    package var isWhole: Bool { scaled % Self.scale == 0 }

    /// The part before the decimal comma.
    package var whole: Int64 { scaled / Self.scale }

    /// Returns the sum, or throws when it does not fit.
    package func adding(_ other: Quantity) throws(QuantityError) -> Quantity {
        let (sum, overflow) = scaled.addingReportingOverflow(other.scaled)
        guard !overflow else { throw .overflow }
        return Quantity(scaled: sum)
    }

    /// Returns the difference, or throws when it does not fit.
    package func subtracting(_ other: Quantity) throws(QuantityError) -> Quantity {
        let (difference, overflow) = scaled.subtractingReportingOverflow(other.scaled)
        guard !overflow else { throw .overflow }
        return Quantity(scaled: difference)
    }

    /// Returns the number so many times over, divided by `divisor` and rounded half away from
    /// zero at the fourth decimal; throws when it does not fit or `divisor` is 0.
    package func multiplied(by factor: Int64, dividedBy divisor: Int64 = 1)
        throws(QuantityError) -> Quantity
    {
        guard divisor != 0 else { throw .overflow }
        let product = Int128(scaled) * Int128(factor)
        guard let scaled = Int64(exactly: product.dividedHalfUp(by: Int128(divisor))) else {
            throw .overflow
        }
        return Quantity(scaled: scaled)
    }

    package static func < (left: Quantity, right: Quantity) -> Bool {
        left.scaled < right.scaled
    }

    /// The number as people here write it: `1.250`, `1,5`.
    package var description: String {
        let digits = String(scaled.magnitude / UInt64(Self.scale))
        var fraction = String(scaled.magnitude % UInt64(Self.scale) + UInt64(Self.scale))
            .dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (scaled < 0 ? "-" : "") + Self.grouped(digits)
            + (fraction.isEmpty ? "" : ",\(fraction)")
    }

    /// The number as programs read it: `1250`, `-3`, `0.5`.
    package var plain: String {
        var fraction = String(scaled.magnitude % UInt64(Self.scale) + UInt64(Self.scale))
            .dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (scaled < 0 ? "-" : "") + String(scaled.magnitude / UInt64(Self.scale))
            + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// Puts a point after each three digits from the right.
    static func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(".") }
            result.append(digit)
        }
        return result
    }
}

extension Quantity {
    /// Reads a number written the Vietnamese way (`1.250`, `-3`, `0,5`), or nil.
    ///
    /// Points only between groups of three digits, at most four decimals, nothing around it.
    package init?(vietnamese text: some StringProtocol) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let halves = text.dropFirst(isNegative ? 1 : 0)
            .split(separator: ",", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = halves.first else { return nil }
        let groups = head.split(separator: ".", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ Self.areDigits($0) }),
            groups.count == 1
                || (groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }),
            let whole = Int64(groups.joined())
        else { return nil }
        var fraction: Int64 = 0
        if halves.count == 2 {
            guard Self.areDigits(halves[1]), halves[1].count <= 4 else { return nil }
            let padded = halves[1] + String(repeating: "0", count: 4 - halves[1].count)
            fraction = Int64(padded) ?? 0
        }
        self.init(whole: whole, fraction: fraction, isNegative: isNegative)
    }

    /// Reads a number written in a content file (`0.60`, `1200`), or nil.
    package init?(plain text: some StringProtocol) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = halves.first else { return nil }
        let isNegative = head.utf8.first == UInt8(ascii: "-")
        let digits = head.dropFirst(isNegative ? 1 : 0)
        guard Self.areDigits(digits), let whole = Int64(digits) else { return nil }
        var fraction: Int64 = 0
        if halves.count == 2 {
            guard Self.areDigits(halves[1]), halves[1].count <= 4 else { return nil }
            fraction = Int64(halves[1] + String(repeating: "0", count: 4 - halves[1].count)) ?? 0
        }
        self.init(whole: whole, fraction: fraction, isNegative: isNegative)
    }

    private init?(whole: Int64, fraction: Int64, isNegative: Bool) {
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: Self.scale)
        guard !overflow else { return nil }
        let (sum, isTooLarge) = scaled.addingReportingOverflow(fraction)
        guard !isTooLarge else { return nil }
        self.scaled = isNegative ? -sum : sum
    }

    private static func areDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

/// A share of a whole, in percent, rounded half up (tỷ lệ phần trăm).
package struct Percentage: Hashable, Sendable, CustomStringConvertible {
    /// The percentage times ten to the power of `decimals`.
    package let scaled: Int64
    package let decimals: Int

    /// The share of `part` in `whole`; nil when `whole` is 0 or the share is beyond all bounds.
    ///
    /// `decimals` are the digits behind the comma, 0 to 4.
    package init?(of part: Quantity, in whole: Quantity, decimals: Int = 1) {
        guard whole.scaled != 0, (0...4).contains(decimals) else { return nil }
        var factor: Int128 = 100
        for _ in 0..<decimals { factor *= 10 }
        let share = (Int128(part.scaled) * factor).dividedHalfUp(by: Int128(whole.scaled))
        guard let scaled = Int64(exactly: share) else { return nil }
        self.scaled = scaled
        self.decimals = decimals
    }

    /// The percentage as programs read it, without the sign: `34.2`.
    package var plain: String {
        var digits = String(scaled.magnitude)
        while digits.count <= decimals { digits = "0" + digits }
        let head = (scaled < 0 ? "-" : "") + digits.dropLast(decimals)
        return decimals == 0 ? head : "\(head).\(digits.suffix(decimals))"
    }

    /// The share as people here write it, all decimals asked for: `34,2%`, `100,0%`.
    package var description: String {
        var digits = String(scaled.magnitude)
        while digits.count <= decimals { digits = "0" + digits }
        let sign = scaled < 0 ? "-" : ""
        let head = Quantity.grouped(String(digits.dropLast(decimals)))
        return decimals == 0 ? "\(sign)\(head)%" : "\(sign)\(head),\(digits.suffix(decimals))%"
    }
}

extension Int128 {
    /// Returns the quotient rounded to the nearest whole number, halves away from zero.
    fileprivate func dividedHalfUp(by divisor: Int128) -> Int128 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else {
            return quotient
        }
        return quotient + ((self < 0) == (divisor < 0) ? 1 : -1)
    }
}

/// Repeatable random numbers (SplitMix64): one seed is one sequence.
///
/// The constants are those of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014.
package struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// Returns the next 64 bits of the sequence.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns a number of at least 0 and less than 1.
    mutating func unit() -> Double {
        Double(next() >> 11) / 9_007_199_254_740_992  // 2 to the power of 53
    }

    /// Returns `count` characters drawn from `alphabet`.
    mutating func string(_ count: Int, of alphabet: String) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[Int(next() % UInt64(letters.count))] })
    }

    /// Returns an id as the platform makes them: 20 hexadecimal digits.
    mutating func identifier() -> String {
        string(20, of: "0123456789abcdef")
    }
}

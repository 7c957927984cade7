/// Numbers that a seed repeats (SplitMix64: Steele, Lea and Flood, 2014).
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `limit` - 1.
    mutating func below(_ limit: Int) -> Int {
        Int(bits() % UInt64(limit))
    }

    /// A number of the range, both ends included.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True once in `count` on average; never for 0.
    mutating func oneIn(_ count: Int) -> Bool {
        count > 0 && below(count) == 0
    }

    /// One of these.
    mutating func pick<T>(_ values: [T]) -> T {
        values[below(values.count)]
    }
}

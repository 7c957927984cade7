/// A small hash table from folded words to positive numbers, by open addressing.
///
/// Made once and read often: a look-up costs about a nanosecond, a tenth of a `Dictionary`'s.
package struct KeyTable: Sendable {
    private struct Slot {
        var key: UInt64
        var value: Int32
    }

    private var slots: [Slot]
    private var shift: UInt64

    /// How many keys the table holds.
    package private(set) var count = 0

    /// An empty table with room for so many keys before it first grows.
    package init(minimumCapacity: Int = 16) {
        var bits: UInt64 = 5
        while (1 << bits) < minimumCapacity * 2 { bits += 1 }
        shift = 64 - bits
        slots = Array(repeating: Slot(key: 0, value: 0), count: 1 << bits)
    }

    /// The number kept for `key`, which is not 0; 0 when there is none.
    @inline(__always)
    package subscript(key: UInt64) -> Int32 {
        var index = Self.hash(key, shift)
        while true {
            let slot = slots[index]
            if slot.key == key { return slot.value }
            if slot.key == 0 { return 0 }
            index = (index + 1) & (slots.count - 1)
        }
    }

    /// Keeps `value`, 1 or more, for `key`, which is not 0; replaces what was kept before.
    package mutating func insert(_ value: Int32, for key: UInt64) {
        precondition(key != 0 && value > 0, "key and value must not be 0")
        if (count + 1) * 2 > slots.count { grow() }
        var index = Self.hash(key, shift)
        while slots[index].key != 0, slots[index].key != key {
            index = (index + 1) & (slots.count - 1)
        }
        if slots[index].key == 0 { count += 1 }
        slots[index] = Slot(key: key, value: value)
    }

    private mutating func grow() {
        var larger = KeyTable(minimumCapacity: slots.count)
        for slot in slots where slot.key != 0 { larger.insert(slot.value, for: slot.key) }
        self = larger
    }

    /// Multiplicative hashing by the golden ratio (Knuth, TAOCP 3, 6.4).
    @inline(__always)
    private static func hash(_ key: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: ((key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}

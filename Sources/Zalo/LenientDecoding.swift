/// Reads of a field that must not cost the whole message when its type is not as documented.
extension KeyedDecodingContainer {
    /// The value, or nil when it is absent, null or of another shape.
    func lenient<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
        (try? decodeIfPresent(type, forKey: key)) ?? nil
    }

    /// A string, or a whole number written as one: some clients saw ids as numbers.
    func text(_ key: Key) -> String? {
        lenient(String.self, key)
            ?? lenient(Int64.self, key).map(String.init)
            ?? lenient(UInt64.self, key).map(String.init)
    }

    /// A whole number, also when written as a string or with a fraction of zero.
    func whole(_ key: Key) -> Int64? {
        lenient(Int64.self, key)
            ?? lenient(Double.self, key).flatMap { Int64(exactly: $0.rounded()) }
            ?? lenient(String.self, key).flatMap { Int64($0) }
    }
}

/// A value of JSON as it came over the wire, read without being told its shape.
///
/// Platforms change types, leave fields out and add new ones; each read below gives nil for what
/// cannot be used, so that one odd field does not cost the message.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A whole number that fits.
    case whole(Int64)
    /// Any other number.
    case fraction(Double)
    case string(String)
    case array([JSON])
    /// Members in the order in which they came.
    case object([Member])

    /// One member of an object.
    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSON

        package init(key: String, value: JSON) {
            self.key = key
            self.value = value
        }
    }
}

extension JSON {
    /// The first member with this key; nil when there is none, when it is null, or when this is no object.
    package subscript(_ key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        for member in members where member.key == key {
            return member.value == .null ? nil : member.value
        }
        return nil
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// A whole number, also when written as a string or with a fraction of zero.
    package var whole: Int64? {
        switch self {
        case .whole(let number): number
        case .fraction(let number): Int64(exactly: number)
        case .string(let text): Int64(text)
        case .null, .bool, .array, .object: nil
        }
    }

    /// The elements of an array; nil when this is none.
    package var elements: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// Whether this is an object.
    package var isObject: Bool {
        if case .object = self { true } else { false }
    }
}

extension JSON {
    /// Arrays and objects within each other at the most: deeper bodies are refused.
    package static let depthMax = 64

    /// Returns the value in `body`, or nil when it is not JSON as RFC 8259 has it.
    ///
    /// Two things are mended, since a message should not be lost for them: bytes that are not UTF-8
    /// and halves of surrogate pairs become U+FFFD. Control characters in strings are kept.
    package static func read(_ body: [UInt8]) -> JSON? {
        var reader = JSONReader(bytes: body)
        return reader.document()
    }
}

/// Reads JSON in one pass, with bounded depth and without looking back.
private struct JSONReader {
    let bytes: [UInt8]
    var index = 0
    var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() -> JSON? {
        guard let value = value() else { return nil }
        skipBlanks()
        return index == bytes.count ? value : nil
    }

    private mutating func value() -> JSON? {
        skipBlanks()
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "{"): return nested { $0.object() }
        case UInt8(ascii: "["): return nested { $0.array() }
        case UInt8(ascii: "t"): return word("true", .bool(true))
        case UInt8(ascii: "f"): return word("false", .bool(false))
        case UInt8(ascii: "n"): return word("null", .null)
        default: return number()
        }
    }

    private mutating func nested(_ read: (inout JSONReader) -> JSON?) -> JSON? {
        guard depth < JSON.depthMax else { return nil }
        depth += 1
        index += 1
        defer { depth -= 1 }
        return read(&self)
    }

    private mutating func object() -> JSON? {
        var members: [JSON.Member] = []
        if took(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), let key = string(),
                took(UInt8(ascii: ":")), let value = value()
            else { return nil }
            members.append(JSON.Member(key: key, value: value))
        } while took(UInt8(ascii: ","))
        return took(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array() -> JSON? {
        var elements: [JSON] = []
        if took(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            guard let value = value() else { return nil }
            elements.append(value)
        } while took(UInt8(ascii: ","))
        return took(UInt8(ascii: "]")) ? .array(elements) : nil
    }

    /// Passes over blanks and this byte; false when another follows.
    private mutating func took(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) -> JSON? {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return nil }
        let isSame = word.withUTF8Buffer { expected in
            bytes[index..<index + count].elementsEqual(expected)
        }
        guard isSame else { return nil }
        index += count
        return value
    }

    private mutating func number() -> JSON? {
        let start = index
        var isWhole = true
        _ = tookNow(UInt8(ascii: "-"))
        let first = index
        guard digits() > 0 else { return nil }
        if bytes[first] == UInt8(ascii: "0"), index > first + 1 { return nil }
        if tookNow(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() > 0 else { return nil }
        }
        if tookNow(UInt8(ascii: "e")) || tookNow(UInt8(ascii: "E")) {
            isWhole = false
            if !tookNow(UInt8(ascii: "+")) { _ = tookNow(UInt8(ascii: "-")) }
            guard digits() > 0 else { return nil }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let number = Int64(text) { return .whole(number) }
        return Double(text).map { .fraction($0) }
    }

    /// Passes over this byte when it stands right here.
    private mutating func tookNow(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// Passes over digits and says how many there were.
    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        return index - start
    }

    /// A string whose opening quotation mark stands at `index`.
    private mutating func string() -> String? {
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: bytes[start..<index - 1], as: UTF8.self)
            case UInt8(ascii: "\\"):
                return escaped(after: bytes[start..<index])
            default:
                index += 1
            }
        }
        return nil
    }

    /// The rest of a string that holds an escape, which stands at `index`.
    private mutating func escaped(after head: ArraySlice<UInt8>) -> String? {
        var units = Array(head)
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                units.append(byte)
                continue
            }
            guard let scalar = escape() else { return nil }
            units.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return nil
    }

    /// What the escape stands for whose backslash has just been passed.
    private mutating func escape() -> Unicode.Scalar? {
        guard index < bytes.count else { return nil }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return codePoint()
        default: return nil
        }
    }

    /// The scalar of `\uXXXX` or of a pair of them; U+FFFD for a half of a pair.
    private mutating func codePoint() -> Unicode.Scalar? {
        guard let unit = hexDigits(at: index) else { return nil }
        index += 4
        guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u"), let second = hexDigits(at: index + 2),
            UTF16.isTrailSurrogate(second)
        else { return "\u{FFFD}" }
        index += 6
        let high = UInt32(unit) - 0xD800
        return Unicode.Scalar(0x10000 + (high << 10) + UInt32(second) - 0xDC00)
    }

    private func hexDigits(at start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[start..<start + 4] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}

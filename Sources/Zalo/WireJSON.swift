import Foundation

/// JSON as it goes over the wire: bytes in, bytes out.
package enum WireJSON {
    /// Returns `value` as JSON, keys in order of the alphabet, so that equal values give equal
    /// bytes.
    ///
    /// - Throws: `EncodingError` for what JSON cannot say: a number that is none, say.
    package static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Returns the value in `body`, or nil when it is not JSON or of another shape.
    ///
    /// A poll hands each update out once, so a body that is only partly broken is mended first:
    /// bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD.
    package static func value<Value: Decodable>(_ type: Value.Type, in body: [UInt8]) -> Value? {
        let text = String(decoding: body, as: UTF8.self)
        let mended = withoutLoneSurrogates(Array(text.utf8))
        return try? JSONDecoder().decode(type, from: Data(mended))
    }

    /// Replaces each `\uD8xx` that is not half of a pair by `\uFFFD`.
    private static func withoutLoneSurrogates(_ body: [UInt8]) -> [UInt8] {
        var mended = body
        var index = 0
        while index < mended.count {
            guard mended[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let unit = escapedUnit(in: mended, at: index) else {
                index += 2
                continue
            }
            let isPair =
                UTF16.isLeadSurrogate(unit)
                && (escapedUnit(in: mended, at: index + 6).map(UTF16.isTrailSurrogate) ?? false)
            if isPair {
                index += 12
                continue
            }
            if UTF16.isSurrogate(unit) {
                mended.replaceSubrange(index..<index + 6, with: #"\uFFFD"#.utf8)
            }
            index += 6
        }
        return mended
    }

    /// The code unit that `\uXXXX` at `index` stands for; nil when there is no such escape.
    private static func escapedUnit(in body: [UInt8], at index: Int) -> UInt16? {
        guard index + 6 <= body.count, body[index] == UInt8(ascii: "\\"),
            body[index + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt16(String(decoding: body[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
}

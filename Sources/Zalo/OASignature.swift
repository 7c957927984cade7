import Crypto
import Foundation
import Messaging

/// The signature of an Official Account's webhook calls.
///
/// Plain SHA-256, and no HMAC, of the application's id, the body's bytes as they came, the body's
/// `timestamp` and the OA Secret Key, one after the other, in hexadecimal. Several independent
/// clients agree on it; other formulas in circulation (HMAC, the account's id) are wrong.
package enum OASignature {
    /// The header that carries it, in lower case.
    package static let header = "x-zevent-signature"

    /// Returns the signature of a body, 64 hexadecimal digits in lower case.
    package static func hex(
        appID: String, body: [UInt8], timestamp: String, secretKey: Secret
    ) -> String {
        var hash = SHA256()
        hash.update(data: Array(appID.utf8))
        hash.update(data: body)
        hash.update(data: Array(timestamp.utf8))
        hash.update(data: Array(secretKey.revealed.utf8))
        return hash.finalize().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Returns whether a header's value, with or without `mac=`, is `expected`.
    static func matches(_ given: String, _ expected: String) -> Bool {
        let mark = "mac="
        let digits = given.hasPrefix(mark) ? given.dropFirst(mark.count) : given[...]
        return Secret(expected).matches(digits.lowercased())
    }
}

/// Takes out of log lines what must not stand there: secrets, and numbers that name a person.
package struct Redaction: Sendable {
    /// Digits in a row from here on may be an identity or phone number (9, 10 or 12 digits).
    package static let digitsMin = 9

    /// Fields that hold names given by a platform or by us: their digits are no person's number.
    package static let nameKeys: Set<String> = [
        "account", "chat", "message", "trace", "reply",
    ]

    private let secrets: SecretIndex

    /// Registers the secrets of this run, such as tokens; empty ones are ignored.
    package init(secrets: [String]) {
        self.secrets = SecretIndex(secrets)
    }

    /// Registers further secrets, for all copies of this value; those of before stay.
    package func register(_ secrets: [String]) {
        self.secrets.register(secrets)
    }

    /// Replaces secrets and long runs of digits.
    ///
    /// - Parameters:
    ///   - text: What is about to be written.
    ///   - key: The field it stands in; the digits of `nameKeys` stay, their secrets do not.
    /// - Returns: Text with `[secret]` and `[number]` in their places.
    package func redacted(_ text: String, key: String? = nil) -> String {
        let text = secrets.replaced(in: text)
        if let key, Self.nameKeys.contains(key) { return text }
        return Self.hasDigits(text, atLeast: Self.digitsMin) ? Self.withoutLongNumbers(text) : text
    }

    /// Whether a text has so many digits at all, in a row or not.
    private static func hasDigits(_ text: String, atLeast count: Int) -> Bool {
        var left = count
        for byte in text.utf8 where (0x30...0x39).contains(byte) {
            left -= 1
            if left == 0 { return true }
        }
        return false
    }

    /// One space, point or hyphen between digits does not end a run: 0912 345 678 is a number.
    private static func withoutLongNumbers(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        var gap = String.UnicodeScalarView()
        var digits = 0
        func flush() {
            result.append(contentsOf: digits >= digitsMin ? "[number]".unicodeScalars : run)
            result.append(contentsOf: gap)
            (run, gap, digits) = ("".unicodeScalars, "".unicodeScalars, 0)
        }
        for scalar in text.unicodeScalars {
            if ("0"..."9").contains(scalar) {
                run.append(contentsOf: gap)
                run.append(scalar)
                gap = "".unicodeScalars
                digits += 1
            } else if digits > 0, gap.isEmpty, [" ", ".", "-"].contains(scalar) {
                gap.append(scalar)
            } else {
                flush()
                result.append(scalar)
            }
        }
        flush()
        return String(result)
    }
}

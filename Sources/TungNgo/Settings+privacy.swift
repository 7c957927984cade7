import Configuration
import Storage

extension Settings {
    /// The keys of a settings file that say how long texts and names are kept.
    static let privacyKeys = RetainedKind.allCases.map(\.key)

    /// Reads how many days each kind is kept.
    ///
    /// - Throws: `Problem` also when it is no whole number: what must go must not stay by a slip.
    static func retention(_ reader: ConfigReader) throws -> Retention {
        var retention = Retention()
        let range = Retention.daysAllowed
        for kind in RetainedKind.allCases {
            let key = ConfigKey(stringLiteral: kind.key)
            let days = reader.int(forKey: key)
            if let days, range.contains(days) {
                retention[kind] = days
                continue
            }
            let written = days.map { "\($0)" } ?? Self.written(key, reader)
            guard let written else { continue }
            throw Problem(
                "\(kind.key) must be a whole number of days from \(range.lowerBound) to "
                    + "\(range.upperBound), not '\(written)'. Left out it is \(kind.usualDays).",
                key: kind.key)
        }
        return retention
    }

    /// What stands there that is no whole number; nil when nothing does.
    private static func written(_ key: ConfigKey, _ reader: ConfigReader) -> String? {
        if let text = reader.string(forKey: key) { return text }
        if let number = reader.double(forKey: key) { return "\(number)" }
        if let flag = reader.bool(forKey: key) { return "\(flag)" }
        if let list = reader.stringArray(forKey: key) { return list.joined(separator: ", ") }
        return nil
    }
}

import Configuration
import Gateway
import Messaging

extension Settings {
    /// Keys of how fast the bot sends, and of how fast people may write.
    static let deliveryKeys = [
        "delivery.interval_ms", "delivery.burst", "delivery.per_chat_interval_ms",
        "delivery.per_chat_burst", "delivery.at_once", "delivery.monthly_quota",
        "flood.person_per_minute",
        "flood.person_per_hour", "flood.group_per_minute", "flood.group_per_hour",
        "flood.silence_minutes",
    ]

    /// Reads how fast the bot sends; what is not set stays as the platform publishes it.
    static func pace(_ reader: ConfigReader) throws -> SendPace {
        var pace = SendPace()
        pace.intervalMilliseconds = try number("delivery.interval_ms", 0...60_000, reader)
        pace.burst = try number("delivery.burst", 1...1_000, reader)
        pace.chatIntervalMilliseconds = try number(
            "delivery.per_chat_interval_ms", 0...60_000, reader)
        pace.chatBurst = try number("delivery.per_chat_burst", 1...1_000, reader)
        return pace
    }

    /// Reads how many messages of an account may be on their way at the same time.
    static func sendsAtOnce(_ reader: ConfigReader) throws -> Int {
        try number("delivery.at_once", 1...1_000, reader).map(Int.init)
            ?? GatewayLimits().sendsAtOnce
    }

    /// Reads how fast people may write.
    ///
    /// - Returns: Nil when nothing is limited, so that nobody is counted.
    static func flood(_ reader: ConfigReader) throws -> FloodLimits? {
        let silence = try number("flood.silence_minutes", 1...1_440, reader) ?? 10
        func limits(_ whose: String, _ usual: FloodGuard.Limits) throws -> FloodGuard.Limits {
            FloodGuard.Limits(
                perMinute: try number("flood.\(whose)_per_minute", 0...100_000, reader)
                    ?? usual.perMinute,
                perHour: try number("flood.\(whose)_per_hour", 0...100_000, reader)
                    ?? usual.perHour,
                silenceSeconds: silence * 60)
        }
        let flood = FloodLimits(
            person: try limits("person", .person), group: try limits("group", .group))
        let numbers = [flood.person, flood.group].flatMap { [$0.perMinute, $0.perHour] }
        return numbers.allSatisfy { $0 == 0 } ? nil : flood
    }

    private static func number(
        _ key: String, _ range: ClosedRange<Int>, _ reader: ConfigReader
    ) throws -> Int64? {
        guard let value = reader.int(forKey: ConfigKey(key)) else { return nil }
        guard range.contains(value) else {
            throw Problem(
                "\(key) must be from \(range.lowerBound) to \(range.upperBound), "
                    + "not \(value).", key: key)
        }
        return Int64(value)
    }
}

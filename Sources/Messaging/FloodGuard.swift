/// Decides whether somebody who writes, or a chat in which many write, writes too much.
///
/// Whoever does is told once, is then not listened to until the moment they were told, and after
/// that is let in again without a word. Floods of one day that follow each other cost longer and
/// longer silences, so that a machine that writes for ever costs a few messages a day.
package struct FloodGuard: Hashable, Sendable {
    /// How much is too much.
    package struct Limits: Hashable, Sendable {
        /// Messages at once, and again in each further minute; 0 for no limit.
        package let perMinute: Int64

        /// Messages at once, and again in each further hour; 0 for no limit.
        package let perHour: Int64

        /// Seconds of the first silence.
        package let silenceSeconds: Int64

        /// Limits; numbers outside of 0 to 100,000, and silences outside of a minute to a day,
        /// become the nearest inside.
        package init(perMinute: Int64, perHour: Int64, silenceSeconds: Int64 = 600) {
            self.perMinute = min(max(perMinute, 0), 100_000)
            self.perHour = min(max(perHour, 0), 100_000)
            self.silenceSeconds = min(max(silenceSeconds, 60), 86_400)
        }

        /// For one person: a leader types a report in seconds, but not twenty in a minute; a table
        /// of reports is one message.
        package static let person = Limits(perMinute: 20, perHour: 200)

        /// For one group, when all its leaders report before the evening's hour is over.
        package static let group = Limits(perMinute: 120, perHour: 2_000)

        var minute: TokenBucket.Rate { Self.rate(perMinute, in: 60_000) }
        var hour: TokenBucket.Rate { Self.rate(perHour, in: 3_600_000) }

        private static func rate(_ count: Int64, in milliseconds: Int64) -> TokenBucket.Rate {
            count == 0
                ? .unlimited
                : TokenBucket.Rate(
                    intervalMilliseconds: max(milliseconds / count, 1), burst: count)
        }
    }

    /// What becomes of a message.
    package enum Verdict: Hashable, Sendable {
        /// It is taken like any other.
        case passes
        /// It is too much: say so, and do not listen before this moment.
        case tells(until: Timestamp)
        /// It is kept and not read.
        case ignored
    }

    /// What there is to store.
    package struct State: Hashable, Sendable {
        /// When the bucket of the minute is full.
        package let minuteFullAt: Timestamp
        /// When the bucket of the hour is full.
        package let hourFullAt: Timestamp
        /// The end of the last silence; the epoch when there was none.
        package let silentUntil: Timestamp
        /// How long that silence was.
        package let silenceMilliseconds: Int64
        /// Floods without a day of peace between them.
        package let floods: Int

        package init(
            minuteFullAt: Timestamp, hourFullAt: Timestamp, silentUntil: Timestamp,
            silenceMilliseconds: Int64, floods: Int
        ) {
            self.minuteFullAt = minuteFullAt
            self.hourFullAt = hourFullAt
            self.silentUntil = silentUntil
            self.silenceMilliseconds = silenceMilliseconds
            self.floods = floods
        }
    }

    private var minute: TokenBucket
    private var hour: TokenBucket
    private var silentUntil: Timestamp
    private var silenceMilliseconds: Int64
    private var floods: Int

    /// Doublings of the silence at the most: from ten minutes to about eleven hours.
    package static let doublingsMax = 6

    /// Milliseconds of peace after which earlier floods are forgotten.
    package static let forgottenMilliseconds: Int64 = 86_400_000

    /// Somebody who has not written yet.
    package init() {
        (minute, hour) = (TokenBucket(), TokenBucket())
        (silentUntil, silenceMilliseconds, floods) = (Timestamp(milliseconds: 0), 0, 0)
    }

    /// As it was stored.
    package init(_ state: State) {
        minute = TokenBucket(fullAt: state.minuteFullAt)
        hour = TokenBucket(fullAt: state.hourFullAt)
        silentUntil = state.silentUntil
        silenceMilliseconds = state.silenceMilliseconds
        floods = state.floods
    }

    /// What there is to store.
    package var state: State {
        State(
            minuteFullAt: minute.fullAt, hourFullAt: hour.fullAt, silentUntil: silentUntil,
            silenceMilliseconds: silenceMilliseconds, floods: floods)
    }

    /// Whether a message that came now would not be read.
    package func isSilent(at now: Timestamp) -> Bool {
        // After a clock that went back nobody is ignored for longer than the silence was.
        now < silentUntil && silentUntil <= now.later(by: silenceMilliseconds)
    }

    /// A message has come.
    package mutating func arrived(at now: Timestamp, _ limits: Limits) -> Verdict {
        if isSilent(at: now) { return .ignored }
        guard minute.opens(at: now, limits.minute) != nil || hour.opens(at: now, limits.hour) != nil
        else {
            _ = minute.take(at: now, limits.minute)
            _ = hour.take(at: now, limits.hour)
            return .passes
        }
        // After the silence everybody begins anew.
        (minute, hour) = (TokenBucket(), TokenBucket())
        let isForgotten = silentUntil.later(by: Self.forgottenMilliseconds) <= now
        floods = isForgotten ? 1 : floods + 1
        silenceMilliseconds =
            limits.silenceSeconds * 1_000 << Int64(min(floods - 1, Self.doublingsMax))
        silentUntil = now.later(by: silenceMilliseconds)
        return .tells(until: silentUntil)
    }
}

/// Limits on what comes in; nil for none.
package struct FloodLimits: Hashable, Sendable {
    /// For each person of each account.
    package let person: FloodGuard.Limits

    /// For each group: counted are the messages of people who are within their own limits.
    package let group: FloodGuard.Limits

    package init(person: FloodGuard.Limits = .person, group: FloodGuard.Limits = .group) {
        self.person = person
        self.group = group
    }
}

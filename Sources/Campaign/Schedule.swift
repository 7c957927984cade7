import VietText

/// One moment at which a campaign speaks by itself.
package struct Occasion: Hashable, Comparable, Sendable {
    /// What is said.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// To those who have not reported, before the day's limit.
        case reminder
        /// How each unit stands at the end of the day.
        case bulletin
        /// How the whole drive ended.
        case closing
    }

    package let kind: Kind
    package let campaign: CampaignID

    /// The day that it is about.
    package let day: CivilDay

    /// Its time on that day.
    package let time: TimeOfDay

    /// When it is due, in milliseconds since the epoch.
    package let dueAt: Int64

    /// From here on nobody is served by it: milliseconds since the epoch.
    package let usefulUntil: Int64

    /// Whether a daemon that was down until `now` is too late for it.
    package func isTooLate(at now: Int64) -> Bool { now >= usefulUntil }

    package static func < (left: Occasion, right: Occasion) -> Bool {
        (left.dueAt, left.kind.rank, left.campaign) < (right.dueAt, right.kind.rank, right.campaign)
    }
}

extension Occasion.Kind {
    fileprivate var rank: Int {
        switch self {
        case .reminder: 0
        case .bulletin: 1
        case .closing: 2
        }
    }
}

extension Campaign {
    /// Minutes for which a late bulletin is still of use.
    package static let bulletinLimitMinutes = 6 * 60

    /// Minutes for which the late closing bulletin is still of use.
    package static let closingLimitMinutes = 48 * 60

    /// Minutes between the last bulletin and the closing one: who reads there that a report is
    /// missing can still send it.
    package static let closingAfterMinutes = 60

    /// What a campaign says by itself on a day, in order; nothing before and after its days.
    ///
    /// A bulletin that has not gone out when the next one is due gives way to it. A campaign
    /// without bulletins has no closing one either.
    package func occasions(on day: CivilDay) -> [Occasion] {
        guard dayNumber(of: day) != nil else { return [] }
        var result: [Occasion] = []
        if let reportBy, remindBefore > 0,
            let time = TimeOfDay(minutes: reportBy.minutes - remindBefore)
        {
            result.append(
                Occasion(
                    kind: .reminder, campaign: id, day: day, time: time,
                    dueAt: day.milliseconds(atMinute: time.minutes),
                    usefulUntil: day.milliseconds(atMinute: reportBy.minutes)))
        }
        let closing = day == lastDay ? closingTime : nil
        let times = bulletins.sorted()
        for (index, time) in times.enumerated() {
            let next = index + 1 < times.count ? times[index + 1] : closing
            let limit = time.minutes + Self.bulletinLimitMinutes
            result.append(
                Occasion(
                    kind: .bulletin, campaign: id, day: day, time: time,
                    dueAt: day.milliseconds(atMinute: time.minutes),
                    usefulUntil: day.milliseconds(
                        atMinute: next.map { min($0.minutes, limit) } ?? limit)))
        }
        if let closing {
            result.append(
                Occasion(
                    kind: .closing, campaign: id, day: day, time: closing,
                    dueAt: day.milliseconds(atMinute: closing.minutes),
                    usefulUntil: day.milliseconds(
                        atMinute: closing.minutes + Self.closingLimitMinutes)))
        }
        return result.sorted()
    }

    private var closingTime: TimeOfDay? {
        bulletins.max().flatMap { last in
            TimeOfDay(minutes: min(last.minutes + Self.closingAfterMinutes, 24 * 60 - 1))
        }
    }
}

/// What several campaigns say by themselves, and when.
package struct Schedule: Sendable {
    package let campaigns: [Campaign]

    package init(_ campaigns: [Campaign]) {
        self.campaigns = campaigns
    }

    /// The campaign with this id, or nil.
    package subscript(id: CampaignID) -> Campaign? {
        campaigns.first { $0.id == id }
    }

    /// What has become due from `since` to `now`, both included, in order.
    package func arrived(since: Int64, at now: Int64) -> [Occasion] {
        guard since <= now else { return [] }
        let (first, last) = (
            CivilDay(epochMilliseconds: since), CivilDay(epochMilliseconds: now)
        )
        return campaigns.flatMap { campaign -> [Occasion] in
            let from = max(first, campaign.firstDay)
            let length = from.days(until: min(last, campaign.lastDay)) + 1
            return (0..<max(length, 0)).flatMap { campaign.occasions(on: from.adding(days: $0)) }
        }.filter { (since...now).contains($0.dueAt) }.sorted()
    }

    /// When something becomes due after `now`; nil when all campaigns have ended.
    package func next(after now: Int64) -> Int64? {
        let today = CivilDay(epochMilliseconds: now)
        return campaigns.compactMap { campaign -> Int64? in
            let from = max(today, campaign.firstDay)
            return [from, from.adding(days: 1)].flatMap(campaign.occasions)
                .map(\.dueAt).filter { $0 > now }.min()
        }.min()
    }

    /// Whether an occasion is the day's last bulletin of somebody who follows these campaigns.
    package func isLastOfDay(_ occasion: Occasion, following: [CampaignID]) -> Bool {
        let ofDay = campaigns.filter { following.contains($0.id) }
            .flatMap { $0.occasions(on: occasion.day) }.filter { $0.kind != .reminder }
        return ofDay.max() == occasion
    }
}

/// The hours in which nobody is woken: from 21:30 to 6:30.
package enum QuietHours {
    /// The end of the quiet hours in which a moment lies; nil outside of them.
    ///
    /// Both in milliseconds since the epoch.
    package static func end(around moment: Int64) -> Int64? {
        let day = CivilDay(epochMilliseconds: moment)
        let morning = day.milliseconds(atMinute: 6 * 60 + 30)
        if moment < morning { return morning }
        guard moment >= day.milliseconds(atMinute: 21 * 60 + 30) else { return nil }
        return day.adding(days: 1).milliseconds(atMinute: 6 * 60 + 30)
    }
}

extension TimeOfDay {
    /// The time so many minutes after midnight; nil outside of the day.
    package init?(minutes: Int) {
        guard (0..<24 * 60).contains(minutes) else { return nil }
        self.minutes = minutes
    }
}

extension CivilDay {
    /// The moment so many minutes after midnight in Vietnam, in milliseconds since the epoch.
    package func milliseconds(atMinute minute: Int) -> Int64 {
        (Int64(daysSinceEpoch) * 1_440 - 7 * 60 + Int64(minute)) * 60_000
    }
}

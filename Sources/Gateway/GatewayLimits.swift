import Messaging
import Storage
import VietText

/// How much the gateway does at once, and how fast.
package struct GatewayLimits: Sendable {
    /// Turns in one transaction at the most.
    package var turnsPerBatch = 64

    /// Messages of one account that may be on their way to the platform at the same time; also the
    /// most that a crash may make arrive twice.
    package var sendsAtOnce = 16

    /// How fast an account sends, in all and to each chat, where it is not as the platform says.
    package var pace = SendPace()

    /// How fast people may write; nil for no limit.
    package var flood: FloodLimits?

    /// Messages that an account may send in a month; nil for no limit.
    ///
    /// A free Zalo bot has 3,000.
    package var monthlyQuota: Int?

    /// Milliseconds for which a poll in flight may still end by itself when the daemon stops.
    ///
    /// The platform hands each message out once: a poll cut short may take one with it.
    package var pollGraceMilliseconds: Int64 = 8_000

    /// How long texts and names are kept; nil for ever.
    package var retention: Retention?

    /// When a disk, a queue or a poll is called a trouble.
    package var watch = WatchLimits()

    package init() {}

    /// The least pressing kind of message that may be sent when `sent` are gone this month; nil
    /// for none.
    ///
    /// Bulletins end at 80 % of the quota, reminders at 90 %, confirmations at 97 %, so that a
    /// resident who asks on the 30th still gets an answer.
    package func lowestPriority(sent: Int) -> Priority? {
        guard let monthlyQuota else { return .bulletin }
        let shares: [(percent: Int, lowest: Priority)] = [
            (80, .bulletin), (90, .reminder), (97, .confirmation), (100, .answer),
        ]
        return shares.first { sent * 100 < monthlyQuota * $0.percent }?.lowest
    }

    /// What scheduled messages may take of the quota of an account.
    ///
    /// It is short when less is left than one message for each bound chat on each day that the
    /// month in Vietnam still has, today included.
    ///
    /// - Parameters:
    ///   - sent: Messages sent this month.
    ///   - chats: Chats of the account that are bound to units.
    ///   - now: A moment of the month.
    /// - Returns: Which kinds may go out, and whether each chat gets one message a day only.
    package func allowance(sent: Int, chats: Int, at now: Timestamp) -> AnnouncementAllowance {
        guard let monthlyQuota else {
            return AnnouncementAllowance(lowest: .bulletin, isShort: false)
        }
        let (year, month, day) = CivilDay(epochMilliseconds: now.milliseconds).components
        let daysLeft = CivilDay.lengthOfMonth(month, year: year) - day + 1
        return AnnouncementAllowance(
            lowest: lowestPriority(sent: sent),
            isShort: monthlyQuota - sent < daysLeft * chats)
    }
}

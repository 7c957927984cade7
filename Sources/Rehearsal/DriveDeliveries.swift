import Messaging
import Simulator
import Storage

/// Holds what arrived in every chat against the replies that the daemon queued.
package struct DriveDeliveries {
    /// Replies that arrived more than once, all copies but the first.
    private(set) var doubled = 0

    /// Replies that ended with a reason in place of a delivery, by reason.
    private(set) var abandoned: [String: Int] = [:]

    /// Compares chat by chat.
    ///
    /// - Throws: `DriveFailure` when a delivered reply never arrived, or the order differs.
    init(replies: [ReplyEnding], arrived: [SimulatedMessage], names: [String: AccountID]) throws {
        struct Place: Hashable {
            let account: AccountID
            let chat: ChatID
        }
        let rows = Dictionary(grouping: replies) { Place(account: $0.account, chat: $0.chat) }
        var copies = Dictionary(grouping: arrived) { message in
            Place(
                account: names[message.sender] ?? AccountID(rawValue: message.sender),
                chat: ChatID(rawValue: message.chat))
        }
        for (place, rows) in rows {
            let texts = (copies.removeValue(forKey: place) ?? []).map(\.text)
            guard let taken = Self.repliesTaken(rows, by: texts) else {
                throw DriveFailure(Self.difference(rows, texts, "\(place.account) \(place.chat)"))
            }
            doubled += texts.count - taken
            for reason in rows.filter({ !$0.isDelivered }).map({ $0.reason ?? "none" }) {
                abandoned[reason, default: 0] += 1
            }
        }
        guard copies.isEmpty else {
            throw DriveFailure("messages arrived in \(copies.count) chats that nobody queued")
        }
    }

    /// The most replies that these arrivals can be copies of, in order: one copy at least of each
    /// that was delivered, and no more copies of any than it had attempts; nil when they cannot be.
    package static func repliesTaken(_ rows: [ReplyEnding], by texts: [String]) -> Int? {
        // By how many texts are explained so far.
        var reached = [0: 0]
        for row in rows {
            var next: [Int: Int] = [:]
            for (start, taken) in reached {
                if !row.isDelivered { next[start] = max(next[start] ?? 0, taken) }
                var end = start
                while end < texts.count, end - start < row.attempts, texts[end] == row.text {
                    end += 1
                    next[end] = max(next[end] ?? 0, taken + 1)
                }
            }
            reached = next
        }
        return reached[texts.count]
    }

    private static func difference(
        _ rows: [ReplyEnding], _ texts: [String], _ place: String
    ) -> String {
        // The longest part of the chat that is as it must be tells where it goes wrong.
        let most = (0...rows.count).last { count in
            (0...texts.count).contains { end in
                repliesTaken(Array(rows.prefix(count)), by: Array(texts.prefix(end))) != nil
            }
        }
        let row = rows.dropFirst(most ?? 0).first
        return """
            \(place): \(texts.count) messages arrived for \(rows.count) replies, in another order or \
            not at all from reply \((most ?? 0) + 1) on: \
            \(row.map { "'\($0.text.prefix(80))', \($0.attempts) attempts" } ?? "none is left")
            """
    }
}

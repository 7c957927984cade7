import Messaging
import Rehearsal
import Storage
import Testing

/// The rehearsal's judgement of what arrived: what it lets pass and what it must not.
@Suite(.timeLimit(.minutes(5))) struct DriveDeliveriesTests {
    /// Replies as "text", "text×2" for two attempts, "(text)" for one that ended undelivered.
    @Test(
        arguments: [
            ([], "", 0), (["a", "b"], "ab", 2), (["a×2", "b"], "aab", 2),
            (["a", "a"], "aa", 2), (["a×2", "a"], "aa", 2), (["a×2", "a×2"], "aaa", 2),
            (["(a)", "b"], "b", 1), (["(a)", "b"], "ab", 2), (["a", "(b)", "a"], "aa", 2),
            (["(a×2)", "a", "b"], "aab", 3), (["(a)", "b×2"], "bb", 1),
        ] as [([String], String, Int)])
    func whatCanHaveHappenedPasses(replies: [String], arrived: String, taken: Int) {
        #expect(Self.taken(replies, arrived) == taken)
    }

    @Test(
        arguments: [
            (["a"], "", "lost"), (["a", "b"], "ba", "in another order"), (["a"], "aa", "doubled"),
            ([], "a", "never queued"), (["a", "b", "c"], "ac", "lost in the middle"),
            (["a×2", "b"], "aba", "a copy behind the next"),
        ] as [([String], String, String)])
    func whatCannotHaveHappenedIsFound(replies: [String], arrived: String, reason: String) {
        #expect(Self.taken(replies, arrived) == nil, "\(reason)")
    }

    private static func taken(_ replies: [String], _ arrived: String) -> Int? {
        let rows = replies.map { reply in
            let isDelivered = !reply.hasPrefix("(")
            let letters = reply.filter { $0.isLetter && $0 != "×" }
            return ReplyEnding(
                account: AccountID(rawValue: "bot"), chat: ChatID(rawValue: "chat"), text: letters,
                isDelivered: isDelivered, attempts: reply.contains("2") ? 2 : 1)
        }
        return DriveDeliveries.repliesTaken(rows, by: arrived.map { String($0) })
    }
}

/// Whether the queue of one account is in trouble, judged from look to look.
///
/// It is when the oldest reply has waited too long, or when the queue is long and has grown at
/// several looks in a row; and it is over when the queue is half as long and nothing waits too long.
struct QueueWatch: Hashable, Sendable {
    private var count = 0
    private var grown = 0
    private var isTroubled = false

    /// Somebody has looked.
    ///
    /// - Parameters:
    ///   - count: Replies that wait.
    ///   - milliseconds: For how long the oldest has waited.
    ///   - limits: When it is a trouble.
    /// - Returns: Whether it is in trouble now.
    mutating func looked(
        count: Int, waitedMilliseconds milliseconds: Int64, limits: WatchLimits
    ) -> Bool {
        grown = count > self.count ? grown + 1 : 0
        self.count = count
        if count > 0, milliseconds > limits.replyWaitMilliseconds {
            isTroubled = true
        } else if isTroubled {
            isTroubled = count > limits.repliesMax / 2
        } else {
            isTroubled = count > limits.repliesMax && grown >= limits.growingLooks
        }
        return isTroubled
    }
}

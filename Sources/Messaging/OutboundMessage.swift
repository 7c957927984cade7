/// One message to a chat: text no longer than the channel takes.
package struct OutboundMessage: Hashable, Sendable {
    package let chat: ChatID
    package let text: String

    package init(chat: ChatID, text: String) {
        self.chat = chat
        self.text = text
    }
}

/// Who waits for a message; under a short quota the first kinds go first.
package enum Priority: Int, Hashable, Comparable, Sendable, CaseIterable {
    /// An answer to somebody's question.
    case answer = 0
    /// The confirmation of a report.
    case confirmation = 1
    /// A reminder to those who have not reported.
    case reminder = 2
    /// A bulletin to a whole chat.
    case bulletin = 3

    package static func < (left: Priority, right: Priority) -> Bool {
        left.rawValue < right.rawValue
    }
}

import Messaging
import Wire

/// Who a Telegram bot is, as `getMe` says.
package struct TelegramProfile: Hashable, Sendable {
    package let id: Int64

    /// Without `@`, in lower case; nil when the platform names none.
    package let username: String?

    package init(id: Int64, username: String?) {
        self.id = id
        self.username = username?.lowercased()
    }

    init?(_ user: JSON) {
        guard let id = user["id"]?.whole else { return nil }
        self.init(id: id, username: user["username"]?.string)
    }
}

/// Where a message goes: a chat, and in a forum one topic of it.
///
/// To the gateway each topic is a chat of its own, `CHAT/TOPIC`, so that answers go to the topic
/// in which was asked and talks in two topics do not mix.
struct TelegramPlace: Hashable, Sendable {
    let chat: Int64
    let thread: Int64?

    init(chat: Int64, thread: Int64?) {
        self.chat = chat
        self.thread = thread
    }

    /// Reads a chat's id as this target wrote it; nil when it is another platform's.
    init?(_ id: ChatID) {
        let pieces = id.rawValue.split(separator: "/", omittingEmptySubsequences: false)
        guard let chat = pieces.first.flatMap({ Int64($0) }), pieces.count <= 2 else { return nil }
        self.chat = chat
        guard pieces.count == 2 else {
            thread = nil
            return
        }
        guard let thread = Int64(pieces[1]) else { return nil }
        self.thread = thread
    }

    var id: ChatID {
        ChatID(rawValue: thread.map { "\(chat)/\($0)" } ?? String(chat))
    }
}

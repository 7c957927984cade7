import Content
import Conversation
import Gateway
import IntentMatching
import Messaging
import Storage
import Synchronization

/// The content that answers just now; it is swapped as a whole while messages are answered.
///
/// A message that is being read keeps the content it was read with until its turn is stored.
final class LiveContent: Sendable {
    private struct Live: Sendable {
        let content: LoadedContent
        let read: TurnReader
        let announcer: Announcer

        init(_ content: LoadedContent) {
            self.content = content
            read = turnReader(content)
            announcer = Announcer(
                campaigns: content.knowledge.campaigns.map(\.campaign),
                render: content.replies.render)
        }
    }

    private let live: Mutex<Live>

    init(_ content: LoadedContent) {
        live = Mutex(Live(content))
    }

    /// The content of the moment.
    var content: LoadedContent { live.withLock { $0.content } }

    /// Lets other content answer from the next message on.
    func swap(_ content: LoadedContent) {
        let new = Live(content)
        live.withLock { $0 = new }
    }

    /// Reads a message with the content of the moment.
    var reader: TurnReader {
        { [self] message in try live.withLock { $0.read }(message) }
    }

    /// What is announced by the content of the moment.
    var announcer: @Sendable () -> Announcer {
        { [self] in live.withLock { $0.announcer } }
    }
}

/// Reads a message outside the transaction and decides upon it inside.
///
/// One reader, with its scratch memory, behind a lock: turns are read one after the other.
func turnReader(_ content: LoadedContent) -> TurnReader {
    let reader = Mutex(Reader(knowledge: content.knowledge))
    return { message in
        let text = if case .text(let text) = message.content { text } else { "" }
        let place: TalkPlace = message.chatKind == .private ? .privateChat : .addressed
        let reading = reader.withLock { $0.read(text, place: place) }
        return { situation in
            let decision = try decide(message, reading, in: situation, using: content.knowledge)
            let replies = decision.replies.map {
                RenderedReply(
                    content.replies.render($0), priority: $0.priority, to: $0.chat, of: $0.account)
            }
            return (decision, replies)
        }
    }
}

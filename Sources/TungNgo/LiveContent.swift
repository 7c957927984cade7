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

        init(_ content: LoadedContent, _ house: @escaping @Sendable () -> House) {
            self.content = content
            read = turnReader(content, house: house)
            announcer = Announcer(
                campaigns: content.knowledge.campaigns.map(\.campaign),
                render: content.replies.render)
        }
    }

    private let live: Mutex<Live>
    private let house: @Sendable () -> House

    /// Takes the first content, and what tells admins of the running program.
    init(_ content: LoadedContent, house: @escaping @Sendable () -> House) {
        self.house = house
        live = Mutex(Live(content, house))
    }

    /// The content of the moment.
    var content: LoadedContent { live.withLock { $0.content } }

    /// Lets other content answer from the next message on.
    func swap(_ content: LoadedContent) {
        let new = Live(content, house)
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
///
/// - Parameters:
///   - content: What it reads and answers with.
///   - house: What only the running program knows of itself; asked for by admins alone.
/// - Returns: The reader.
func turnReader(
    _ content: LoadedContent, house: @escaping @Sendable () -> House = { House() }
) -> TurnReader {
    let reader = Mutex(Reader(knowledge: content.knowledge))
    return { message in
        let text = if case .text(let text) = message.content { text } else { "" }
        let place: TalkPlace = message.chatKind == .private ? .privateChat : .addressed
        let reading = reader.withLock { $0.read(text, place: place) }
        return { situation in
            var situation = situation
            situation.operations.house = house
            let decision = try decide(message, reading, in: situation, using: content.knowledge)
            let replies = decision.replies.map {
                RenderedReply(
                    content.replies.render($0), priority: $0.priority, to: $0.chat, of: $0.account)
            }
            return (decision, replies)
        }
    }
}

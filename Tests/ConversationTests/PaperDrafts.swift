import Conversation
import Messaging

/// Drafts on paper: what `Storage` must equal.
final class PaperDrafts {
    private var drafts: [(chat: String, draft: StoredDraft)] = []

    /// Stores what a decision about a message wants stored.
    func apply(_ effect: Effect, of message: InboundMessage, at now: Timestamp) {
        switch effect {
        case .keepDraft(let new):
            drafts.append(
                (
                    Self.place(of: message),
                    StoredDraft(
                        number: new.number, content: new.content, state: .open,
                        madeAtMilliseconds: now.milliseconds,
                        expiresAtMilliseconds: new.expiresAtMilliseconds)
                ))
        case .changeDraft(let new):
            change(new.number) { old in
                StoredDraft(
                    number: old.number, content: new.content, state: .open,
                    madeAtMilliseconds: old.madeAtMilliseconds,
                    expiresAtMilliseconds: new.expiresAtMilliseconds)
            }
        case .endDraft(let number, let state):
            change(number) { old in
                StoredDraft(
                    number: old.number, content: old.content, state: state,
                    madeAtMilliseconds: old.madeAtMilliseconds,
                    expiresAtMilliseconds: old.expiresAtMilliseconds)
            }
        default:
            break
        }
    }

    /// The drafts as the sender of a message finds them in its chat.
    func drafts(of message: InboundMessage) -> Drafts {
        Drafts(
            nextNumber: { Int64(self.drafts.count + 1) },
            recent: {
                self.drafts.filter { $0.chat == Self.place(of: message) }.map(\.draft)
                    .reversed().prefix(Drafts.recentMax).map { $0 }
            })
    }

    private static func place(of message: InboundMessage) -> String {
        "\(message.account) \(message.chat) \(message.sender)"
    }

    private func change(_ number: Int64, _ change: (StoredDraft) -> StoredDraft) {
        guard let index = drafts.firstIndex(where: { $0.draft.number == number }) else { return }
        drafts[index].draft = change(drafts[index].draft)
    }
}

import Messaging

/// What came of the messages since a backup, so that the books can be put back to it.
struct DriveJournal: Sendable {
    /// What a message changed in the books.
    enum Change: Hashable, Sendable {
        case nothing
        case recorded(Int)
        case corrected(Int, by: Int)
        case voided(Int)
    }

    /// One message with a turn.
    struct Entry: Sendable {
        let message: DriveMessage
        let id: MessageID
        let chat: ChatID
        let account: AccountID
        let change: Change
    }

    /// The backup's file.
    let backup: String

    /// Up to where inbox and reports had been looked at when the backup began.
    let inbox: Int64
    let report: Int64

    private(set) var entries: [Entry] = []

    init(backup: String, inbox: Int64, report: Int64) {
        (self.backup, self.inbox, self.report) = (backup, inbox, report)
    }

    mutating func note(_ entry: Entry) { entries.append(entry) }
}

extension DriveJournal.Change {
    /// What a message that came to what was meant has changed; `next` is the number that the books
    /// gave to its report.
    init(of message: DriveMessage, next: Int) {
        switch (message.kind.outcome, message.target) {
        case (.recorded, _): self = .recorded(next)
        case (.corrected, let target?): self = .corrected(target, by: next)
        case (.voided, let target?): self = .voided(target)
        default: self = .nothing
        }
    }
}

extension DriveBooks {
    /// Takes a change back; the latest one first.
    mutating func takeBack(_ change: DriveJournal.Change) {
        switch change {
        case .nothing: break
        case .recorded(let report): void(report)
        case .corrected(let report, let new):
            void(new)
            revive(report)
        case .voided(let report): revive(report)
        }
    }
}

/// What somebody does with powers that others do not have, as the audit log names it (nhật ký
/// quản trị).
///
/// The names are fixed: people filter by them, and old lines keep them.
package enum AdminAction: String, Hashable, Sendable, CaseIterable {
    case codeMade = "code-made"
    case codeClaimed = "code-claimed"
    case codeCancelled = "code-cancelled"
    case leadershipEnded = "leadership-ended"
    case leadershipResumed = "leadership-resumed"
    case adminEnded = "admin-ended"
    case chatBound = "chat-bound"
    case chatUnbound = "chat-unbound"
    case groupMuted = "group-muted"
    case groupUnmuted = "group-unmuted"
    case questionAnswered = "question-answered"
    case questionDropped = "question-dropped"
    case accountPaused = "account-paused"
    case accountResumed = "account-resumed"
    case accountAdded = "account-added"
    case accountRemoved = "account-removed"
    case messageRetried = "message-retried"
    case textsShown = "texts-shown"
    case questionsExported = "questions-exported"
    case ledgerExported = "ledger-exported"
    case figuresImported = "figures-imported"
    case personExported = "person-exported"
    case personErased = "person-erased"
    case databaseRestored = "database-restored"

    /// What it means, for a list.
    package var meaning: String {
        switch self {
        case .codeMade: "a one-time code was made; the subject says for what"
        case .codeClaimed: "somebody became what a one-time code was made for"
        case .codeCancelled: "a code was shown in a group and is good no longer"
        case .leadershipEnded: "a person leads a unit no longer"
        case .leadershipResumed: "a person leads a unit again that they gave up"
        case .adminEnded: "a person is an admin no longer"
        case .chatBound: "a chat was bound to a unit"
        case .chatUnbound: "a chat is bound to no unit any longer"
        case .groupMuted: "a group was told to be quiet"
        case .groupUnmuted: "a group hears the bot again"
        case .questionAnswered: "an official answered a question"
        case .questionDropped: "an official left a question without an answer"
        case .accountPaused: "an account was told to rest"
        case .accountResumed: "an account was told to work again"
        case .accountAdded: "an account was added"
        case .accountRemoved: "an account was removed"
        case .messageRetried: "a message that had failed was put back"
        case .textsShown: "texts of failed messages were read"
        case .questionsExported: "questions of people were exported"
        case .ledgerExported: "the ledger was exported, with the names of reporters"
        case .figuresImported: "earlier figures were imported"
        case .personExported: "all that is held about a person was exported"
        case .personErased: "the data of a person were erased"
        case .databaseRestored: "a backup was put into the place of the database"
        }
    }
}

/// One action for the audit log, without who did it.
package struct NotedAction: Hashable, Sendable {
    /// How it ended.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case done
        case refused
    }

    package let action: AdminAction

    /// What it was done to: a number or a fixed name (`person 7`, `#Q12`, `account phu-van`), never
    /// a text or a person's name.
    package let subject: String
    package let outcome: Outcome

    package init(_ action: AdminAction, on subject: String, _ outcome: Outcome = .done) {
        self.action = action
        self.subject = subject
        self.outcome = outcome
    }
}

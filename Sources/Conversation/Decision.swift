import Campaign
import Messaging

/// What is to be done about one message: what to store, and what to say.
package struct Decision: Hashable, Sendable {
    /// How the turn ended, for logs and figures.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// A question was answered, or a command carried out.
        case answered
        /// A report, correction or undo was written to the ledger.
        case recorded
        /// The person was asked which of several things they meant.
        case askedBack
        /// The bot said that it does not know.
        case abstained
        /// The person was told why their wish is refused (not a leader, nothing to undo).
        case refused
        /// Talk that is not for the bot.
        case silent
        /// The person or the group writes too much: they are told so once, then not listened to.
        case flooded
    }

    /// Why nothing is said, for whoever asks why there was no answer.
    package enum Silence: String, Hashable, Sendable, CaseIterable {
        /// The chat was told to be quiet (im lặng), and nobody spoke to the bot.
        case muted
        /// A picture or a sticker in a group.
        case notText = "not-text"
        /// Thanks or a goodbye in a group.
        case courtesy
        /// Talk in a group in which no question or command was found.
        case smallTalk = "small-talk"
    }

    package var outcome: Outcome

    /// Why nothing is said; nil when something is.
    package var silence: Silence?
    package var effects: [Effect]
    package var replies: [Reply]

    package init(_ outcome: Outcome, effects: [Effect] = [], replies: [Reply] = []) {
        self.outcome = outcome
        self.effects = effects
        self.replies = replies
    }

    /// Nothing to store and nothing to say.
    package static let silence = Decision(.silent)

    /// Nothing to store and nothing to say, for this reason.
    package static func silence(_ why: Silence) -> Decision {
        var decision = Decision.silence
        decision.silence = why
        return decision
    }
}

/// One change to what is stored; all changes of a turn are stored together or not at all.
package enum Effect: Hashable, Sendable {
    /// What this person in this chat talks about from now on; nil forgets it.
    case setTopic(Topic?)

    /// A report with its entries; its number is the `nextReportNumber` of the situation's books.
    case record(ReportRecord)

    /// Takes a report out of the count; the row stays, with who voided it and when.
    case void(reportNumber: Int64)

    /// A report waits for a word of its author.
    case keepDraft(NewDraft)

    /// A draft waits on, with other content and a new term.
    case changeDraft(NewDraft)

    /// A draft of the sender no longer waits.
    case endDraft(Int64, StoredDraft.State)

    /// The sender becomes what the one-time code was made for: leader, admin, or a known person.
    case claimInvitation(code: String)

    /// Who leads what, which chat is whose, quiet.
    case people(PeopleChange)

    /// The text of the message is kept in these words only: numbers of persons are masked.
    case maskText(String)

    /// A question that waits for an official or for whoever edits the content.
    case handOver(NewQuestion)

    /// An official has answered a question; the answer itself is a reply to the asker's chat.
    case answerQuestion(number: Int64, answer: String)

    /// An official leaves a question without an answer.
    case dropQuestion(number: Int64)

    /// The sender becomes an official by a one-time code.
    case claimDesk(code: String)

    /// A difficulty that a leader tells; its number is the `nextNumber` of the difficulties.
    case openDifficulty(NewDifficulty)

    /// The sender sees to a difficulty.
    case takeDifficulty(number: Int64)

    /// A difficulty lies with a unit above from now on, and waits for somebody there.
    case passUpDifficulty(number: Int64, to: UnitID)

    /// A difficulty is resolved, with a word of how.
    case resolveDifficulty(number: Int64, how: String)

    /// An account neither polls nor sends until it is resumed.
    case pauseAccount(AccountID)

    /// A paused account works again, or a stopped one is tried once more.
    case resumeAccount(AccountID)

    /// The sender did something that the audit log names and no other effect says.
    case audit(NotedAction)
}

/// A report as it goes into the ledger (báo cáo).
package struct ReportRecord: Hashable, Sendable {
    package let number: Int64
    package let campaign: CampaignID
    package let unit: UnitID
    package let entries: [LedgerEntry]

    /// The report that this one replaces, when it is a correction.
    package let corrects: Int64?

    package init(
        number: Int64, campaign: CampaignID, unit: UnitID, entries: [LedgerEntry], corrects: Int64?
    ) {
        self.number = number
        self.campaign = campaign
        self.unit = unit
        self.entries = entries
        self.corrects = corrects
    }
}

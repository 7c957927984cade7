import Campaign
import Messaging

/// Who leads what, and the codes by which they come to it (sổ người phụ trách).
///
/// A struct of closures as `Books`: `Storage` answers from SQL inside the turn's transaction, tests
/// from lists. People have one number across accounts; chats are those of the message's account.
package struct Register {
    /// A one-time code, good or not; nil when there is none.
    package let code: (_ code: String) throws -> FoundCode?

    /// Who leads exactly this unit, the first granted first.
    package let leaders: (Role) throws -> [Leader]

    /// When the sender last gave a unit up of their own will; nil when they never did.
    package let gaveUp: (Role) throws -> Timestamp?

    /// Makes a code that nobody can guess; the only chance in a decision.
    package let freshCode: () -> String

    package init(
        code: @escaping (String) throws -> FoundCode?,
        leaders: @escaping (Role) throws -> [Leader],
        gaveUp: @escaping (Role) throws -> Timestamp?, freshCode: @escaping () -> String
    ) {
        self.code = code
        self.leaders = leaders
        self.gaveUp = gaveUp
        self.freshCode = freshCode
    }

    /// A register with nobody in it.
    package static var empty: Register {
        Register(
            code: { _ in nil }, leaders: { _ in [] }, gaveUp: { _ in nil }, freshCode: { "" })
    }
}

/// The sender as the register knows them, and the chat.
package struct Acquaintance: Hashable, Sendable {
    /// The number of the person behind the sender; nil when nothing was ever given to them.
    package let person: Int64?

    /// Whether the sender is an admin (quản trị).
    package let isAdmin: Bool

    /// Whether the bot has never said in this chat what it does.
    package let isNewChat: Bool

    /// Whether the chat wants nothing but answers to direct questions.
    package let isMuted: Bool

    package init(
        person: Int64? = nil, isAdmin: Bool = false, isNewChat: Bool = false, isMuted: Bool = false
    ) {
        self.person = person
        self.isAdmin = isAdmin
        self.isNewChat = isNewChat
        self.isMuted = isMuted
    }
}

/// A code that is good once (mã mời, mã liên kết).
package struct OneTimeCode: Hashable, Sendable {
    /// What whoever claims it becomes.
    package enum Purpose: Hashable, Sendable {
        /// A leader of a unit.
        case lead(Role)
        /// An admin: may make codes, bind chats and end leaderships everywhere.
        case admin
        /// Known as this person, whatever account they write to.
        case samePerson(Int64)
    }

    package let code: String
    package let purpose: Purpose
    package let expiresAt: Timestamp

    package init(code: String, purpose: Purpose, madeAt: Timestamp) {
        self.init(
            code: code, purpose: purpose,
            expiresAt: madeAt.adding(seconds: Self.validSeconds(purpose)))
    }

    package init(code: String, purpose: Purpose, expiresAt: Timestamp) {
        self.code = code
        self.purpose = purpose
        self.expiresAt = expiresAt
    }

    /// How long a code is good.
    ///
    /// A code for a leader is handed on by word or paper, often at the week's meeting: 7 days. One
    /// that joins accounts is typed by the same person on another telephone: 1 hour, because
    /// whoever gets hold of it takes over all that the person may do.
    private static func validSeconds(_ purpose: Purpose) -> Int64 {
        if case .samePerson = purpose { 3_600 } else { 7 * 86_400 }
    }
}

/// A one-time code as the register holds it.
package struct FoundCode: Hashable, Sendable {
    /// Whether somebody has used it.
    package enum Claim: Hashable, Sendable {
        case open
        case bySender
        case byOther
    }

    package let code: OneTimeCode
    package let claim: Claim

    /// The name of the person that a code for another account is about; empty when unknown.
    package let personName: String

    package init(code: OneTimeCode, claim: Claim, personName: String = "") {
        self.code = code
        self.claim = claim
        self.personName = personName
    }
}

/// A person who leads a unit.
package struct Leader: Hashable, Sendable {
    /// The number of the person, across accounts.
    package let number: Int64

    /// As the platform gave it; may be empty.
    package let name: String

    /// Their private chat with the account of the message; nil when they never wrote to it.
    package let chat: ChatID?

    package init(number: Int64, name: String, chat: ChatID?) {
        self.number = number
        self.name = name
        self.chat = chat
    }
}

/// One change to who leads what, which chat is whose, and what a chat wants to hear.
package enum PeopleChange: Hashable, Sendable {
    /// A code made by the sender.
    case makeCode(OneTimeCode)

    /// A code that others have seen is good no longer.
    case cancelCode(String)

    /// A person leads a unit no longer; the row stays, with when and by whom.
    case end(person: Int64, Role)

    /// The sender leads a unit again that they gave up.
    case resume(Role)

    /// The chat belongs to a unit; nil for none.
    case bindChat(Role?)

    /// The chat hears nothing but answers to direct questions, until it is unmuted.
    case mute
    case unmute

    /// The chat has been told what the bot does.
    case welcome
}

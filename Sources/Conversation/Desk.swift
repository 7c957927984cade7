import Messaging

/// The desk where officials answer what the bot cannot (bàn trả lời của cán bộ).
///
/// A struct of closures as `Books`: `Storage` answers from SQL inside the turn's transaction, tests
/// from a list. All of it is about the account of the message: an official of one account sees
/// the questions of that account only, because ids of persons and chats hold there alone.
package struct Desk {
    /// Whether the sender is an official.
    package let isOfficial: () throws -> Bool

    /// Whether there is any official, so that an answer may be promised.
    package let hasOfficials: () throws -> Bool

    /// The number that the next question will get.
    package let nextNumber: () throws -> Int64

    /// The last question of the sender with these words (`NewQuestion.words`) since a moment.
    package let lastQuestion: (_ words: String, _ since: Timestamp) throws -> HandedQuestion?

    /// The question with a number; nil when there is none.
    package let question: (_ number: Int64) throws -> HandedQuestion?

    /// Questions that wait, the oldest first, at most so many.
    package let openQuestions: (_ max: Int) throws -> [HandedQuestion]

    /// How many questions wait.
    package let openCount: () throws -> Int

    /// Whether a one-time code for officials is good.
    package let isCode: (_ code: String) throws -> Bool

    package init(
        isOfficial: @escaping () throws -> Bool, hasOfficials: @escaping () throws -> Bool,
        nextNumber: @escaping () throws -> Int64,
        lastQuestion: @escaping (String, Timestamp) throws -> HandedQuestion?,
        question: @escaping (Int64) throws -> HandedQuestion?,
        openQuestions: @escaping (Int) throws -> [HandedQuestion],
        openCount: @escaping () throws -> Int, isCode: @escaping (String) throws -> Bool
    ) {
        self.isOfficial = isOfficial
        self.hasOfficials = hasOfficials
        self.nextNumber = nextNumber
        self.lastQuestion = lastQuestion
        self.question = question
        self.openQuestions = openQuestions
        self.openCount = openCount
        self.isCode = isCode
    }

    /// A desk with nobody at it and nothing on it.
    package static var closed: Desk {
        Desk(
            isOfficial: { false }, hasOfficials: { false }, nextNumber: { 1 },
            lastQuestion: { _, _ in nil }, question: { _ in nil }, openQuestions: { _ in [] },
            openCount: { 0 }, isCode: { _ in false })
    }
}

/// A question that the bot could not answer, as it goes onto the list.
package struct NewQuestion: Hashable, Sendable {
    /// Shown as `#Q12`; the `nextNumber` of the desk.
    package let number: Int64

    /// As asked, numbers of persons masked.
    package let text: String

    /// The same folded, words only: two texts with the same words are the same question.
    package let words: String

    /// What it may be about, the nearest first: slugs of procedures or intents, at most three.
    package let candidates: [String]

    /// Whether the asker was told that an official will answer.
    package let isPromised: Bool

    package init(
        number: Int64, text: String, words: String, candidates: [String], isPromised: Bool
    ) {
        self.number = number
        self.text = text
        self.words = words
        self.candidates = candidates
        self.isPromised = isPromised
    }
}

/// A question on the list.
package struct HandedQuestion: Hashable, Sendable {
    /// Where it stands.
    package enum State: Hashable, Sendable {
        case open
        /// Answered by an official of this name.
        case answered(by: String, answer: String)
        /// Left without an answer.
        case dropped
    }

    package let question: NewQuestion
    package let state: State

    /// The chat in which it was asked, and in which its answer is given.
    package let chat: ChatID
    package let chatKind: ChatKind

    /// The asker's name as the platform gave it; may be empty.
    package let asker: String
    package let askedAt: Timestamp

    package init(
        question: NewQuestion, state: State, chat: ChatID, chatKind: ChatKind, asker: String,
        askedAt: Timestamp
    ) {
        self.question = question
        self.state = state
        self.chat = chat
        self.chatKind = chatKind
        self.asker = asker
        self.askedAt = askedAt
    }
}

/// Where a message was said, as far as it matters for whether to speak.
package enum TalkPlace: Hashable, Sendable {
    /// Between one person and the bot: everything is meant for the bot.
    case privateChat
    /// In a group, with the bot's name or in reply to it.
    case addressed
    /// In a group, said to everybody: silence unless a question that the bot can answer is plain.
    case overheard

    /// Whether the bot is spoken to.
    package var isAddressed: Bool { self != .overheard }
}

/// What one message, or one question of it, was understood to ask.
package struct QuestionReading: Hashable, Sendable {
    /// What to do with the reading.
    package enum Outcome: Hashable, Sendable {
        /// The first candidate is meant.
        case answer
        /// One of the candidates is meant; ask which.
        case askBack
        /// A question, or said to the bot, but about nothing that is known.
        case unknown
        /// Not for the bot: say nothing.
        case silent
    }

    /// A procedure, or the intent of a topic, that may be meant.
    package struct Candidate: Hashable, Sendable {
        /// The slug of a procedure (`khai-sinh`) or the intent of a topic (`lien-he`).
        package var subject: String

        /// In the scale of `QuestionVocabulary.DefaultWeight`, more or less.
        package var score: Double

        /// Whether `subject` is a topic's intent and not a procedure.
        package var isTopic: Bool
    }

    package var outcome: Outcome

    /// Best first, at most three; none when the outcome is `unknown` or `silent`.
    package var candidates: [Candidate]

    /// What is asked of it (`le-phi`), the first of `aspects`; nil when nothing special is.
    package var aspect: String? { aspects.first }

    /// Everything asked of it, the most decisive first, at most three.
    package var aspects: [String]

    /// Whether a sign of a question was seen.
    package var isQuestion: Bool

    /// Whether a cue said that the talk is not about a procedure of the office.
    package var isOutside: Bool

    /// Score of the first candidate less that of the second; the whole score without a second.
    package var margin: Double

    /// Whether the candidates only resemble the words of the message: nothing in it names one.
    package var isGuess = false

    /// The share of the words that some phrase of the vocabulary explains, 0 to 1.
    package var coverage: Double

    /// The part of the text that this reading is about, in bytes of its UTF-8.
    package var span: Range<Int>

    /// The slug or intent to answer with; nil unless the outcome is `answer`.
    package var subject: String? {
        outcome == .answer ? candidates.first?.subject : nil
    }
}

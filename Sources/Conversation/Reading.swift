import IntentMatching
import Messaging

/// What a text means, before anything is known of who said it (đọc hiểu).
package struct Reading: Sendable {
    /// The command whose template the whole text fits; nil for free talk.
    package let command: CommandMatch?

    /// The questions asked, in the order of the text; empty for a blank text.
    package let questions: [QuestionReading]

    /// The text is nothing but a number, as typed to choose from a list; nil otherwise.
    package let bareNumber: Int?

    /// Nothing readable: empty, spaces, emoji or punctuation only.
    package let isBlank: Bool

    /// Where it was said.
    package let place: TalkPlace
}

/// Reads texts; owns the scratch memory that the matchers need, so each worker has its own.
package struct Reader {
    private let knowledge: Knowledge
    private var questionScratch = QuestionScratch()
    private var commandScratch = CommandMatcher.Scratch()

    package init(knowledge: Knowledge) {
        self.knowledge = knowledge
    }

    /// Characters of one message that are read; Zalo delivers 2,000 at the most.
    package static let charactersMax = 4_000

    /// Returns what `text` means when it is said to the bot, or (`overheard`) to everybody;
    /// phrases in `disabled` do not count (for measurements).
    package mutating func read(
        _ text: String, place: TalkPlace, disabled: PhraseSet? = nil
    ) -> Reading {
        let text = text.count > Self.charactersMax ? String(text.prefix(Self.charactersMax)) : text
        let isBlank = !text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.isDigit }
        guard !isBlank else {
            return Reading(
                command: nil, questions: [], bareNumber: nil, isBlank: true, place: place)
        }
        return Reading(
            command: knowledge.commands.match(text, context: [:], scratch: &commandScratch),
            questions: knowledge.questions.read(
                text, place: place, disabled: disabled, scratch: &questionScratch),
            bareNumber: Self.bareNumber(in: text), isBlank: false, place: place)
    }

    /// Reads "2", "2.", "số 2" or "#2".
    private static func bareNumber(in text: String) -> Int? {
        let words = text.lowercased().split { $0.isWhitespace || ".,!#)(:".contains($0) }
        let polite: Set<Substring> = [
            "số", "so", "ạ", "a", "chọn", "chon", "dạ", "da", "câu", "cau",
        ]
        let rest = words.filter { !polite.contains($0) }
        guard rest.count == 1, rest[0].count <= 4 else { return nil }
        return Int(rest[0])
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

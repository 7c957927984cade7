import IntentMatching
import Messaging
import VietText

/// What a text means, before anything is known of who said it (đọc hiểu).
package struct Reading: Sendable {
    /// The command whose template the whole text fits; nil for free talk.
    package let command: CommandMatch?

    /// How it hangs on what was said before.
    package let link: Link

    /// The questions asked, in the order of the text; empty for a blank text.
    ///
    /// Of a correction only what is meant now is read, not what is denied.
    package let questions: [QuestionReading]

    /// The text is nothing but a number, as typed to choose from a list ("2", "số hai"); nil
    /// otherwise.
    package let bareNumber: Int?

    /// Nothing readable: empty, spaces, emoji or punctuation only.
    package let isBlank: Bool

    /// Where it was said.
    package let place: TalkPlace

    /// The danger that it tells of; nil for nearly every text.
    package let danger: SafetyCase?

    /// A word from before a reform that it uses; nil for most texts.
    package let oldWord: OldWord?
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
                command: nil, link: .none, questions: [], bareNumber: nil, isBlank: true,
                place: place, danger: nil, oldWord: nil)
        }
        let opening = Opening(text)
        let watched = knowledge.watched.read(text)
        return Reading(
            command: knowledge.commands.match(text, context: [:], scratch: &commandScratch),
            link: opening.link,
            questions: knowledge.questions.read(
                opening.rest, place: place, disabled: disabled, scratch: &questionScratch),
            bareNumber: Self.bareNumber(in: text), isBlank: false, place: place,
            danger: watched.danger, oldWord: watched.oldWord)
    }

    /// Reads "2", "2.", "số 2", "#2", "cái thứ hai" or "cái đầu".
    private static func bareNumber(in text: String) -> Int? {
        let words = Syllable.words(of: text)
        guard words.count <= 6 else { return nil }
        let rest = words.filter { word in
            !aroundNumbers.contains { $0.key == word.key && word.marks.agrees(with: $0.marks) }
        }
        guard rest.count == 1, let only = rest.first else { return nil }
        if let number = Int(only.letters), only.letters.utf8.count <= 4 { return number }
        return numberWords.first { _, word in
            word.key == only.key && only.marks.agrees(with: word.marks)
        }?.number
    }

    private static let aroundNumbers = Syllable.words(
        of: "số ạ chọn dạ câu cái thứ mục em mình tôi lấy nhé nha tiên")

    private static let numberWords: [(number: Int, word: Syllable)] = zip(
        [1, 1, 1, 2, 2, 3, 4, 4, 5, 6, 7],
        Syllable.words(of: "một nhất đầu hai nhì ba bốn tư năm sáu bảy")
    ).map { ($0, $1) }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

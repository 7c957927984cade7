/// A case of danger as the office has written it: which words tell of it, whom to call.
package struct SafetyCase: Sendable {
    /// Key in the file, for instance `chay`.
    package let key: String

    /// Whether help is needed at once; after it a question is answered as well.
    package let isEmergency: Bool

    /// Whom to call, the most pressing first; none where no call helps.
    package let numbers: [HelpNumber]

    /// What to do, in one short line.
    package let line: String

    private let cues: PhraseFinder
    private let markedCues: PhraseFinder
    private let also: PhraseFinder?
    private let harmless: PhraseFinder
    private let unless: PhraseFinder

    /// Compiles one case from phrases without template notation.
    ///
    /// - Parameters:
    ///   - key: Names the case.
    ///   - isEmergency: Whether help is needed at once.
    ///   - numbers: Whom to call.
    ///   - line: What to do.
    ///   - cues: What tells of the danger.
    ///   - markedCues: The same, but harmless when typed without marks.
    ///   - also: Phrases of which one must stand in the text too; none when empty.
    ///   - harmless: Longer phrases around a cue that make it mean something else.
    ///   - unless: Phrases anywhere in the text that show talk about papers and not of danger.
    package init(
        key: String, isEmergency: Bool, numbers: [HelpNumber], line: String, cues: [String],
        markedCues: [String] = [], also: [String] = [], harmless: [String] = [],
        unless: [String] = []
    ) {
        self.key = key
        self.isEmergency = isEmergency
        self.numbers = numbers
        self.line = line
        self.cues = PhraseFinder(cues)
        self.markedCues = PhraseFinder(markedCues, needsMarks: true)
        self.also = also.isEmpty ? nil : PhraseFinder(also)
        self.harmless = PhraseFinder(harmless)
        self.unless = PhraseFinder(unless)
    }

    func isTold(in text: SpokenWords) -> Bool {
        let places = cues.places(in: text) + markedCues.places(in: text)
        guard !places.isEmpty, also?.isFound(in: text) ?? true, !unless.isFound(in: text) else {
            return false
        }
        let covered = harmless.places(in: text)
        return places.contains { place in !covered.contains { $0.overlaps(place) } }
    }
}

/// A number to call and what for.
package struct HelpNumber: Hashable, Sendable {
    /// As it is dialled: `114`.
    package let number: String

    /// What for: "báo cháy, cứu nạn, cứu hộ".
    package let purpose: String

    package init(number: String, purpose: String) {
        self.number = number
        self.purpose = purpose
    }
}

/// A word from before a reform, and what replaced it.
package struct OldWord: Sendable {
    /// One line for people to read.
    package let line: String

    private let phrases: PhraseFinder

    /// Compiles an entry from phrases without template notation.
    package init(line: String, phrases: [String]) {
        self.line = line
        self.phrases = PhraseFinder(phrases)
    }

    func isSaid(in text: SpokenWords) -> Bool { phrases.isFound(in: text) }
}

/// What is looked for in every message said to the bot, whatever else it is about.
package struct WatchedWords: Sendable {
    /// In the order of the file: the first that fits is told.
    package let safety: [SafetyCase]

    /// In the order of the file: the first that fits is told.
    package let oldWords: [OldWord]

    package init(safety: [SafetyCase] = [], oldWords: [OldWord] = []) {
        self.safety = safety
        self.oldWords = oldWords
    }

    /// The danger that a text tells of, and the old word that it uses.
    func read(_ text: String) -> (danger: SafetyCase?, oldWord: OldWord?) {
        guard !safety.isEmpty || !oldWords.isEmpty else { return (nil, nil) }
        let words = SpokenWords(text)
        return (safety.first { $0.isTold(in: words) }, oldWords.first { $0.isSaid(in: words) })
    }
}

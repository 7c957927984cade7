/// Everything that content people write for understanding questions: what `QuestionMatcher` is
/// compiled from.
///
/// All phrases are written out (no template notation left) and carry their full Vietnamese marks.
/// The order of the lists is the order of the files; it settles ties.
package struct QuestionVocabulary: Hashable, Sendable {
    /// What can be asked about: procedures.
    package var subjects: [Subject]

    /// Intents that are not procedures (`tra-cuu-ho-so`, `lien-he`).
    package var topics: [Topic]

    /// Named sets of phrases that rules refer to.
    package var concepts: [Concept]

    /// What is asked of a procedure; the first wins a tie.
    package var aspects: [Aspect]

    /// Words that show that someone asks.
    package var questionSigns: QuestionSigns

    /// Words after which the thing wanted is named: `muốn`, `thủ tục`, `xin`, `làm`.
    package var focusWords: [String]

    /// Words that may stand around anything without meaning: `ạ`, `dạ`, `cho em hỏi`.
    package var politeWords: [String]

    /// Particles that end a sentence: `nha`, `vậy`, `ta`.
    package var particles: [String]

    /// Cues that the talk is not about a procedure of this office.
    package var outside: [WeightedPhrases]

    /// What short forms and chat spellings mean.
    package var shortForms: [ShortForm]

    package init(
        subjects: [Subject] = [], topics: [Topic] = [], concepts: [Concept] = [],
        aspects: [Aspect] = [], questionSigns: QuestionSigns = QuestionSigns(),
        focusWords: [String] = [], politeWords: [String] = [], particles: [String] = [],
        outside: [WeightedPhrases] = [], shortForms: [ShortForm] = []
    ) {
        self.subjects = subjects
        self.topics = topics
        self.concepts = concepts
        self.aspects = aspects
        self.questionSigns = questionSigns
        self.focusWords = focusWords
        self.politeWords = politeWords
        self.particles = particles
        self.outside = outside
        self.shortForms = shortForms
    }
}

extension QuestionVocabulary {
    /// The weight of a phrase by the list it stands in, unless the file says another.
    package enum DefaultWeight {
        /// A full or official name.
        package static let name = 11.0
        /// What people call the thing.
        package static let alias = 10.0
        /// A bare object word, or a topic or cue without a weight of its own.
        package static let mention = 6.0
    }

    /// A procedure: its slug, and the phrases and rules that speak for it.
    package struct Subject: Hashable, Sendable {
        package var slug: String

        /// The name that people read.
        package var name: String

        /// Name, official names, aliases and mentions, each with its weight.
        package var phrases: [Phrase]

        package var rules: [Rule]

        /// Set on the head of a family: a bare mention of it asks back with the members.
        package var family: Family?

        /// What is known of the procedure in words (papers, steps), for the last resort only; may be
        /// empty.
        package var description: String

        package init(
            slug: String, name: String, phrases: [Phrase] = [], rules: [Rule] = [],
            family: Family? = nil, description: String = ""
        ) {
            self.slug = slug
            self.name = name
            self.phrases = phrases
            self.rules = rules
            self.family = family
            self.description = description
        }
    }

    /// A phrase and how strongly it speaks for its owner, in the scale of `DefaultWeight`.
    package struct Phrase: Hashable, Sendable {
        package var text: String
        package var weight: Double

        /// From a name or an official name: never switched off by a leave-one-out measurement.
        package var isOfficial: Bool

        package init(_ text: String, weight: Double, isOfficial: Bool = false) {
            self.text = text
            self.weight = weight
            self.isOfficial = isOfficial
        }
    }

    /// Procedures that share a name in daily talk.
    package struct Family: Hashable, Sendable {
        /// What people call them together.
        package var name: String

        /// Slugs, the likeliest first.
        package var members: [String]

        package init(name: String, members: [String]) {
            self.name = name
            self.members = members
        }
    }

    /// Evidence that counts only together: all of `all`, one of `any` (unless it is empty), none of
    /// `not`.
    package struct Rule: Hashable, Sendable {
        package var all: [Condition]
        package var any: [Condition]
        package var not: [Condition]
        package var weight: Double

        package init(
            all: [Condition] = [], any: [Condition] = [], not: [Condition] = [], weight: Double
        ) {
            self.all = all
            self.any = any
            self.not = not
            self.weight = weight
        }
    }

    /// What a rule looks for in a message.
    package enum Condition: Hashable, Sendable {
        /// Any phrase of the concept of this name (written `@name` in the files).
        case concept(String)
        /// Any of these phrases: one item of a file, written out.
        case phrases([String])
    }

    /// A named set of phrases.
    package struct Concept: Hashable, Sendable {
        package var name: String
        package var phrases: [String]

        package init(name: String, phrases: [String]) {
            self.name = name
            self.phrases = phrases
        }
    }

    /// Something that can be asked of a procedure (`ho-so`, `le-phi`).
    package struct Aspect: Hashable, Sendable {
        package var key: String
        package var name: String
        package var phrases: [String]

        package init(key: String, name: String, phrases: [String]) {
            self.key = key
            self.name = name
            self.phrases = phrases
        }
    }

    /// An intent that is no procedure.
    package struct Topic: Hashable, Sendable {
        package var intent: String
        package var phrases: [Phrase]

        package init(intent: String, phrases: [Phrase]) {
            self.intent = intent
            self.phrases = phrases
        }
    }

    /// Phrases of one weight.
    package struct WeightedPhrases: Hashable, Sendable {
        package var weight: Double
        package var phrases: [String]

        package init(weight: Double, phrases: [String]) {
            self.weight = weight
            self.phrases = phrases
        }
    }

    /// Words that show that someone asks.
    package struct QuestionSigns: Hashable, Sendable {
        /// Enough alone, even in a group: `làm sao`, `ở đâu`.
        package var strong: [String]

        /// Enough only where the bot is spoken to: `muốn`, `giúp`.
        package var weak: [String]

        /// Enough at the end of a clause: `không ạ`, `hả`.
        package var closing: [String]

        package init(strong: [String] = [], weak: [String] = [], closing: [String] = []) {
            self.strong = strong
            self.weak = weak
            self.closing = closing
        }
    }

    /// A short form as typed, without marks, and what it may stand for, the likeliest first.
    package struct ShortForm: Hashable, Sendable {
        package var typed: String
        package var meanings: [String]

        package init(typed: String, meanings: [String]) {
            self.typed = typed
            self.meanings = meanings
        }
    }
}

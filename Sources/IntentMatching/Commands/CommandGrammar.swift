import VietText

/// Everything a matcher knows, frozen: the automaton over words and what each part stands for.
final class CommandGrammar: Sendable {
    let graph: CommandGraph
    let vocabulary: CommandVocabulary
    let tree: PhraseTree
    let sentences: [Sentence]
    let blocks: [Block]
    let slots: [Slot]

    /// What each slot accepts, apart from its name.
    let slotContents: [Slot.Content]

    /// The state in which each sentence begins.
    let starts: [Int32]
    let values: [Value]
    let ranges: [CommandSource.NumberRange]

    /// Scalars that a sentence may ask for though they are no words: `%`, `°`.
    let symbols: [Unicode.Scalar]

    /// The root of polite words in `tree`.
    let politeRoot: Int32

    /// What the short forms of the vocabulary stand for, in words.
    let meanings: [[Int32]]

    /// The slot that decides between sentences that fit, as hassil's `best_slot_name`.
    let preferredSlot: String?

    /// By word: whether it says little about what a sentence is about.
    let isFunctionWord: [Bool]

    init(
        graph: CommandGraph, vocabulary: CommandVocabulary, tree: PhraseTree,
        sentences: [Sentence], blocks: [Block], slots: [Slot], values: [Value],
        ranges: [CommandSource.NumberRange], symbols: [Unicode.Scalar], politeRoot: Int32,
        meanings: [[Int32]],
        preferredSlot: String?, isFunctionWord: [Bool]
    ) {
        self.graph = graph
        self.vocabulary = vocabulary
        self.tree = tree
        self.sentences = sentences
        self.blocks = blocks
        self.slots = slots
        slotContents = slots.map(\.content)
        starts = sentences.map(\.start)
        self.values = values
        self.ranges = ranges
        self.symbols = symbols
        self.politeRoot = politeRoot
        self.meanings = meanings
        self.preferredSlot = preferredSlot
        self.isFunctionWord = isFunctionWord
    }

    /// One template of a block.
    struct Sentence: Sendable {
        var block: Int
        var origin: CommandMatch.Origin
        /// The state in which it begins.
        var start: Int32
        /// Whether there is nothing to find out once the automaton has accepted it.
        var isPlain: Bool
    }

    /// One block of sentences.
    final class Block: Sendable {
        /// The place of the intent's name among all names in order.
        let intentRank: Int
        let source: CommandSource.Block

        /// Words of which one must occur, as sequences; nil when none is asked for.
        let keywords: [[Syllable]]?

        /// Whether the context decides.
        let hasContext: Bool

        init(intentRank: Int, source: CommandSource.Block, keywords: [[Syllable]]?) {
            self.intentRank = intentRank
            self.source = source
            self.keywords = keywords
            hasContext = !source.requiredContext.isEmpty || !source.excludedContext.isEmpty
        }
    }

    /// A place for a value in a sentence.
    struct Slot: Sendable {
        var name: String
        var isCapture: Bool
        var content: Content

        /// What a slot accepts.
        enum Content: Sendable {
            /// The root of a list in `tree`.
            case list(root: Int32)
            /// A range by number.
            case range(Int)
            case wildcard
        }
    }

    /// A value of a list.
    struct Value: Sendable {
        var output: CommandValue?
        var context: [CommandField]
    }
}

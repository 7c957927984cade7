/// What hassil's sentence files say, before it is checked or compiled: several files may be merged
/// into one value.
package struct CommandSource: Hashable, Sendable {
    /// `language`, such as `vi`; empty when no file gives it.
    package var language = ""

    /// `intents`, in the order of the files.
    package var intents: [Intent] = []

    /// `expansion_rules` on the top level.
    package var rules: [Rule] = []

    /// `lists` on the top level.
    package var lists: [ValueList] = []

    /// `skip_words`: words that may be left out of a sentence; templates are understood here too.
    package var skipWords: [Template] = []

    /// `settings` on the top level, as written.
    package var settings: [Setting] = []

    /// Keys that the reader of the file did not know, with their place: they are reported.
    package var unknownKeys: [Setting] = []

    package init() {}

    /// Where something stands: a file as the user named it and a line from 1, if known.
    package struct Location: Hashable, Sendable, CustomStringConvertible {
        package var file: String
        package var line: Int?

        package init(file: String, line: Int? = nil) {
            self.file = file
            self.line = line
        }

        package var description: String {
            line.map { "\(file):\($0)" } ?? file
        }
    }

    /// A text in template notation and where it stands.
    package struct Template: Hashable, Sendable {
        package var text: String
        package var location: Location

        package init(_ text: String, at location: Location) {
            self.text = text
            self.location = location
        }
    }

    /// `name: "template"` of `expansion_rules`.
    package struct Rule: Hashable, Sendable {
        package var name: String
        package var body: Template

        package init(name: String, body: Template) {
            self.name = name
            self.body = body
        }
    }

    /// A key that stands in a file, with its value where that is a scalar or list.
    package struct Setting: Hashable, Sendable {
        /// With its path, such as `settings.ignore_whitespace`.
        package var name: String
        package var value: CommandValue
        package var location: Location

        package init(name: String, value: CommandValue, location: Location) {
            self.name = name
            self.value = value
            self.location = location
        }
    }
}

extension CommandSource {
    /// One intent and its blocks of sentences.
    package struct Intent: Hashable, Sendable {
        package var name: String

        /// The entries of `data`.
        package var blocks: [Block]

        package init(name: String, blocks: [Block]) {
            self.name = name
            self.blocks = blocks
        }
    }

    /// One entry of `intents.<name>.data`.
    package struct Block: Hashable, Sendable {
        package var sentences: [Template]

        /// `slots`: values that hold whenever a sentence of this block matches.
        package var slots: [CommandField] = []

        /// `requires_context`: every condition must hold.
        package var requiredContext: [ContextCondition] = []

        /// `excludes_context`: no condition may hold.
        package var excludedContext: [ContextCondition] = []

        /// `expansion_rules` of this block: they come before the global ones.
        package var rules: [Rule] = []

        /// `lists` of this block: they come before the global ones.
        package var lists: [ValueList] = []

        /// `response`: the key of the answer.
        package var response: String?

        /// `metadata`, handed through.
        package var metadata: [CommandField] = []

        /// `required_keywords`: one of them must be a word of the message; nil when not given.
        package var requiredKeywords: [String]?

        /// `inferred_domain`: the slot `domain`, unless `slots` gives one.
        package var inferredDomain: String?

        /// `name_domains`: of two sentences that fit, the one whose list value has a `domain` of
        /// these in its context is preferred.
        package var nameDomains: [String] = []

        /// `settings` of the block, as written.
        package var settings: [Setting] = []

        /// Keys that the reader of the file did not know.
        package var unknownKeys: [Setting] = []

        package init(sentences: [Template]) {
            self.sentences = sentences
        }
    }

    /// `key: value`, `key: [values]`, `key: null` or `key: {value:, slot:}` of a context.
    package struct ContextCondition: Hashable, Sendable {
        package var key: String

        /// The values that satisfy it; nil for any.
        package var accepted: [CommandValue]?

        /// The slot that takes the value of the context: `slot: true` means the key itself.
        package var slot: String?

        package init(key: String, accepted: [CommandValue]? = nil, slot: String? = nil) {
            self.key = key
            self.accepted = accepted
            self.slot = slot
        }
    }

    /// An entry of `lists`.
    package struct ValueList: Hashable, Sendable {
        package var name: String
        package var content: Content
        package var location: Location

        package init(name: String, content: Content, location: Location) {
            self.name = name
            self.content = content
            self.location = location
        }

        /// What a list is made of.
        package enum Content: Hashable, Sendable {
            /// `values`
            case values([ListValue])
            /// `range`
            case range(NumberRange)
            /// `wildcard: true`: any words, at least one
            case wildcard
        }
    }

    /// One of the `values` of a list.
    package struct ListValue: Hashable, Sendable {
        /// `in`, or the bare string: what people say.
        package var input: Template

        /// `out`: what the slot takes; nil for what people said.
        package var output: CommandValue?

        /// `context`: holds once this value has matched.
        package var context: [CommandField]

        /// `metadata`, handed through.
        package var metadata: [CommandField]

        package init(
            input: Template, output: CommandValue? = nil, context: [CommandField] = [],
            metadata: [CommandField] = []
        ) {
            self.input = input
            self.output = output
            self.context = context
            self.metadata = metadata
        }

        /// A bare string of `values`: without template notation it is also what the slot takes.
        package init(bare input: Template) {
            let isTemplate = input.text.contains { "(){}<>[]|@".contains($0) }
            self.init(input: input, output: isTemplate ? nil : .string(input.text))
        }
    }

    /// `range` of a list: numbers from `lower` through `upper`.
    package struct NumberRange: Hashable, Sendable {
        /// `type`: `number`, `percentage` or `temperature`; they are read alike.
        package var type = "number"
        package var lower: Int
        package var upper: Int
        package var step = 1

        /// `multiplier`: the slot takes the number times this.
        package var multiplier: Double?

        /// `fractions: halves` or `tenths` between the whole numbers; nil for none.
        package var fractions: Fractions?

        /// `digits`: whether `15` is understood.
        package var acceptsDigits = true

        /// `words`: whether `mười lăm` is understood.
        package var acceptsWords = true

        package init(_ lower: Int, through upper: Int) {
            self.lower = lower
            self.upper = upper
        }

        /// The parts between two whole numbers that count.
        package enum Fractions: String, Hashable, Sendable {
            case halves, tenths
        }
    }
}

extension CommandSource {
    /// Adds what another file says: blocks to intents, values to lists; a rule, a range or a
    /// setting given again replaces the earlier one.
    package mutating func merge(_ other: CommandSource) {
        if !other.language.isEmpty { language = other.language }
        for intent in other.intents {
            if let index = intents.firstIndex(where: { $0.name == intent.name }) {
                intents[index].blocks += intent.blocks
            } else {
                intents.append(intent)
            }
        }
        for rule in other.rules {
            rules.removeAll { $0.name == rule.name }
            rules.append(rule)
        }
        for list in other.lists { mergeList(list) }
        skipWords += other.skipWords
        settings += other.settings
        unknownKeys += other.unknownKeys
    }

    /// Sets lists that the caller supplies: each replaces the list of its name.
    package mutating func replaceLists(_ supplied: [ValueList]) {
        for list in supplied {
            lists.removeAll { $0.name == list.name }
            lists.append(list)
        }
    }

    private mutating func mergeList(_ list: ValueList) {
        guard let index = lists.firstIndex(where: { $0.name == list.name }) else {
            lists.append(list)
            return
        }
        if case .values(let old) = lists[index].content, case .values(let new) = list.content {
            lists[index].content = .values(old + new)
        } else {
            lists[index] = list
        }
    }
}

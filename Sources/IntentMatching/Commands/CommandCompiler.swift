import VietText

/// Turns sentence files into a grammar, and takes down what it had to refuse.
struct CommandCompiler {
    private let source: CommandSource
    private(set) var refusals: [CommandRefusal] = []

    private var words = WordGraphBuilder()
    private var trees = PhraseTreeBuilder()
    private var sentences: [CommandGrammar.Sentence] = []
    private var blocks: [CommandGrammar.Block] = []
    private var slots: [CommandGrammar.Slot] = []
    private var values: [CommandGrammar.Value] = []
    private var ranges: [CommandSource.NumberRange] = []
    private var slotNumbers: [SlotKey: Int] = [:]
    private var contents: [ContentKey: CommandGrammar.Slot.Content] = [:]

    /// A slot as written, and the block whose own lists come first; -1 for the global ones.
    private struct SlotKey: Hashable {
        let reference: SlotReference
        let block: Int
    }

    private struct ContentKey: Hashable {
        let list: String
        let block: Int
    }

    init(_ source: CommandSource) {
        self.source = source
    }

    /// Compiles everything.
    ///
    /// - Parameters:
    ///   - politeWords: Phrases that may stand around a command without meaning.
    ///   - shortForms: A typed form without marks and what it may stand for.
    ///   - preferredSlot: The slot that decides first between sentences that fit.
    /// - Returns: The grammar; what had to be left out is in `refusals`.
    mutating func compile(
        politeWords: [String], shortForms: [(form: String, meanings: [String])],
        preferredSlot: String?
    ) -> CommandGrammar {
        let politeRoot = trees.addRoot()
        reportIgnored()
        let names = source.intents.map(\.name).sorted()
        for intent in source.intents {
            let rank = names.firstIndex(of: intent.name) ?? 0
            for block in intent.blocks { add(block, intent: intent.name, rank: rank) }
        }
        addPolite(politeWords, under: politeRoot)
        let numbers = NumberWords.all.map { words.vocabulary.intern($0) }.flatMap(\.self)
        let (short, meanings) = addShortForms(shortForms)
        let tree = PhraseTree(trees)
        let root = tree.roots[politeRoot]
        let openers = Set(tree.childRange(of: root).map { tree.children[$0].word })
        let vocabulary = CommandVocabulary(
            words.vocabulary, numeric: Set(numbers), opensPolitePhrase: openers, shortForms: short)
        return CommandGrammar(
            graph: CommandGraph(words.states), vocabulary: vocabulary, tree: tree,
            sentences: sentences, blocks: blocks, slots: slots, values: values, ranges: ranges,
            symbols: words.symbols, politeRoot: root, meanings: meanings,
            preferredSlot: preferredSlot,
            isFunctionWord: vocabulary.words.map(FunctionWords.contains))
    }

    private mutating func refuse(_ what: String, _ remedy: String, at place: CommandSource.Location)
    {
        refusals.append(CommandRefusal(location: place, what: what, remedy: remedy))
    }

    private mutating func refuse(_ error: TemplateError, in template: CommandSource.Template) {
        refuse("\"\(template.text)\": \(error.what)", error.remedy, at: template.location)
    }
}

// MARK: - What has no effect

extension CommandCompiler {
    private mutating func reportIgnored() {
        let settings = source.settings + source.intents.flatMap { $0.blocks.flatMap(\.settings) }
        for setting in settings {
            switch setting.name {
            case "settings.filter_with_regex":
                refuse(
                    "'\(setting.name)' has no effect", "Remove it: nothing is filtered here",
                    at: setting.location)
            case "settings.ignore_whitespace" where setting.value == .boolean(false):
                break
            case "settings.ignore_whitespace":
                refuse(
                    "'\(setting.name)' is not understood",
                    "Write the spaces: it is meant for languages without them",
                    at: setting.location)
            default:
                refuse("'\(setting.name)' is not understood", "Remove it", at: setting.location)
            }
        }
        let unknown =
            source.unknownKeys + source.intents.flatMap { $0.blocks.flatMap(\.unknownKeys) }
        for key in unknown {
            refuse("'\(key.name)' is not understood", "Remove it, or correct it", at: key.location)
        }
    }
}

// MARK: - Blocks and sentences

extension CommandCompiler {
    private mutating func add(_ block: CommandSource.Block, intent: String, rank: Int) {
        let number = blocks.count
        blocks.append(
            CommandGrammar.Block(
                intentRank: rank, source: block,
                keywords: block.requiredKeywords.map { $0.map(Syllable.words) }))
        for template in block.sentences {
            do {
                try add(template, to: block, number: number, intent: intent)
            } catch {
                refuse(error, in: template)
            }
        }
    }

    private mutating func add(
        _ template: CommandSource.Template, to block: CommandSource.Block, number: Int,
        intent: String
    ) throws(TemplateError) {
        let rules = block.rules + source.rules
        let fragments = try FragmentGraph(try parseTemplate(template.text)) {
            (name: String) throws(TemplateError) -> Template in
            try Self.rule(name, in: rules)
        }
        let references = fragments.edges.joined().compactMap { edge in
            if case .slot(let reference, _) = edge { reference } else { nil }
        }
        var numbers: [SlotReference: Int] = [:]
        for reference in references where numbers[reference] == nil {
            let slot = try self.slot(reference, block: block, number: number)
            numbers[reference] = slot
        }
        let start = try words.add(fragments, sentence: sentences.count) {
            (reference: SlotReference) throws(TemplateError) -> Int in numbers[reference] ?? 0
        }
        sentences.append(
            CommandGrammar.Sentence(
                block: number,
                origin: CommandMatch.Origin(intent: intent, block: block, template: template),
                start: start,
                isPlain: references.isEmpty && !blocks[number].hasContext
                    && blocks[number].keywords == nil))
    }

    private static func rule(
        _ name: String, in rules: [CommandSource.Rule]
    ) throws(TemplateError) -> Template {
        guard let rule = rules.first(where: { $0.name == name }) else {
            throw TemplateError(
                offset: 0, what: "the rule <\(name)> does not exist",
                remedy: "Add it to expansion_rules, or correct its name")
        }
        do {
            return try parseTemplate(rule.body.text)
        } catch {
            throw TemplateError(
                offset: error.offset,
                what: "in the rule <\(name)> at \(rule.body.location), "
                    + error.what, remedy: error.remedy)
        }
    }
}

// MARK: - Slots and lists

extension CommandCompiler {
    private mutating func slot(
        _ reference: SlotReference, block: CommandSource.Block, number: Int
    ) throws(TemplateError) -> Int {
        let isLocal =
            if case .list(let name) = reference.source {
                block.lists.contains { $0.name == name }
            } else {
                false
            }
        let key = SlotKey(reference: reference, block: isLocal ? number : -1)
        if let known = slotNumbers[key] { return known }
        let content = try content(reference.source, block: block, owner: key.block)
        slots.append(
            CommandGrammar.Slot(
                name: reference.name, isCapture: reference.isCapture, content: content))
        slotNumbers[key] = slots.count - 1
        return slots.count - 1
    }

    private mutating func content(
        _ source: SlotReference.Source, block: CommandSource.Block, owner: Int
    ) throws(TemplateError) -> CommandGrammar.Slot.Content {
        switch source {
        case .range(let from, let through, let step):
            var range = CommandSource.NumberRange(from, through: through)
            range.step = step
            ranges.append(range)
            return .range(ranges.count - 1)
        case .list(let name):
            let key = ContentKey(list: name, block: owner)
            if let known = contents[key] { return known }
            let lists = block.lists + self.source.lists
            guard let list = lists.first(where: { $0.name == name }) else {
                throw TemplateError(
                    offset: 0, what: "the list {\(name)} does not exist",
                    remedy: "Add it to lists, supply it with --lists, or correct its name")
            }
            let content = try add(list, block: block)
            contents[key] = content
            return content
        }
    }

    private mutating func add(
        _ list: CommandSource.ValueList, block: CommandSource.Block
    ) throws(TemplateError) -> CommandGrammar.Slot.Content {
        switch list.content {
        case .wildcard:
            return .wildcard
        case .range(let range):
            guard range.lower <= range.upper, range.step > 0,
                range.acceptsDigits || range.acceptsWords
            else {
                throw TemplateError(
                    offset: 0, what: "the range of the list {\(list.name)} holds no number",
                    remedy: "Give from ≤ to, step ≥ 1, and digits or words")
            }
            ranges.append(range)
            return .range(ranges.count - 1)
        case .values(let entries):
            let root = trees.addRoot()
            for entry in entries { add(entry, under: root, block: block, list: list.name) }
            return .list(root: trees.roots[root])
        }
    }

    private mutating func add(
        _ entry: CommandSource.ListValue, under root: Int, block: CommandSource.Block, list: String
    ) {
        var rules: [String: String] = [:]
        for rule in (block.rules + source.rules).reversed() { rules[rule.name] = rule.body.text }
        do {
            let phrases = try Self.phrases(entry.input.text, rules: rules)
            let value = Int32(values.count)
            values.append(CommandGrammar.Value(output: entry.output, context: entry.context))
            for phrase in phrases {
                let sequence = words.vocabulary.intern(phrase)
                guard !sequence.isEmpty else { continue }
                trees.insert(sequence, value: value, under: root)
            }
        } catch {
            refuse(error, in: entry.input)
        }
    }

    /// Text without a sign of the notation is taken as it is, as hassil does.
    private static func phrases(
        _ text: String, rules: [String: String]
    ) throws(TemplateError) -> [String] {
        guard text.contains(where: { "(){}<>[]|".contains($0) }) else { return [text] }
        return try expansions(of: text, rules: rules, limit: 2_000)
    }
}

// MARK: - Words without meaning, short forms

extension CommandCompiler {
    private mutating func addPolite(_ politeWords: [String], under root: Int) {
        var rules: [String: String] = [:]
        for rule in source.rules { rules[rule.name] = rule.body.text }
        let place = CommandSource.Location(file: "polite words")
        let extra = politeWords.map { CommandSource.Template($0, at: place) }
        for template in source.skipWords + extra {
            do {
                for phrase in try expansions(of: template.text, rules: rules, mayBeEmpty: true) {
                    let sequence = words.vocabulary.intern(phrase)
                    guard !sequence.isEmpty else { continue }
                    trees.insert(sequence, value: 0, under: root)
                }
            } catch {
                refuse(error, in: template)
            }
        }
    }

    /// Keeps for each form the first meaning whose words the sentences use.
    private mutating func addShortForms(
        _ forms: [(form: String, meanings: [String])]
    ) -> ([UInt64], [[Int32]]) {
        let known = Set(words.vocabulary.words)
        var keys: [UInt64] = []
        var found: [[Int32]] = []
        for (form, meanings) in forms {
            let usable = meanings.map(Syllable.words).first {
                !$0.isEmpty && $0.allSatisfy(known.contains)
            }
            guard let key = Syllable(form)?.key, !keys.contains(key), let usable else { continue }
            found.append(usable.map { words.vocabulary.intern($0) })
            keys.append(key)
        }
        return (keys, found)
    }
}

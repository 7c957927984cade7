import VietText

/// One word of a message as the automaton sees it.
struct CommandItem {
    var wordClass: Int32
    /// The token that it comes from; a short form gives several items of one token.
    var token: Int32
}

/// A slot and the items that it takes.
struct SlotBinding {
    var slot: Int32
    var first: Int32
    var end: Int32
    /// The value of a list by number; -1 for a number or a wildcard.
    var value: Int32
    /// The number read by a range.
    var number: Double
}

/// How well a sentence fits, to choose between several; less is better in every field.
///
/// The order is that of hassil's `recognize_best`, after what hassil has not: slips and signs.
struct CommandRank: Comparable {
    /// What the slips cost.
    var slips: Int32 = 0
    /// Signs such as `%` in the message that the sentence has no place for.
    var unexplainedSymbols: Int32 = 0
    /// Values whose domain is none of the block's `name_domains`.
    var foreignDomains: Int32 = 0
    /// Words of the preferred slot, negative; 1 when it is not there.
    var preferredSlot: Int32 = 1
    var wildcards: Int32 = 0
    /// Letters of the sentence's own words, negative.
    var literalLetters: Int32 = 0
    var wildcardWords: Int32 = 0
    var intent: Int32 = 0
    var sentence: Int32 = 0

    static func < (left: CommandRank, right: CommandRank) -> Bool {
        if left.slips != right.slips { return left.slips < right.slips }
        if left.unexplainedSymbols != right.unexplainedSymbols {
            return left.unexplainedSymbols < right.unexplainedSymbols
        }
        if left.foreignDomains != right.foreignDomains {
            return left.foreignDomains < right.foreignDomains
        }
        if left.preferredSlot != right.preferredSlot {
            return left.preferredSlot < right.preferredSlot
        }
        if left.wildcards != right.wildcards { return left.wildcards < right.wildcards }
        if left.literalLetters != right.literalLetters {
            return left.literalLetters < right.literalLetters
        }
        if left.wildcardWords != right.wildcardWords {
            return left.wildcardWords < right.wildcardWords
        }
        if left.intent != right.intent { return left.intent < right.intent }
        return left.sentence < right.sentence
    }
}

/// The message being matched, as the walk needs it.
struct CommandMessage {
    let text: String
    let tokens: [Token]
    let context: [String: CommandValue]

    /// Whether so many of its words have marks that leaving them out means something.
    let isMarked: Bool

    /// Signs such as `%`, by the item that they follow.
    let symbols: [(after: Int32, symbol: Int32)]

    init(
        text: String, tokens: [Token], items: [CommandItem], context: [String: CommandValue],
        _ grammar: CommandGrammar
    ) {
        self.text = text
        self.tokens = tokens
        self.context = context
        var marked = 0
        for token in tokens where token.marks != .none { marked += 1 }
        isMarked = marked * 3 > tokens.count
        symbols =
            grammar.symbols.isEmpty
            ? [] : Self.symbols(in: text, tokens: tokens, items: items, grammar)
    }

    /// Finds the signs of the grammar that stand between words.
    private static func symbols(
        in text: String, tokens: [Token], items: [CommandItem], _ grammar: CommandGrammar
    ) -> [(after: Int32, symbol: Int32)] {
        let mayHave = text.utf8.contains { $0 == 0x24 || $0 == 0x25 || $0 == 0xC2 || $0 == 0xE2 }
        guard mayHave else { return [] }
        var found: [(after: Int32, symbol: Int32)] = []
        var offset: Int32 = 0
        for scalar in text.unicodeScalars {
            if let symbol = grammar.symbols.firstIndex(of: scalar) {
                let after = items.lastIndex { tokens[Int($0.token)].end <= offset } ?? -1
                found.append((after: Int32(after), symbol: Int32(symbol)))
            }
            offset += Int32(UTF8.width(scalar))
        }
        return found
    }
}

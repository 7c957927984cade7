import VietText

/// How sure it is that a message asks something.
enum QuestionStrength: UInt8, Comparable, Sendable {
    case none, weak, closing, strong

    static func < (left: QuestionStrength, right: QuestionStrength) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A subject and its score, in hundredths.
struct ScoredSubject: Sendable {
    var subject: Int32
    var score: Int32

    /// The weight of its best hit without any bonus; 0 when only a rule speaks for it.
    var weight: Int32
}

/// A rule that fired.
struct FiredRule: Sendable {
    var rule: Int32
    var score: Int32
}

/// The buffers that one message is read in; made once, used again and again.
package struct QuestionScratch {
    var tokens: [Token] = []
    var words: [MessageWord] = []
    var hits = HitLists()
    var slips: [Slip] = []
    var tokenFlags: [UInt8] = []

    var scores: [Int32] = []
    var weights: [Int32] = []
    var furtherHits: [Int32] = []
    var touched: [Int32] = []

    var conceptSeen: [Int32] = []
    var conceptsTouched: [Int32] = []
    var fired: [FiredRule] = []

    /// For searches that rarely run: which words were seen, and sums by subject.
    var seen: [UInt8] = []
    var sums: [Float] = []

    var ranking: [ScoredSubject] = []
    var aspectScores: [Int32] = []
    var outsideScore: Int32 = 0
    var strength = QuestionStrength.none

    /// Trie nodes visited by the last reading, and repairs tried; for tests that count work.
    package internal(set) var nodesVisited = 0
    package internal(set) var repairsTried = 0

    package init() {}
}

/// The phrases found in a message, by what they are for.
struct HitLists: Sendable {
    /// Names of subjects, and cues of the outside.
    var names: [PhraseHit] = []
    var concepts: [ConceptHit] = []
    var aspects: [PhraseHit] = []

    /// Signs of a question.
    var signs: [PhraseHit] = []

    /// Focus words, polite words and particles.
    var around: [PhraseHit] = []

    /// All of them, for people; `entries` are those of the trie that was searched.
    func all(_ entries: [PhraseEntry]) -> [PhraseHit] {
        let ofConcepts = concepts.flatMap { hit in
            entries[Int(hit.firstEntry)..<Int(hit.firstEntry + hit.count)].map { entry in
                PhraseHit(
                    phrase: entry.phrase, owner: Int32(entry.owner), weight: Int32(entry.weight),
                    first: hit.first, last: hit.last, length: Int32(entry.length), penalty: 0,
                    kind: .concept, isRepaired: hit.isRepaired)
            }
        }
        return names + ofConcepts + aspects + signs + around
    }

    mutating func removeAll() {
        names.removeAll(keepingCapacity: true)
        concepts.removeAll(keepingCapacity: true)
        aspects.removeAll(keepingCapacity: true)
        signs.removeAll(keepingCapacity: true)
        around.removeAll(keepingCapacity: true)
    }

    mutating func append(_ hit: PhraseHit) {
        switch hit.kind {
        case .name, .outside: names.append(hit)
        case .concept: break
        case .aspect: aspects.append(hit)
        case .strongSign, .weakSign, .closingSign: signs.append(hit)
        case .focus, .polite, .particle: around.append(hit)
        }
    }
}

/// What is known of one token after the search.
enum TokenFlag {
    static let focus: UInt8 = 1 << 0
    static let polite: UInt8 = 1 << 1
    static let inName: UInt8 = 1 << 2
    static let clauseStart: UInt8 = 1 << 3
    static let clauseAsks: UInt8 = 1 << 4
    static let particle: UInt8 = 1 << 5
    static let explained: UInt8 = 1 << 6
    static let sentenceAsks: UInt8 = 1 << 7
}

extension QuestionScratch {
    private mutating func markExplained(_ found: [PhraseHit]) {
        for hit in found {
            for token in hit.first...hit.last { tokenFlags[Int(token)] |= TokenFlag.explained }
        }
    }

    private mutating func hideNames() {
        for index in hits.names.indices {
            let (first, last) = (hits.names[index].first, hits.names[index].last)
            for other in hits.names.indices {
                let (start, end) = (hits.names[other].first, hits.names[other].last)
                if start <= first, end >= last, end - start > last - first,
                    !hits.names[other].isScattered
                {
                    hits.names[index].isHidden = true
                    break
                }
            }
        }
    }

    /// Hides every name strictly inside a longer one, and marks the tokens by what covers them.
    mutating func prepare() {
        hideNames()
        tokenFlags.removeAll(keepingCapacity: true)
        let afterBreak = Token.Flags.afterBreak.rawValue
        let decisive = afterBreak | Token.Flags.isGlued.rawValue
        for token in tokens {
            let isStart = token.flags.rawValue & decisive == afterBreak
            tokenFlags.append(isStart ? TokenFlag.clauseStart : 0)
        }
        for hit in hits.names where !hit.isHidden && !hit.isScattered {
            for token in hit.first...hit.last {
                tokenFlags[Int(token)] |= TokenFlag.inName | TokenFlag.explained
            }
        }
        for hit in hits.concepts {
            for token in hit.first...hit.last { tokenFlags[Int(token)] |= TokenFlag.explained }
        }
        markExplained(hits.aspects)
        markExplained(hits.signs)
        for hit in hits.around {
            let flag =
                hit.kind == .focus
                ? TokenFlag.focus : hit.kind == .polite ? TokenFlag.polite : TokenFlag.particle
            for token in hit.first...hit.last {
                tokenFlags[Int(token)] |= flag | TokenFlag.explained
            }
        }
    }

    /// The share of the words of a part that some phrase explains.
    func coverage(of range: Range<Int>) -> Double {
        guard !range.isEmpty else { return 0 }
        let explained = range.count { tokenFlags[$0] & TokenFlag.explained != 0 }
        return Double(explained) / Double(range.count)
    }

    /// Finds signs of a question in a part of the message, and the clauses that ask.
    mutating func findQuestion(in range: Range<Int>) {
        strength = .none
        let questionMark = Token.Flags.beforeQuestionMark.rawValue
        for index in range where tokens[index].flags.rawValue & questionMark != 0 {
            strength = .strong
            markClause(around: index, in: range)
        }
        for hit in hits.signs where range.contains(Int(hit.first)) {
            let found: QuestionStrength
            switch hit.kind {
            case .strongSign:
                found = .strong
            case .closingSign:
                guard endsClause(Int(hit.last), in: range) else { continue }
                found = .closing
            case .weakSign:
                found = .weak
            default:
                continue
            }
            if hit.length == 1, liesInName(hit) { continue }
            strength = max(strength, found)
            if found > .weak { markClause(around: Int(hit.first), in: range) }
        }
    }

    /// Whether every token of a hit belongs to a name of more tokens.
    func liesInName(_ hit: PhraseHit) -> Bool {
        for token in hit.first...hit.last where tokenFlags[Int(token)] & TokenFlag.inName == 0 {
            return false
        }
        for name in hits.names where !name.isHidden && !name.isScattered {
            if name.first <= hit.first, name.last >= hit.last,
                name.last - name.first > hit.last - hit.first
            {
                return true
            }
        }
        return false
    }

    /// Whether a hit contains a sign of a question of two words or more.
    func asksItself(_ hit: PhraseHit) -> Bool {
        for sign in hits.signs where sign.kind == .strongSign && sign.length > 1 {
            if sign.first >= hit.first, sign.last <= hit.last { return true }
        }
        return false
    }

    /// Whether nothing but particles and polite words stands between a token and the clause's end.
    func endsClause(_ last: Int, in range: Range<Int>) -> Bool {
        var index = last + 1
        while index < range.upperBound {
            if tokenFlags[index] & TokenFlag.clauseStart != 0 { return true }
            if tokenFlags[index] & (TokenFlag.polite | TokenFlag.particle) == 0 { return false }
            index += 1
        }
        return true
    }

    private mutating func markClause(around token: Int, in range: Range<Int>) {
        var start = token
        while start > range.lowerBound, tokenFlags[start] & TokenFlag.clauseStart == 0 {
            start -= 1
        }
        var end = token + 1
        while end < range.upperBound, tokenFlags[end] & TokenFlag.clauseStart == 0 { end += 1 }
        for index in start..<end { tokenFlags[index] |= TokenFlag.clauseAsks }
        markSentence(around: start..<end, in: range)
    }

    private mutating func markSentence(around clause: Range<Int>, in range: Range<Int>) {
        guard tokenFlags[clause.lowerBound] & TokenFlag.sentenceAsks == 0 else { return }
        var start = clause.lowerBound
        while start > range.lowerBound, !tokens[start].flags.contains(.afterSentenceEnd) {
            start -= 1
        }
        var end = clause.upperBound
        while end < range.upperBound, !tokens[end].flags.contains(.afterSentenceEnd) { end += 1 }
        for index in start..<end { tokenFlags[index] |= TokenFlag.sentenceAsks }
    }
}

extension PhraseKind {
    /// Whether hits of the kind compete for what the message is about.
    @inline(__always)
    var isName: Bool { self == .name || self == .outside }

    /// Whether a phrase of the kind may have one stray word inside.
    @inline(__always)
    var toleratesStrayWords: Bool {
        switch self {
        case .name, .concept, .outside: true
        default: false
        }
    }
}

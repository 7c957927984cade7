import VietText

/// Ranks procedures by how much their description shares with a message: BM25 over syllables and
/// pairs of them (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
///
/// Right among its first three in about two of three questions, so it serves only to ask back, and
/// only where the bot is spoken to.
struct LastResort: Sendable {
    /// Lowest sum that is worth a question back when the message is mostly explained.
    static let scoreMinimum: Float = 6

    /// Lowest sum that is worth one when the message asks something, whatever it is.
    static let scoreMinimumOfQuestion: Float = 11

    /// The share of words explained from which the lower sum will do.
    static let coverageMinimum = 0.7

    private static let saturation: Float = 1.2
    private static let lengthWeight: Float = 0.75

    private var terms = KeyTable(minimumCapacity: 4_096)
    private var firsts: [Int32] = [0]
    private var postings: [(subject: Int32, weight: Float)] = []
    private let subjectCount: Int

    init(_ subjects: [QuestionVocabulary.Subject]) {
        subjectCount = subjects.count
        var counts: [UInt64: [Int32: Float]] = [:]
        var lengths: [Float] = []
        for (index, subject) in subjects.enumerated() {
            let official = subject.phrases.filter(\.isOfficial).map(\.text)
            let texts = [subject.description] + official
            var length: Float = 0
            for text in texts {
                let keys = Syllable.words(of: text).map(\.key)
                length += Float(keys.count)
                for key in keys + zip(keys, keys.dropFirst()).map(Self.pair) where key != 0 {
                    counts[key, default: [:]][Int32(index), default: 0] += 1
                }
            }
            lengths.append(max(1, length))
        }
        let total = Float(subjects.count)
        let average = lengths.reduce(0, +) / max(1, total)
        for (key, bySubject) in counts.sorted(by: { $0.key < $1.key }) {
            let found = Float(bySubject.count)
            let rarity = max(0, Self.logarithm((total - found + 0.5) / (found + 0.5) + 1))
            for (subject, count) in bySubject.sorted(by: { $0.key < $1.key }) {
                let relative = lengths[Int(subject)] / average
                let norm = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * relative)
                postings.append((subject, rarity * count * (Self.saturation + 1) / (count + norm)))
            }
            firsts.append(Int32(postings.count))
            terms.insert(Int32(firsts.count - 1), for: key)
        }
    }

    /// The best three subjects; none when the message shares too little with any.
    ///
    /// - Parameters:
    ///   - words: Of one message.
    ///   - minimum: What the best must share at least.
    ///   - sums: A buffer.
    /// - Returns: Subjects and their sums, best first.
    func best(
        for words: [MessageWord], minimum: Float, sums: inout [Float]
    ) -> [(subject: Int32, score: Float)] {
        sums.removeAll(keepingCapacity: true)
        for _ in 0..<subjectCount { sums.append(0) }
        var before: UInt64 = 0
        for word in words where word.alternative < 0 {
            add(terms[word.key], to: &sums)
            if before != 0 { add(terms[Self.pair(before, word.key)], to: &sums) }
            before = word.key
        }
        var found: [(subject: Int32, score: Float)] = []
        for _ in 0..<3 {
            var best = -1
            for index in sums.indices
            where sums[index] >= Self.scoreMinimum && (best < 0 || sums[index] > sums[best]) {
                best = index
            }
            guard best >= 0, !found.isEmpty || sums[best] >= minimum else { break }
            found.append((Int32(best), sums[best]))
            sums[best] = 0
        }
        return found
    }

    @inline(__always)
    private func add(_ term: Int32, to sums: inout [Float]) {
        guard term > 0 else { return }
        for place in firsts[Int(term) - 1]..<firsts[Int(term)] {
            let posting = postings[Int(place)]
            sums[Int(posting.subject)] += posting.weight
        }
    }

    private static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 {
        (left &* 0x9E37_79B9_7F4A_7C15 ^ right) | 1 << 63
    }

    /// The natural logarithm of a number of 1 or more, by its series; no library at hand.
    private static func logarithm(_ number: Float) -> Float {
        var rest = number
        var result: Float = 0
        while rest > 1.5 {
            rest /= 2
            result += 0.693_147_2
        }
        let part = (rest - 1) / (rest + 1)
        let square = part * part
        return result + 2 * part * (1 + square / 3 + square * square / 5)
    }
}

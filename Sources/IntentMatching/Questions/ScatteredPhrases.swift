import VietText

/// Finds names whose words all stand near each other, in any order.
///
/// Asked only when nothing was found in order; a find is worth little, so that it mostly leads to
/// asking back.
struct ScatteredPhrases: Sendable {
    /// Words that may stand between those of a phrase.
    static let slack = 5
    static let lengths: ClosedRange<UInt8> = 3...7

    /// For each word id, the entries of the trie that are looked for where it occurs, a range of
    /// `candidates`: every name has one such word, its rarest.
    private var firsts: [Int32]
    private var candidates: [Candidate] = []

    /// An entry, and its second rarest word: most are ruled out by a look for that.
    private struct Candidate {
        var entry: Int32
        var second: Int32
    }

    init(_ trie: PhraseTrie, idCount: Int) {
        var frequency = [Int32](repeating: 0, count: idCount)
        for id in trie.ids { frequency[Int(id)] += 1 }
        var lists = [[Candidate]](repeating: [], count: idCount)
        for (number, entry) in trie.entries.enumerated()
        where entry.kind == .name && Self.lengths.contains(entry.length) {
            let ids = trie.ids[Int(entry.offset)..<Int(entry.offset) + Int(entry.length)]
                .sorted { frequency[Int($0)] < frequency[Int($1)] }
            lists[Int(ids[0])].append(Candidate(entry: Int32(number), second: Int32(ids[1])))
        }
        firsts = [0]
        for list in lists {
            candidates += list
            firsts.append(Int32(candidates.count))
        }
    }

    /// Appends what is found to `hits`.
    ///
    /// - Parameters:
    ///   - words: Of one message.
    ///   - trie: The trie this was made from.
    ///   - disabled: Phrases that do not count.
    ///   - seen: A buffer, one number an id, all 0 before and after.
    ///   - hits: Where to put them.
    func search(
        _ words: [MessageWord], _ trie: PhraseTrie, _ disabled: PhraseSet?, seen: inout [UInt8],
        into hits: inout [PhraseHit]
    ) {
        if seen.count < firsts.count { seen = Array(repeating: 0, count: firsts.count) }
        for word in words { seen[Int(word.id)] = 1 }
        for index in words.indices where words[index].id >= WordTable.firstOwn {
            let id = Int(words[index].id)
            for place in firsts[id]..<firsts[id + 1] {
                let candidate = candidates[Int(place)]
                guard seen[Int(candidate.second)] != 0 else { continue }
                let entry = trie.entries[Int(candidate.entry)]
                if let disabled, disabled.contains(entry.phrase) { continue }
                if let hit = find(entry, around: index, words, trie) { hits.append(hit) }
            }
        }
        for word in words { seen[Int(word.id)] = 0 }
    }

    private func find(
        _ entry: PhraseEntry, around index: Int, _ words: [MessageWord], _ trie: PhraseTrie
    ) -> PhraseHit? {
        let length = Int(entry.length)
        let reach = length + Self.slack
        var first = index
        var last = index
        for place in Int(entry.offset)..<Int(entry.offset) + length {
            let id = Int32(trie.ids[place])
            var nearest = -1
            let window = max(0, index - reach)..<min(words.count, index + reach + 1)
            for other in window
            where words[other].id == id && words[other].marks.agrees(with: trie.marks[place]) {
                if nearest < 0 || abs(other - index) < abs(nearest - index) { nearest = other }
            }
            guard nearest >= 0 else { return nil }
            first = min(first, nearest)
            last = max(last, nearest)
        }
        guard last - first < reach else { return nil }
        return PhraseHit(
            phrase: entry.phrase, owner: entry.owner, weight: entry.weight,
            first: words[first].token, last: words[last].token, length: Int32(length),
            penalty: Bonus.scattered, kind: .name, isScattered: true)
    }
}

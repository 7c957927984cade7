import VietText

/// Finds names whose words all stand near each other, in any order.
///
/// Asked only when nothing was found in order; a find is worth little, so that it mostly leads to
/// asking back.
struct ScatteredPhrases: Sendable {
    /// Words that may stand between those of a phrase.
    static let slack = 5
    static let lengths: ClosedRange<UInt8> = 3...7

    /// For each word id, the entries of the trie that are looked for where it occurs: every name has
    /// one, its rarest word.
    private var firsts: [Int32]
    private var entryNumbers: [Int32] = []

    init(_ trie: PhraseTrie, idCount: Int) {
        var frequency = [Int32](repeating: 0, count: idCount)
        for id in trie.ids { frequency[Int(id)] += 1 }
        var lists = [[Int32]](repeating: [], count: idCount)
        for (number, entry) in trie.entries.enumerated()
        where entry.kind == .name && Self.lengths.contains(entry.length) {
            let ids = trie.ids[Int(entry.offset)..<Int(entry.offset) + Int(entry.length)]
            let rarest = ids.min { frequency[Int($0)] < frequency[Int($1)] }
            if let rarest { lists[Int(rarest)].append(Int32(number)) }
        }
        firsts = [0]
        for list in lists {
            entryNumbers += list
            firsts.append(Int32(entryNumbers.count))
        }
    }

    /// Appends what is found to `hits`.
    func search(
        _ words: [MessageWord], _ trie: PhraseTrie, _ disabled: PhraseSet?,
        into hits: inout [PhraseHit]
    ) {
        for index in words.indices where words[index].id >= WordTable.firstOwn {
            let id = Int(words[index].id)
            for place in firsts[id]..<firsts[id + 1] {
                let entry = trie.entries[Int(entryNumbers[Int(place)])]
                if let disabled, disabled.contains(entry.phrase) { continue }
                if let hit = find(entry, around: index, words, trie) { hits.append(hit) }
            }
        }
    }

    private func find(
        _ entry: PhraseEntry, around index: Int, _ words: [MessageWord], _ trie: PhraseTrie
    ) -> PhraseHit? {
        let length = Int(entry.length)
        let reach = length + Self.slack
        var first = index
        var last = index
        for place in Int(entry.offset)..<Int(entry.offset) + length {
            let id = trie.ids[place]
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

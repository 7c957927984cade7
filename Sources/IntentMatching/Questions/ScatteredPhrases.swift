import VietText

/// Finds names whose words all stand near each other, in any order.
///
/// Asked only when nothing was found in order; a find is worth little, so that it mostly leads to
/// asking back.
struct ScatteredPhrases: Sendable {
    /// Words that may stand between those of a phrase.
    static let slack = 5
    static let lengths: ClosedRange<UInt8> = 3...7

    /// For each word id, its groups: the names whose rarest word it is, by their second rarest.
    private var firstGroups: [Int32]
    private var groups: [Group] = []

    /// The second rarest word of each group, apart from the rest: most looks end here.
    private var seconds: [UInt16] = []

    /// Entries of the trie, group by group.
    private var candidates: [Int32] = []

    /// Names that share their two rarest words: most are ruled out by a look for the second.
    private struct Group {
        var second: Int32
        var firstCandidate: Int32
        var count: Int32
    }

    /// Indexes the names of procedures; a topic is never guessed at.
    init(_ trie: PhraseTrie, idCount: Int, procedureCount: Int32) {
        var frequency = [Int32](repeating: 0, count: idCount)
        for entry in trie.entries {
            for id in trie.ids[Int(entry.offset)..<Int(entry.offset) + Int(entry.length)] {
                frequency[Int(id)] += 1
            }
        }
        var lists = [[(second: Int32, entry: Int32)]](repeating: [], count: idCount)
        for (number, entry) in trie.entries.enumerated()
        where entry.kind == .name && Self.lengths.contains(entry.length)
            && Int32(entry.owner) < procedureCount
        {
            let ids = trie.ids[Int(entry.offset)..<Int(entry.offset) + Int(entry.length)]
                .sorted { (frequency[Int($0)], $0) < (frequency[Int($1)], $1) }
            lists[Int(ids[0])].append((Int32(ids[1]), Int32(number)))
        }
        firstGroups = [0]
        for list in lists {
            for (second, entry) in list.sorted(by: { $0 < $1 }) {
                let isNew = Int(firstGroups[firstGroups.count - 1]) == groups.count
                if isNew || groups[groups.count - 1].second != second {
                    let start = Int32(candidates.count)
                    groups.append(Group(second: second, firstCandidate: start, count: 0))
                    seconds.append(UInt16(truncatingIfNeeded: second))
                }
                groups[groups.count - 1].count += 1
                candidates.append(entry)
            }
            firstGroups.append(Int32(groups.count))
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
        if seen.count < firstGroups.count {
            seen = Array(repeating: 0, count: firstGroups.count)
        }
        for word in words { seen[Int(word.id)] = 1 }
        for index in words.indices where words[index].id >= WordTable.firstOwn {
            let id = Int(words[index].id)
            for place in Int(firstGroups[id])..<Int(firstGroups[id + 1])
            where seen[Int(seconds[place])] != 0 {
                let group = groups[place]
                for number in group.firstCandidate..<group.firstCandidate + group.count {
                    let entry = trie.entries[Int(candidates[Int(number)])]
                    if let disabled, disabled.contains(entry.phrase) { continue }
                    if let hit = find(entry, around: index, words, trie) { hits.append(hit) }
                }
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
            phrase: entry.phrase, owner: Int32(entry.owner), weight: Int32(entry.weight),
            first: words[first].token, last: words[last].token, length: Int32(length),
            penalty: Bonus.scattered, kind: .name, isScattered: true)
    }
}

import VietText

/// What a phrase names in one campaign.
enum ReportName: Hashable, Sendable {
    case indicator(Int)
    /// The whole of one or several ratios: `tổng tiếp nhận`.
    case denominator([Int])
    case unit([UnitID])
    /// Something that is not counted: `trực tiếp`, `hộ khẩu`.
    case ignored
}

/// A word of measure and an indicator that it is said of.
struct ReportMeasure: Hashable, Sendable {
    let indicator: Int

    /// Whether it is the indicator's own unit, which may name it alone.
    let isUnit: Bool
}

/// The names of one campaign, compiled for reading.
struct ReportNames: Sendable {
    let trie: PhraseTrie<ReportName>

    /// What may stand behind a number (`hộ`, `buổi`), with the indicators that it is said of.
    private let measures: PhraseTrie<ReportMeasure>

    /// The named items of checklists.
    let items: PhraseTrie<ReportItem>

    init(campaign: Campaign) {
        var trie = PhraseTrie<ReportName>()
        for phrase in ReportWords.ignoredNames { trie.insert(phrase, .ignored) }
        var measures = PhraseTrie<ReportMeasure>()
        var items = PhraseTrie<ReportItem>()
        var denominators: [String: [Int]] = [:]
        for (index, indicator) in campaign.indicators.enumerated() {
            trie.insert(indicator.name, .indicator(index))
            for alias in indicator.aliases { trie.insert(alias, .indicator(index)) }
            for alias in indicator.denominatorAliases {
                for text in PhraseNotation.expanded(alias) {
                    denominators[text, default: []].append(index)
                }
            }
            measures.insert(indicator.unit, ReportMeasure(indicator: index, isUnit: true))
            for (item, name) in indicator.items.enumerated() {
                items.insert(name, ReportItem(indicator: index, item: item))
            }
            for measure in indicator.measures {
                measures.insert(measure, ReportMeasure(indicator: index, isUnit: false))
            }
        }
        for (text, indexes) in denominators.sorted(by: { $0.key < $1.key }) {
            trie.insert(text, .denominator(indexes))
        }
        for (phrase, ids) in Self.unitPhrases(campaign.units) { trie.insert(phrase, .unit(ids)) }
        self.trie = trie
        self.measures = measures
        self.items = items
    }

    /// The measures that begin at a token; empty when none does.
    func measures(in text: ReportText, at index: Int) -> [ReportMeasure] {
        measured(in: text, at: index).map(\.label)
    }

    /// The measures that begin at a token, with the tokens that they cover.
    func measured(in text: ReportText, at index: Int) -> [PhraseTrie<ReportMeasure>.Match] {
        guard index < text.tokens.count else { return [] }
        return measures.longest(in: text.tokens, at: index, before: text.tokens.count)
    }

    /// Every wording of the units' names, with all units that share it.
    private static func unitPhrases(_ units: UnitTree) -> [(String, [UnitID])] {
        var phrases: [String: [UnitID]] = [:]
        func add(_ phrase: String, _ id: UnitID) {
            for text in PhraseNotation.expanded(phrase) where phrases[text]?.contains(id) != true {
                phrases[text, default: []].append(id)
            }
        }
        for unit in units.units {
            let name = unit.name.lowercased()
            add(name, unit.id)
            for alias in unit.aliases { add(alias.lowercased(), unit.id) }
            guard let (kind, shorts) = kinds.first(where: { name.hasPrefix($0.0 + " ") }) else {
                continue
            }
            let own = String(name.dropFirst(kind.count + 1))
            for short in shorts { add("\(short) \(own)", unit.id) }
            for team in ["tổ", "tổ (cnscđ|cn|công nghệ số cộng đồng)"] {
                add("\(team) [\(([kind] + shorts).joined(separator: "|"))] \(own)", unit.id)
            }
            // `ấp 1` is never called `1`, nor a village of one syllable by that syllable.
            let words = ReportText.words(of: own)
            if words.count > 1,
                words.allSatisfy({ Syllable.length(of: $0.key) > 1 }) || words.count > 2
            {
                add(own, unit.id)
            }
        }
        return phrases.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Kinds of units and how they are shortened.
    private static let kinds: [(String, [String])] = [
        ("khu phố", ["kp", "k/p", "khu"]), ("tổ dân phố", ["tdp"]), ("thành phố", ["tp"]),
        ("thị trấn", ["tt"]), ("thị xã", ["tx"]), ("phường", ["p"]), ("huyện", ["h"]),
        ("quận", ["q"]),
        ("tỉnh", ["t"]), ("thôn", ["th"]), ("xóm", []), ("bản", []), ("làng", []), ("buôn", []),
        ("sóc", []), ("ấp", []), ("xã", ["x"]),
    ]
}

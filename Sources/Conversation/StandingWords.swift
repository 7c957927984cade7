import Campaign
import VietText

/// What a question on the standing says of its extent: whose, and down to which level.
struct StandingWords: Hashable {
    /// The units below are asked for one by one: `từng thôn`, `chi tiết`.
    let isByUnit: Bool

    /// The kind of unit that is to be listed (`thôn`); nil for whatever stands right below.
    let listed: Kind?

    /// The kind of unit around the sender that is meant (`của tỉnh`); nil when none is said.
    let around: Kind?

    /// A level of the administration, whatever its units are called.
    enum Kind: Hashable {
        case village
        case commune
        case district
        case province
    }

    init(_ text: String) {
        let words = ReadWords(text)
        var isByUnit = words.contains(Self.details)
        var (listed, around): (Kind?, Kind?)
        for index in words.tokens.indices {
            guard let (kind, length) = words.kind(at: index), index > 0 else { continue }
            let before = words.tokens[index - 1]
            let isNamed = words.goesOn(behind: index + length)
            if before.isAny(of: Self.each) {
                isByUnit = true
                listed = listed ?? kind
            } else if before.isAny(of: Self.several) {
                listed = listed ?? kind
            } else if before.isAny(of: Self.scopes), !isNamed {
                around = around ?? kind
            } else if before.isAny(of: Self.ranks), !isNamed {
                listed = listed ?? kind
            }
        }
        self.isByUnit = isByUnit || words.contains(Self.eachUnit)
        self.listed = listed
        self.around = around
    }

    /// The units of a campaign that are to be listed below one, in the order of the tree.
    func units(below parent: UnitID, in campaign: Campaign) -> [OrgUnit] {
        let children = campaign.units.children(of: parent)
        guard let listed else { return children }
        let below = campaign.units.subtree(of: parent).dropFirst()
        let levels = Set(below.filter { listed.names($0) }.map(\.level))
        let units = below.filter { levels.contains($0.level) }
        return units.isEmpty ? children : units
    }

    /// The unit at or above one that `của tỉnh` means; nil when it is not said or not there.
    func unit(around unit: UnitID, in campaign: Campaign) -> UnitID? {
        guard let around else { return nil }
        return ([unit] + campaign.units.ancestors(of: unit).map(\.id)).first { id in
            campaign.units[id].map(around.names) ?? false
        }
    }

    /// Whether a text plainly asks how far a drive has come, whatever else it names.
    static func asksProgress(_ text: String) -> Bool {
        ReadWords(text).contains(progress)
    }

    private static let progress = ["tiến độ", "chỉ tiêu", "chiến dịch"].map {
        Syllable.words(of: $0)
    }
    private static let details = ["chi tiết", "cụ thể"].map { Syllable.words(of: $0) }
    private static let eachUnit = ["từng đơn vị", "theo đơn vị", "từng nơi"].map {
        Syllable.words(of: $0)
    }
    private static let each = Syllable.words(of: "từng theo mỗi")
    private static let several = Syllable.words(of: "các những mấy")
    private static let scopes = Syllable.words(of: "của toàn cả trong")
    private static let ranks = Syllable.words(of: "hạng bxh")
}

extension StandingWords.Kind {
    /// Whether a unit is called so: `thôn`, `ấp` and `khu phố` are all villages.
    func names(_ unit: OrgUnit) -> Bool {
        let words = Syllable.words(of: unit.name).map(\.key)
        return phrases.contains { phrase in
            words.count > phrase.count && words.starts(with: phrase.map(\.key))
        }
    }

    /// How such units are called.
    var phrases: [[Syllable]] {
        switch self {
        case .village: Self.villages
        case .commune: Self.communes
        case .district: Self.districts
        case .province: Self.provinces
        }
    }

    static let all: [StandingWords.Kind] = [.village, .commune, .district, .province]

    private static let villages = phrases(
        "tổ dân phố", "khu phố", "khu vực", "khóm", "thôn", "ấp", "tổ", "xóm", "bản", "làng",
        "buôn", "sóc", "kp", "tdp")
    private static let communes = phrases("thị trấn", "đặc khu", "phường", "xã")
    private static let districts = phrases("thành phố", "thị xã", "huyện", "quận", "tp", "tx")
    private static let provinces = phrases("tỉnh")

    private static func phrases(_ texts: String...) -> [[Syllable]] {
        texts.map { Syllable.words(of: $0) }
    }
}

/// The words of a question, looked through phrase by phrase.
private struct ReadWords {
    let tokens: [Token]

    init(_ text: String) {
        var tokens: [Token] = []
        scan(text, into: &tokens)
        self.tokens = tokens
    }

    func contains(_ phrases: [[Syllable]]) -> Bool {
        tokens.indices.contains { index in phrases.contains { matches($0, at: index) } }
    }

    /// The kind of unit named at a token, and how many words it takes.
    func kind(at index: Int) -> (StandingWords.Kind, Int)? {
        var best: (StandingWords.Kind, Int)?
        for kind in StandingWords.Kind.all {
            for phrase in kind.phrases where matches(phrase, at: index) {
                if phrase.count > best?.1 ?? 0 { best = (kind, phrase.count) }
            }
        }
        return best
    }

    /// Whether a name seems to follow: `xã Phú Văn`, not `xã mình` or `xã theo hộ`.
    func goesOn(behind index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return false }
        let next = tokens[index]
        return !next.flags.contains(.afterBreak) && !next.isAny(of: Self.closers)
    }

    private func matches(_ phrase: [Syllable], at index: Int) -> Bool {
        index + phrase.count <= tokens.count
            && zip(phrase, tokens[index...]).allSatisfy { $1.is($0) }
    }

    private static let closers = Syllable.words(
        of: """
            mình em tôi ta này nhà tui chúng theo về đến tới hôm nay tuần tháng đi nhé nha ạ a với \
            nào đang rồi của trong toàn cả
            """)
}

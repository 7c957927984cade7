/// Something that a campaign counts (chỉ tiêu).
package struct Indicator: Hashable, Sendable {
    /// How its numbers add up.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Numbers of days add up.
        case count
        /// The last number stands.
        case level
        /// Numerator and denominator, each adding up.
        case ratio
        /// So many of so many named items.
        case checklist

        /// Whether a number comes with a denominator.
        package var hasDenominator: Bool { self == .ratio || self == .checklist }
    }

    /// Which way is better.
    package enum Direction: String, Hashable, Sendable, CaseIterable {
        case more
        case less
    }

    /// How many named items a checklist has; nil when they have no names.
    var itemCount: Quantity? {
        kind == .checklist && !items.isEmpty ? try? Quantity(Int64(items.count)) : nil
    }

    /// What a unit above shows of its units below.
    package enum RollUp: String, Hashable, Sendable, CaseIterable {
        /// Its own figure and theirs added up; a ratio's parts each.
        case sum
        /// Nothing: its own figure alone stands, as for a measured share.
        case none
        /// How many of the units below that have a target of their own have reached it.
        case reached
    }

    package let key: IndicatorKey
    package let name: String

    /// What is counted, as it stands behind a number: `hộ`, `hồ sơ`.
    package let unit: String
    package let kind: Kind
    package let direction: Direction

    /// What people call it: `hộ`, `nhà`, `tk dvc`; the name need not be among them.
    package let aliases: [String]

    /// Further words that may stand behind its numbers (`buổi`, `lượt`); with `unit` these say
    /// what is counted, so that "tuyên truyền 40 người" is questioned.
    package let measures: [String]

    /// What people call the whole of a ratio: `tiếp nhận`, `tổng`; empty for other kinds.
    package let denominatorAliases: [String]

    /// The named items of a checklist (`chữ ký số`, `hộp thư`); empty when they have no names, and
    /// for other kinds.
    package let items: [String]

    /// A number of one unit for one day above this is questioned; nil for no bound.
    package let doubtAbove: Quantity?

    /// Targets of a unit by its level; a share (0.60) for ratios.
    package let targets: [UnitLevel: Quantity]

    /// Targets of single units, which go before those of their level.
    package let unitTargets: [UnitID: Quantity]

    package let rollUp: RollUp

    /// Digits behind the comma of its percentages, 0 to 4.
    package let decimals: Int

    /// The indicators whose figures should add up to this one's; empty when it is no total.
    package let sumOf: [IndicatorKey]

    package init(
        key: IndicatorKey, name: String, unit: String, kind: Kind, direction: Direction = .more,
        aliases: [String] = [], measures: [String] = [], denominatorAliases: [String] = [],
        items: [String] = [],
        doubtAbove: Quantity? = nil, targets: [UnitLevel: Quantity] = [:],
        unitTargets: [UnitID: Quantity] = [:], rollUp: RollUp = .sum,
        decimals: Int = 1, sumOf: [IndicatorKey] = []
    ) {
        self.key = key
        self.name = name
        self.unit = unit
        self.kind = kind
        self.direction = direction
        self.aliases = aliases
        self.measures = measures
        self.denominatorAliases = denominatorAliases
        self.items = items
        self.doubtAbove = doubtAbove
        self.targets = targets
        self.unitTargets = unitTargets
        self.rollUp = rollUp
        self.decimals = decimals
        self.sumOf = sumOf
    }
}

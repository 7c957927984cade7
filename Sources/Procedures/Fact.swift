import VietText

/// One thing known about a procedure: its value, for whom and when it holds, and who says so.
package struct Fact: Hashable, Sendable {
    /// What is said: one sentence, or a list of items (papers to bring, steps to take).
    package enum Body: Hashable, Sendable {
        case text(String)
        case items([String])
    }

    package let body: Body

    /// First day on which the value holds; nil when it has always held as far as we know.
    package let validFrom: CivilDay?

    /// Last day on which the value holds; nil when no end is known.
    package let validTo: CivilDay?

    /// Province whose decision this is; nil for the whole country.
    package let province: String?

    /// How the person files; nil when it does not matter.
    package let channel: FilingChannel?

    /// In which case it holds, in Vietnamese, as it is said ("quá hạn"); nil for always.
    package let condition: String?

    /// Laws and decrees it rests on, by their short names.
    package let legal: [String]

    package let source: FactSource
    package let confidence: Confidence

    package init(
        body: Body, validFrom: CivilDay? = nil, validTo: CivilDay? = nil, province: String? = nil,
        channel: FilingChannel? = nil, condition: String? = nil, legal: [String],
        source: FactSource, confidence: Confidence
    ) {
        self.body = body
        self.validFrom = validFrom
        self.validTo = validTo
        self.province = province
        self.channel = channel
        self.condition = condition
        self.legal = legal
        self.source = source
        self.confidence = confidence
    }

    /// Whether the value holds on `day` in `province` (nil: the province is not known).
    package func holds(on day: CivilDay, province place: String?) -> Bool {
        if let validFrom, day < validFrom { return false }
        if let validTo, day > validTo { return false }
        guard let province else { return true }
        return province == place
    }
}

/// How a person files (kênh nộp).
package enum FilingChannel: String, Hashable, Sendable, CaseIterable {
    /// At the counter (tại quầy).
    case counter
    /// On the national portal (Cổng Dịch vụ công quốc gia).
    case online
    /// In the VNeID app.
    case vneid
}

/// How sure the office is of a fact.
package enum Confidence: String, Hashable, Sendable, CaseIterable {
    /// Portal and law agree.
    case high
    /// One source, or a portal row that mixes cases.
    case medium
    /// Old or secondary: said only with a warning.
    case low
}

/// Where a fact was read.
package struct FactSource: Hashable, Sendable {
    /// Short name as told to residents ("Cổng DVCQG").
    package let name: String

    /// Address of the page, or nil for a printed text.
    package let url: String?

    /// The day on which somebody read it there.
    package let readOn: CivilDay

    package init(name: String, url: String?, readOn: CivilDay) {
        self.name = name
        self.url = url
        self.readOn = readOn
    }
}

import VietText

/// What can be known about a procedure: each key holds a list of values over time and place.
package enum FactKey: String, Hashable, Sendable, CaseIterable {
    /// Who decides, and so where to file (cơ quan giải quyết).
    case authority
    /// Papers to bring (thành phần hồ sơ).
    case documents
    /// How long it takes (thời hạn giải quyết).
    case timeLimit = "time_limit"
    /// What it costs (phí, lệ phí).
    case fee
    /// How far it can be done online (mức độ trực tuyến).
    case online
    /// Who may ask, and when (điều kiện).
    case conditions
    /// What to do, in order (trình tự).
    case steps
    /// Where to file when that is not the authority itself (nơi nộp).
    case whereToFile = "where_to_file"
    /// How long the result is good for (giá trị sử dụng).
    case validity
    /// A remark that belongs to every answer (lưu ý).
    case note
}

/// A public service procedure (thủ tục hành chính) with what has been checked about it.
package struct Procedure: Hashable, Sendable {
    /// Name in our files: ASCII words joined by hyphens.
    package let slug: String

    /// Codes on the national portal ("1.001193"); empty where it has none of its own.
    package let codes: [String]

    /// Official name.
    package let name: String

    /// Field of administration (lĩnh vực); empty when not given.
    package let category: String

    /// Values by key, in the order of the file.
    package let facts: [FactKey: [Fact]]

    package init(
        slug: String, codes: [String], name: String, category: String, facts: [FactKey: [Fact]]
    ) {
        self.slug = slug
        self.codes = codes
        self.name = name
        self.category = category
        self.facts = facts
    }

    /// Returns the values of `key` that hold on `day` in `province`, in the order of the file.
    ///
    /// A value of the province itself hides the national ones of the same channel and condition.
    package func facts(_ key: FactKey, on day: CivilDay, province: String?) -> [Fact] {
        let holding = (facts[key] ?? []).filter { $0.holds(on: day, province: province) }
        return holding.filter { fact in
            fact.province != nil
                || !holding.contains {
                    $0.province != nil && $0.channel == fact.channel
                        && $0.condition == fact.condition
                }
        }
    }
}

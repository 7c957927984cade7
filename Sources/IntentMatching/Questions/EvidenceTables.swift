import VietText

/// The vocabulary as numbers, without names: what the scorer reads.
struct EvidenceTables: Sendable {
    /// A rule: ranges of `conditions`, and the subject that it speaks for.
    struct Rule: Sendable {
        var subject: Int32
        var weight: Int32
        var all: Range<Int32>
        var any: Range<Int32>
        var not: Range<Int32>
    }

    /// Procedures, then topics.
    var subjectCount: Int32 = 0
    var procedureCount: Int32 = 0
    var conceptCount: Int32 = 0
    var aspectCount: Int32 = 0

    var rules: [Rule] = []

    /// Concepts, as the rules' ranges say.
    var conditions: [Int32] = []

    /// For each concept, the rules that it can set off: a range of `ruleList`.
    var rulesOfConcept: [Range<Int32>] = []
    var ruleList: [Int32] = []

    /// For each subject, the members of its family: a range of `members`, mostly empty.
    var families: [Range<Int32>] = []
    var members: [Int32] = []

    /// Fills `rulesOfConcept` from `rules`.
    mutating func indexRules() {
        var lists = [[Int32]](repeating: [], count: Int(conceptCount))
        for (index, rule) in rules.enumerated() {
            // One concept of `all` suffices to set the rule off; without any, each of `any`.
            let starters =
                rule.all.isEmpty ? rule.any : rule.all.lowerBound..<rule.all.lowerBound + 1
            for place in starters { lists[Int(conditions[Int(place)])].append(Int32(index)) }
        }
        for list in lists {
            let start = Int32(ruleList.count)
            ruleList += list
            rulesOfConcept.append(start..<Int32(ruleList.count))
        }
    }
}

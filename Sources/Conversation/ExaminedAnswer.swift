import Procedures
import VietText

/// An answer as somebody who asks on a given day gets it, with the facts behind it: for review.
package struct ExaminedAnswer: Hashable, Sendable {
    /// What is said.
    package let reply: Reply

    /// The facts that it is worded from, in the order in which they are used, each with its key.
    package let facts: [UsedFact]

    /// A fact and what it is known for.
    package struct UsedFact: Hashable, Sendable {
        package let key: FactKey
        package let fact: Fact
    }

    /// Words an answer.
    ///
    /// - Parameters:
    ///   - procedure: What is asked about.
    ///   - aspect: What is asked of it; nil for the overview.
    ///   - day: When.
    ///   - knowledge: Where, and the names of aspects.
    package init(
        _ procedure: Procedure, aspect: String?, on day: CivilDay, using knowledge: Knowledge
    ) {
        reply = Answer(procedure: procedure, day: day, knowledge: knowledge).reply(aspect: aspect)
        func holding(_ key: FactKey) -> [UsedFact] {
            procedure.facts(key, on: day, province: knowledge.office.province)
                .map { UsedFact(key: key, fact: $0) }
        }
        switch reply.key {
        case .answerAspect:
            let keys = Answer.keys(for: aspect ?? "")
            facts =
                (keys.lazy.map(holding).first { !$0.isEmpty } ?? []) + holding(.note).prefix(1)
        case .answerOverview:
            facts = [.authority, .timeLimit, .fee, .online].flatMap(holding)
        default:
            facts = holding(.authority)
        }
    }

    /// Whether nothing checked was at hand.
    package var isUnverified: Bool { reply.key == .answerUnverified }
}

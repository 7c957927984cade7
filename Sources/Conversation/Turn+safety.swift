import IntentMatching
import Messaging
import Procedures

extension Turn {
    /// Whom to call, before anything else; a plain question on a procedure is answered after it.
    func warned(of danger: SafetyCase) -> Decision {
        let numbers: [ReplyFields] = danger.numbers.map {
            ["number": .text($0.number), "for": .text($0.purpose)]
        }
        var decision = Decision(
            .answered,
            replies: [
                Reply(.safety, ["numbers": .rows(numbers), "line": .text(danger.line)])
            ])
        guard danger.isEmergency,
            let asked = reading.questions.first(where: { $0.isQuestion && !$0.isGuess }),
            let subject = asked.subject, knowledge.procedures[subject] != nil
        else { return decision }
        let answered = answer(subject, aspect: asked.aspect)
        decision.replies += answered.replies
        decision.effects += answered.effects
        return decision
    }

    /// Keeps numbers of persons out of what is stored and said, and warns who posts one in a group.
    func guarded(_ decision: Decision) -> Decision {
        guard case .text(let text) = message.content else { return decision }
        let numbers = PersonalNumbers(in: text)
        guard !numbers.isEmpty else { return decision }
        var decision = decision
        decision.replies = decision.replies.map { $0.mapping(numbers.masking) }
        decision.effects.append(.maskText(numbers.masked))
        if !isPrivate {
            decision.replies.append(
                Reply(
                    .personalNumber,
                    [
                        "identity": .flag(numbers.contains(.identity)),
                        "account": .flag(numbers.contains(.bankAccount)),
                    ]))
            if decision.outcome == .silent { decision.outcome = .answered }
        }
        return decision
    }
}

extension Decision {
    /// The decision with one line on a word from before a reform in its first answer.
    func mentioning(_ word: OldWord?) -> Decision {
        guard let word,
            let index = replies.firstIndex(where: { Self.answers.contains($0.key) })
        else { return self }
        var decision = self
        decision.replies[index] = replies[index].adding(["old": .text(word.line)])
        return decision
    }

    private static let answers: Set<ReplyKey> = [
        .answerAspect, .answerOverview, .answerUnverified, .askWhich, .dontKnow, .contact,
        .dossierStatus, .passedOn,
    ]
}

extension Reply {
    /// The reply with more in its gaps; fields that are there already stay.
    func adding(_ more: ReplyFields) -> Reply {
        with(fields.merging(more) { $1 })
    }

    /// The reply with every text in its gaps changed.
    func mapping(_ change: (String) -> String) -> Reply {
        with(fields.mapValues { $0.mapping(change) })
    }

    private func with(_ fields: ReplyFields) -> Reply {
        var reply = Reply(key, fields, priority: priority, to: chat, of: account)
        reply.below = below
        return reply
    }
}

extension ReplyValue {
    fileprivate func mapping(_ change: (String) -> String) -> ReplyValue {
        switch self {
        case .text(let text): .text(change(text))
        case .flag: self
        case .rows(let rows): .rows(rows.map { $0.mapValues { $0.mapping(change) } })
        }
    }
}

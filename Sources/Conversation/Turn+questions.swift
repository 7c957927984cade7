import IntentMatching
import Messaging
import Procedures

extension Turn {
    /// Answers at most this many questions of one message, each in a message of its own.
    static let answersMax = 3

    /// Free talk: questions on procedures, or talk that is not for the bot.
    func questionTalk() -> Decision {
        let heard = reading.questions.filter { $0.outcome != .silent }
        guard let first = heard.first else {
            return isPrivate ? dontKnow() : carriedOver() ?? .silence
        }
        let clear = heard.filter { $0.outcome == .answer }
        if clear.count > 1 { return answers(clear.prefix(Self.answersMax)) }
        if let only = clear.first, let subject = only.subject {
            return answer(subject, aspect: only.aspect)
        }
        if let carried = carriedOver() { return carried }
        if let doubtful = heard.first(where: { $0.outcome == .askBack }) {
            return askBack(doubtful)
        }
        return first.isOutside || !first.candidates.isEmpty || isPrivate || first.isQuestion
            ? dontKnow() : .silence
    }

    /// Talk that was not addressed to the bot: only a plain question is answered.
    func overheard() -> Decision {
        let clear = reading.questions.filter { $0.outcome == .answer }
        if clear.count > 1 { return answers(clear.prefix(Self.answersMax)) }
        if let only = clear.first, let subject = only.subject {
            return answer(subject, aspect: only.aspect)
        }
        guard let doubtful = reading.questions.first(where: { $0.outcome == .askBack }) else {
            return .silence
        }
        return askBack(doubtful)
    }

    /// Answers one aspect of a procedure (nil: the overview), or a topic that is none.
    func answer(_ subject: String, aspect: String?) -> Decision {
        switch subject {
        case "tra-cuu-ho-so":
            return Decision(.answered, replies: [Reply(.dossierStatus, office)])
        case "lien-he":
            return Decision(.answered, replies: [Reply(.contact, office)])
        default:
            break
        }
        guard let procedure = knowledge.procedures[subject] else { return dontKnow() }
        let answer = Answer(procedure: procedure, day: today, knowledge: knowledge)
        let reply = answer.reply(aspect: aspect)
        let offered = reply.key == .answerOverview ? answer.offered : []
        let topic = topic(
            procedure: subject,
            choices: offered.map { Topic.Choice(procedure: subject, aspect: $0) })
        return Decision(
            reply.key == .answerUnverified ? .abstained : .answered,
            effects: [.setTopic(topic)], replies: [reply])
    }

    private func answers(_ readings: ArraySlice<QuestionReading>) -> Decision {
        var decision = Decision(.answered)
        var seen = Set<[String?]>()
        for reading in readings {
            guard let subject = reading.subject,
                seen.insert([subject, reading.aspect]).inserted
            else { continue }
            let one = answer(subject, aspect: reading.aspect)
            decision.replies += one.replies
            // The last thing talked about is what "thế lệ phí bao nhiêu" goes on with.
            if !one.effects.isEmpty { decision.effects = one.effects }
        }
        return decision
    }

    /// "thế lệ phí bao nhiêu?": an aspect without a procedure goes on with the one talked about.
    private func carriedOver() -> Decision? {
        guard let procedure = situation.topic?.procedure,
            let reading = reading.questions.first(where: { $0.aspect != nil && !$0.isOutside }),
            reading.candidates.isEmpty
        else { return nil }
        return answer(procedure, aspect: reading.aspect)
    }

    private func askBack(_ reading: QuestionReading) -> Decision {
        let choices = reading.candidates.filter { knowledge.procedures[$0.subject] != nil }
            .prefix(3)
            .map { Topic.Choice(procedure: $0.subject, aspect: reading.aspect) }
        guard !choices.isEmpty else { return dontKnow() }
        let rows: [ReplyFields] = choices.enumerated().map { index, choice in
            [
                "number": .number(index + 1),
                "text": .text(knowledge.procedures[choice.procedure]?.name ?? choice.procedure),
            ]
        }
        return Decision(
            .askedBack,
            effects: [
                .setTopic(topic(procedure: situation.topic?.procedure, choices: Array(choices)))
            ],
            replies: [Reply(.askWhich, ["choices": .rows(rows), "group": .flag(!isPrivate)])])
    }

    func dontKnow() -> Decision {
        Decision(.abstained, replies: [Reply(.dontKnow, office)])
    }

    private var office: ReplyFields { ["office": .text(knowledge.office.name)] }

    private func topic(procedure: String?, choices: [Topic.Choice]) -> Topic {
        Topic(
            procedure: procedure, choices: choices,
            expiresAtMilliseconds: situation.now.adding(seconds: Topic.rememberedSeconds)
                .milliseconds)
    }
}

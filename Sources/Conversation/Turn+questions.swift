import IntentMatching
import Messaging
import Procedures
import VietText

extension Turn {
    /// Answers at most this many questions of one message, each in a message of its own.
    static let answersMax = 3

    /// Free talk: questions on procedures, or talk that is not for the bot.
    func questionTalk(_ text: String) -> Decision {
        let heard = reading.questions.filter { $0.outcome != .silent }
        let clear = heard.filter { $0.outcome == .answer }
        if let named = namedInCatalogue(text) { return named }
        if clear.count > 1 { return answers(clear.prefix(Self.answersMax)) }
        if let only = clear.first, let subject = only.subject {
            if let topic, let procedure = topic.procedure, goesOn(only, text) {
                return answer(procedure, aspect: only.aspect)
            }
            return answer(subject, aspect: only.aspect ?? aspectBefore(subject))
        }
        if let named = choiceByName(text) { return answer(named.procedure, aspect: named.aspect) }
        if let carried = carriedOver(text) { return carried }
        if let doubtful = heard.first(where: { $0.outcome == .askBack }), !isBare(doubtful, text) {
            if doubtful.isGuess, let found = foundInCatalogue(text) { return found }
            return askBack(doubtful)
        }
        let isOutside = heard.contains(where: \.isOutside)
        if !isOutside, let found = foundInCatalogue(text) { return found }
        if isOutside || heard.contains(where: \.isQuestion) {
            // "thế lệ phí bao nhiêu?" after this would mean the thing that is not known.
            var decision = dontKnow()
            if topic != nil { decision.effects.append(.setTopic(nil)) }
            return decision
        }
        // Small talk: in private somebody waits for a word, in a group it is among people.
        return isPrivate ? help(.abstained) : .silence(.smallTalk)
    }

    /// What the bot can do.
    func help(_ outcome: Decision.Outcome) -> Decision {
        let fields: ReplyFields = [
            "leader": .flag(!situation.roles.isEmpty), "manager": .flag(isManager),
        ]
        return Decision(outcome, replies: [Reply(.help, fields)])
    }

    /// Talk that was not addressed to the bot: only a plain question is answered.
    func overheard() -> Decision {
        let clear = reading.questions.filter { $0.outcome == .answer }
        if clear.count > 1 { return answers(clear.prefix(Self.answersMax)) }
        if let only = clear.first, let subject = only.subject {
            return answer(subject, aspect: only.aspect)
        }
        guard let doubtful = reading.questions.first(where: { $0.outcome == .askBack }) else {
            return .silence(.smallTalk)
        }
        return askBack(doubtful)
    }

    /// Answers one aspect of a procedure (nil: the overview), or a topic that is none.
    func answer(_ subject: String, aspect: String?) -> Decision {
        switch subject {
        case "tra-cuu-ho-so":
            return Decision(.answered, replies: [Reply(.dossierStatus, office)])
        case "lien-he":
            return contact()
        default:
            break
        }
        guard let procedure = knowledge.procedures[subject] else { return dontKnow() }
        let answer = Answer(procedure: procedure, day: today, knowledge: knowledge)
        let reply = answer.reply(aspect: aspect)
        let offered = reply.key == .answerAspect ? [] : answer.offered
        let topic = remembered(
            procedure: subject, aspect: aspect,
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
    private func carriedOver(_ text: String) -> Decision? {
        guard let procedure = topic?.procedure else { return nil }
        if reading.link == .continuation, reading.questions.allSatisfy({ $0.aspect == nil }),
            let place = ChoiceReading(names: knowledge.aspects.map(\.name)).place(namedBy: text)
        {
            return answer(procedure, aspect: knowledge.aspects[place].key)
        }
        guard
            let reading = reading.questions.first(where: { $0.aspect != nil && !$0.isOutside }),
            reading.candidates.isEmpty || reading.isGuess,
            self.reading.link != .none || reading.coverage >= Self.carriedCoverageMin
        else { return nil }
        return answer(procedure, aspect: reading.aspect)
    }

    /// The share of words that must be understood for a question to go on with the topic: what
    /// names something unknown ("xin phép nuôi chim yến thế nào") is about that, not about it.
    private static let carriedCoverageMin = 0.6

    /// Procedures about filing as such: "nộp ở đâu" means them only while nothing is talked about.
    private static let generalProcedures: Set<String> = ["nop-ho-so-truc-tuyen"]

    /// Words of a message that can ask something and name nothing.
    private static let bareWordsMax = 5

    private func goesOn(_ reading: QuestionReading, _ text: String) -> Bool {
        reading.aspect != nil && reading.subject.map(Self.generalProcedures.contains) == true
            && Syllable.words(of: text).count <= Self.bareWordsMax
    }

    /// "lệ phí bao nhiêu" out of nothing: what it resembles is no help.
    private func isBare(_ reading: QuestionReading, _ text: String) -> Bool {
        reading.isGuess && reading.aspect != nil
            && Syllable.words(of: text).count <= Self.bareWordsMax
    }

    /// "không phải, ý tôi là kết hôn" and "còn kết hôn?" ask the same of another procedure; a
    /// procedure picked from a list is asked what was asked before the list.
    private func aspectBefore(_ subject: String) -> String? {
        guard let topic else { return nil }
        if let choice = topic.choices.first(where: { $0.procedure == subject }),
            topic.choices.contains(where: { $0.procedure != subject })
        {
            return choice.aspect
        }
        return reading.link == .none ? nil : topic.aspect
    }

    /// One of the things that the bot asked about, by words of its name.
    private func choiceByName(_ text: String) -> Topic.Choice? {
        guard let topic, !topic.choices.isEmpty else { return nil }
        let isOverview = Set(topic.choices.map(\.procedure)).count == 1
        let names = topic.choices.map { choice in
            isOverview
                ? aspectName(choice.aspect)
                : knowledge.procedures[choice.procedure]?.name ?? choice.procedure
        }
        return ChoiceReading(names: names).place(namedBy: text).map { topic.choices[$0] }
    }

    private func aspectName(_ key: String?) -> String {
        knowledge.aspects.first { $0.key == key }?.name ?? ""
    }

    private func askBack(_ reading: QuestionReading) -> Decision {
        askBack(reading.candidates.map(\.subject), aspect: reading.aspect)
    }

    /// Asks which of at most three procedures is meant.
    func askBack(_ slugs: [String], aspect: String?) -> Decision {
        let choices = slugs.filter { knowledge.procedures[$0] != nil }
            .prefix(3)
            .map { Topic.Choice(procedure: $0, aspect: aspect) }
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
                .setTopic(
                    remembered(
                        procedure: topic?.procedure, aspect: aspect,
                        choices: Array(choices)))
            ],
            replies: [Reply(.askWhich, ["choices": .rows(rows)])])
    }

    func dontKnow() -> Decision {
        Decision(.abstained, replies: [Reply(.dontKnow, office)])
    }

    var office: ReplyFields { ["office": .text(knowledge.office.name)] }

    private func remembered(
        procedure: String?, aspect: String?, choices: [Topic.Choice]
    ) -> Topic {
        Topic(
            procedure: procedure, aspect: aspect, choices: choices,
            expiresAtMilliseconds: situation.now.adding(seconds: Topic.rememberedSeconds)
                .milliseconds)
    }
}

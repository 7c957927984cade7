import IntentMatching
import Messaging
import Procedures
import VietText

extension Turn {
    /// Seconds within which the same question of the same person is not put on the list again.
    static let sameQuestionSeconds: Int64 = 86_400

    /// Questions that one list shows.
    private static let listMax = 10

    /// Characters of a question that a list or an answer repeats.
    private static let shownMax = 120

    /// Characters of a question that are kept.
    private static let keptMax = 1_000

    // MARK: From the asker

    /// A question that the bot cannot answer goes onto the list, and its asker is told.
    func passedOn(_ decision: Decision) throws -> Decision {
        guard decision.outcome == .abstained, reading.place.isAddressed,
            let index = decision.replies.firstIndex(where: { Self.unknown.contains($0.key) }),
            case .text(let text) = message.content
        else { return decision }
        let masked = PersonalNumbers(in: text).masked
        let words = Self.words(of: masked)
        guard !words.isEmpty else { return decision }
        var decision = decision
        let isPromised = try situation.desk.hasOfficials()
        let since = situation.now.adding(seconds: -Self.sameQuestionSeconds)
        if let earlier = try situation.desk.lastQuestion(words, since) {
            return asked(again: earlier, decision, at: index)
        }
        let question = NewQuestion(
            number: try situation.desk.nextNumber(), text: String(masked.prefix(Self.keptMax)),
            words: words, candidates: nearest(text), isPromised: isPromised)
        decision.effects.append(.handOver(question))
        return isPromised ? decision.promising(question, at: index) : decision
    }

    /// What the bot says when it does not know.
    private static let unknown: Set<ReplyKey> = [.dontKnow, .answerUnverified]

    private func asked(
        again earlier: HandedQuestion, _ decision: Decision, at index: Int
    ) -> Decision {
        var decision = decision
        switch earlier.state {
        case .open where earlier.question.isPromised:
            return decision.promising(earlier.question, at: index)
        case .answered(let official, let answer):
            decision.outcome = .answered
            decision.replies[index] = carried(earlier, answer: answer, by: official, to: nil)
            return decision
        case .open, .dropped:
            return decision
        }
    }

    /// The folded words of a text, by which the same question is known.
    static func words(of text: String) -> String {
        String(
            folded(text).split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
                .prefix(keptMax))
    }

    /// What the question may be about: what the bot was in doubt between, or what came nearest.
    private func nearest(_ text: String) -> [String] {
        let doubtful = reading.questions.flatMap(\.candidates)
        let scores = doubtful.isEmpty ? knowledge.questions.explain(text).scores : doubtful
        return scores.prefix(3).map(\.subject)
    }

    // MARK: At the desk

    /// What an official types about the list; nil for other talk.
    func deskTalk(_ text: String) throws -> Decision? {
        guard let command = DeskCommand(text) else { return nil }
        guard isPrivate else {
            // In a group anybody may talk of answering; only officials are told where to do it.
            return try situation.desk.isOfficial() ? refuse(.deskInPrivate) : nil
        }
        guard try situation.desk.isOfficial() else { return refuse(.deskOnly, office) }
        switch command {
        case .list: return try list()
        case .answer(let number, let answer): return try deliver(answer, number)
        case .drop(let number): return try drop(number)
        }
    }

    private func deliver(_ answer: String, _ number: Int64?) throws -> Decision {
        guard let number, let question = try situation.desk.question(number) else {
            return refuse(.deskUnknown, number.map { ["number": .number($0)] } ?? [:])
        }
        guard question.state == .open else { return closed(question) }
        let answer = PersonalNumbers(in: answer).masked
        guard answer.contains(where: { $0.isLetter || $0.isNumber }) else {
            return refuse(.deskHowTo, ["number": .number(number)])
        }
        return Decision(
            .recorded, effects: [.answerQuestion(number: number, answer: answer)],
            replies: [
                carried(question, answer: answer, by: message.senderName, to: question.chat),
                Reply(.deskAnswered, about(question), priority: .confirmation),
            ])
    }

    private func drop(_ number: Int64?) throws -> Decision {
        guard let number, let question = try situation.desk.question(number) else {
            return refuse(.deskUnknown, number.map { ["number": .number($0)] } ?? [:])
        }
        guard question.state == .open else { return closed(question) }
        var replies = [Reply(.deskDropped, about(question), priority: .confirmation)]
        if question.question.isPromised {
            // Who was promised an answer must not wait for one in vain.
            let fields = about(question).merging(office) { $1 }
            replies.insert(Reply(.handedBack, fields, to: question.chat), at: 0)
        }
        return Decision(.recorded, effects: [.dropQuestion(number: number)], replies: replies)
    }

    private func list() throws -> Decision {
        let open = try situation.desk.openQuestions(Self.listMax)
        let count = try situation.desk.openCount()
        var fields: ReplyFields = ["count": .number(count), "none": .flag(open.isEmpty)]
        fields["lines"] = .rows(open.map(about))
        if count > open.count { fields["more"] = .number(count - open.count) }
        return Decision(.answered, replies: [Reply(.deskList, fields)])
    }

    private func closed(_ question: HandedQuestion) -> Decision {
        var fields: ReplyFields = ["number": .number(question.question.number)]
        if case .answered(let official, _) = question.state { fields["by"] = .text(official) }
        return refuse(.deskClosed, fields)
    }

    private func carried(
        _ question: HandedQuestion, answer: String, by official: String, to chat: ChatID?
    ) -> Reply {
        var fields = about(question)
        fields["answer"] = .text(answer)
        fields["official"] = .text(official)
        fields["group"] = .flag(question.chatKind == .group)
        return Reply(.handedAnswer, fields, to: chat)
    }

    private func about(_ question: HandedQuestion) -> ReplyFields {
        let text = question.question.text
        let shown = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        var fields: ReplyFields = [
            "number": .number(question.question.number), "name": .text(question.asker),
            "question": .text(
                shown.count > Self.shownMax ? shown.prefix(Self.shownMax) + "…" : shown),
            "age": .text(age(of: question)),
        ]
        let names = question.question.candidates.compactMap { knowledge.procedures[$0]?.name }
        if !names.isEmpty { fields["candidates"] = .text(names.joined(separator: "; ")) }
        return fields
    }

    private func age(of question: HandedQuestion) -> String {
        let minutes =
            (situation.now.milliseconds - question.askedAt.milliseconds) / 60_000
        return switch minutes {
        case ..<60: "\(max(minutes, 0)) phút"
        case ..<1_440: "\(minutes / 60) giờ"
        default: "\(minutes / 1_440) ngày"
        }
    }

    // MARK: Becoming an official

    /// Whether a one-time code is one for officials.
    func opensDesk(_ code: String) throws -> Bool { try situation.desk.isCode(code) }

    /// The sender becomes an official.
    func claimDesk(_ code: String) -> Decision {
        Decision(
            .answered, effects: [.claimDesk(code: code)],
            replies: [Reply(.deskTaken, priority: .confirmation)])
    }
}

extension Decision {
    /// The decision with the promise that an official answers, in place of "I do not know" or
    /// behind what little is known.
    fileprivate func promising(_ question: NewQuestion, at index: Int) -> Decision {
        var decision = self
        let isAlone = replies[index].key == .dontKnow
        let promise = Reply(
            .passedOn, ["number": .number(question.number), "alone": .flag(isAlone)])
        if isAlone {
            decision.replies[index] = promise
        } else {
            decision.replies.insert(promise, at: index + 1)
        }
        return decision
    }
}

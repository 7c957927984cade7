import Campaign
import IntentMatching
import Messaging
import VietText

/// Decides what to do about one message: pure and synchronous, so that it may run inside the
/// transaction that stores the decision.
///
/// - Parameters:
///   - message: The message, kept before.
///   - reading: What `Reader.read` made of its text.
///   - situation: What is known of chat and person; its books are asked as needed.
///   - knowledge: What the office has written.
/// - Returns: What to store and what to say.
/// - Throws: Only what the books throw; the turn is then rolled back and tried again.
package func decide(
    _ message: InboundMessage, _ reading: Reading, in situation: Situation,
    using knowledge: Knowledge
) throws -> Decision {
    let turn = Turn(
        message: message, reading: reading, situation: situation, knowledge: knowledge)
    if let notice = situation.flood { return turn.flooded(notice) }
    var decision = try turn.passedOn(turn.countable()).mentioning(reading.oldWord)
    if !turn.isPrivate {
        // A bot hears in a group only what is said in reply to it: its questions must say so.
        decision.replies = decision.replies.map { $0.chat == nil ? $0.adding(["group": true]) : $0 }
    }
    return turn.welcoming(turn.guarded(decision))
}

/// One message, what it means and what stands around it: the argument of every step below.
struct Turn {
    let message: InboundMessage
    let reading: Reading
    let situation: Situation
    let knowledge: Knowledge

    /// The decision; a sum too large to count with is asked about, nothing is recorded.
    func countable() throws -> Decision {
        do {
            return try decision()
        } catch is QuantityError {
            let line: ReplyFields = [ReportDoubt.Reason.outOfRange.rawValue: true]
            return Decision(
                .askedBack,
                replies: [
                    Reply(.reportUnclear, ["lines": .rows([line])], priority: .confirmation)
                ])
        }
    }

    /// The day of the message in Vietnam.
    var today: CivilDay { CivilDay(epochMilliseconds: message.sentAt.milliseconds) }

    var isPrivate: Bool { message.chatKind == .private }

    /// What the talk is about, unless that was too long ago.
    var topic: Topic? {
        situation.topic.flatMap {
            $0.expiresAtMilliseconds > situation.now.milliseconds ? $0 : nil
        }
    }

    func decision() throws -> Decision {
        // What is said to everybody is answered only when it plainly asks what we know.
        guard reading.place.isAddressed else {
            return situation.known.isMuted ? .silence(.muted) : overheard()
        }
        guard case .text(let text) = message.content else {
            // A picture in a group is talk among people; in private somebody waits for a word.
            return isPrivate ? Decision(.abstained, replies: [Reply(.notText)]) : .silence(.notText)
        }
        guard !reading.isBlank else {
            return Decision(.answered, replies: [Reply(.emptyText)])
        }
        if let danger = reading.danger { return warned(of: danger) }
        if let decision = try operationsTalk(text) { return decision }
        if let decision = try deskTalk(text) { return decision }
        if let decision = try draftTalk(text) { return decision }
        if let decision = try peopleTalk(text) { return decision }
        if let decision = try difficultyTalk(text) { return decision }
        if let decision = try numberedTalk(text) { return decision }
        if let chosen = choice(in: text) { return chosen }
        if let command = reading.command, let decision = try obey(command) { return decision }
        if let decision = try campaignTalk(text) { return decision }
        return questionTalk(text)
    }

    /// A bare number answers the question that the bot asked back.
    private func choice(in text: String) -> Decision? {
        guard let topic, !topic.choices.isEmpty, let number = reading.bareNumber
        else { return nil }
        guard topic.choices.indices.contains(number - 1) else {
            // A leader's bare number is no choice when nothing is to choose from.
            return number <= 9
                ? Decision(
                    .askedBack,
                    replies: [Reply(.choiceUnclear, ["count": .number(topic.choices.count)])])
                : nil
        }
        let choice = topic.choices[number - 1]
        return answer(choice.procedure, aspect: choice.aspect)
    }

    private func obey(_ command: CommandMatch) throws -> Decision? {
        switch command.intent {
        case "Greeting":
            // Whoever writes the sentences may let the reply say what their gaps took.
            var fields = command.texts
            fields["name"] = .text(message.senderName)
            return Decision(.answered, replies: [Reply(.greeting, fields)])
        case "Thanks":
            return isPrivate ? Decision(.answered, replies: [Reply(.thanks)]) : .silence(.courtesy)
        case "Goodbye":
            return isPrivate ? Decision(.answered, replies: [Reply(.goodbye)]) : .silence(.courtesy)
        case "Help":
            return help(.answered)
        case "ClaimInvitation":
            return try claim(command)
        case "VoidReport":
            return try voidLastReport() ?? (isPrivate ? refuse(.nothingToVoid) : nil)
        case "QueryMissing":
            return try missing(unit: nil, day: today)
        case "QueryDay":
            return campaignDay()
        case "QueryProgress":
            return try progress(unit: nil)
        case "QueryRanking":
            return try ranking(unit: nil)
        default:
            return nil
        }
    }
}

extension CommandMatch {
    /// What the gaps of the sentence took, by name.
    fileprivate var texts: ReplyFields {
        var fields: ReplyFields = [:]
        for slot in slots {
            switch slot.value {
            case .string(let text): fields[slot.name] = .text(text)
            case .integer(let number): fields[slot.name] = .number(number)
            default: continue
            }
        }
        return fields
    }
}

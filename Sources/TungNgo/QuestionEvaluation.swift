import Content
import Conversation
import IntentMatching
import Messaging
import VietText

/// Runs labelled questions through the whole path from text to decision and counts.
struct QuestionEvaluation {
    let knowledge: Knowledge
    let place: PlaceOption
    let stripsMarks: Bool
    let leavesOneOut: Bool
    let day: CivilDay

    /// How one row ended.
    enum Verdict: String {
        case correct
        case askedBackRight = "asked back, right among the candidates"
        case askedBack = "asked back, right not among the candidates"
        case abstained
        case wrong
    }

    func run(_ rows: [QuestionRow]) -> QuestionFigures {
        let scored = rows.filter {
            $0.intent != "*" && !($0.intent == "ask" && $0.procedures.isEmpty)
        }
        let disabled = leavesOneOut ? disabledPhrases(scored) : nil
        var reader = Reader(knowledge: knowledge)
        var figures = QuestionFigures()
        for (index, row) in scored.enumerated() {
            showProgress("reading questions", index, of: scored.count)
            let text = stripsMarks ? folded(row.text) : row.text
            let reading = reader.read(text, place: place.talkPlace, disabled: disabled?[index])
            let heard = Heard(
                reading: reading, decision: decision(text, reading), knowledge: knowledge)
            figures.add(row, heard, verdict(row, heard))
        }
        showProgress("")
        return figures
    }

    /// What the bot made of one row.
    struct Heard {
        /// Subjects answered, in the order of the text.
        let answered: [String]
        /// Candidates of the question asked back.
        let candidates: [String]
        let aspects: [String]
        let spoke: Bool
        /// Whether a procedure was answered.
        let gaveCard: Bool

        init(reading: Reading, decision: Decision, knowledge: Knowledge) {
            // A list of names from the catalogue answers nothing and offers no procedure.
            let isCatalogue = decision.replies.contains { $0.key == .catalogueHits }
            answered = isCatalogue ? [] : reading.questions.compactMap(\.subject)
            candidates =
                isCatalogue
                ? []
                : reading.questions.filter { $0.outcome == .askBack }
                    .flatMap { $0.candidates.map(\.subject) }
            aspects = reading.questions.map { $0.aspect ?? "tong-quan" }
            spoke = !decision.replies.isEmpty
            gaveCard = decision.replies.contains {
                [.answerAspect, .answerOverview, .answerUnverified].contains($0.key)
            }
        }
    }

    private func verdict(_ row: QuestionRow, _ heard: Heard) -> Verdict {
        if row.intent == "none" {
            let isRight = place == .group ? !heard.spoke : !heard.gaveCard
            return isRight ? .correct : .wrong
        }
        let accepted = row.intent == "ask" ? row.procedures : [row.intent]
        if heard.answered.contains(where: accepted.contains) { return .correct }
        if !heard.answered.isEmpty { return .wrong }
        guard !heard.candidates.isEmpty else { return .abstained }
        return heard.candidates.contains(where: accepted.contains) ? .askedBackRight : .askedBack
    }

    private func decision(_ text: String, _ reading: Reading) -> Decision {
        let message = rehearsedMessage(text, place: place, day: day)
        // The rehearsal's books never throw.
        return
            (try? decide(
                message, reading, in: .rehearsal(at: message.sentAt), using: knowledge)) ?? .silence
    }

    /// For each row the phrases that only it uses and that are no official name; copies of one
    /// sentence count as one row.
    private func disabledPhrases(_ rows: [QuestionRow]) -> [PhraseSet] {
        let matcher = knowledge.questions
        let found = rows.map { Set(matcher.phrasesFound(in: $0.text)) }
        var users: [Int32: Set<String>] = [:]
        for (row, phrases) in zip(rows, found) {
            let sentence = folded(row.text)
            for phrase in phrases { users[phrase, default: []].insert(sentence) }
        }
        let allButOfficial = matcher.phrases.indices.map(Int32.init)
            .filter { !matcher.phrases[Int($0)].isOfficial }
        return zip(rows, found).map { row, _ in
            let sentence = folded(row.text)
            var disabled = PhraseSet()
            for phrase in allButOfficial {
                let others = users[phrase].map { $0.count - ($0.contains(sentence) ? 1 : 0) } ?? 0
                if others == 0 { disabled.insert(phrase) }
            }
            return disabled
        }
    }
}

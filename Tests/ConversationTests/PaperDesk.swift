import Conversation
import Messaging

/// The list of unanswered questions on paper: what `Storage` must equal.
final class PaperDesk {
    private var officials: Set<PersonID> = []
    private var codes: Set<String> = []
    private var questions: [(asker: PersonID, handed: HandedQuestion)] = []

    func appoint(_ person: PersonID) { officials.insert(person) }

    func invite(_ code: String) { codes.insert(code) }

    /// Stores what a decision about a message wants stored.
    func apply(_ effect: Effect, of message: InboundMessage, at now: Timestamp) {
        switch effect {
        case .handOver(let question):
            questions.append(
                (
                    message.sender,
                    HandedQuestion(
                        question: question, state: .open, chat: message.chat,
                        chatKind: message.chatKind, asker: message.senderName, askedAt: now)
                ))
        case .answerQuestion(let number, let answer):
            close(number, .answered(by: message.senderName, answer: answer))
        case .dropQuestion(let number):
            close(number, .dropped)
        case .claimDesk(let code):
            if codes.remove(code) != nil { appoint(message.sender) }
        case .people(.cancelCode(let code)):
            codes.remove(code)
        default:
            break
        }
    }

    /// The desk as one person asks it.
    func desk(for person: PersonID) -> Desk {
        Desk(
            isOfficial: { self.officials.contains(person) },
            hasOfficials: { !self.officials.isEmpty },
            nextNumber: { Int64(self.questions.count + 1) },
            lastQuestion: { words, since in
                self.questions.last {
                    $0.asker == person && $0.handed.question.words == words
                        && $0.handed.askedAt >= since
                }?.handed
            },
            question: { number in
                self.questions.first { $0.handed.question.number == number }?.handed
            },
            openQuestions: { Array(self.open.prefix($0)) }, openCount: { self.open.count },
            isCode: { self.codes.contains($0) })
    }

    private var open: [HandedQuestion] {
        questions.map(\.handed).filter { $0.state == .open }
    }

    private func close(_ number: Int64, _ state: HandedQuestion.State) {
        guard let index = questions.firstIndex(where: { $0.handed.question.number == number })
        else { return }
        let old = questions[index].handed
        questions[index].handed = HandedQuestion(
            question: old.question, state: state, chat: old.chat, chatKind: old.chatKind,
            asker: old.asker, askedAt: old.askedAt)
    }
}

import ArgumentParser
import Content
import Conversation
import IntentMatching
import Messaging
import VietText

/// Answers one question on the command line, as the bot would in a private chat.
struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the bot one question, without a platform.",
        discussion: "With --explain it shows how the text was read: words, phrases, rules, scores.")

    @Argument(help: "The question, in quotation marks.")
    var text: String

    @Flag(help: "Show how the text was understood.")
    var explain = false

    @Option(help: "Where it is said: private, or group (not addressed to the bot).")
    var place = PlaceOption.private

    @Option(help: "The folder with the content.")
    var content = "intents"

    @Option(help: "The day on which it is asked: year-month-day; default today.")
    var day: String?

    func run() throws {
        let today = try civilDay(day, option: "--day")
        let content = try loadContent(folder: content, today: today)
        if explain { print(content.knowledge.questions.explain(text, place: place.talkPlace)) }
        var reader = Reader(knowledge: content.knowledge)
        let reading = reader.read(text, place: place.talkPlace)
        if explain, let command = reading.command {
            print("command: \(command.intent) (\(command.template.location))")
            for reason in command.reasons { print("  \(reason)") }
        }
        let message = rehearsedMessage(text, place: place, day: today)
        let decision = try decide(
            message, reading, in: .rehearsal(at: message.sentAt), using: content.knowledge)
        if explain { print("outcome: \(decision.outcome.rawValue)\n") }
        for reply in decision.replies { print(content.replies.render(reply)) }
        if decision.replies.isEmpty { print("(im lặng)") }
    }
}

/// Where a rehearsed message is said.
enum PlaceOption: String, ExpressibleByArgument, CaseIterable {
    case `private`
    case group

    var talkPlace: TalkPlace { self == .private ? .privateChat : .overheard }
}

/// Makes a message of nobody in particular, sent at noon of `day`.
func rehearsedMessage(_ text: String, place: PlaceOption, day: CivilDay) -> InboundMessage {
    InboundMessage(
        account: AccountID(rawValue: "rehearsal"), chat: ChatID(rawValue: "chat"),
        chatKind: place == .private ? .private : .group, message: MessageID(rawValue: "1"),
        sender: PersonID(rawValue: "person"), senderName: "", content: .text(text),
        sentAt: Timestamp(milliseconds: (Int64(day.daysSinceEpoch) * 24 + 5) * 3_600_000))
}

extension Situation {
    /// Nobody leads anything and the ledger is empty.
    static func rehearsal(at now: Timestamp) -> Situation {
        Situation(
            now: now, topic: nil, roles: [],
            books: Books(
                nextReportNumber: { 1 }, totals: { _, _, _ in [:] }, entries: { _, _ in [] },
                lastReport: { _ in nil }, reports: { _, _, _ in [] }, report: { _ in nil },
                correction: { _ in nil }, reportedUnits: { _, _ in [] }))
    }
}

import Campaign
import Conversation
import Gateway
import Messaging
import Storage
import VietText

/// What the people of one simulation say, and what the bot is to do about it.
struct Talk {
    /// What a message makes the bot do.
    enum Kind: Hashable {
        /// Answers it with so many messages.
        case ask(replies: Int, Priority)
        /// Writes its number into the ledger, and confirms it.
        case report
        /// Writes to another chat, perhaps of another account.
        case tell(AccountID, ChatID, Priority)
        case silent
        /// Its turn fails always.
        case poison
        /// Its turn fails so many times.
        case flaky(times: Int)
        /// The program stops in its turn.
        case deadly
    }

    /// One message that somebody writes.
    struct Said {
        let number: Int
        let kind: Kind
        let message: InboundMessage
        /// Milliseconds after the start.
        let at: Int
    }

    let platforms: [(account: AccountID, keeping: Platform.Keeping, chats: [ChatID])]
    let said: [Said]

    init(_ random: inout SeededRandom) {
        let accounts = random.within(1...3)
        platforms = (0..<accounts).map { number in
            let chats = (0..<random.within(1...3)).map { ChatID(rawValue: "c\($0)") }
            return (
                AccountID(rawValue: "bot-\(number)"),
                random.pick([Platform.Keeping.untilHandedOut, .untilAcknowledged, .untilAnswered]),
                chats
            )
        }
        let count = random.oneIn(20) ? random.within(20...50) : random.within(2...12)
        let spread = random.pick([1, 2_000, 60_000, 1_200_000])
        var said: [Said] = []
        for number in 0..<count {
            let platform = random.pick(platforms)
            let chat = random.pick(platform.chats)
            let kind = Self.kind(&random, platforms)
            let at = random.below(spread)
            said.append(
                Said(
                    number: number, kind: kind,
                    message: Self.message(number, platform.account, chat, &random), at: at))
        }
        self.said = said.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
    }

    private static func kind(
        _ random: inout SeededRandom,
        _ platforms: [(account: AccountID, keeping: Platform.Keeping, chats: [ChatID])]
    ) -> Kind {
        switch random.below(20) {
        case 0..<7: return .report
        case 7..<10:
            return .ask(replies: random.within(1...3), random.pick([.answer, .confirmation]))
        case 10..<15:
            let other = random.pick(platforms)
            return .tell(
                other.account, random.pick(other.chats),
                random.pick([.bulletin, .bulletin, .reminder, .answer]))
        case 15: return .silent
        case 16, 17: return .flaky(times: random.within(1...2))
        case 18: return .poison
        default: return random.oneIn(3) ? .deadly : .ask(replies: 1, .answer)
        }
    }

    private static func message(
        _ number: Int, _ account: AccountID, _ chat: ChatID, _ random: inout SeededRandom
    ) -> InboundMessage {
        InboundMessage(
            account: account, chat: chat, chatKind: chat.rawValue == "c0" ? .group : .private,
            message: MessageID(rawValue: "id-\(number)"),
            sender: PersonID(rawValue: "p\(random.below(3))"), senderName: "Lan",
            content: .text("m\(number)"), sentAt: World.began)
    }

    /// The number of the message with this text.
    static func number(of text: String) -> Int? {
        guard text.first == "m" else { return nil }
        return Int(text.dropFirst().prefix { $0 != "." })
    }

    /// The texts that the message is to be answered with, wherever they go.
    static func replies(to number: Int, _ kind: Kind) -> [String] {
        switch kind {
        case .ask(let replies, _): (0..<replies).map { "m\(number).\($0)" }
        case .report, .tell, .flaky: ["m\(number).0"]
        case .silent, .poison, .deadly: []
        }
    }

    /// The text for whoever writes too much.
    static func floodNotice(_ number: Int) -> String { "m\(number).flood" }

    /// Whether a reply may be sent again when nobody knows whether it arrived.
    func isRepeated(_ text: String) -> Bool {
        guard let number = Self.number(of: text),
            let said = said.first(where: { $0.number == number })
        else { return false }
        if case .tell(_, _, let priority) = said.kind, text != Self.floodNotice(number) {
            return priority.repeatsUnknownOutcome
        }
        return true
    }

    static let campaign = CampaignID(rawValue: "drive")
    static let unit = UnitID(rawValue: "ward")

    /// The report of a message: its number is the amount.
    static func report(_ number: Int, as report: Int64) throws -> ReportRecord {
        ReportRecord(
            number: report, campaign: campaign, unit: unit,
            entries: [
                LedgerEntry(
                    report: report, unit: unit, indicator: IndicatorKey(rawValue: "households"),
                    day: CivilDay(epochMilliseconds: World.began.milliseconds),
                    amount: Amount(.add, Quantity(scaled: Int64(number))))
            ], corrects: nil)
    }
}

import Content
import Conversation
import Messaging
import TestSupport
import VietText

/// The content of this repository, loaded once for all tests of the target.
enum OfficeContent {
    /// The day from which sample campaigns count, and on which tests play unless they say another.
    static let today = CivilDay(year: 2026, month: 8, day: 14)

    /// A day of the campaign `danh-gia-2022`.
    static let evaluationDay =
        CivilDay(year: 2022, month: 6, day: 21) ?? CivilDay(daysSinceEpoch: 0)

    private static let loaded = Result { () throws(ContentRefused) in
        try LoadedContent.load(
            folder: RepositoryRoot.path + "/intents",
            today: today ?? CivilDay(epochMilliseconds: 0))
    }

    static func shared() throws -> LoadedContent { try loaded.get() }
}

/// The moment of a day and time in Vietnam.
func moment(_ day: CivilDay, hour: Int = 8, minute: Int = 0) -> Timestamp {
    let epoch = CivilDay(epochMilliseconds: 0)
    let minutes = Int64(epoch.days(until: day)) * 1_440 + Int64(hour * 60 + minute) - 7 * 60
    return Timestamp(milliseconds: minutes * 60_000)
}

/// A message of one person.
func message(
    _ content: InboundMessage.Content, from name: String = "Lan", in kind: ChatKind = .private,
    at time: Timestamp, account: String = "bot"
) -> InboundMessage {
    InboundMessage(
        account: AccountID(rawValue: account), chat: ChatID(rawValue: "\(kind)-\(name)"),
        chatKind: kind, message: MessageID(rawValue: "m"), sender: PersonID(rawValue: name),
        senderName: name, content: content, sentAt: time)
}

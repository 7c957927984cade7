import Campaign
import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import VietText

/// The schema of this version, of which a dump lies among the fixtures.
let newestSchema = 15

let start = Timestamp(milliseconds: 1_655_600_000_000)
let bot = AccountID(rawValue: "bot-1")
let drive = CampaignID(rawValue: "chien-dich")
let hamlet = UnitID(rawValue: "ap-1")
let households = IndicatorKey(rawValue: "ho_den")

/// A text message; only what a test is about need be said.
func message(
    _ id: String, chat: String = "c1", sender: String = "p1", text: String = "xin chào",
    kind: ChatKind = .private
) -> InboundMessage {
    InboundMessage(
        account: bot, chat: ChatID(rawValue: chat), chatKind: kind,
        message: MessageID(rawValue: id), sender: PersonID(rawValue: sender), senderName: "Lan",
        content: .text(text), sentAt: start)
}

/// What a turn stores when it adds so many households, and says so.
func recording(
    _ count: Int64, _ situation: Situation, unit: UnitID = hamlet, corrects: Int64? = nil
) throws -> (Decision, [RenderedReply]) {
    let number = try situation.books.nextReportNumber()
    let entry = LedgerEntry(
        report: number, unit: unit, indicator: households,
        day: CivilDay(epochMilliseconds: start.milliseconds),
        amount: Amount(.add, try Quantity(count)))
    let report = ReportRecord(
        number: number, campaign: drive, unit: unit, entries: [entry], corrects: corrects)
    return (
        Decision(.recorded, effects: [.record(report)]),
        [RenderedReply("đã ghi \(count) hộ", priority: .confirmation)]
    )
}

/// Answers with the text that came.
func echo(
    _ kept: KeptMessage, _ situation: Situation
) throws -> (Decision, [RenderedReply]) {
    (Decision(.answered), [RenderedReply(text(of: kept))])
}

/// The text of a message; empty when it has none.
func text(of kept: KeptMessage) -> String {
    if case .text(let text) = kept.message.content { text } else { "" }
}

/// A decision that cannot be made.
struct Poison: Error {}

extension Store {
    /// Keeps messages at the start of the test.
    @discardableResult
    func keep(_ messages: InboundMessage...) throws -> [KeptMessage] {
        try keep(messages, at: start) { TraceID(rawValue: "t") }
    }

    /// Takes up to `max` turns that are owed.
    @discardableResult
    func turn(
        max: Int = 100, at now: Timestamp = start,
        _ decide: (KeptMessage, Situation) throws -> (Decision, [RenderedReply]) = echo
    ) throws -> [TurnResult] {
        let batch = try takeInHand(max: max, at: now).batch
        return try takeTurns(batch, now: now, textUnitsMax: { _ in 1_900 }, decide: decide)
    }

    /// The texts that are due, in the order of `due`.
    func dueTexts(at now: Timestamp = start) throws -> [String] {
        try due(account: bot, now: now, max: 100).map(\.message.text)
    }

    /// The total of the hamlet's households as SQL counts it.
    func householdTotal() throws -> Int64? {
        let day = CivilDay(epochMilliseconds: start.milliseconds)
        return try totals(of: drive, units: [hamlet], through: day)[hamlet]?[households]?.value
            .whole
    }
}

/// A generator with a seed, so that a failure can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Runs `body` with a path for a database file, and removes what was made there.
func withDatabasePath<T>(_ body: (String) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent("bot.sqlite").path)
}

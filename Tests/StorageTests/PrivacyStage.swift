import Campaign
import Conversation
import Foundation
import GRDB
import Messaging
import Storage
import Testing

/// A store in which people have left all kinds of words, and steps to leave more.
struct PrivacyStage {
    let store: Store
    let queue: any DatabaseWriter

    /// Words by which texts of each kind are found again.
    static let marks = [
        "thu-mat-mot", "tra-loi-mat", "hoi-mat-hai", "kho-mat-ba", "nhap-mat-bon", "dap-mat-nam",
        "xong-mat-sau", "Tran Mat Danh",
    ]
    static let north = Role(campaign: drive, unit: hamlet)

    init() throws {
        let queue = try DatabaseQueue()
        self.queue = queue
        store = try Store(queue, startedAt: start)
    }

    init(path: String) throws {
        store = try Store.open(path: path, startedAt: start)
        queue = try DatabaseQueue(path: path)
    }

    /// Keeps one message of the person and takes its turn with these effects and replies.
    @discardableResult
    func turn(
        _ effects: [Effect] = [], text: String = marks[0], from sender: String = "p1",
        replies: [RenderedReply] = [], at now: Timestamp = start,
        _ decide: ((Situation) throws -> (Decision, [RenderedReply]))? = nil
    ) throws -> [TurnResult] {
        let message = InboundMessage(
            account: bot, chat: ChatID(rawValue: "private-\(sender)"), chatKind: .private,
            message: MessageID(rawValue: newOneTimeCode()), sender: PersonID(rawValue: sender),
            senderName: sender == "p1" ? Self.marks[7] : "Lan", content: .text(text),
            sentAt: now)
        _ = try store.keep([message], at: now) { TraceID(rawValue: "t") }
        return try store.turn(at: now) { _, situation in
            try decide?(situation) ?? (Decision(.answered, effects: effects), replies)
        }
    }

    /// Sends what waits.
    func deliver(at now: Timestamp = start) throws {
        while let due = try store.due(account: bot, now: now, max: 1).first {
            var delivery = due.delivery
            _ = delivery.woke(at: now)
            _ = delivery.sendSucceeded()
            try store.save(delivery, for: due.id, at: now)
        }
    }

    /// A leader with a report, a question, a difficulty, a draft and answers, all ended.
    func fill() throws {
        try store.addInvitation("LEAD2345", for: Self.north, at: start)
        try turn([.claimInvitation(code: "LEAD2345")])
        try turn(replies: []) { situation in
            let (decision, _) = try recording(25, situation)
            return (decision, [RenderedReply(Self.marks[1], priority: .confirmation)])
        }
        try turn([
            .handOver(
                NewQuestion(
                    number: 1, text: Self.marks[2], words: Self.marks[2],
                    candidates: ["khai-sinh"], isPromised: true)),
            .openDifficulty(
                NewDifficulty(
                    number: 1, campaign: drive, unit: hamlet, text: Self.marks[3],
                    words: Self.marks[3])),
            .keepDraft(try Self.draft()),
            .setTopic(
                Topic(
                    procedure: "khai-sinh", choices: [],
                    expiresAtMilliseconds: start.milliseconds + 1_000)),
        ])
        try turn([
            .answerQuestion(number: 1, answer: Self.marks[5]), .endDraft(1, .recorded),
            .resolveDifficulty(number: 1, how: Self.marks[6]),
        ])
        try deliver()
    }

    static func draft() throws -> NewDraft {
        let json = """
            {"campaign": "chien-dich", "isAdditional": false, "isReplacement": false, "parts": [],
             "confirmed": [], "silent": [], "gaps": [], "summary": "\(marks[4])"}
            """
        return NewDraft(
            number: 1,
            content: try JSONDecoder().decode(PendingReport.self, from: Data(json.utf8)),
            expiresAtMilliseconds: start.milliseconds + 3_600_000)
    }

    /// Purges to the end and returns what went.
    @discardableResult
    func purge(days: Int64, _ retention: Retention = Retention()) throws -> [RetainedKind: Int] {
        var purged = Purged()
        let now = start.adding(seconds: days * 86_400)
        repeat { purged.add(try store.purge(retention, max: 3, at: now)) } while !purged.isComplete
        return purged.counts
    }

    /// All texts of all tables in one.
    func everything() throws -> String {
        try queue.read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            return try tables.map { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\($0)" }
                    .joined(separator: "\n")
            }.joined(separator: "\n")
        }
    }

    func text(_ sql: String) throws -> String? {
        try queue.read { db in try String.fetchOne(db, sql: sql) }
    }

    func number(_ sql: String) throws -> Int? {
        try queue.read { db in try Int.fetchOne(db, sql: sql) }
    }
}

extension Erasure {
    /// The command that erases in tests.
    static let admin = AuditActor.command(login: "root")
}

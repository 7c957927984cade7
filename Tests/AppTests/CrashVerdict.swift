import Foundation
import GRDB
import Simulator
import Testing

/// Holds what the daemon has stored against what was posted and what people got.
struct CrashVerdict {
    /// What was posted, by the platform's id.
    let posted: [String: CrashPost]

    /// Ids of what was posted, in order.
    let order: [String]
    let handedOut: [HandedOutUpdate]

    /// What the bot sent, oldest first.
    let answers: [SimulatedMessage]

    private let stored: [StoredMessage]
    private let outbox: [StoredReply]
    private let reportInboxes: [Int64]
    private let totals: [String: [Int64]]

    /// A row of the inbox.
    struct StoredMessage: Decodable, FetchableRecord {
        let id: Int64
        let chat: String
        let message: String
        let state: String
        let error: String?
    }

    /// A row of the outbox.
    struct StoredReply: Decodable, FetchableRecord {
        let id: Int64
        let inbox: Int64
        let chat: String
        let text: String
        let state: String
        let attempts: Int
    }

    init(
        database: String, posted: [String: CrashPost], order: [String],
        handedOut: [HandedOutUpdate], answers: [SimulatedMessage]
    ) throws {
        (self.posted, self.order) = (posted, order)
        (self.handedOut, self.answers) = (handedOut, answers)
        let queue = try DatabaseQueue(path: database)
        (stored, outbox, reportInboxes, totals) = try queue.read { db in
            (
                try StoredMessage.fetchAll(db, sql: "SELECT * FROM inbox ORDER BY id"),
                try StoredReply.fetchAll(db, sql: "SELECT * FROM outbox ORDER BY id"),
                try Int64.fetchAll(db, sql: "SELECT inbox FROM report ORDER BY number"),
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT ledger.unit AS unit,
                            sum(CASE indicator WHEN 'ho' THEN value END) AS ho,
                            sum(CASE indicator WHEN 'tk' THEN value END) AS tk
                        FROM ledger JOIN report ON report.number = ledger.report
                        WHERE report.voided_at IS NULL AND operation = 'add'
                        GROUP BY ledger.unit
                        """
                ).reduce(into: [:]) { totals, row in
                    totals[row["unit"]] = [row["ho"] ?? 0, row["tk"] ?? 0]
                }
            )
        }
    }

    /// Orders of the updates that left the platform and never reached the database.
    var lost: [Int] {
        let ids = Set(stored.map(\.message))
        return handedOut.filter { !$0.isRepeat && !ids.contains($0.messageID) }.map(\.order)
    }

    /// Replies that were sent twice because nobody knew whether they had arrived.
    var repeated: Int { answers.count - outbox.count }

    var storedCount: Int { stored.count }
    var reportCount: Int { reportInboxes.count }

    func expectEveryStoredMessageAnswered() {
        #expect(stored.filter { $0.state != "taken" }.map { $0.error ?? $0.state } == [])
        let answered = Set(outbox.map(\.inbox))
        let silent = stored.filter { !answered.contains($0.id) }
        #expect(silent.map { posted[$0.message]?.text ?? $0.message } == [])
        #expect(outbox.filter { ["waiting", "sending"].contains($0.state) }.map(\.id) == [])
    }

    func expectNoReportTwiceAndNoneMissing() {
        let reports = stored.filter { posted[$0.message]?.report != nil }
        // A chat that waits behind a suspect message reports later than others.
        #expect(reportInboxes.sorted() == reports.map(\.id))
        var expected: [String: [Int64]] = [:]
        for message in reports {
            guard let post = posted[message.message], let numbers = post.report,
                let unit = post.chat.unit
            else { continue }
            for (index, number) in numbers.enumerated() {
                // The ledger counts ten-thousandths.
                expected[unit, default: [0, 0]][index] += Int64(number) * 10_000
            }
        }
        #expect(totals == expected)
    }

    func expectOrderKeptInEveryChat() {
        let position = Dictionary(
            uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
        for chat in Set(stored.map(\.chat)).sorted() {
            let positions = stored.filter { $0.chat == chat }.compactMap { position[$0.message] }
            #expect(positions == positions.sorted(), "inbox of \(chat)")
            let inboxes = outbox.filter { $0.chat == chat }.map(\.inbox)
            #expect(inboxes == inboxes.sorted(), "outbox of \(chat)")
            expectAnswersArrivedInOrder(chat)
        }
    }

    /// People get exactly the outbox, in its order; one more copy for each further attempt.
    private func expectAnswersArrivedInOrder(_ chat: String) {
        let wanted = Self.runs(outbox.filter { $0.chat == chat }) { $0.text }
        let got = Self.runs(answers.filter { $0.chat == chat }) { $0.text }
        // Hundreds of texts differ in one place: name that place.
        let longest = max(got.count, wanted.count)
        let difference = (0..<longest).first { index in
            !got.indices.contains(index) || !wanted.indices.contains(index)
                || got[index].text != wanted[index].text
        }
        if let difference {
            let got = got.dropFirst(difference).first?.text.prefix(80) ?? "nothing"
            let row = wanted.dropFirst(difference).first?.items.first
            Issue.record(
                "\(chat): '\(got)' arrived where row \(row.map { "\($0)" } ?? "none") was due")
            return
        }
        for (got, wanted) in zip(got, wanted) {
            let furtherAttempts = wanted.items.reduce(0) { $0 + max(0, $1.attempts - 1) }
            #expect(
                (wanted.items.count...wanted.items.count + furtherAttempts)
                    .contains(got.items.count),
                "\(got.items.count) copies for \(wanted.items.count) rows in \(chat)")
        }
    }

    /// Neighbours with the same text, together.
    private static func runs<Item>(
        _ items: [Item], text: (Item) -> String
    ) -> [(text: String, items: [Item])] {
        items.reduce(into: []) { runs, item in
            if let last = runs.last, last.text == text(item) {
                runs[runs.count - 1].items.append(item)
            } else {
                runs.append((text(item), [item]))
            }
        }
    }
}

extension CrashVerdict {
    /// Whether no message waits for its turn and no reply for its delivery.
    static func isAtRest(database: String) throws -> Bool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: database, configuration: configuration).read { db in
            let waiting = try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM inbox WHERE state = 'kept')
                        + (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending'))
                    """)
            return waiting == 0
        }
    }
}

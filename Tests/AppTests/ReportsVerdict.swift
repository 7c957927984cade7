import Foundation
import GRDB

/// What the daemon has stored, row by row of the labelled reports.
struct ReportsVerdict {
    private let posted: ReportsStage.Posted
    private let inboxes: [String: Inbox]
    private let replies: [Int64: String]
    private let reports: [Int64: Report]
    private let difficulties: [Int64: String]

    private struct Inbox: Decodable, FetchableRecord {
        let id: Int64
        let message: String
        let outcome: String?
    }

    private struct Report {
        let number: Int64
        let corrects: Int64?
        let voidedBy: Int64?
        let lines: Set<String>
    }

    init(_ stage: ReportsStage, _ posted: ReportsStage.Posted) throws {
        self.posted = posted
        let names = stage.unitNames
        (inboxes, replies, reports, difficulties) = try DatabaseQueue(path: stage.database).read {
            db in
            let inboxes = try Inbox.fetchAll(db, sql: "SELECT id, message, outcome FROM inbox")
            let replies = try Row.fetchAll(
                db,
                sql: "SELECT inbox, group_concat(text, ' | ') AS text FROM outbox GROUP BY inbox")
            let lines = try Row.fetchAll(db, sql: "SELECT * FROM ledger").reduce(
                into: [Int64: Set<String>]()
            ) { lines, row in
                let unit: String = row["unit"]
                let value: Int64 = row["value"]
                let whole = (row["denominator"] as Int64?).map { "/\($0 / 10_000)" } ?? ""
                lines[row["report"], default: []].insert(
                    "\(names[unit] ?? unit) \(row["indicator"] as String) "
                        + "\(row["operation"] as String) \(value / 10_000)\(whole) "
                        + "\(row["day"] as String)")
            }
            let reports = try Row.fetchAll(db, sql: "SELECT * FROM report").map { row in
                let number: Int64 = row["number"]
                return (
                    row["inbox"] as Int64,
                    Report(
                        number: number, corrects: row["corrects"], voidedBy: row["voided_by"],
                        lines: lines[number] ?? [])
                )
            }
            let difficulties = try Row.fetchAll(db, sql: "SELECT inbox, text FROM difficulty")
            return (
                Dictionary(uniqueKeysWithValues: inboxes.map { ($0.message, $0) }),
                Dictionary(uniqueKeysWithValues: replies.map { ($0["inbox"], $0["text"]) }),
                Dictionary(uniqueKeysWithValues: reports),
                Dictionary(uniqueKeysWithValues: difficulties.map { ($0["inbox"], $0["text"]) })
            )
        }
    }

    /// How many rows came out as meant; what was recorded wrongly, and what else went otherwise.
    func findings(
        _ rows: [LabelledReport]
    ) throws -> (exact: Int, wrong: [String], other: [String]) {
        var wrong: [String] = []
        var other: [String] = []
        for row in rows {
            guard let id = posted.rows[row.id], let inbox = inboxes[id] else {
                other.append("\(row.id): not kept")
                continue
            }
            guard let problem = problem(row, inbox) else { continue }
            let line = "\(row.id) \(row.text): \(problem); reply: \(replies[inbox.id] ?? "none")"
            if reports[inbox.id] != nil { wrong.append(line) } else { other.append(line) }
        }
        return (rows.count - wrong.count - other.count, wrong, other)
    }

    private func problem(_ row: LabelledReport, _ inbox: Inbox) -> String? {
        let report = reports[inbox.id]
        let before = posted.earlier[row.id].flatMap { inboxes[$0] }
            .flatMap { reports[$0.id] }
        switch row.expect.action {
        case "report":
            guard let report else {
                // The figure of a whole commune is held against its villages', never summed.
                let reply = replies[inbox.id] ?? ""
                return reply.contains("khác tổng các đơn vị bên dưới") ? nil : "nothing recorded"
            }
            return report.lines == row.wantedLines ? nil : "recorded \(report.lines.sorted())"
        case "correct":
            guard let before else { return "what it corrects was not recorded" }
            guard let report else { return "nothing recorded" }
            guard report.corrects == before.number, before.voidedBy == inbox.id else {
                return "the earlier report still counts"
            }
            return report.lines == row.wantedLines ? nil : "recorded \(report.lines.sorted())"
        case "undo":
            guard let before else { return "what it takes back was not recorded" }
            return before.voidedBy == inbox.id && report == nil ? nil : "not taken back"
        default:
            if report != nil { return "recorded" }
            return saidOtherwise(row, inbox)
        }
    }

    /// What is wrong with the answer to a message that records nothing.
    private func saidOtherwise(_ row: LabelledReport, _ inbox: Inbox) -> String? {
        let reply = replies[inbox.id] ?? ""
        func outcome(_ wanted: String, saying words: String...) -> String? {
            guard inbox.outcome == wanted else { return "outcome \(inbox.outcome ?? "none")" }
            return words.allSatisfy { $0.isEmpty || reply.contains($0) }
                ? nil : "not said: \(words)"
        }
        switch row.expect.action {
        case "ask_back": return outcome("askedBack", saying: "CHƯA ghi")
        case "query_progress", "query_ranking":
            return outcome("answered", saying: row.expect.unit ?? "", "/92")
        case "query_missing": return outcome("answered", saying: "Chưa báo cáo")
        case "query_day": return outcome("answered", saying: "/92", "31/8/2022")
        case "blocker":
            // Where one is opened, its text is the label's.
            guard let text = difficulties[inbox.id] else { return nil }
            return text == row.expect.blocker ? nil : "the difficulty is '\(text)'"
        default:
            return difficulties[inbox.id] == nil ? nil : "a difficulty was opened"
        }
    }
}

import Foundation
import TestSupport
import Testing

/// One labelled report of the team: how a leader put it, and what is to come of it.
struct LabelledReport: Decodable, Sendable {
    let id: String
    let text: String
    let sentAt: String
    let senderUnit: String
    let expect: Expected

    struct Expected: Decodable, Sendable {
        let action: String
        let unit: String?
        let day: String?
        let values: [String: Value]?
        let blocker: String?
    }

    struct Value: Decodable, Sendable {
        let op: String
        let value: Int64?
        let num: Int64?
        let den: Int64?
    }

    private enum CodingKeys: String, CodingKey {
        case id, text, expect
        case sentAt = "sent_at"
        case senderUnit = "sender_unit"
    }

    /// Where the team keeps them; a clone elsewhere has none.
    static let path = "\(RepositoryRoot.path)/../shared/data/reports-dev.jsonl"

    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    static func all() throws -> [LabelledReport] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(LabelledReport.self, from: Data($0.utf8))
        }
    }

    /// Milliseconds since 1970 that it is dated.
    var moment: Int64 {
        get throws {
            Int64(try Date(sentAt, strategy: .iso8601).timeIntervalSince1970 * 1_000)
        }
    }

    /// What the ledger is to hold, as `LedgerLine` writes it.
    var wantedLines: Set<String> {
        Set(
            (expect.values ?? [:]).map { key, value in
                let whole = value.den.map { "/\($0)" } ?? ""
                return "\(expect.unit ?? "") \(key) \(value.op) "
                    + "\(value.value ?? value.num ?? -1)\(whole) \(expect.day ?? "")"
            })
    }

    /// A report that stands before it, for a correction or an undo to mean: other numbers, a
    /// little earlier, in words of the test's own.
    var earlier: (text: String, moment: Int64)? {
        get throws {
            let words = [
                "ho_den": "hộ", "tk_dvc": "tk dvc", "tuyen_truyen": "buổi tuyên truyền",
                "hs_online": "hồ sơ trực tuyến",
            ]
            switch expect.action {
            case "undo": return ("hôm nay 5 hộ", try moment - 60_000)
            case "correct":
                let parts = try (expect.values ?? [:]).sorted { $0.key < $1.key }.map {
                    key, value in
                    let word = try #require(words[key])
                    let old = value.num.map { $0 - 1 } ?? ((value.value ?? 0) + 10)
                    let amount = value.den.map { "\(old)/\($0)" } ?? "\(old)"
                    return (value.op == "set" ? "lũy kế " : "") + "\(amount) \(word)"
                }
                let day = (expect.day ?? "").split(separator: "-").compactMap { Int($0) }
                guard day.count == 3 else { return nil }
                return (
                    "ngày \(day[2])/\(day[1]): \(parts.joined(separator: ", "))",
                    try moment - 60_000
                )
            default: return nil
            }
        }
    }
}

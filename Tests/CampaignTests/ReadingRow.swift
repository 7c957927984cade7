import Campaign
import Testing
import VietText

/// A message of a leader and what it means; of `ấp 2` on 20/7/2022 where nothing else is said.
struct ReadingRow: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: String
    let reason: String
    var sender = "ap-2"
    /// Month and day of 2022.
    var sentOn = "07-20"
    var testDescription: String { "\(text): \(reason)" }

    /// Rows that share one reason.
    static func rows(_ reason: String, _ rows: [(String, String)]) -> [ReadingRow] {
        rows.map { ReadingRow(text: $0.0, expected: $0.1, reason: reason) }
    }

    /// Rows of several senders and days: unit, day, message, meaning.
    static func sent(_ reason: String, _ rows: [(String, String, String, String)]) -> [ReadingRow] {
        rows.map {
            ReadingRow(text: $0.2, expected: $0.3, reason: reason, sender: $0.0, sentOn: $0.1)
        }
    }

    private static let reader = Result { ReportReader(campaign: try CampaignFixture.evaluation()) }

    /// The reading as the tables write it: action, unit, day, `+` added, `=` set, difficulty.
    func drawn() throws -> String {
        let reading = try Self.reader.get().read(
            text, sentOn: CampaignFixture.day("2022-" + sentOn),
            senderUnit: UnitID(rawValue: sender))
        var parts = [reading.action.rawValue]
        let unit = reading.unit?.rawValue ?? "-"
        switch reading.action {
        case .report, .correct:
            parts += [unit, reading.day.map { String($0.description.dropFirst(5)) } ?? "-"]
            parts += reading.values.map { value in
                let sign = value.amount.operation == .add ? "+" : "="
                let whole = value.amount.denominator.map { "/\($0.whole)" } ?? ""
                return "\(value.indicator)\(sign)\(value.amount.value.whole)\(whole)"
            }
            parts += reading.blocker.map { ["\"\($0)\""] } ?? []
        case .queryDay, .queryMissing, .queryRanking, .queryProgress:
            parts.append(unit)
        case .blocker:
            parts.append("\"\(reading.blocker ?? "-")\"")
        case .resolveBlocker:
            parts.append(reading.ticket ?? "-")
        case .undo, .listBlockers, .none, .askBack:
            break
        }
        return parts.joined(separator: " ")
    }
}

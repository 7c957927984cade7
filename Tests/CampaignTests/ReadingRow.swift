import Campaign
import Testing
import VietText

/// A message of a leader of `ấp 2`, sent on 20/7/2022, and what it means.
struct ReadingRow: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: String
    let reason: String
    var testDescription: String { "\(text): \(reason)" }

    /// Rows that share one reason.
    static func rows(_ reason: String, _ rows: [(String, String)]) -> [ReadingRow] {
        rows.map { ReadingRow(text: $0.0, expected: $0.1, reason: reason) }
    }

    private static let reader = Result { ReportReader(campaign: try CampaignFixture.evaluation()) }

    /// The reading as the tables write it: action, unit, day, `+` added, `=` set, difficulty.
    func drawn() throws -> String {
        let reading = try Self.reader.get().read(
            text, sentOn: CampaignFixture.day("2022-07-20"), senderUnit: UnitID(rawValue: "ap-2"))
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

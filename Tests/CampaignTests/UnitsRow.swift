import Campaign
import Testing
import VietText

/// A message about several units and what it means; of `xã Phú Văn` on 20/7/2022 where nothing
/// else is said.
struct UnitsRow: Sendable, CustomTestStringConvertible {
    let text: String
    /// As `drawn()` writes it.
    let expected: String
    let reason: String
    var sender: String? = "phu-van"
    var testDescription: String { "\(text): \(reason)" }

    /// Rows that share one reason.
    static func rows(
        _ reason: String, sender: String? = "phu-van", _ rows: [(String, String)]
    ) -> [UnitsRow] {
        rows.map { UnitsRow(text: $0.0, expected: $0.1, reason: reason, sender: sender) }
    }

    private static let evaluation = Result {
        ReportReader(campaign: try CampaignFixture.evaluation())
    }

    static func reader() throws -> ReportReader { try evaluation.get() }

    func reading() throws -> UnitsReading? {
        try Self.reader().readUnits(
            text, sentOn: CampaignFixture.day("2022-07-20"),
            senderUnit: sender.map { UnitID(rawValue: $0) })
    }

    /// `-` for nil; else each unit with its values (`+` added, `=` set), its day where it is not
    /// the 20th, `!` and the reasons of doubt; `~` units without figures, `!!` doubts of the whole.
    func drawn() throws -> String {
        guard let reading = try reading() else { return "-" }
        var parts = reading.rows.map { row in
            var words = [row.unit?.rawValue ?? "?"]
            let day = row.day?.description.dropFirst(5) ?? "-"
            if day != "07-20" { words.append(String(day)) }
            words += row.values.map { value in
                let sign = value.amount.operation == .add ? "+" : "="
                let whole = value.amount.denominator.map { "/\($0)" } ?? ""
                return "\(value.indicator)\(sign)\(value.amount.value)\(whole)"
            }
            words += row.blocker.map { ["\"\($0)\""] } ?? []
            words += row.doubts.map { "!\($0.reason.rawValue)" }
            if row.action == .correct { words.append("(correct)") }
            return words.joined(separator: " ")
        }
        parts += reading.silent.map { "~\($0)" }
        parts += reading.doubts.map { "!!\($0.reason.rawValue)" }
        parts += reading.blocker.map { ["\"\($0)\""] } ?? []
        return parts.joined(separator: " | ")
    }
}

import ArgumentParser
import Campaign
import Conversation
import Foundation
import VietText

/// Runs labelled reports through the reader of a campaign, each line alone.
struct ReportEvaluation {
    let campaign: CampaignKnowledge

    /// One labelled report as the file writes it.
    private struct Line: Decodable {
        let id: String?
        let text: String
        let sentAt: String
        let senderUnit: String
        let expect: Expected

        enum CodingKeys: String, CodingKey {
            case id, text, expect
            case sentAt = "sent_at"
            case senderUnit = "sender_unit"
        }
    }

    private struct Expected: Decodable {
        let action: String
        /// `.some(nil)` where the file says null.
        let unit: String??
        let day: String?
        let values: [String: ExpectedValue]?
        let blocker: String?
        let ticket: String?

        enum CodingKeys: String, CodingKey {
            case action, unit, day, values, blocker, ticket
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            action = try container.decode(String.self, forKey: .action)
            unit =
                container.contains(.unit)
                ? .some(try container.decodeIfPresent(String.self, forKey: .unit)) : nil
            day = try container.decodeIfPresent(String.self, forKey: .day)
            values = try container.decodeIfPresent([String: ExpectedValue].self, forKey: .values)
            blocker = try container.decodeIfPresent(String.self, forKey: .blocker)
            ticket = try container.decodeIfPresent(String.self, forKey: .ticket)
        }
    }

    private struct ExpectedValue: Decodable {
        let op: String
        let value: Int64?
        let num: Int64?
        let den: Int64?
    }

    func run(file: String) throws -> ReportFigures {
        var figures = ReportFigures()
        let lines = try readText(file).split(separator: "\n")
        for (index, text) in lines.enumerated() where text.contains(where: { !$0.isWhitespace }) {
            let line: Line
            do {
                line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            } catch {
                complain("\(file):\(index + 1): this is no labelled report: \(error)")
                throw ExitCode.badInput
            }
            guard let day = Self.day(line.sentAt), let expectation = expectation(line.expect) else {
                complain(
                    "\(file):\(index + 1): sent_at, action, day or values cannot be read. "
                        + "Write sent_at like 2022-06-01T20:30:00+07:00.")
                throw ExitCode.badInput
            }
            let reading = campaign.reader.read(
                line.text, sentOn: day, senderUnit: unit(named: line.senderUnit))
            let score = reading.evaluated(against: expectation, in: campaign.campaign)
            figures.add(
                score, action: line.expect.action, id: line.id ?? "\(index + 1)", text: line.text)
        }
        return figures
    }

    private func unit(named name: String) -> UnitID? {
        campaign.campaign.units.units.first { $0.name == name || $0.id.rawValue == name }?.id
    }

    /// The civil day in Vietnam of a moment in ISO 8601.
    private static func day(_ text: String) -> CivilDay? {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        return CivilDay(epochMilliseconds: Int64(date.timeIntervalSince1970 * 1_000))
    }

    private func expectation(_ expected: Expected) -> ReportExpectation? {
        guard let action = ReportAction(rawValue: expected.action) else { return nil }
        var values: [IndicatorKey: Amount]?
        if let stated = expected.values {
            var amounts: [IndicatorKey: Amount] = [:]
            for (key, value) in stated {
                guard let amount = amount(value) else { return nil }
                amounts[IndicatorKey(rawValue: key)] = amount
            }
            values = amounts
        }
        let day = expected.day.map { CivilDay(iso: $0) }
        if case .some(nil) = day { return nil }
        return ReportExpectation(
            action: action, unit: expected.unit, day: day ?? nil, values: values,
            blocker: expected.blocker, ticket: expected.ticket)
    }

    private func amount(_ value: ExpectedValue) -> Amount? {
        guard let operation = Amount.Operation(rawValue: value.op),
            let number = value.value ?? value.num, let quantity = try? Quantity(number)
        else { return nil }
        let denominator = value.den.flatMap { try? Quantity($0) }
        return Amount(operation, quantity, of: denominator)
    }
}

/// What an evaluation of reports counted.
struct ReportFigures {
    /// Counts of one action, or of all.
    struct Counts: Encodable {
        var rows = 0
        var exact = 0
        var askedBack = 0
        var wrongRecorded = 0

        enum CodingKeys: String, CodingKey {
            case rows, exact
            case askedBack = "asked_back"
            case wrongRecorded = "wrong_recorded"
        }
    }

    private var total = Counts()
    private var byAction: [String: Counts] = [:]
    private var misread: [String] = []

    var rows: Int { total.rows }
    var exact: Int { total.exact }
    var wrongRecorded: Int { total.wrongRecorded }

    mutating func add(_ score: ReportScore, action: String, id: String, text: String) {
        Self.count(score, &total)
        Self.count(score, &byAction[action, default: Counts()])
        guard !score.isExact else { return }
        let mark = score.isWronglyRecorded ? "WRONG NUMBER " : ""
        misread.append(
            "\(mark)\(id)\t\(score.differences.joined(separator: "; "))\t"
                + text.replacing("\n", with: " / "))
    }

    private static func count(_ score: ReportScore, _ counts: inout Counts) {
        counts.rows += 1
        counts.exact += score.isExact ? 1 : 0
        counts.askedBack += score.isAskedBack ? 1 : 0
        counts.wrongRecorded += score.isWronglyRecorded ? 1 : 0
    }

    /// One JSON object with the keys that other programs read.
    func json() throws -> String {
        struct Output: Encodable {
            let counts: Counts
            let byAction: [String: Counts]

            enum CodingKeys: String, CodingKey {
                case byAction = "by_action"
            }

            func encode(to encoder: any Encoder) throws {
                try counts.encode(to: encoder)
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(byAction, forKey: .byAction)
            }
        }
        let output = Output(counts: total, byAction: byAction)
        return try jsonLine(output)
    }

    /// Figures, and the rows that were not read exactly.
    func table() -> String {
        var lines = ["rows\texact\tasked_back\twrong_recorded", line("all", total)]
        lines += byAction.sorted { $0.key < $1.key }.map { line($0.key, $0.value) }
        if !misread.isEmpty { lines += ["", "Not read exactly:"] + misread }
        return lines.joined(separator: "\n")
    }

    private func line(_ name: String, _ counts: Counts) -> String {
        let share = (Double(counts.exact) / Double(max(counts.rows, 1)) * 1_000).rounded() / 10
        return "\(name): \(counts.rows)\t\(counts.exact) (\(share) %)\t\(counts.askedBack)"
            + "\t\(counts.wrongRecorded)"
    }
}

import Campaign
import VietText

/// Figures of an earlier time in a table: read as a whole, every mistake with its line.
package struct FigureImport: Sendable {
    /// The figures in the order of the file; what is wrong is left out.
    package let figures: [Figure]

    /// What is wrong with the file, by line.
    package let mistakes: [Mistake]

    /// Tells files apart by their figures: spaces, order and line ends do not matter.
    package let digest: String

    private let lines: [Int]
    private let file: String

    /// The columns that the first line names, in any order; `denominator` may be left out.
    package static let columns = ["unit", "indicator", "day", "operation", "value", "denominator"]

    /// Lines of a file at the most: a daemon waits while they are written.
    package static let rowsMax = 100_000

    /// Reads a table with commas, semicolons or tabs.
    ///
    /// - Parameters:
    ///   - bytes: The file, in UTF-8.
    ///   - file: Its name, for mistakes.
    ///   - campaign: The campaign that the figures belong to.
    ///   - today: The day up to which figures can be known.
    package init(_ bytes: [UInt8], file: String, campaign: Campaign, today: CivilDay) {
        var findings = Findings()
        var figures: [Figure] = []
        var lines: [Int] = []
        var reader = FigureRowReader(file: file, campaign: campaign, today: today)
        for row in reader.rows(in: bytes, &findings) {
            guard let figure = reader.figure(row, &findings) else { continue }
            figures.append(figure)
            lines.append(row.line)
        }
        self.figures = figures
        self.lines = lines
        self.file = file
        mistakes = findings.mistakes.sorted()
        digest = Self.digest(of: figures)
    }

    /// What is wrong with writing the figures beside those that stand: nothing may count twice.
    ///
    /// - Parameters:
    ///   - standing: The entries of the campaign that stand.
    ///   - campaign: The campaign.
    ///   - repeats: Whether adding to a day that has a figure already is wished.
    /// - Returns: The mistakes by line; empty when all may be written.
    package func clashes(
        with standing: [LedgerEntry], campaign: Campaign, repeats: Bool
    ) -> [Mistake] {
        var findings = Findings()
        if !repeats { findRepeats(of: standing, campaign, &findings) }
        findWholesBesideParts(standing, campaign, &findings)
        do throws(QuantityError) {
            let entries = figures.map {
                LedgerEntry(
                    report: .max, unit: $0.unit, indicator: $0.indicator, day: $0.day,
                    amount: $0.amount)
            }
            _ = try Standings(entries: standing + entries, campaign: campaign)
        } catch {
            findings.error(
                at: Place(file: file, line: 0), "cộng lại quá lớn, không đếm được",
                remedy: "Kiểm tra các số lớn bất thường trong tệp")
        }
        return findings.mistakes.sorted()
    }

    private func findRepeats(
        of standing: [LedgerEntry], _ campaign: Campaign, _ findings: inout Findings
    ) {
        var added: [Spot: Int64] = [:]
        for entry in standing where entry.amount.operation == .add {
            added[Spot(entry.unit, entry.indicator, entry.day)] = entry.report
        }
        for (figure, line) in zip(figures, lines) where figure.amount.operation == .add {
            guard let report = added[Spot(figure.unit, figure.indicator, figure.day)] else {
                continue
            }
            let name = campaign.units[figure.unit]?.name ?? figure.unit.rawValue
            findings.error(
                at: Place(file: file, line: line),
                "sổ đã có '\(figure.indicator)' của \(name) ngày \(figure.day.vietnamese) "
                    + "(#A\(report)), cộng nữa là tính hai lần",
                remedy: "Bỏ dòng này; nếu đúng là số thêm thì chạy lại với --again")
        }
    }

    /// A running total of a unit that has units below with figures of their own would be summed
    /// with them.
    private func findWholesBesideParts(
        _ standing: [LedgerEntry], _ campaign: Campaign, _ findings: inout Findings
    ) {
        let summed = Set(campaign.indicators.filter { $0.rollUp != .none }.map(\.key))
        var stated: Set<Holder> = []
        // For each unit and indicator, some unit below that has a figure.
        var below: [Holder: UnitID] = [:]
        func note(_ unit: UnitID, _ indicator: IndicatorKey, _ operation: Amount.Operation) {
            guard summed.contains(indicator) else { return }
            if operation == .set { stated.insert(Holder(unit, indicator)) }
            var upper = campaign.units.parent(of: unit)
            while let unitAbove = upper, below[Holder(unitAbove.id, indicator)] == nil {
                below[Holder(unitAbove.id, indicator)] = unit
                upper = campaign.units.parent(of: unitAbove.id)
            }
        }
        for entry in standing { note(entry.unit, entry.indicator, entry.amount.operation) }
        // Within the file the one line of the unit above is told, not each of those below.
        let statedBefore = stated
        for figure in figures { note(figure.unit, figure.indicator, figure.amount.operation) }
        for (figure, line) in zip(figures, lines) where summed.contains(figure.indicator) {
            let holder = Holder(figure.unit, figure.indicator)
            let above = campaign.units.ancestors(of: figure.unit)
                .first { statedBefore.contains(Holder($0.id, figure.indicator)) }
            let isWhole = figure.amount.operation == .set && below[holder] != nil
            guard isWhole || above != nil else { continue }
            let upper = isWhole ? figure.unit : above?.id ?? figure.unit
            let lower = isWhole ? below[holder] ?? figure.unit : figure.unit
            func name(_ unit: UnitID) -> String { campaign.units[unit]?.name ?? unit.rawValue }
            findings.error(
                at: Place(file: file, line: line),
                "'\(figure.indicator)': lũy kế của \(name(upper)) đứng cạnh số riêng của "
                    + "\(name(lower)) ở dưới, cộng cả hai là tính hai lần",
                remedy: "Chỉ giữ số của các đơn vị dưới; bot tự cộng lên")
        }
    }

    private struct Spot: Hashable {
        let unit: UnitID
        let indicator: IndicatorKey
        let day: CivilDay

        init(_ unit: UnitID, _ indicator: IndicatorKey, _ day: CivilDay) {
            self.unit = unit
            self.indicator = indicator
            self.day = day
        }
    }

    private struct Holder: Hashable {
        let unit: UnitID
        let indicator: IndicatorKey

        init(_ unit: UnitID, _ indicator: IndicatorKey) {
            self.unit = unit
            self.indicator = indicator
        }
    }

    /// FNV-1a over the figures in a fixed order, in two lanes: against slips, not against intent.
    private static func digest(of figures: [Figure]) -> String {
        let texts = figures.map { figure in
            "\(figure.unit)|\(figure.indicator)|\(figure.day)|\(figure.amount.operation.rawValue)|"
                + "\(figure.amount.value.plain)|\(figure.amount.denominator?.plain ?? "")\n"
        }.sorted()
        var lanes: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F]
        for byte in texts.joined().utf8 {
            for lane in lanes.indices {
                lanes[lane] = (lanes[lane] ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        return lanes.map { lane in
            let digits = String(lane, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

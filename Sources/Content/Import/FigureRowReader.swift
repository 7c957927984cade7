import Campaign
import VietText

/// Reads the rows of a table of figures; each mistake with its line, none stops the reading.
struct FigureRowReader {
    let file: String
    let campaign: Campaign
    let today: CivilDay

    private var places: [String: Int] = [:]
    private var unitsByName: [String: [UnitID]] = [:]
    private var indicatorsByName: [String: Indicator] = [:]
    private var seen: [String: Int] = [:]

    init(file: String, campaign: Campaign, today: CivilDay) {
        self.file = file
        self.campaign = campaign
        self.today = today
        for unit in campaign.units.units { unitsByName[unit.name, default: []].append(unit.id) }
        for indicator in campaign.indicators { indicatorsByName[indicator.name] = indicator }
    }

    /// The rows below the heading; none when the heading does not name the columns.
    mutating func rows(in bytes: [UInt8], _ findings: inout Findings) -> [CSVRows.Row] {
        let rows = CSVRows.rows(in: bytes)
        let example = "Dòng đầu là \(FigureImport.columns.joined(separator: ","))"
        guard let heading = rows.first else {
            findings.error(at: Place(file: file, line: 1), "tệp trống", remedy: example)
            return []
        }
        let names = heading.cells.map { String(decoding: $0, as: UTF8.self).trimmingSpaces }
        for (index, name) in names.enumerated() where places[name] == nil { places[name] = index }
        let place = Place(file: file, line: heading.line)
        let missing = FigureImport.columns.filter { $0 != "denominator" && places[$0] == nil }
        for name in names where !name.isEmpty && !FigureImport.columns.contains(name) {
            findings.error(
                at: place, "không có cột '\(name)'",
                remedy: remedy(forUnknown: name, in: FigureImport.columns))
        }
        guard missing.isEmpty else {
            findings.error(
                at: place, "thiếu cột \(missing.joined(separator: ", "))", remedy: example)
            return []
        }
        if rows.count == 1 {
            findings.error(
                at: place, "không có dòng số liệu nào", remedy: "Viết mỗi số một dòng dưới dòng đầu"
            )
        }
        guard rows.count - 1 <= FigureImport.rowsMax else {
            findings.error(
                at: place, "tệp có \(rows.count - 1) dòng",
                remedy: "Tách tệp, mỗi tệp tối đa \(FigureImport.rowsMax) dòng")
            return []
        }
        return Array(rows.dropFirst())
    }

    /// Reads one row; nil after telling everything that is wrong with it.
    mutating func figure(_ row: CSVRows.Row, _ findings: inout Findings) -> Figure? {
        let place = Place(file: file, line: row.line)
        guard !row.isUnclosed else {
            findings.error(
                at: place, "ô mở bằng \" mà không đóng",
                remedy: "Thêm \" ở cuối ô hoặc bỏ dấu \" đầu")
            return nil
        }
        guard row.cells.allSatisfy({ String(validating: $0, as: UTF8.self) != nil }) else {
            findings.error(
                at: place, "không phải chữ UTF-8", remedy: "Lưu lại tệp: CSV, bảng mã UTF-8")
            return nil
        }
        let unit = self.unit(cell("unit", row), place, &findings)
        let indicator = self.indicator(cell("indicator", row), place, &findings)
        let day = self.day(cell("day", row), place, &findings)
        let operation = self.operation(cell("operation", row), place, &findings)
        let amount = indicator.flatMap {
            self.amount(operation ?? .add, $0, row, place, &findings)
        }
        guard let unit, let indicator, let day, operation != nil, let amount else { return nil }
        let spot = "\(unit)|\(indicator.key)|\(day)"
        if let line = seen.updateValue(row.line, forKey: spot) {
            findings.error(
                at: place, "trùng đơn vị, chỉ tiêu và ngày với dòng \(line)",
                remedy: "Bỏ một dòng, hoặc cộng hai số vào một dòng")
            return nil
        }
        return Figure(unit: unit, indicator: indicator.key, day: day, amount: amount)
    }

    private func cell(_ column: String, _ row: CSVRows.Row) -> String {
        guard let index = places[column], row.cells.indices.contains(index) else { return "" }
        return String(decoding: row.cells[index], as: UTF8.self).trimmingSpaces
    }

    private func unit(
        _ text: String, _ place: Place, _ findings: inout Findings
    ) -> UnitID? {
        if let unit = campaign.units[UnitID(rawValue: text)] { return unit.id }
        switch unitsByName[text] ?? [] {
        case let found where found.count == 1:
            return found.first
        case let found where found.count > 1:
            findings.error(
                at: place, "có \(found.count) đơn vị tên '\(text)'",
                remedy: "Ghi mã: \(found.map(\.rawValue).joined(separator: ", "))")
        default:
            findings.error(
                at: place, "không có đơn vị '\(text)'",
                remedy: nearestUnit(to: text).map { "Có phải ý bạn là '\($0)'" }
                    ?? "Ghi cột id hoặc cột name trong units.csv")
        }
        return nil
    }

    private func nearestUnit(to text: String) -> String? {
        let units = campaign.units.units
        return nearestName(to: text, in: units.map(\.id.rawValue) + units.map(\.name))
    }

    private func indicator(
        _ text: String, _ place: Place, _ findings: inout Findings
    ) -> Indicator? {
        if let known = campaign.indicator(IndicatorKey(rawValue: text)) ?? indicatorsByName[text] {
            return known
        }
        findings.error(
            at: place, "không có chỉ tiêu '\(text)'",
            remedy: remedy(forUnknown: text, in: campaign.indicators.map(\.key.rawValue)))
        return nil
    }

    private func day(_ text: String, _ place: Place, _ findings: inout Findings) -> CivilDay? {
        let parts = text.split(separator: "/").compactMap { Int($0) }
        let written =
            parts.count == 3 ? CivilDay(year: parts[2], month: parts[1], day: parts[0]) : nil
        guard let day = CivilDay(iso: text) ?? written else {
            findings.error(
                at: place, "'\(text)' không phải là một ngày",
                remedy: "Viết 2022-06-01 hoặc 1/6/2022 (ngày/tháng/năm)")
            return nil
        }
        guard campaign.dayNumber(of: day) != nil else {
            findings.error(
                at: place, "ngày \(day.vietnamese) ở ngoài chiến dịch",
                remedy: "Chiến dịch từ \(campaign.firstDay.vietnamese) đến "
                    + "\(campaign.lastDay.vietnamese)")
            return nil
        }
        guard day <= today else {
            findings.error(
                at: place, "ngày \(day.vietnamese) chưa tới", remedy: "Kiểm tra lại ngày")
            return nil
        }
        return day
    }

    private func operation(
        _ text: String, _ place: Place, _ findings: inout Findings
    ) -> Amount.Operation? {
        if let operation = Amount.Operation(rawValue: text.lowercased()) { return operation }
        findings.error(
            at: place, "cách tính '\(text)' không hợp lệ",
            remedy: "Ghi add (số của ngày) hoặc set (lũy kế đến hết ngày)")
        return nil
    }

    private func amount(
        _ operation: Amount.Operation, _ indicator: Indicator, _ row: CSVRows.Row, _ place: Place,
        _ findings: inout Findings
    ) -> Amount? {
        guard let value = number(cell("value", row), "value", indicator, place, &findings) else {
            return nil
        }
        var whole = cell("denominator", row)
        guard indicator.kind.hasDenominator else {
            guard whole.isEmpty else {
                findings.error(
                    at: place, "'\(indicator.key)' không có mẫu số",
                    remedy: "Để trống cột denominator")
                return nil
            }
            return Amount(operation, value)
        }
        if whole.isEmpty, !indicator.items.isEmpty { whole = "\(indicator.items.count)" }
        guard let denominator = number(whole, "denominator", indicator, place, &findings) else {
            return nil
        }
        if !indicator.items.isEmpty, denominator != (try? Quantity(Int64(indicator.items.count))) {
            findings.error(
                at: place,
                "'\(indicator.key)' có \(indicator.items.count) việc, không phải \(whole)",
                remedy: "Ghi \(indicator.items.count) vào cột denominator, hoặc để trống")
            return nil
        }
        guard value <= denominator else {
            findings.error(
                at: place, "tử số \(value) lớn hơn mẫu số \(denominator)",
                remedy: "Kiểm tra hai cột value và denominator")
            return nil
        }
        return Amount(operation, value, of: denominator)
    }

    /// Reads a number with a decimal point; one that could be thousands with points is refused.
    private func number(
        _ text: String, _ column: String, _ indicator: Indicator, _ place: Place,
        _ findings: inout Findings
    ) -> Quantity? {
        guard !text.isEmpty else {
            findings.error(
                at: place, "cột \(column) trống",
                remedy: "Ghi số; không có số liệu thì bỏ cả dòng")
            return nil
        }
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let value = Quantity(plain: text), halves.count < 2 || halves[1].count != 3 else {
            findings.error(
                at: place, "cột \(column): '\(text)' không đọc được chắc chắn",
                remedy: "Viết số liền, không chấm hàng nghìn: 1250; phần lẻ sau dấu chấm: 0.5")
            return nil
        }
        guard value >= .zero else {
            findings.error(
                at: place, "cột \(column): số âm \(value)", remedy: "Viết số từ 0 trở lên")
            return nil
        }
        guard value.isWhole || indicator.kind == .level else {
            findings.error(
                at: place, "cột \(column): \(value) không phải số nguyên",
                remedy: "'\(indicator.key)' đếm bằng số nguyên")
            return nil
        }
        return value
    }
}

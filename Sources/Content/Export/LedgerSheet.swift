import Campaign
import Messaging
import VietText

extension ExportTable {
    /// The ledger of a campaign, line by line, with what no longer counts marked as such.
    ///
    /// - Parameters:
    ///   - lines: The lines of the campaign.
    ///   - campaign: The campaign, for the names.
    ///   - unit: Only this unit and those below it; nil for all.
    ///   - day: Only days up to this one; nil for all.
    ///   - madeAt: The moment of the export.
    ///   - hiding: Takes numbers of persons out of a name.
    /// - Returns: One row for each line.
    package static func ledger(
        _ lines: [LedgerLine], _ campaign: Campaign, unit: UnitID?, through day: CivilDay?,
        madeAt: Timestamp, hiding: (String) -> String
    ) -> ExportTable {
        let within = unit.map { Set(campaign.units.subtree(of: $0).map(\.id)) }
        let chosen = lines.filter { line in
            (within?.contains(line.entry.unit) ?? true)
                && (day.map { line.entry.day <= $0 } ?? true)
        }
        return ExportTable(
            title: "Sổ báo cáo",
            facts: facts(campaign, unit: unit, through: day, madeAt: madeAt),
            columns: ledgerColumns,
            rows: chosen.map { ledgerRow($0, campaign, hiding) })
    }

    private static let ledgerColumns = [
        Column("report", "Báo cáo", "Số của báo cáo, như bot nói: #A12 là 12"),
        Column("recorded_at", "Ghi lúc", "Giờ Việt Nam khi bot ghi vào sổ"),
        Column("unit", "Mã đơn vị", "Cột id trong units.csv"),
        Column("unit_name", "Đơn vị", "Tên trong units.csv; trống nếu đơn vị không còn ở đó"),
        Column("indicator", "Mã chỉ tiêu", "Khóa key trong campaign.yaml"),
        Column("indicator_name", "Chỉ tiêu", "Tên trong campaign.yaml"),
        Column("day", "Ngày", "Ngày làm việc được báo cáo"),
        Column("operation", "Cách tính", "add: cộng thêm của ngày; set: lũy kế đến hết ngày"),
        Column("value", "Số", "Số báo cáo; với tỷ lệ là tử số"),
        Column("denominator", "Mẫu số", "Chỉ có với tỷ lệ và danh mục việc"),
        Column("reporter", "Người báo", "Tên người gửi, hoặc tên tệp đã nhập"),
        Column("source", "Nguồn", "chat: tin nhắn; file: nhập từ tệp"),
        Column("state", "Tình trạng", "standing: đang tính; corrected: đã sửa; voided: đã hủy"),
        Column("corrected_by", "Sửa bằng", "Số báo cáo thay cho dòng này"),
        Column("corrects", "Sửa cho", "Số báo cáo mà dòng này thay"),
    ]

    private static func ledgerRow(
        _ line: LedgerLine, _ campaign: Campaign, _ hiding: (String) -> String
    ) -> [Cell] {
        let entry = line.entry
        let (state, correctedBy): (String, Cell) =
            switch line.state {
            case .standing: ("standing", .empty)
            case .corrected(let later): ("corrected", .whole(later))
            case .voided: ("voided", .empty)
            }
        let unitName = campaign.units[entry.unit]?.name
        let indicatorName = campaign.indicator(entry.indicator)?.name
        return [
            .whole(entry.report),
            .moment(Timestamp(milliseconds: line.recordedAtMilliseconds)),
            .text(entry.unit.rawValue), unitName.map { .text($0) } ?? .empty,
            .text(entry.indicator.rawValue), indicatorName.map { .text($0) } ?? .empty,
            .day(entry.day), .text(entry.amount.operation.rawValue), .number(entry.amount.value),
            entry.amount.denominator.map { .number($0) } ?? .empty,
            .text(hiding(line.reporter)), .text(line.isImported ? "file" : "chat"), .text(state),
            correctedBy, line.corrects.map { .whole($0) } ?? .empty,
        ]
    }
}

import Campaign
import Messaging
import VietText

extension ExportTable {
    /// Where a unit and all below it stand, each indicator against its target.
    ///
    /// What nobody reported has no number: missing is not nought.
    ///
    /// - Parameters:
    ///   - standings: Up to and including `day`.
    ///   - campaign: The campaign.
    ///   - unit: The unit at the top; nil for the whole campaign.
    ///   - day: The day.
    ///   - madeAt: The moment of the export.
    /// - Returns: One row for each unit and indicator.
    /// - Throws: `QuantityError.overflow`.
    package static func standings(
        _ standings: Standings, _ campaign: Campaign, unit: UnitID?, on day: CivilDay,
        madeAt: Timestamp
    ) throws(QuantityError) -> ExportTable {
        let tops = unit.map { [$0] } ?? campaign.units.roots.map(\.id)
        var rows: [[Cell]] = []
        for unit in tops.flatMap({ campaign.units.subtree(of: $0) }) {
            for indicator in campaign.indicators {
                rows.append(try standingRow(unit, indicator, standings, campaign, day))
            }
        }
        return ExportTable(
            title: "Tiến độ chiến dịch",
            facts: facts(campaign, unit: unit, through: day, madeAt: madeAt),
            columns: standingColumns, rows: rows)
    }

    private static let standingColumns = [
        Column("unit", "Mã đơn vị", "Cột id trong units.csv"),
        Column("unit_name", "Đơn vị", "Tên trong units.csv"),
        Column("level", "Cấp", "Cột level trong units.csv"),
        Column("parent", "Cấp trên", "Mã của đơn vị ngay trên"),
        Column("indicator", "Mã chỉ tiêu", "Khóa key trong campaign.yaml"),
        Column("indicator_name", "Chỉ tiêu", "Tên trong campaign.yaml"),
        Column("measure", "Đơn vị tính", "Thứ được đếm"),
        Column("done", "Đã đạt", "Gồm cả các đơn vị bên dưới theo roll_up; trống: chưa ai báo"),
        Column("whole", "Mẫu số", "Tổng của tỷ lệ, số việc của danh mục, hoặc số đơn vị"),
        Column("share", "Tỷ lệ %", "Phần trăm của mẫu số, hoặc của mục tiêu; làm tròn nửa lên"),
        Column("target", "Mục tiêu", "Với tỷ lệ là phần trăm; trống: không giao"),
        Column("met", "Đạt mục tiêu", "yes: đạt; no: chưa; trống: không có mục tiêu hoặc số"),
        Column("pace", "Cần mỗi ngày", "Để kịp mục tiêu vào ngày cuối, tính từ ngày mai"),
        Column("forecast", "Dự báo", "Số cuối đợt nếu giữ nhịp trung bình đến nay"),
        Column("remark", "Lưu ý", "Khi các phần cộng lại khác tổng đã báo (sum_of)"),
    ]

    private static func standingRow(
        _ unit: OrgUnit, _ indicator: Indicator, _ standings: Standings, _ campaign: Campaign,
        _ day: CivilDay
    ) throws(QuantityError) -> [Cell] {
        let isReported = standings.total(of: unit.id, indicator.key) != nil
        let progress = Progress(
            of: unit.id, indicator, in: standings, campaign: campaign, on: day)
        let total = progress.total
        let target: Cell =
            switch progress.target {
            case nil: .empty
            case let share? where indicator.kind == .ratio:
                Percentage(
                    of: share, in: Quantity(scaled: Quantity.scale), decimals: indicator.decimals
                ).map { .percent($0) } ?? .empty
            case let target?: .number(target)
            }
        let parts = try PartsCheck(
            of: unit.id, indicator, in: standings, campaign: campaign)
        return [
            .text(unit.id.rawValue), .text(unit.name), .text(unit.level.rawValue),
            unit.parent.map { .text($0.rawValue) } ?? .empty,
            .text(indicator.key.rawValue), .text(indicator.name),
            .text(total.countsUnits ? "đơn vị đạt" : indicator.unit),
            isReported ? .number(total.value) : .empty,
            isReported ? total.denominator.map { .number($0) } ?? .empty : .empty,
            isReported ? progress.share.map { .percent($0) } ?? .empty : .empty,
            target,
            isReported ? progress.isMet.map { .text($0 ? "yes" : "no") } ?? .empty : .empty,
            progress.paceNeeded.map { .number($0) } ?? .empty,
            isReported ? progress.forecast.map { .number($0) } ?? .empty : .empty,
            parts.map { .text($0.line) } ?? .empty,
        ]
    }
}

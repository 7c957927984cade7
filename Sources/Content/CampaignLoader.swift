import Campaign
import SwiftCSV
import VietText

/// Reads `campaigns/<slug>/campaign.yaml` and the `units.csv` beside it.
struct CampaignLoader {
    /// Days written `today-20` count from here, so that a sample campaign is always running.
    let today: CivilDay

    private static let keys = [
        "name", "days", "report_by", "bulletins", "remind_before", "difficulty_hours",
        "indicators", "targets_note", "note",
    ]
    private static let indicatorKeys = [
        "key", "name", "unit", "kind", "direction", "aliases", "measures", "denominator_aliases",
        "doubt_above", "targets", "unit_targets", "roll_up", "items", "decimals", "sum_of",
    ]

    /// Returns the campaign, or nil after adding what is wrong to `findings`.
    func campaign(
        slug: String, tree: YAMLTree, units: ContentFolder.File?, _ findings: inout Findings
    ) -> Campaign? {
        let entries = tree.mapping(known: Self.keys, &findings)
        let name = required("name", entries, tree, &findings)?.text(&findings)
        let days = required("days", entries, tree, &findings).flatMap { period($0, &findings) }
        let listed = required("indicators", entries, tree, &findings)?.list(&findings)
        let indicators = listed?.compactMap { self.indicator($0, &findings) }
        guard let units else {
            findings.error(
                at: tree.place, "thiếu tệp units.csv bên cạnh",
                remedy: "Tạo units.csv với các cột id,name,level,parent,aliases")
            return nil
        }
        let rows = self.units(units, &findings)
        // A part that cannot be read has been told of; nothing further follows from its absence.
        guard let name, let days, let indicators, let rows, indicators.count == listed?.count
        else { return nil }
        let reportBy = entries["report_by"].flatMap { timeOfDay($0, &findings) }
        let bulletins = bulletinTimes(entries["bulletins"], &findings)
        let remindBefore = entries["remind_before"]
            .flatMap { self.remindBefore($0, reportBy: reportBy, entries, &findings) }
        let hours = entries["difficulty_hours"].map { wholeHours($0, &findings) }
        if let hours, hours == nil { return nil }
        do throws(CampaignError) {
            return try Campaign(
                id: CampaignID(rawValue: slug), name: name, firstDay: days.from, lastDay: days.to,
                reportBy: reportBy, bulletins: bulletins,
                remindBefore: remindBefore ?? Campaign.remindBeforeUsually,
                indicators: indicators, units: rows,
                targetsNote: (entries["targets_note"] ?? entries["note"])?.scalarText,
                difficultyHours: (hours ?? nil) ?? Campaign.difficultyHoursUsual)
        } catch {
            for mistake in error.mistakes {
                let place = place(of: mistake, in: entries, units) ?? tree.place
                findings.error(at: place, mistake.what, remedy: mistake.remedy)
            }
            return nil
        }
    }

    /// The line that a mistake is about; nil when it is about the file as a whole.
    private func place(
        of mistake: CampaignMistake, in entries: [YAMLTree.Entry], _ units: ContentFolder.File
    ) -> Place? {
        switch mistake {
        case .noUnits:
            return Place(file: units.path, line: 1)
        case .unnamedUnit(let id), .unknownParent(_, let id):
            return row(of: id, in: units, last: false)
        case .duplicateUnit(let id):
            return row(of: id, in: units, last: true)
        case .cycle(let ids):
            return ids.first.flatMap { row(of: $0, in: units, last: false) }
        case .unnamedCampaign:
            return entries["name"]?.place
        case .daysReversed, .tooLong:
            return entries["days"]?.place
        case .difficultyHoursOutOfRange:
            return entries["difficulty_hours"]?.place
        case .noIndicators:
            return entries["indicators"]?.place
        case .unnamedIndicator(let key), .duplicateIndicator(let key),
            .sharedAlias(_, _, let key), .unknownTargetLevel(_, let key, _),
            .unknownTargetUnit(_, let key), .targetOutOfRange(_, let key),
            .doubtOutOfRange(_, let key), .denominatorOfCount(let key), .nothingToReach(let key),
            .itemsOfNoChecklist(let key), .duplicateItem(_, let key),
            .decimalsOutOfRange(_, let key), .unknownPart(_, let key, _), .duplicatePart(let key):
            return entries["indicators"]?.listItems?.last { item in
                item.mappingEntries?["key"]?.scalarText == key.rawValue
            }?.place
        }
    }

    /// The line of a unit, which is the first cell of its row.
    private func row(of id: UnitID, in file: ContentFolder.File, last: Bool) -> Place? {
        let lines = file.text.split(omittingEmptySubsequences: false) { $0.isNewline }
        func isRow(_ line: Substring) -> Bool {
            line.split(omittingEmptySubsequences: false) { ",;\t".contains($0) }.first
                .map { String($0).trimmingSpaces == id.rawValue } ?? false
        }
        let index = last ? lines.lastIndex(where: isRow) : lines.firstIndex(where: isRow)
        return index.map { Place(file: file.path, line: $0 + 1) }
    }

    private func required(
        _ key: String, _ entries: [YAMLTree.Entry], _ tree: YAMLTree, _ findings: inout Findings
    ) -> YAMLTree? {
        if let value = entries[key] { return value }
        findings.error(at: tree.place, "thiếu khóa '\(key)'", remedy: "Thêm khóa này vào tệp")
        return nil
    }

    private func period(
        _ tree: YAMLTree, _ findings: inout Findings
    ) -> (from: CivilDay, to: CivilDay)? {
        let entries = tree.mapping(known: ["from", "to", "length"], &findings)
        guard let from = required("from", entries, tree, &findings).flatMap({ day($0, &findings) })
        else { return nil }
        if let length = entries["length"] {
            guard let count = length.number(&findings), count >= 1,
                count <= Double(Campaign.lengthMax)
            else {
                findings.error(
                    at: length.place, "length phải từ 1 đến \(Campaign.lengthMax)",
                    remedy: "Ghi số ngày của chiến dịch")
                return nil
            }
            return (from, from.adding(days: Int(count) - 1))
        }
        guard let to = required("to", entries, tree, &findings).flatMap({ day($0, &findings) })
        else { return nil }
        return (from, to)
    }

    /// Reads `2022-06-01`, `today`, `today-20` or `today+5`.
    private func day(_ tree: YAMLTree, _ findings: inout Findings) -> CivilDay? {
        guard let text = tree.text(&findings) else { return nil }
        if let day = CivilDay(iso: text) { return day }
        if text.hasPrefix("today") {
            let rest = text.dropFirst("today".count)
            if rest.isEmpty { return today }
            if let shift = Int(rest), abs(shift) <= Campaign.lengthMax {
                return today.adding(days: shift)
            }
        }
        findings.error(
            at: tree.place, "'\(text)' không phải là một ngày",
            remedy: "Viết năm-tháng-ngày như 2022-06-01, hoặc today-20")
        return nil
    }

    private func timeOfDay(_ tree: YAMLTree, _ findings: inout Findings) -> TimeOfDay? {
        guard let text = tree.text(&findings) else { return nil }
        if let time = TimeOfDay(text) { return time }
        findings.error(
            at: tree.place, "'\(text)' không phải là giờ",
            remedy: "Viết như \"20:30\", có ngoặc kép")
        return nil
    }

    /// Reads the times of the bulletins; one that stands there twice would be sent twice.
    private func bulletinTimes(_ tree: YAMLTree?, _ findings: inout Findings) -> [TimeOfDay] {
        var times: [TimeOfDay] = []
        for item in tree?.list(&findings) ?? [] {
            guard let time = timeOfDay(item, &findings) else { continue }
            if times.contains(time) {
                findings.error(
                    at: item.place, "giờ bản tin \(time) ghi hai lần", remedy: "Bỏ một lần")
            } else {
                times.append(time)
            }
        }
        return times
    }

    /// Reads how many minutes before `report_by` the reminder goes out.
    private func remindBefore(
        _ tree: YAMLTree, reportBy: TimeOfDay?, _ entries: [YAMLTree.Entry],
        _ findings: inout Findings
    ) -> Int? {
        guard let text = tree.text(&findings) else { return nil }
        guard let minutes = Int(text), minutes >= 0 else {
            findings.error(
                at: tree.place, "remind_before phải là số phút, không phải '\(text)'",
                remedy: "Viết số nguyên như 60, hoặc 0 để không nhắc")
            return nil
        }
        if entries["report_by"] == nil, minutes > 0 {
            findings.error(
                at: tree.place, "remind_before cần có report_by: bot nhắc trước giờ ấy",
                remedy: "Thêm report_by, ví dụ \"20:00\", hoặc bỏ remind_before")
            return nil
        }
        if let reportBy, minutes > reportBy.minutes {
            findings.error(
                at: tree.place,
                "nhắc trước \(minutes) phút thì rơi vào ngày hôm trước (report_by \(reportBy))",
                remedy: "Viết từ 0 đến \(reportBy.minutes)")
            return nil
        }
        return minutes
    }

    /// Reads a whole number of hours; `Campaign` checks its range.
    private func wholeHours(_ tree: YAMLTree, _ findings: inout Findings) -> Int? {
        guard let text = tree.text(&findings) else { return nil }
        if let hours = Int(text) { return hours }
        findings.error(
            at: tree.place, "'\(text)' không phải là số giờ",
            remedy: "Ghi một số nguyên từ 1 đến 720, ví dụ 24")
        return nil
    }

    private func indicator(_ tree: YAMLTree, _ findings: inout Findings) -> Indicator? {
        let entries = tree.mapping(known: Self.indicatorKeys, &findings)
        let key = required("key", entries, tree, &findings)?.text(&findings)
        let name = required("name", entries, tree, &findings)?.text(&findings)
        let unit = required("unit", entries, tree, &findings)?.text(&findings)
        let kind = required("kind", entries, tree, &findings)
            .flatMap { choice($0, Indicator.Kind.self, &findings) }
        guard let key, let name, let unit, let kind else { return nil }
        let doubt = entries["doubt_above"].flatMap { quantity($0, &findings) }
        return Indicator(
            key: IndicatorKey(rawValue: key), name: name, unit: unit, kind: kind,
            direction: entries["direction"]
                .flatMap { choice($0, Indicator.Direction.self, &findings) } ?? .more,
            aliases: templates(entries["aliases"], &findings),
            measures: entries["measures"]?.texts(&findings).map(\.text) ?? [],
            denominatorAliases: templates(entries["denominator_aliases"], &findings),
            items: entries["items"]?.texts(&findings).map(\.text) ?? [],
            doubtAbove: doubt,
            targets: targets(entries["targets"], UnitLevel.self, &findings),
            unitTargets: targets(entries["unit_targets"], UnitID.self, &findings),
            rollUp: entries["roll_up"]
                .flatMap { choice($0, Indicator.RollUp.self, &findings) } ?? .sum,
            decimals: entries["decimals"].flatMap { digits($0, &findings) } ?? 1,
            sumOf: (entries["sum_of"]?.texts(&findings) ?? [])
                .map { IndicatorKey(rawValue: $0.text) })
    }

    /// Reads `decimals`, a whole number; whether it fits is the business of `Campaign`.
    private func digits(_ tree: YAMLTree, _ findings: inout Findings) -> Int? {
        guard let text = tree.text(&findings) else { return nil }
        if let digits = Int(text) { return digits }
        findings.error(
            at: tree.place, "decimals phải là số nguyên, không phải '\(text)'",
            remedy: "Viết số chữ số sau dấu phẩy, từ 0 đến 4")
        return nil
    }

    /// Reads wordings in template notation; brackets that do not close would leave out half of it.
    private func templates(_ tree: YAMLTree?, _ findings: inout Findings) -> [String] {
        (tree?.texts(&findings) ?? []).map { entry in
            var open: [Character] = []
            var isBroken = false
            for character in entry.text {
                switch character {
                case "(": open.append(")")
                case "[": open.append("]")
                case ")", "]": isBroken = isBroken || open.popLast() != character
                default: break
                }
            }
            if isBroken || !open.isEmpty {
                findings.error(
                    at: entry.place, "cách gọi '\(entry.text)' có ngoặc không đóng mở đủ",
                    remedy: "Đóng mỗi ( bằng ), mỗi [ bằng ]")
            }
            return entry.text
        }
    }

    private func targets<Key: RawRepresentable<String> & Hashable>(
        _ tree: YAMLTree?, _ type: Key.Type, _ findings: inout Findings
    ) -> [Key: Quantity] {
        var result: [Key: Quantity] = [:]
        for entry in tree?.mapping(&findings) ?? [] {
            guard let key = Key(rawValue: entry.key) else { continue }
            result[key] = quantity(entry.value, &findings)
        }
        return result
    }

    private func quantity(_ tree: YAMLTree, _ findings: inout Findings) -> Quantity? {
        guard let text = tree.text(&findings) else { return nil }
        if let quantity = Quantity(plain: text) { return quantity }
        findings.error(
            at: tree.place, "'\(text)' không phải là số",
            remedy: "Viết số thường, dấu chấm cho phần lẻ, ví dụ 1200 hoặc 0.60")
        return nil
    }

    private func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ tree: YAMLTree, _ type: Value.Type, _ findings: inout Findings
    ) -> Value? {
        guard let text = tree.text(&findings) else { return nil }
        if let value = Value(rawValue: text) { return value }
        findings.error(
            at: tree.place, "không có loại '\(text)'",
            remedy: remedy(forUnknown: text, in: type.allCases.map(\.rawValue)))
        return nil
    }

    private func units(_ file: ContentFolder.File, _ findings: inout Findings) -> [OrgUnit]? {
        let columns = ["id", "name", "level", "parent", "aliases"]
        guard let table = try? CSV<Named>(string: file.text) else {
            findings.error(
                at: Place(file: file.path, line: 1), "không đọc được bảng CSV",
                remedy:
                    "Dòng đầu là \(columns.joined(separator: ",")), ô có dấu phẩy đặt trong \"\"")
            return nil
        }
        let missing = columns.filter { !table.header.contains($0) }
        guard missing.isEmpty else {
            findings.error(
                at: Place(file: file.path, line: 1), "thiếu cột \(missing.joined(separator: ", "))",
                remedy: "Dòng đầu là \(columns.joined(separator: ","))")
            return nil
        }
        func cell(_ column: String, _ row: [String: String]) -> String {
            (row[column] ?? "").trimmingSpaces
        }
        return table.rows.map { row in
            OrgUnit(
                id: UnitID(rawValue: cell("id", row)), name: cell("name", row),
                level: UnitLevel(rawValue: cell("level", row)),
                parent: cell("parent", row).isEmpty
                    ? nil : UnitID(rawValue: cell("parent", row)),
                aliases: (row["aliases"] ?? "").split(separator: ";")
                    .map { String($0).trimmingSpaces }.filter { !$0.isEmpty })
        }
    }
}

extension String {
    /// The text without spaces at its ends.
    var trimmingSpaces: String {
        let head = drop { $0.isWhitespace }
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}

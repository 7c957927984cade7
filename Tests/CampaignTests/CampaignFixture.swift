import Campaign
import Foundation
import VietText

/// Campaigns to test with.
enum CampaignFixture {
    /// A small tree: a commune with two villages, counts and a ratio.
    static func small() throws -> Campaign {
        try campaign(indicators: [count, ratio], units: units)
    }

    static let count = Indicator(
        key: IndicatorKey(rawValue: "ho"), name: "Số hộ", unit: "hộ", kind: .count,
        aliases: ["hộ", "nhà"], doubtAbove: Quantity(scaled: 200 * Quantity.scale),
        targets: [UnitLevel(rawValue: "village"): Quantity(scaled: 100 * Quantity.scale)])

    static let ratio = Indicator(
        key: IndicatorKey(rawValue: "hs"), name: "Hồ sơ trực tuyến", unit: "hồ sơ", kind: .ratio,
        aliases: ["trực tuyến"], denominatorAliases: ["tiếp nhận"],
        targets: [UnitLevel(rawValue: "commune"): Quantity(scaled: 6_000)])

    static let units = [
        unit("xa", "xã Mẫu", "commune", nil), unit("a", "thôn A", "village", "xa"),
        unit("b", "thôn B", "village", "xa"),
    ]

    static func unit(_ id: String, _ name: String, _ level: String, _ parent: String?) -> OrgUnit {
        OrgUnit(
            id: UnitID(rawValue: id), name: name, level: UnitLevel(rawValue: level),
            parent: parent.map { UnitID(rawValue: $0) })
    }

    static func campaign(indicators: [Indicator], units: [OrgUnit]) throws -> Campaign {
        try Campaign(
            id: CampaignID(rawValue: "mau"), name: "Mẫu", firstDay: day("2022-06-01"),
            lastDay: day("2022-08-31"), indicators: indicators, units: units)
    }

    static func day(_ iso: String) -> CivilDay {
        CivilDay(iso: iso) ?? CivilDay(daysSinceEpoch: 0)
    }

    /// The campaign of `intents/campaigns/danh-gia-2022`, read as far as reports need it.
    ///
    /// Takes only the layout of that file; the real loader is in `Content` and tested there.
    static func evaluation() throws -> Campaign {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("intents/campaigns/danh-gia-2022")
        let yaml = try String(
            contentsOf: folder.appendingPathComponent("campaign.yaml"), encoding: .utf8)
        let csv = try String(
            contentsOf: folder.appendingPathComponent("units.csv"), encoding: .utf8)
        let blocks = yaml.components(separatedBy: "  - key: ").dropFirst()
        let rows = csv.split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return try campaign(
            indicators: blocks.compactMap(indicator),
            units: rows.map { row in
                OrgUnit(
                    id: UnitID(rawValue: row[0]), name: row[1], level: UnitLevel(rawValue: row[2]),
                    parent: row[3].isEmpty ? nil : UnitID(rawValue: row[3]),
                    aliases: row[4].components(separatedBy: "; "))
            })
    }

    private static func indicator(_ block: String) -> Indicator? {
        let lines = block.split(separator: "\n").map(String.init)
        var fields = ["key": lines[0]]
        var lists: [String: [String]] = [:]
        var list = ""
        for line in lines.dropFirst() {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("- ") {
                lists[list, default: []].append(
                    text.dropFirst(2).trimmingCharacters(in: CharacterSet(charactersIn: "\"")))
            } else if let colon = text.firstIndex(of: ":") {
                list = String(text[..<colon])
                fields[list] = text[text.index(after: colon)...].trimmingCharacters(
                    in: .whitespaces)
            }
        }
        let measures = (fields["measures"] ?? "").trimmingCharacters(
            in: CharacterSet(charactersIn: "[]"))
        guard let key = fields["key"], let name = fields["name"], let unit = fields["unit"],
            let kind = Indicator.Kind(rawValue: fields["kind"] ?? "")
        else { return nil }
        return Indicator(
            key: IndicatorKey(rawValue: key), name: name, unit: unit, kind: kind,
            aliases: lists["aliases"] ?? [], measures: measures.components(separatedBy: ", "),
            denominatorAliases: lists["denominator_aliases"] ?? [],
            doubtAbove: fields["doubt_above"].flatMap { Quantity(plain: $0) })
    }
}

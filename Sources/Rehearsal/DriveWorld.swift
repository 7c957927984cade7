import Simulator
import VietText

/// The units of a made-up province, their leaders and the groups they write in.
struct DriveWorld: Sendable {
    /// One unit: the province is 0, then each commune with its villages behind it.
    struct Unit: Sendable {
        let id: String
        let name: String
        let alias: String
        let level: String
        let parent: Int?

        /// Id of the person who leads it.
        let leader: String

        /// The commune in whose group its leader writes; nil for the province.
        let commune: Int?
    }

    private(set) var units: [Unit] = []

    /// Positions of the communes and of the villages in `units`.
    private(set) var communes: [Int] = []
    private(set) var villages: [Int] = []

    /// Positions in `units` by id.
    private(set) var places: [String: Int] = [:]

    /// The number of the bot account of each commune's group.
    private var accounts: [Int: Int] = [:]

    static let campaign = "tap-duot"
    /// 1 June 2022, as that of the campaign whose words the drive takes.
    static let firstDay = CivilDay(daysSinceEpoch: 19_144)

    init(_ options: DriveOptions) {
        var random = SeededGenerator(seed: options.seed)
        units.append(
            Unit(
                id: "tinh", name: "tỉnh Tập Dượt", alias: "Tập Dượt", level: "province",
                parent: nil, leader: "ld-tinh", commune: nil))
        let names = Self.communeNames(options.communes, &random)
        for number in 0..<options.communes {
            let place = units.count
            communes.append(place)
            accounts[place] = number % options.accountCount
            let kind = number % 9 == 8 ? "phường" : "xã"
            units.append(
                Unit(
                    id: "x\(number + 1)", name: "\(kind) \(names[number])", alias: names[number],
                    level: "commune", parent: 0, leader: "ld-x\(number + 1)", commune: place))
            let count =
                options.villages / options.communes
                + (number < options.villages % options.communes ? 1 : 0)
            let word = number % 9 == 8 ? "khu phố" : (number % 2 == 0 ? "thôn" : "ấp")
            for village in 1...max(1, count) where village <= count {
                villages.append(units.count)
                units.append(
                    Unit(
                        id: "x\(number + 1)-\(village)", name: "\(word) \(village)", alias: "",
                        level: "village", parent: place, leader: "ld-x\(number + 1)-\(village)",
                        commune: place))
            }
        }
        for (place, unit) in units.enumerated() { places[unit.id] = place }
    }

    /// The number of the account whose bot a leader writes to.
    func account(of unit: Int) -> Int {
        units[unit].commune.flatMap { accounts[$0] } ?? 0
    }

    func accountName(_ number: Int) -> String { "bot-\(number + 1)" }

    func group(ofCommune commune: Int) -> String { "nhom-\(units[commune].id)" }

    /// The table of units as the campaign's folder holds it.
    var csv: String {
        (["id,name,level,parent,aliases"]
            + units.map { unit in
                let parent = unit.parent.map { units[$0].id } ?? ""
                return "\(unit.id),\(unit.name),\(unit.level),\(parent),\(unit.alias)"
            }).joined(separator: "\n") + "\n"
    }

    /// Names of two syllables as communes have them, all different.
    private static func communeNames(_ count: Int, _ random: inout SeededGenerator) -> [String] {
        let first = [
            "Tân", "Phú", "Bình", "Long", "Minh", "Hưng", "Thanh", "Thuận", "Đồng", "Nghĩa", "Lộc",
            "Phước", "Thiện", "Đức", "Quang", "Xuân",
        ]
        let second = [
            "Hòa", "An", "Thịnh", "Sơn", "Tiến", "Lập", "Lợi", "Khánh", "Thạnh", "Tâm", "Phong",
            "Hiệp", "Quới", "Trung", "Thắng", "Châu",
        ]
        var names = first.flatMap { one in second.map { "\(one) \($0)" } }
        names.shuffle(using: &random)
        // More communes than names: a number tells them apart.
        return (0..<count).map { number in
            let round = number / names.count
            return names[number % names.count] + (round == 0 ? "" : " \(round + 1)")
        }
    }
}

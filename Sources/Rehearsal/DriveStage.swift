import Campaign
import Conversation
import CurlHTTP
import Foundation
import Messaging
import Simulator
import Storage

/// Everything around the daemon: its content and settings, the platform's people and groups.
struct DriveStage: Sendable {
    let options: DriveOptions
    let world: DriveWorld
    let control: SimulatorControl

    /// The platform's bots, by number of their accounts.
    let bots: [SimulatedBot]

    /// One-time codes of the leaders, by unit.
    let codes: [String]

    var database: String { "\(options.folder)/tungngo.sqlite" }
    var settings: String { "\(options.folder)/tungngo.yaml" }
    var log: String { "\(options.folder)/tungngo.log" }

    /// Sets everything up; the daemon is not started.
    init(
        _ options: DriveOptions, world: DriveWorld, base: String, control: SimulatorControl,
        now: Timestamp
    ) async throws {
        (self.options, self.world, self.control) = (options, world, control)
        var bots: [SimulatedBot] = []
        for _ in 0..<options.accountCount {
            bots.append(try await control.createBot(name: "Tùng Ngõ"))
        }
        self.bots = bots
        codes = world.units.indices.map { Self.code($0, seed: options.seed) }
        try Self.fill(world, from: options)
        try writeSettings(base: base)
        try await makePeople()
        try invite(at: now)
    }

    // MARK: Content

    /// The content given, with the campaign of the drive beside its own.
    ///
    /// Indicators and their words are those of the campaign that reports are evaluated on.
    private static func fill(_ world: DriveWorld, from options: DriveOptions) throws {
        let files = FileManager.default
        let intents = "\(options.folder)/intents"
        // A link would be copied as a link, and the drive would write into the repository.
        let original = URL(fileURLWithPath: options.content).resolvingSymlinksInPath().path
        try files.copyItem(atPath: original, toPath: intents)
        let model = "\(intents)/campaigns/danh-gia-2022/campaign.yaml"
        guard let definition = try? String(contentsOfFile: model, encoding: .utf8) else {
            throw DriveFailure(
                "the content has no campaign danh-gia-2022, whose indicators the drive takes; "
                    + "give a folder that has it with --content")
        }
        let folder = "\(intents)/campaigns/\(DriveWorld.campaign)"
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(definition, to: "\(folder)/campaign.yaml")
        try write(world.csv, to: "\(folder)/units.csv")
    }

    private func writeSettings(base: String) throws {
        let names = bots.indices.map(world.accountName)
        var lines = [
            "database: tungngo.sqlite", "content: intents",
            // Days pass in seconds: nobody floods, and no platform minds.
            "delivery: {interval_ms: 0, per_chat_interval_ms: 0}",
            "flood: {person_per_minute: 0, person_per_hour: 0, group_per_minute: 0, "
                + "group_per_hour: 0}",
            "accounts: [\(names.joined(separator: ", "))]", "account:",
        ]
        for (name, bot) in zip(names, bots) {
            try Self.write(bot.token, to: "\(options.folder)/\(name).token")
            lines += ["  \(name):", "    token_file: \(name).token", "    base_url: \(base)"]
        }
        try Self.write(lines.joined(separator: "\n") + "\n", to: settings)
        try Self.write("", to: log)
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    // MARK: People

    private func makePeople() async throws {
        for unit in world.units {
            _ = try await control.createPerson(name: "Tổ trưởng \(unit.name)", id: unit.leader)
        }
        for commune in world.communes {
            let members = world.units.indices.filter { world.units[$0].commune == commune }
            _ = try await control.createGroup(
                name: "Nhóm \(world.units[commune].name)",
                people: members.map { world.units[$0].leader },
                bots: [bots[world.account(of: commune)].id],
                id: world.group(ofCommune: commune))
        }
    }

    /// Makes the codes and binds the groups, as an admin does before the drive.
    private func invite(at now: Timestamp) throws {
        let store = try Store.open(path: database)
        for (place, unit) in world.units.enumerated() {
            try store.addInvitation(codes[place], for: role(place), at: now)
            guard unit.level == "commune" else { continue }
            try store.bind(
                account: AccountID(rawValue: world.accountName(world.account(of: place))),
                chat: ChatID(rawValue: world.group(ofCommune: place)), to: role(place))
        }
        try store.close()
    }

    private func role(_ unit: Int) -> Role {
        Role(
            campaign: CampaignID(rawValue: DriveWorld.campaign),
            unit: UnitID(rawValue: world.units[unit].id))
    }

    /// A code of eight letters and digits, different for each unit.
    private static func code(_ unit: Int, seed: UInt64) -> String {
        // Two letters by chance tell drives apart, the digits the units of one. A letter at the
        // end could be read as a particle behind the digits before it ("25a").
        let letters = Array("BCDFGHJKMNPQRSTVWXZ")
        var random = SeededGenerator(seed: seed &+ UInt64(unit) &* 1_000_003)
        let head = (0..<2).map { _ in letters[Int(random.next() % UInt64(letters.count))] }
        let number = String(100_000 + unit)
        return String(head) + number
    }

    /// The message as the platform takes it; `number` is that of the report that it names.
    func post(_ message: DriveMessage, number: Int64?) -> NewPost {
        let unit = world.units[message.author]
        let bot = bots[world.account(of: message.author)].id
        let group = message.isPrivate ? nil : unit.commune.map(world.group)
        return NewPost(
            from: unit.leader,
            text: message.text.replacing("#a?", with: "#A?")
                .replacing("#A?", with: "#A\(number ?? 0)"),
            bot: bot, group: group, mention: group != nil,
            sentAt: message.sentAt)
    }
}

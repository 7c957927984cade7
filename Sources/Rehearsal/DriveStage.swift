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

    /// Where the platform is reached.
    private let base: String

    /// The platform's bots, by number of their accounts; with upkeep the last one has an account now and then.
    let bots: [SimulatedBot]

    /// One-time codes of the leaders, by unit.
    let codes: [String]

    var database: String { "\(options.folder)/tungngo.sqlite" }
    var settings: String { "\(options.folder)/tungngo.yaml" }
    var log: String { "\(options.folder)/tungngo.log" }
    var logFolder: String { "\(options.folder)/log" }
    var replies: String { "\(options.folder)/intents/replies/vi.yaml" }

    /// Sets everything up; the daemon is not started.
    init(
        _ options: DriveOptions, world: DriveWorld, base: String, control: SimulatorControl,
        now: Timestamp
    ) async throws {
        (self.options, self.world, self.control, self.base) = (options, world, control, base)
        var bots: [SimulatedBot] = []
        for _ in 0..<options.accountCount + (options.upkeep == nil ? 0 : 1) {
            bots.append(try await control.createBot(name: "Tùng Ngõ"))
        }
        self.bots = bots
        codes = world.units.indices.map { Self.code($0, seed: options.seed) }
        try Self.fill(world, from: options)
        try writeTokens()
        try writeSettings()
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

    private func writeTokens() throws {
        for (number, bot) in bots.enumerated() {
            try Self.write(
                bot.token, to: "\(options.folder)/\(world.accountName(number)).token")
        }
        try Self.write("", to: log)
    }

    /// Writes the settings.
    ///
    /// - Parameters:
    ///   - withSpare: Whether the account that comes and goes is among them.
    ///   - mistake: A line that no settings may hold.
    /// - Throws: What the disk says.
    func writeSettings(withSpare: Bool = false, mistake: String? = nil) throws {
        let count = options.accountCount + (withSpare ? 1 : 0)
        let names = (0..<count).map(world.accountName)
        var lines = [
            "database: tungngo.sqlite", "content: intents",
            // Days pass in seconds: nobody floods, and no platform minds.
            "delivery: {interval_ms: 0, per_chat_interval_ms: 0}",
            "flood: {person_per_minute: 0, person_per_hour: 0, group_per_minute: 0, "
                + "group_per_hour: 0}",
        ]
        if options.upkeep != nil {
            try FileManager.default.createDirectory(
                atPath: logFolder, withIntermediateDirectories: true)
            // As small as it may be: files are moved aside and deleted all the time.
            lines += ["log: {file: log/tungngo.log, max_mb: 1, keep_files: 3}"]
        }
        if let mistake { lines.append(mistake) }
        lines += ["accounts: [\(names.joined(separator: ", "))]", "account:"]
        for name in names {
            lines += ["  \(name):", "    token_file: \(name).token", "    base_url: \(base)"]
        }
        try Self.write(lines.joined(separator: "\n") + "\n", to: settings)
    }

    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    // MARK: People

    private func makePeople() async throws {
        for unit in world.units {
            _ = try await control.createPerson(name: "Tổ trưởng \(unit.name)", id: unit.leader)
        }
        for (number, commune) in world.communes.enumerated() {
            let residents = options.residents(ofCommune: number)
            for (place, resident) in residents.enumerated() {
                _ = try await control.createPerson(name: "Người dân \(place + 1)", id: resident)
            }
            let members = world.units.indices.filter { world.units[$0].commune == commune }
            _ = try await control.createGroup(
                name: "Nhóm \(world.units[commune].name)",
                people: members.map { world.units[$0].leader } + residents,
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

    /// The number of the account that a message is written to.
    func account(of message: DriveMessage) -> Int {
        message.bot ?? world.account(of: message.author)
    }

    /// The message as the platform takes it; `number` is that of the report that it names.
    func post(_ message: DriveMessage, number: Int64?) -> NewPost {
        let unit = world.units[message.author]
        let bot = bots[account(of: message)].id
        let group = message.isPrivate ? nil : unit.commune.map(world.group)
        return NewPost(
            from: message.resident ?? unit.leader,
            text: message.text.replacing("#a?", with: "#A?")
                .replacing("#A?", with: "#A\(number ?? 0)"),
            bot: bot, group: group, mention: group != nil,
            sentAt: message.sentAt)
    }
}

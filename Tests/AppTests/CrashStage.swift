import CurlHTTP
import Foundation
import GRDB
import Rehearsal
import Simulator
import Storage
import TestSupport
import Testing

/// Everything around the daemon: the platform, its people and groups, settings and content.
struct CrashStage: Sendable {
    let folder: URL
    let control: SimulatorControl
    let bot: SimulatedBot
    let chats: [CrashChat]

    /// Private chats with leaders, private chats with residents, groups: 30 in all.
    static let leaders = 18
    static let residents = 6
    static let groups = 6

    /// The number in the campaign's id is a slug nobody else uses.
    static let campaign = "thu-ngat-dien"

    var database: String { folder.appendingPathComponent("bot.sqlite").path }
    var settings: String { folder.appendingPathComponent("settings.yaml").path }
    var log: String { folder.appendingPathComponent("daemon.log").path }

    /// Sets everything up; the daemon is not started.
    init(base: String, client: HTTPClient) async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("crash-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        control = SimulatorControl(base: base, client: client)
        bot = try await control.createBot(name: "Bot Thử")
        chats = try await Self.makeChats(control, bot)
        try writeContent()
        try Data(
            """
            database: bot.sqlite
            content: intents
            delivery: {interval_ms: 0, per_chat_interval_ms: 0}
            flood: {person_per_minute: 0, person_per_hour: 0, group_per_minute: 0, group_per_hour: 0}
            accounts: [main]
            account:
              main:
                token_file: token
                base_url: \(base)
            """.utf8
        ).write(to: folder.appendingPathComponent("settings.yaml"))
        try Data(bot.token.utf8).write(to: folder.appendingPathComponent("token"))
        try Data().write(to: URL(fileURLWithPath: log))
        try grantRoles()
    }

    /// What the daemon wrote last.
    var lastLogLine: String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").last.map(String.init) ?? "nothing"
    }

    /// Ends the stage; its log may hold nothing of what the person wrote or the bot's token.
    func remove() {
        PlantedValues(secrets: [bot.token]).expectNone(inLogsOf: folder)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the daemon; its log goes behind that of its earlier lives.
    func startDaemon(_ binary: URL) throws -> DaemonProcess {
        try DaemonProcess(program: binary.path, settings: settings, log: log)
    }

    private static func makeChats(
        _ control: SimulatorControl, _ bot: SimulatedBot
    ) async throws -> [CrashChat] {
        var chats: [CrashChat] = []
        for number in 1...leaders + residents {
            let person = try await control.createPerson(
                name: "Người \(number)", id: "nguoi-\(number)")
            let unit = number <= leaders ? "ap-\(number)" : nil
            chats.append(CrashChat(id: person.id, writer: person.id, group: nil, unit: unit))
        }
        for number in 1...groups {
            let writer = chats[number - 1]
            let group = try await control.createGroup(
                name: "Nhóm ấp \(number)", people: [writer.writer], bots: [bot.id],
                id: "nhom-\(number)")
            chats.append(
                CrashChat(
                    id: group.id, writer: writer.writer, group: group.id, unit: writer.unit))
        }
        return chats
    }

    /// The content of the repository, with a campaign of the test's own beside it.
    private func writeContent() throws {
        let files = FileManager.default
        let intents = folder.appendingPathComponent("intents")
        // A link would be copied as a link, and the test would write into the repository.
        let original = URL(fileURLWithPath: "\(RepositoryRoot.path)/intents")
            .resolvingSymlinksInPath()
        try files.copyItem(at: original, to: intents)
        let campaign = intents.appendingPathComponent("campaigns/\(Self.campaign)")
        try files.createDirectory(at: campaign, withIntermediateDirectories: true)
        try Data(
            """
            name: Thử ngắt điện
            days: {from: today-5, to: today+5}
            indicators:
              - {key: ho, name: Hộ đã đến, unit: hộ, kind: count, aliases: [hộ]}
              - {key: tk, name: Tài khoản đã tạo, unit: tài khoản, kind: count, aliases: [tài khoản]}
            """.utf8
        ).write(to: campaign.appendingPathComponent("campaign.yaml"))
        let units = (1...Self.leaders).map { "ap-\($0),ấp Thử \($0),village,xa-thu,Thử \($0)" }
        try Data(
            (["id,name,level,parent,aliases", "xa-thu,xã Thử,commune,,"] + units)
                .joined(separator: "\n").utf8
        ).write(to: campaign.appendingPathComponent("units.csv"))
    }

    private func grantRoles() throws {
        let store = try Store.open(path: database)
        try store.close()
        let queue = try DatabaseQueue(path: database)
        try queue.write { db in
            for chat in chats where chat.group == nil {
                guard let unit = chat.unit else { continue }
                try db.execute(
                    sql: "INSERT INTO person (name, made_at) VALUES (?, 0)",
                    arguments: [chat.writer])
                let person = db.lastInsertedRowID
                try db.execute(
                    sql: """
                        INSERT INTO identity (account, sender, person, known_at)
                        VALUES ('main', ?, ?, 0)
                        """, arguments: [chat.writer, person])
                try db.execute(
                    sql: """
                        INSERT INTO leadership (person, campaign, unit, granted_at)
                        VALUES (?, ?, ?, 0)
                        """, arguments: [person, Self.campaign, unit])
            }
        }
        try queue.close()
    }
}

/// One of the chats, and who writes in it.
struct CrashChat: Hashable, Sendable {
    /// As the Bot API names it.
    let id: String
    let writer: String
    let group: String?

    /// The unit that the writer leads; nil for a resident.
    let unit: String?
}

/// One message of the test, and what it adds to the ledger.
struct CrashPost: Hashable, Sendable {
    let chat: CrashChat
    let text: String

    /// Households and accounts reported; nil for a question.
    let report: [Int]?

    var newPost: NewPost {
        NewPost(from: chat.writer, text: text, group: chat.group, mention: chat.group != nil)
    }

    private static let questions = [
        "khai sinh cho con cần giấy tờ gì", "đăng ký tạm trú cần giấy tờ gì",
        "kết hôn cần giấy tờ gì", "đăng ký thường trú cần giấy tờ gì",
    ]

    /// Questions of everybody and reports of leaders, in random order.
    static func random(
        _ count: Int, in chats: [CrashChat], using random: inout some RandomNumberGenerator
    ) -> [CrashPost] {
        (0..<count).map { _ in
            let chat = chats[Int.random(in: 0..<chats.count, using: &random)]
            guard chat.unit != nil, Bool.random(using: &random) else {
                let question = questions[Int.random(in: 0..<questions.count, using: &random)]
                return CrashPost(chat: chat, text: question, report: nil)
            }
            let numbers = [
                Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random),
            ]
            return CrashPost(
                chat: chat,
                text: "Báo cáo thêm hôm nay: \(numbers[0]) hộ, \(numbers[1]) tài khoản",
                report: numbers)
        }
    }
}

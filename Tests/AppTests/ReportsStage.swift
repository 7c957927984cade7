import Campaign
import Conversation
import CurlHTTP
import Foundation
import Messaging
import Rehearsal
import Simulator
import Storage
import TestSupport
import Testing

/// Content, settings and people for labelled reports that must not know of each other.
struct ReportsStage: Sendable {
    let folder: URL
    let control: SimulatorControl

    /// Names of the units, by id.
    let unitNames: [String: String]

    /// The platform's ids of what was posted, by row.
    struct Posted: Sendable {
        var rows: [String: String] = [:]

        /// What stood before them, to be corrected or taken back.
        var earlier: [String: String] = [:]
    }

    var database: String { folder.appendingPathComponent("bot.sqlite").path }
    private var log: String { folder.appendingPathComponent("daemon.log").path }

    init(_ rows: [LabelledReport], base: String, client: HTTPClient) async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("reports-\(UUID().uuidString)")
        control = SimulatorControl(base: base, client: client)
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        let intents = folder.appendingPathComponent("intents")
        // A link would be copied as a link, and the test would write into the repository.
        try files.copyItem(
            at: URL(fileURLWithPath: "\(RepositoryRoot.path)/intents").resolvingSymlinksInPath(),
            to: intents)
        let campaigns = intents.appendingPathComponent("campaigns")
        let model = campaigns.appendingPathComponent("danh-gia-2022")
        for row in rows {
            try files.copyItem(at: model, to: campaigns.appendingPathComponent("c-\(row.id)"))
        }
        let table = try String(
            contentsOf: model.appendingPathComponent("units.csv"), encoding: .utf8)
        unitNames = Dictionary(
            uniqueKeysWithValues: table.split(separator: "\n").dropFirst().map { line in
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                return (String(cells[0]), String(cells[1]))
            })
        let bot = try await control.createBot(name: "Bot Thử")
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
        try await makeLeaders(rows)
    }

    /// Ends the stage; its log may hold nothing of what the person wrote or the bot's token.
    func remove() {
        let token =
            (try? String(contentsOf: folder.appendingPathComponent("token"), encoding: .utf8)) ?? ""
        PlantedValues(secrets: [token]).expectNone(inLogsOf: folder)
        try? FileManager.default.removeItem(at: folder)
    }

    func startDaemon(_ binary: URL) throws -> DaemonProcess {
        try DaemonProcess(
            program: binary.path, settings: folder.appendingPathComponent("settings.yaml").path,
            log: log)
    }

    private func makeLeaders(_ rows: [LabelledReport]) async throws {
        let store = try Store.open(path: database)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        for row in rows {
            _ = try await control.createPerson(name: "Người \(row.id)", id: "p-\(row.id)")
            let unit = try #require(unitNames.first { $0.value == row.senderUnit }?.key)
            try store.addInvitation(
                code(row),
                for: Role(
                    campaign: CampaignID(rawValue: "c-\(row.id)"), unit: UnitID(rawValue: unit)),
                at: now)
        }
        try store.close()
    }

    private func code(_ row: LabelledReport) -> String { "7KX\(row.id.uppercased())" }

    /// Codes first, then what the rows mean to correct, then the rows.
    func play(_ rows: [LabelledReport], _ daemon: DaemonProcess) async throws -> Posted {
        var ids = Posted()
        try await post(
            try rows.map { row in
                NewPost(
                    from: "p-\(row.id)", text: "mã \(code(row))", sentAt: try row.moment - 120_000)
            }, daemon)
        let before = rows.filter { (try? $0.earlier) != nil }
        let earlier = try await post(
            try before.compactMap { row in
                try row.earlier.map {
                    NewPost(from: "p-\(row.id)", text: $0.text, sentAt: $0.moment)
                }
            }, daemon)
        for (row, id) in zip(before, earlier) { ids.earlier[row.id] = id }
        let posted = try await post(
            try rows.map {
                NewPost(from: "p-\($0.id)", text: $0.text, sentAt: try $0.moment)
            }, daemon)
        for (row, id) in zip(rows, posted) { ids.rows[row.id] = id }
        return ids
    }

    /// Posts and returns when everything has had its turn and its reply.
    @discardableResult
    private func post(_ posts: [NewPost], _ daemon: DaemonProcess) async throws -> [String] {
        let posted = try await control.post(batch: posts)
        let store = try Store.open(path: database)
        defer { try? store.close() }
        while true {
            try #require(daemon.isRunning, "the daemon ended by itself, see \(log)")
            let counts = try await control.counts()
            if counts.pending == 0, try store.counts().received == counts.posted,
                try store.isAtRest()
            {
                return posted.map(\.messageID)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

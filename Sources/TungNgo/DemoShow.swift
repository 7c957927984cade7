import Campaign
import Content
import Conversation
import CurlHTTP
import Foundation
import Messaging
import ServiceLifecycle
import Simulator
import Storage
import VietText
import Zalo

/// Sets the stage on the simulated platform, runs the bot there and plays a conversation.
struct DemoShow: Service {
    let settings: Settings

    /// Yields the port on which the platform listens.
    let ports: AsyncStream<Int>

    /// Whether to end after the conversation.
    let endsAfterScript: Bool

    /// Who takes part; ids are short so that they can be typed.
    private enum Cast {
        static let resident = (id: "chi-hoa", name: "Chị Hoa")
        static let leader = (id: "chu-bay", name: "Chú Bảy")
        static let secondLeader = (id: "co-lan", name: "Cô Lan")
        static let groups = [
            (id: "nhom-thon-1", name: "Tổ công nghệ số thôn 1"),
            (id: "nhom-thon-2", name: "Tổ công nghệ số thôn 2"),
        ]
        static let campaign = CampaignID(rawValue: "mau-92-ngay")
    }

    func run() async throws {
        guard let port = await ports.first(where: { _ in true }) else { return }
        let base = "http://127.0.0.1:\(port)"
        let http = try HTTPClient()
        let control = SimulatorControl(base: base, client: http)
        let bot = try await control.createBot(name: "Bot Tùng Ngõ")
        var settings = settings
        settings.accounts = [
            Settings.Account(
                name: "demo",
                zalo: try ZaloAccount(name: "demo", token: Secret(bot.token), base: base))
        ]
        try writeSettings(bot, base: base)
        let daemon = try Daemon(settings: settings, echoesLog: false)
        let codes = try invite(daemon)
        try await fillStage(control, bot)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await daemon.run() }
            group.addTask {
                try await play(codes, control)
                try printBulletin(daemon.content)
                if endsAfterScript { return }
                printWhatToDo(base)
                try await gracefulShutdown()
            }
            // The script's end, or Ctrl-C, ends the show; a failure of either part shows.
            try await group.next()
            if endsAfterScript { group.cancelAll() } else { try await group.waitForAll() }
        }
        await http.shutdown()
    }

    /// Where the settings lie by which other commands work beside the demo.
    private var settingsFile: String {
        "\((settings.database as NSString).deletingLastPathComponent)/tungngo.yaml"
    }

    private func writeSettings(_ bot: SimulatedBot, base: String) throws {
        let token = "\((settings.database as NSString).deletingLastPathComponent)/demo.token"
        let text = """
            database: \(settings.database)
            content: \(URL(fileURLWithPath: settings.content).path)
            log:
              file: \(settings.logFile ?? "")
            accounts: [demo]
            account:
              demo:
                token_file: \(token)
                base_url: \(base)

            """
        for (path, text) in [(token, bot.token), (settingsFile, text)] {
            let isWritten = FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            if !isWritten { complain("Cannot write '\(path)'; the demo goes on without it.") }
        }
    }

    /// Makes a code for each of the first two villages of the sample campaign.
    private func invite(_ daemon: Daemon) throws -> [String] {
        guard let campaign = daemon.content.knowledge.campaign(Cast.campaign)?.campaign else {
            return []
        }
        let store = try Store.open(path: settings.database)
        let villages = campaign.units.units.filter { campaign.units.children(of: $0.id).isEmpty }
        let codes = try villages.prefix(2).map { village in
            let code = newOneTimeCode()
            let role = Role(campaign: campaign.id, unit: village.id)
            try store.addInvitation(code, for: role, at: clockNow())
            return code
        }
        for (group, village) in zip(Cast.groups, villages) {
            try store.bind(
                account: AccountID(rawValue: "demo"), chat: ChatID(rawValue: group.id),
                to: Role(campaign: campaign.id, unit: village.id), at: clockNow())
        }
        try store.close()
        return codes
    }

    private func fillStage(_ control: SimulatorControl, _ bot: SimulatedBot) async throws {
        let people = [Cast.resident, Cast.leader, Cast.secondLeader]
        for person in people {
            _ = try await control.createPerson(name: person.name, id: person.id)
        }
        for group in Cast.groups {
            _ = try await control.createGroup(
                name: group.name, people: people.map(\.id), bots: [bot.id], id: group.id)
        }
    }

    private func play(_ codes: [String], _ control: SimulatorControl) async throws {
        print("Một cuộc trò chuyện mẫu:\n")
        var lines: [(from: (id: String, name: String), text: String, group: String?)] = [
            (Cast.resident, "khai sinh cho con cần giấy tờ gì", nil),
            (Cast.resident, "the le phi bao nhieu", nil),
            (Cast.resident, "cccd het han doi o dau", nil),
        ]
        let leaders = [Cast.leader, Cast.secondLeader]
        lines += zip(leaders, codes).map { ($0, "mã \($1)", nil) }
        if codes.count == leaders.count {
            lines += [
                (Cast.leader, "Báo cáo hôm nay: 25 hộ, 12 tài khoản, 7 hồ sơ trực tuyến", nil),
                (Cast.leader, "nhầm, 27 hộ mới đúng", nil),
                (Cast.leader, "hôm nay 30 hộ", nil),
                (Cast.leader, "thay", nil),
                (Cast.secondLeader, "hnay di dc 9 ho, tao 4 tk dvc", nil),
                (Cast.secondLeader, "vướng mắc: máy in của thôn hỏng", nil),
                (Cast.leader, "tiến độ", Cast.groups[0].id),
            ]
        }
        for line in lines {
            let post = NewPost(
                from: line.from.id, text: line.text, group: line.group, mention: line.group != nil)
            for reply in try await say(post, control, waitSeconds: 10) {
                print("\(line.from.name): \(line.text)")
                print("    🤖 \(reply.text.split(separator: "\n").joined(separator: "\n       "))\n")
            }
            flushOutput()
        }
    }

    /// Prints what the commune's chat would be told this evening.
    private func printBulletin(_ content: LoadedContent) throws {
        guard let campaign = content.knowledge.campaign(Cast.campaign)?.campaign,
            let unit = campaign.units.roots.first, let time = campaign.bulletins.first
        else { return }
        let store = try Store.open(path: settings.database)
        let now = clockNow()
        let figures = try store.figures(
            of: campaign, on: CivilDay(epochMilliseconds: now.milliseconds), at: now)
        try store.close()
        let text = content.replies.render(figures.bulletin(for: unit.id))
        print("Bản tin \(time) mỗi ngày trong nhóm của \(unit.name):")
        print("    🤖 \(text.split(separator: "\n").joined(separator: "\n       "))\n")
        flushOutput()
    }

    private func printWhatToDo(_ base: String) {
        let isUsual = base == Say.usualSimulator
        let say = "\(programName) say\(isUsual ? "" : " --simulator \(base)")"
        print(
            """
            Đang chạy. Mở trang trò chuyện:  \(base)/
            Hoặc từ một cửa sổ dòng lệnh khác:
              người dân:  \(say) --as chi-hoa "đăng ký tạm trú hết bao nhiêu tiền"
              tổ trưởng:  \(say) --as chu-bay "thêm 5 hộ, 3 tài khoản"
              trong nhóm: \(say) --as chi-hoa --group nhom-thon-1 "ai chưa báo cáo"
            Cơ sở dữ liệu: \(settings.database)
            Nhật ký:       \(programName) logs -f --settings \(settingsFile)
            Tin chưa được trả lời: \(programName) logs --unanswered --settings \(settingsFile)
            Dừng: Ctrl-C
            """)
        flushOutput()
    }
}

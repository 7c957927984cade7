import Content
import Conversation
import IntentMatching
import Messaging
import Testing

/// What an admin asks of the machine in the chat.
@Suite struct OperationsTests {
    private static let main = AccountID(rawValue: "chinh")
    private static let other = AccountID(rawValue: "Phu-2")
    private static let now = Timestamp(milliseconds: 1_786_000_000_000)

    private let content: LoadedContent

    init() throws {
        content = try OfficeContent.shared()
    }

    private func figures(
        _ account: AccountID, _ state: String, paused: Timestamp? = nil, reason: String? = nil
    ) -> AccountFigures {
        AccountFigures(
            account: account, platform: "zalo", state: state, since: Self.now, pausedAt: paused,
            reason: reason, queued: 0, sentThisMonth: 12)
    }

    private func said(
        _ text: String, isAdmin: Bool = true, in kind: ChatKind = .private,
        accounts: [AccountFigures]? = nil, house: House? = nil, trails: [MessageTrail] = []
    ) throws -> (decision: Decision, text: String) {
        var all = House()
        all.served = [Self.main: 3_000, Self.other: nil]
        let served = house ?? all
        let message = message(.text(text), in: kind, at: Self.now, account: Self.main.rawValue)
        var reader = Reader(knowledge: content.knowledge)
        let reading = reader.read(text, place: kind == .private ? .privateChat : .addressed)
        let situation = Situation(
            now: Self.now, topic: nil, roles: [],
            books: PaperBooks(content.knowledge).books(for: message.sender),
            known: Acquaintance(person: 1, isAdmin: isAdmin),
            operations: Operations(
                accounts: {
                    accounts ?? [figures(Self.main, "working"), figures(Self.other, "working")]
                },
                work: { _ in
                    var work = WorkFigures()
                    (work.received, work.setAside) = (41, 1)
                    return work
                },
                trails: { prefix, max in
                    Array(trails.filter { $0.trace.rawValue.hasPrefix(prefix) }.prefix(max))
                },
                house: { served }))
        let decision = try decide(message, reading, in: situation, using: content.knowledge)
        return (decision, decision.replies.map(content.replies.render).joined(separator: "\n"))
    }

    @Test(arguments: ["/tinhtrang", "/tình trạng", "/TINH TRANG ạ", "/tinhtrang@bot_xa"])
    func theStateIsToldHoweverItIsTyped(text: String) throws {
        let said = try said(text).text
        #expect(said.hasPrefix("Dạ bot chạy bình thường"), "\(said)")
        #expect(said.contains("Hôm nay 41 tin đến") && said.contains("1 tin bị gác lại"))
        #expect(said.contains("• chinh (zalo): đang chạy; tháng này gửi 12/3000 tin"))
        #expect(said.contains("• Phu-2 (zalo): đang chạy; tháng này gửi 12 tin"))
    }

    @Test func troublesAndStoppedAccountsStandFirst() throws {
        var house = House()
        house.served = [Self.main: nil, Self.other: nil]
        house.troubles = [
            TroubleNotice(cause: "disk-low", since: Self.now),
            TroubleNotice(cause: "account:Phu-2", since: Self.now),
            TroubleNotice(cause: "something-new", since: Self.now),
        ]
        let said = try said(
            "/tinhtrang",
            accounts: [
                figures(Self.main, "working"), figures(Self.other, "stopped", reason: "dead token"),
            ], house: house
        ).text
        let lines = said.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("Dạ bot đang có sự cố") == true)
        #expect(lines.first { $0.hasPrefix("•") }?.contains("Phu-2 (zalo): ngừng") == true)
        #expect(said.contains("(dead token)"))
        #expect(said.contains("⚠ Đĩa sắp đầy, từ "))
        #expect(said.contains("⚠ [Phu-2] Tài khoản không chạy được, từ "))
        #expect(said.contains("⚠ Sự cố \"something-new\", từ "))
    }

    @Test func errorsAreListedWithTheirTraces() throws {
        var house = House()
        #expect(try said("/lỗi", house: house).text == "Dạ 24 giờ qua không có lỗi nào.")
        house.errors = [
            RecentError(
                event: "turn-failed", account: Self.main, count: 3, lastAt: Self.now,
                trace: TraceID(rawValue: "a1b2c3")),
            RecentError(
                event: "brand-new", account: nil, count: 1, lastAt: Self.now, trace: nil),
        ]
        let lines = try said("/loi", house: house).text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains("(3 lần) [chinh]: xử lý một tin bị lỗi #a1b2c3") == true)
        #expect(lines.last?.hasSuffix(": brand-new") == true)
    }

    @Test func anAccountIsPausedAndResumed() throws {
        let paused = try said("/tamdung phu-2")
        #expect(paused.decision.effects == [.pauseAccount(Self.other)])
        #expect(paused.text.contains("tạm dừng") && paused.text.contains("/tieptuc Phu-2"))
        let accounts = [
            figures(Self.main, "working"), figures(Self.other, "paused", paused: Self.now),
        ]
        let again = try said("/tạm dừng \"Phu-2\"", accounts: accounts)
        #expect(again.decision.effects == [] && again.text.contains("đã tạm dừng từ"))
        #expect(
            try said("/tieptuc Phu-2", accounts: accounts).decision.effects
                == [.resumeAccount(Self.other)])
        #expect(try said("/tiếp tục chinh").decision.effects == [])
    }

    @Test func whatCannotBePausedIsRefusedWithAWayOut() throws {
        let own = try said("/tamdung chinh")
        #expect(own.decision.outcome == .refused && own.decision.effects == [])
        #expect(own.text.contains("tungngo accounts pause chinh"))
        for text in ["/tamdung", "/tamdung khac"] {
            let said = try said(text)
            #expect(said.decision.outcome == .refused)
            #expect(said.text.contains("Các tài khoản: chinh, Phu-2"), "\(said.text)")
        }
    }

    @Test func onlyAnAdminInPrivateIsObeyed() throws {
        for text in ["/tamdung Phu-2", "/tinhtrang", "/loi", "/nhatky #a1b2"] {
            let resident = try said(text, isAdmin: false)
            #expect(resident.decision.effects.allSatisfy { $0 != .pauseAccount(Self.other) })
            #expect(!resident.text.contains("Phu-2"), "\(resident.text)")
            let group = try said(text, in: .group)
            #expect(group.decision.outcome == .refused)
            #expect(group.text == "Dạ lệnh quản trị chỉ dùng khi nhắn riêng với em ạ.")
        }
        #expect(try said("/gì đó").text.contains("/nhatky #DẤU-VẾT"))
    }

    @Test func aTraceTellsWhatBecameOfAMessage() throws {
        let trail = MessageTrail(
            trace: TraceID(rawValue: "a1b2c3d4"),
            received: MessageTrail.Received(
                id: 7, account: Self.main, chat: ChatID(rawValue: "c"), chatKind: .group,
                message: MessageID(rawValue: "m"), sentAt: Self.now, keptAt: Self.now,
                state: .taken(.answered, at: Self.now), tries: 1, error: nil, notBefore: nil,
                silentUntil: nil),
            replies: [
                MessageTrail.Reply(
                    id: 9, account: Self.other, chat: ChatID(rawValue: "c"), priority: .answer,
                    queuedAt: Self.now, endedAt: nil, attempts: 2,
                    state: .waiting(attempts: 2, until: Self.now.adding(seconds: 60)),
                    isBehindAnother: false)
            ])
        let accounts = [figures(Self.other, "stopped", reason: "dead token")]
        let told = try said("/nhatky #A1B2", accounts: accounts, trails: [trail]).text
        #expect(told.hasPrefix("#a1b2c3d4\n") && told.contains("nhận tin (chinh, trong nhóm)"))
        #expect(told.contains("đã soạn câu trả lời."))
        #expect(told.contains("• Tin gửi đi 9: đang chờ, tài khoản ngừng (dead token)"))
        #expect(told.contains("đã thử 2 lần, thử lại lúc "))
        #expect(try said("/nhatky #ffff", trails: [trail]).text.contains("không có tin nào"))
        #expect(try said("/nhatky", trails: [trail]).text.contains("ít nhất 4 ký tự"))
        #expect(try said("/nhatky #a1b2", trails: [trail, trail]).text.contains("có nhiều tin"))
    }
}

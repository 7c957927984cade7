import Campaign
import Content
import Conversation
import Messaging
import Testing
import VietText

/// What bulletins say, in the words of this repository.
@Suite struct BulletinTests {
    static let day = CivilDay(daysSinceEpoch: 20_000)
    static let now = moment(day, hour: 20, minute: 30)

    @Test func aVillageReadsItsTargetsPaceForecastAndRank() throws {
        let text = try bulletin("a", own: ["a": [ho: total(120)], "b": [ho: total(300)]])
        #expect(
            text == """
                Đợt mẫu, ngày 10/20 (4/10)
                Bản tin thôn A:
                • Số hộ: 120 hộ, đạt 12,0% của 1.000; cần 88/ngày, dự báo cuối đợt 240
                Xếp thứ 2/3 trong xã Mẫu (theo Số hộ).
                Ngày 4/10 đơn vị mình chưa báo cáo.
                """)
    }

    @Test func aCommuneReadsWhoIsMissingAndItsDifficulties() throws {
        let text = try bulletin(
            "xa", own: ["a": [ho: total(3_000), hs: total(70, of: 100)]], reported: ["a"],
            difficulties: [mark("a", days: 3), mark("b", days: 1), mark("b", resolved: true)])
        #expect(
            text == """
                Đợt mẫu, ngày 10/20 (4/10)
                Bản tin xã Mẫu:
                • Số hộ: 3.000 hộ, đạt 100,0% của 3.000 – đã đạt
                • Hồ sơ trực tuyến: 70/100 hồ sơ (70,0%), chỉ tiêu 60,0% – đã đạt
                Chưa có số: Hồ sơ quá hạn; Điện thoại tặng.
                Báo cáo ngày 4/10: 1/3 đơn vị.
                Chưa báo cáo: thôn B, thôn C.
                Vướng mắc: 2 việc đang chờ, lâu nhất 3 ngày; 1 việc xong trong ngày.
                """)
    }

    @Test func nothingReportedIsSaidPlainly() throws {
        let text = try bulletin("xa", own: [:])
        #expect(text.contains("Chưa có số liệu nào."))
        #expect(text.contains("Chưa báo cáo: thôn A, thôn B, thôn C."))
    }

    @Test func difficultiesThatAreAllDoneAreSaidToBeDone() throws {
        let text = try bulletin("a", own: [:], difficulties: [mark("a", resolved: true)])
        #expect(text.hasSuffix("Vướng mắc: 1 việc xong trong ngày, không còn việc chờ."))
    }

    @Test func equalsShareAPlace() throws {
        let own = ["a": [ho: total(5)], "b": [ho: total(5)], "c": [ho: total(4)]]
        #expect(try bulletin("a", own: own).contains("Xếp thứ 1/3"))
        #expect(try bulletin("b", own: own).contains("Xếp thứ 1/3"))
        #expect(try bulletin("c", own: own).contains("Xếp thứ 3/3"))
    }

    @Test func manyUnitsAndIndicatorsStillFitAPhone() throws {
        let indicators = (1...12).map { number in
            Indicator(
                key: IndicatorKey(rawValue: "i\(number)"),
                name: "Tài khoản Cổng Dịch vụ công quốc gia tạo mới số \(number)",
                unit: "tài khoản", kind: .count, aliases: ["tk\(number)"],
                targets: [village: Quantity(scaled: 5_000 * Quantity.scale)])
        }
        let names = (1...40).map { "thôn \($0)" }
        let own: [UnitID: [IndicatorKey: Total]] = [
            UnitID(rawValue: "t1"): Dictionary(
                uniqueKeysWithValues: indicators.map { ($0.key, total(1_250)) })
        ]
        let campaign = try campaign(
            indicators,
            units: [unit("xa", "xã Mẫu", "commune", nil)]
                + names.enumerated().map { unit("t\($0 + 1)", $1, "village", "xa") })
        let figures = try CampaignFigures(
            campaign, on: Self.day, at: Self.now, own: own, reported: [])
        let text = try OfficeContent.shared().replies.render(
            figures.bulletin(for: UnitID(rawValue: "xa")))
        #expect(text.count <= 900, "\(text.count) characters:\n\(text)")
        #expect(text.contains("và 30 đơn vị nữa"))
        #expect(text.contains("chỉ tiêu nữa, nhắn \"tiến độ\""))
    }

    // MARK: The end

    @Test func theClosingBulletinSaysByHowMuchEachTargetCameOut() throws {
        let text = try closing(
            "xa",
            own: [
                "a": [ho: total(2_900), hs: total(61, of: 100), qh: total(35, of: 1_000)],
                "b": [dt: total(10)],
            ])
        #expect(
            text == """
                Tổng kết Đợt mẫu, xã Mẫu, sau 20 ngày:
                4 chỉ tiêu: 1 vượt, 1 đạt, 2 chưa đạt.
                • Số hộ: 2.900 hộ, 96,7% của 3.000 – thiếu 100 hộ
                • Hồ sơ trực tuyến: 61/100 hồ sơ (61,0%), chỉ tiêu 60,0% – vượt 1 điểm %
                • Hồ sơ quá hạn: 35/1.000 hồ sơ (3,5%), chỉ tiêu 1,0% – cao hơn 2,5 điểm %
                • Điện thoại tặng: 10 máy, 100,0% của 10 – đạt
                Cảm ơn cả nhà đã đi từng ngõ, gõ từng nhà!
                """)
    }

    @Test(arguments: [
        (done: 59_970, says: "thiếu 0,03 điểm %"), (done: 59_999, says: "thiếu 0,001 điểm %"),
        (done: 60_001, says: "vượt 0,001 điểm %"), (done: 60_000, says: "– đạt"),
        (done: 59_949, says: "thiếu 0,1 điểm %"),
    ])
    func aTargetJustMissedIsNotRoundedIntoAMetOne(row: (done: Int64, says: String)) throws {
        let text = try closing("xa", own: ["a": [hs: total(row.done, of: 100_000)]])
        #expect(text.contains(row.says), "\(text)")
    }

    @Test func aTargetWithoutFiguresIsSaidToHaveNone() throws {
        let text = try closing("xa", own: [:])
        #expect(text.contains("• Hồ sơ trực tuyến: chưa có số liệu"))
        #expect(text.contains("4 chỉ tiêu: 0 vượt, 0 đạt, 4 chưa đạt."))
    }

    // MARK: Other notices

    @Test func remindersSayWhatIsMissingUntilWhenAndHow() throws {
        let campaign = try campaign()
        let chat = ReachableChat(
            account: AccountID(rawValue: "bot"), chat: ChatID(rawValue: "c"), isMuted: false)
        let leader = LeaderChat(unit: UnitID(rawValue: "a"), person: 1, chat: chat)
        let missing = campaign.units.units.filter { $0.id.rawValue == "a" }
        let reminders = Reminder.due(missing: missing, leaders: [leader], groups: [:])
        let reply = try #require(reminders.first).reply(campaign, day: Self.day)
        #expect(
            try OfficeContent.shared().replies.render(reply) == """
                Dạ em chưa nhận báo cáo ngày 4/10 của thôn A. Hạn là 20:00 ạ.
                Anh/chị nhắn cho em, ví dụ: "hôm nay 25 hộ, 12 máy".
                """)
        let toGroup = Reminder.due(
            missing: missing, leaders: [], groups: [UnitID(rawValue: "a"): [chat]])
        let grouped = try #require(toGroup.first).reply(campaign, day: Self.day)
        #expect(
            try OfficeContent.shared().replies.render(grouped).contains("bấm trả lời tin này"))
    }

    @Test func anExpiredDraftSaysThatNothingWasRecorded() throws {
        let draft = ExpiredDraft(
            number: 4, account: AccountID(rawValue: "bot"), chat: ChatID(rawValue: "c"),
            summary: "27 hộ")
        let text = try OfficeContent.shared().replies.render(draft.reply)
        #expect(text.contains("#N4 (27 hộ)"))
        #expect(text.contains("CHƯA ghi"))
    }

    // MARK: A small campaign

    private let village = UnitLevel(rawValue: "village")
    private let ho = IndicatorKey(rawValue: "ho")
    private let hs = IndicatorKey(rawValue: "hs")
    private let qh = IndicatorKey(rawValue: "qh")
    private let dt = IndicatorKey(rawValue: "dt")

    private func campaign() throws -> Campaign {
        let commune = UnitLevel(rawValue: "commune")
        func quantity(_ whole: Int64) -> Quantity { Quantity(scaled: whole * Quantity.scale) }
        return try campaign(
            [
                Indicator(
                    key: ho, name: "Số hộ", unit: "hộ", kind: .count, aliases: ["hộ"],
                    targets: [village: quantity(1_000)]),
                Indicator(
                    key: hs, name: "Hồ sơ trực tuyến", unit: "hồ sơ", kind: .ratio,
                    aliases: ["trực tuyến"], targets: [commune: Quantity(scaled: 6_000)]),
                Indicator(
                    key: qh, name: "Hồ sơ quá hạn", unit: "hồ sơ", kind: .ratio, direction: .less,
                    aliases: ["quá hạn"], targets: [commune: Quantity(scaled: 100)]),
                Indicator(
                    key: dt, name: "Điện thoại tặng", unit: "máy", kind: .count,
                    aliases: ["máy"], targets: [commune: quantity(10)]),
            ],
            units: [
                unit("xa", "xã Mẫu", "commune", nil), unit("a", "thôn A", "village", "xa"),
                unit("b", "thôn B", "village", "xa"), unit("c", "thôn C", "village", "xa"),
            ])
    }

    private func campaign(_ indicators: [Indicator], units: [OrgUnit]) throws -> Campaign {
        try Campaign(
            id: CampaignID(rawValue: "mau"), name: "Đợt mẫu", firstDay: Self.day.adding(days: -9),
            lastDay: Self.day.adding(days: 10), reportBy: TimeOfDay("20:00"),
            bulletins: [try #require(TimeOfDay("20:30"))], indicators: indicators, units: units)
    }

    private func unit(_ id: String, _ name: String, _ level: String, _ parent: String?) -> OrgUnit {
        OrgUnit(
            id: UnitID(rawValue: id), name: name, level: UnitLevel(rawValue: level),
            parent: parent.map { UnitID(rawValue: $0) })
    }

    private func total(_ value: Int64, of whole: Int64? = nil) -> Total {
        Total(
            Quantity(scaled: value * Quantity.scale),
            of: whole.map { Quantity(scaled: $0 * Quantity.scale) })
    }

    private func mark(_ unit: String, days: Int64 = 0, resolved: Bool = false) -> DifficultyMark {
        DifficultyMark(
            unit: UnitID(rawValue: unit), openedAt: Self.now.adding(seconds: -days * 86_400),
            isResolved: resolved)
    }

    private func figures(
        own: [String: [IndicatorKey: Total]], reported: Set<String> = [],
        difficulties: [DifficultyMark] = []
    ) throws -> CampaignFigures {
        try CampaignFigures(
            try campaign(), on: Self.day, at: Self.now,
            own: Dictionary(
                uniqueKeysWithValues: own.map { (UnitID(rawValue: $0), $1) }),
            reported: Set(reported.map { UnitID(rawValue: $0) }), difficulties: difficulties)
    }

    private func bulletin(
        _ unit: String, own: [String: [IndicatorKey: Total]], reported: Set<String> = [],
        difficulties: [DifficultyMark] = []
    ) throws -> String {
        let figures = try figures(own: own, reported: reported, difficulties: difficulties)
        return try OfficeContent.shared().replies.render(
            figures.bulletin(for: UnitID(rawValue: unit)))
    }

    private func closing(_ unit: String, own: [String: [IndicatorKey: Total]]) throws -> String {
        try OfficeContent.shared().replies.render(
            figures(own: own).closing(for: UnitID(rawValue: unit)))
    }
}

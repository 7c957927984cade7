import Campaign
import Content
import Conversation
import IntentMatching
import Messaging
import Testing
import VietText

/// Questions on the standing in trees larger than those of the stories, and in several campaigns.
@Suite struct StandingQuestionTests {
    private let content: LoadedContent
    private let day: CivilDay

    init() throws {
        content = try OfficeContent.shared()
        day = OfficeContent.evaluationDay
    }

    @Test func theMissingOfABigTreeAreCountedByTheUnitAbove() throws {
        let big = try campaign("lon", name: "Đợt lớn", communes: 20, villages: 3)
        let books = PaperBooks(try knowledge(big))
        for village in ["thon-1-1", "thon-1-2", "thon-1-3", "thon-2-1"] {
            report(5, of: village, in: big, books)
        }
        let text = try answer("ai chưa báo cáo", big, books: books)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "tỉnh Lớn: 56/60 đơn vị chưa báo cáo hôm nay 21/6/2022:")
        #expect(lines.dropFirst().first == "• xã Số 3 3/3: thôn Số 3 1, thôn Số 3 2, thôn Số 3 3")
        #expect(lines.count == 18)
        #expect(text.contains("… và 4 nơi nữa."))
        let one = try answer("ai chưa báo cáo xã Số 2", big, books: books)
        #expect(one.contains("(2/3 đơn vị)"))
    }

    @Test func aLongBreakdownShowsFifteenAndSaysHowManyAreSilent() throws {
        let big = try campaign("lon", name: "Đợt lớn", communes: 20, villages: 1)
        let books = PaperBooks(try knowledge(big))
        report(5, of: "thon-2-1", in: big, books)
        let text = try answer("tiến độ toàn tỉnh từng xã", big, books: books)
        #expect(text.contains("• xã Số 1: chưa có số liệu"))
        #expect(text.contains("• xã Số 2: 5/100 hộ (5,0%)"))
        #expect(text.contains("… và 5 đơn vị nữa; 19/20 chưa có số liệu."))
        #expect(text.split(separator: "\n").count == 17)
    }

    @Test func whoAsksFindsTheirOwnPlaceBehindTheFirstFifteen() throws {
        let big = try campaign("lon", name: "Đợt lớn", communes: 1, villages: 30)
        let books = PaperBooks(try knowledge(big))
        for village in 1...20 {
            report(Int64(50 - village), of: "thon-1-\(village)", in: big, books)
        }
        let text = try answer("xếp hạng", big, role: "thon-1-18", books: books)
        #expect(text.contains("1. thôn Số 1 1: 49/100 hộ (49,0%)"))
        #expect(text.contains("… và 5 đơn vị nữa.\n18. thôn Số 1 18: 32/100 hộ (32,0%)"))
        #expect(
            text.hasSuffix(
                "Chưa có số liệu: "
                    + (21...30).map { "thôn Số 1 \($0)" }
                    .joined(separator: ", ") + "."))
    }

    /// Of two campaigns that run, the one named is meant, else that of the sender.
    @Test func aCampaignIsMeantByItsName() throws {
        let one = try campaign("mot", name: "Chiến dịch Mùa hè số", communes: 1, villages: 2)
        let two = try campaign("hai", name: "Đợt cao điểm Định danh", communes: 1, villages: 2)
        let books = PaperBooks(try knowledge(one, two))
        report(7, of: "thon-1-1", in: one, books)
        report(9, of: "thon-1-1", in: two, books)
        for (text, expected) in [
            ("tiến độ", "7/200"), ("tiến độ Mùa hè số", "7/200"),
            ("tien do mua he so", "7/200"), ("tiến độ đợt cao điểm định danh", "9/200"),
            ("tiến độ xã Số 1 chiến dịch Mùa hè số", "7/200"),
            ("xếp hạng đợt cao điểm định danh", "9/200"), ("dinh danh tien do tung thon", "9/100"),
        ] {
            let told = try answer(text, one, two, role: "xa-1", books: books)
            #expect(told.contains(expected), "\(text) → \(told)")
        }
    }

    // MARK: Building

    private func knowledge(_ campaigns: Campaign...) throws -> Knowledge {
        let office = content.knowledge
        return Knowledge(
            questions: office.questions, commands: office.commands, procedures: office.procedures,
            aspects: office.aspects, campaigns: campaigns.map(CampaignKnowledge.init),
            office: office.office, catalogue: office.catalogue, watched: office.watched)
    }

    private func campaign(
        _ id: String, name: String, communes: Int, villages: Int
    ) throws -> Campaign {
        var units = [unit("tinh", "tỉnh Lớn", "province", nil)]
        for commune in 1...communes {
            units.append(unit("xa-\(commune)", "xã Số \(commune)", "commune", "tinh"))
            for village in 1...villages {
                units.append(
                    unit(
                        "thon-\(commune)-\(village)", "thôn Số \(commune) \(village)", "village",
                        "xa-\(commune)"))
            }
        }
        return try Campaign(
            id: CampaignID(rawValue: id), name: name, firstDay: day.adding(days: -20),
            lastDay: day.adding(days: 71),
            indicators: [
                Indicator(
                    key: IndicatorKey(rawValue: "ho"), name: "Số hộ", unit: "hộ", kind: .count,
                    aliases: ["hộ"],
                    targets: [UnitLevel(rawValue: "village"): try Quantity(100)])
            ], units: units)
    }

    private func unit(_ id: String, _ name: String, _ level: String, _ parent: String?) -> OrgUnit {
        OrgUnit(
            id: UnitID(rawValue: id), name: name, level: UnitLevel(rawValue: level),
            parent: parent.map(UnitID.init(rawValue:)))
    }

    private func report(_ count: Int64, of unit: String, in campaign: Campaign, _ books: PaperBooks)
    {
        let person = PersonID(rawValue: "Hoa")
        guard let number = try? books.books(for: person).nextReportNumber() else { return }
        let entry = LedgerEntry(
            report: number, unit: UnitID(rawValue: unit), indicator: IndicatorKey(rawValue: "ho"),
            day: day, amount: Amount(.add, Quantity(scaled: count * Quantity.scale)))
        books.apply(
            .record(
                ReportRecord(
                    number: number, campaign: campaign.id, unit: entry.unit, entries: [entry],
                    corrects: nil)), by: person)
    }

    private func answer(
        _ text: String, _ campaign: Campaign, _ other: Campaign? = nil, role: String = "tinh",
        books: PaperBooks
    ) throws -> String {
        let knowledge = try other.map { try self.knowledge(campaign, $0) } ?? knowledge(campaign)
        var reader = Reader(knowledge: knowledge)
        let said = message(.text(text), from: "Tâm", at: moment(day, hour: 18))
        let situation = Situation(
            now: said.sentAt, topic: nil,
            roles: [Role(campaign: campaign.id, unit: UnitID(rawValue: role))],
            books: books.books(for: said.sender))
        let decision = try decide(
            said, reader.read(text, place: .privateChat), in: situation, using: knowledge)
        return decision.replies.map(content.replies.render).joined(separator: "\n")
    }
}

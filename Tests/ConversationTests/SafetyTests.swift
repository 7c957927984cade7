import Content
import Conversation
import IntentMatching
import Messaging
import Testing
import VietText

/// One text and the danger in it, by key; nil for none.
struct DangerRow: CustomTestStringConvertible {
    let text: String
    let key: String?
    let reason: String

    init(_ text: String, _ key: String?, _ reason: String) {
        self.text = text
        self.key = key
        self.reason = reason
    }

    var testDescription: String { text }
}

/// What `intents/vocabulary/safety.yaml` says of danger, and what it must keep silent about.
@Suite struct SafetyTests {
    static let rows: [DangerRow] = [
        .init("cháy nhà rồi ad ơi", "chay", "plain"),
        .init("Nhà hàng xóm đang cháy!!!", "chay", "capitals and marks of shouting"),
        .init("chay nha roi cuu voi", "chay", "no marks; the first of the file wins"),
        .init("có cháy ở chợ", "chay", "marks tell it from running"),
        .init("đang bốc cháy trong bếp", "chay", "other word"),
        .init("rò rỉ khí gas phải gọi ai", "chay", "gas"),
        .init("số điện thoại cứu hỏa là bao nhiêu", "chay", "asked before it burns"),
        .init("chays nhaf rooif", "chay", "raw Telex"),
        .init("cháy nhà, gọi phòng cháy chữa cháy giúp", "chay", "the name of the brigade"),
        .init("xin giấy chứng nhận PCCC ở đâu", nil, "a certificate"),
        .init("giấy phép kinh doanh cháy nổ", nil, "a licence"),
        .init("bảo hiểm cháy nổ bắt buộc bao nhiêu tiền", nil, "an insurance"),
        .init("đang cháy hàng rồi shop ơi", nil, "sold out"),
        .init("cháy túi rồi, lệ phí bao nhiêu ạ", nil, "out of money"),
        .init("app đang chay cham qua", nil, "running slowly, typed without marks"),
        .init("sổ đỏ bị cháy năm ngoái, xin cấp lại ở đâu", nil, "long ago, asks for papers"),
        .init("tập huấn phòng cháy chữa cháy cho 25 hộ", nil, "a report"),
        .init("hôm nay vận động 12 hộ mua bình chữa cháy", nil, "a report"),
        .init("xe dang chay bien so tinh khac dang ky o dau", nil, "driving, without marks"),
        .init("mo quan chay can giay gi", nil, "a vegetarian restaurant, without marks"),
        .init("tiền ma chay xin ở đâu", nil, "a funeral"),
        .init("xe đang cháy ngoài đường", "chay", "with marks it burns"),
        .init("gọi xe cấp cứu giúp em với", "cap-cuu", "plain"),
        .init("ba em bị đột quỵ rồi", "cap-cuu", "a stroke"),
        .init("co nguoi bi tai nan giao thong", "cap-cuu", "no marks"),
        .init("bé nhà em uống nhầm thuốc sâu", "cap-cuu", "poison by mistake"),
        .init("cháu uống hết chai thuốc sâu", nil, "words not side by side are not guessed"),
        .init("bé uống thuốc sâu", "cap-cuu", "poison"),
        .init("cấp cứu có được bảo hiểm y tế thanh toán không", nil, "insurance"),
        .init("bố em bị tai biến từ năm ngoái, xin trợ cấp khuyết tật", nil, "a benefit"),
        .init("chết do tai nạn thì khai tử ở đâu", nil, "a death certificate"),
        .init("xóm em bị lũ cuốn mất mấy người", "cuu-nan", "flood"),
        .init("ghe của anh em bị chìm ghe ngoài biển", "cuu-nan", "at sea"),
        .init("nhà bị lũ cuốn, xin hỗ trợ thiệt hại thủ tục gì", nil, "a benefit"),
        .init("tuyên bố mất tích cần giấy gì", nil, "a court matter"),
        .init("thi den dau de sua giay", nil, "where to, without marks"),
        .init("hàng xóm bạo hành trẻ em", "tre-em", "plain"),
        .init("bé gái bị dượng xâm hại", "tre-em", "another order"),
        .init("tuyên truyền phòng chống xâm hại trẻ em được 3 buổi", nil, "a report"),
        .init("có người gọi xưng công an bảo đọc mã OTP", "lo-ma", "the classic"),
        .init("co nguoi tu xung cong an bao doc ma otp", "lo-ma", "no marks"),
        .init("họ yêu cầu em cung cấp số tài khoản ngân hàng", "lo-ma", "an account"),
        .init("em lỡ đọc mã cho nó rồi", "lo-ma", "too late"),
        .init("bảo em cài app để làm định danh mức 2", "lo-ma", "an app"),
        .init("cán bộ kêu em gửi mã OTP qua zalo", "lo-ma", "a code"),
        .init("đăng nhập không nhận được mã OTP phải làm sao", nil, "a technical trouble"),
        .init("quên mật khẩu VNeID lấy lại thế nào", nil, "a forgotten password"),
        .init("sao chưa thấy gửi mã otp về", nil, "still waiting for a code"),
        .init("số tài khoản nộp phí trước bạ ở đâu", nil, "where to pay"),
        .init("có trộm vào nhà", "an-ninh", "a thief"),
        .init("em bị lừa đảo qua mạng mất 5 triệu", "lua-dao", "fraud"),
        .init("ngoai duong danh nhau to qua", "an-ninh", "no marks"),
        .init("bị mất trộm xe, làm lại cà vẹt ở đâu", nil, "asks for papers"),
        .init("đánh nhau bị phạt bao nhiêu tiền", nil, "asks about fines"),
        .init("giấy chứng nhận an ninh trật tự", nil, "a certificate"),
        .init("cho xem cccd của ông A", "nguoi-khac", "somebody else's card"),
        .init("tra giúp em số điện thoại của bà hàng xóm", "nguoi-khac", "a number"),
        .init("cho xin số điện thoại của chị cán bộ tư pháp", nil, "an official"),
        .init("căn cước của bà nội em hết hạn đổi ở đâu", nil, "for the family"),
        .init("xin số điện thoại công an xã", nil, "an office"),
        .init("làm giấy khai sinh cho con ở đâu", nil, "a procedure"),
        .init("đăng ký tạm trú bao nhiêu tiền", nil, "a procedure"),
        .init("hôm nay 25 hộ, 12 tài khoản, 7 hồ sơ", nil, "a report"),
        .init("cảm ơn ad nhé", nil, "small talk"),
        .init("", nil, "empty"),
        .init("🔥🔥🔥", nil, "nothing to read"),
    ]

    @Test(arguments: rows)
    func isTold(_ row: DangerRow) throws {
        var reader = Reader(knowledge: try OfficeContent.shared().knowledge)
        let danger = reader.read(row.text, place: .privateChat).danger
        #expect(danger?.key == row.key, "\(row.reason)")
    }

    @Test func theNumberComesFirstAndTheWarningIsAlwaysThere() throws {
        let content = try OfficeContent.shared()
        let calls = ["chay": "114", "cap-cuu": "115", "cuu-nan": "112", "tre-em": "111"]
        for danger in content.knowledge.watched.safety {
            let reply = Reply(
                .safety,
                [
                    "numbers": .rows(danger.numbers.map { ["number": .text($0.number)] }),
                    "line": .text(danger.line),
                ])
            let text = content.replies.render(reply)
            #expect(text.contains("kể cả người tự xưng là Công an"), "\(danger.key)")
            #expect(text.count < 450, "\(danger.key)")
            guard danger.key != "nguoi-khac" else { continue }
            let number = calls[danger.key] ?? "113"
            #expect(text.hasPrefix("☎ Gọi ngay \(number)"), "\(danger.key)")
        }
    }

    @Test func onlyNumbersOfTheOfficialListAreNamed() throws {
        let known: Set<String> = ["111", "112", "113", "114", "115"]
        let watched = try OfficeContent.shared().knowledge.watched
        #expect(watched.safety.map(\.key).count == Set(watched.safety.map(\.key)).count)
        for number in watched.safety.flatMap(\.numbers) {
            #expect(known.contains(number.number))
        }
    }

    @Test func whatIsOverheardIsLeftAlone() throws {
        let content = try OfficeContent.shared()
        for (place, isHeard) in [(TalkPlace.overheard, false), (.addressed, true)] {
            var reader = Reader(knowledge: content.knowledge)
            let text = "cháy nhà rồi bà con ơi"
            let decision = try decide(
                message(
                    .text(text), in: .group,
                    at: moment(OfficeContent.today ?? .init(daysSinceEpoch: 0))),
                reader.read(text, place: place), in: emptySituation(), using: content.knowledge)
            #expect(decision.replies.contains { $0.key == .safety } == isHeard)
        }
    }

    @Test func aPlainQuestionIsAnsweredAfterTheNumber() throws {
        let content = try OfficeContent.shared()
        var reader = Reader(knowledge: content.knowledge)
        let text = "vừa bị cướp giật túi, mất căn cước cấp mới ở đâu ạ?"
        let decision = try decide(
            message(.text(text), at: emptySituation().now), reader.read(text, place: .privateChat),
            in: emptySituation(), using: content.knowledge)
        #expect(decision.replies.first?.key == .safety)
    }
}

/// The moment of the tests with nobody in it.
func emptySituation() -> Situation {
    let knowledge = try? OfficeContent.shared().knowledge
    let now = moment(OfficeContent.today ?? .init(daysSinceEpoch: 0))
    let books = knowledge.map { PaperBooks($0).books(for: PersonID(rawValue: "Lan")) }
    return Situation(now: now, topic: nil, roles: [], books: books ?? .empty)
}

extension Books {
    /// Nothing was ever reported.
    static var empty: Books {
        Books(
            nextReportNumber: { 1 }, totals: { _, _, _ in [:] }, entries: { _, _ in [] },
            lastReport: { _ in nil }, reports: { _, _, _ in [] }, report: { _ in nil },
            correction: { _ in nil }, reportedUnits: { _, _ in [] })
    }
}

import Campaign
import Content
import Conversation
import IntentMatching
import Messaging
import Testing
import VietText

/// How people type what is to be done about a difficulty, and what it is taken for.
@Suite struct DifficultyCommandTests {
    /// What a message to a commune's leader's bot does to the village's `#K12`.
    enum Done: Equatable, CustomStringConvertible {
        case taken, passed(String), resolved(String), shown, asked, refused, other

        var description: String {
            switch self {
            case .taken: "taken"
            case .passed(let unit): "passed to \(unit)"
            case .resolved(let how): "resolved: \(how)"
            case .shown: "shown"
            case .asked: "asked how"
            case .refused: "refused"
            case .other: "other talk"
            }
        }
    }

    static let rows: [(String, Done)] = [
        ("nhận #K12", .taken), ("Nhận K12", .taken), ("nhan k12", .taken), ("NHẬN K 12", .taken),
        ("để tôi lo K12", .taken), ("de toi lo k12", .taken), ("K12 để em lo nhé", .taken),
        ("em nhận #k12 ạ", .taken), ("#K12 em nhận", .taken), ("tôi đã nhận K12", .taken),
        ("cho em xử lý K12", .taken), ("tiếp nhận #K 12", .taken),
        ("#K12", .shown), ("K12", .shown), ("xem K12", .shown), ("coi k12", .shown),
        ("K12 tới đâu rồi", .shown), ("k12 sao roi", .shown), ("lịch sử #K12", .shown),
        ("K12 xong chưa", .shown), ("K12 chưa xong", .shown), ("ai nhận K12", .shown),
        ("tình trạng K12?", .shown), ("xong K12 chưa?", .shown), ("vướng mắc K12 thế nào", .shown),
        ("xong #K12: đã mượn máy in xã", .resolved("đã mượn máy in xã")),
        ("xong k12 da muon may in xa", .resolved("da muon may in xa")),
        ("K12 xong rồi, đã đổi sim", .resolved("đã đổi sim")),
        ("K12 xong rồi ạ, nhà mạng đã lắp trạm", .resolved("nhà mạng đã lắp trạm")),
        ("đã gỡ xong K12: thay loa mới", .resolved("thay loa mới")),
        (
            "đóng phiếu K12 giúp nhé, phần mềm vào lại được rồi",
            .resolved("phần mềm vào lại được rồi")
        ),
        ("sim đã đổi, xong K12", .resolved("sim đã đổi")),
        ("Vướng mắc K12 về loa: đã giải quyết xong", .resolved("về loa: đã giải quyết xong")),
        ("xong K12⏎nhà mạng lắp trạm⏎sóng tốt", .resolved("nhà mạng lắp trạm sóng tốt")),
        ("xong K12: cccd 079203001234 đã cấp", .resolved("cccd *********234 đã cấp")),
        ("xong #K12", .asked), ("K12 xong rồi ạ", .asked), ("đóng K12 giúp em", .asked),
        ("chuyển #K12 lên tỉnh", .passed("binh-phuoc")),
        ("chuyen k12 len tren", .passed("loc-hoa")),
        ("chuyển K12 lên xã", .passed("loc-hoa")), ("chuyển K12 lên cấp trên", .passed("loc-hoa")),
        ("trình K12 lên huyện Lộc Ninh giúp em", .passed("loc-ninh")),
        ("chuyển K12 lên phường", .refused), ("nhận #K13", .refused), ("nhận #K0", .refused),
        ("nhận #K99999999999999999999", .refused),
        ("nhận máy 12", .other), ("ok 12", .other), ("k 12 hộ nào đâu", .other),
        ("nhận k12a", .other), ("khối k12 học trực tuyến", .other),
    ]

    @Test(arguments: rows)
    func isReadAsMeant(_ text: String, _ expected: Done) throws {
        let text = text.split(separator: "⏎").joined(separator: "\n")
        let done = try Self.done(text, roles: ["loc-hoa"])
        #expect(done == expected)
    }

    /// Who leads neither the unit nor one above it changes nothing.
    @Test(arguments: ["nhận #K12", "xong #K12: đã đổi sim", "chuyển #K12 lên tỉnh"])
    func othersChangeNothing(_ text: String) throws {
        #expect(try Self.done(text, roles: ["ap-2"]) == .refused)
        #expect(try Self.done(text, roles: []) == .refused)
        #expect(try Self.done(text, roles: ["ap-1"]) != .refused)
        #expect(try Self.done(text, roles: ["binh-phuoc"]) != .refused)
    }

    private static func done(_ text: String, roles: [String]) throws -> Done {
        let content = try OfficeContent.shared()
        let paper = PaperDifficulties()
        let campaign = CampaignID(rawValue: "danh-gia-2022")
        let now = moment(OfficeContent.evaluationDay)
        let opening = message(.text("kẹt: loa hư"), from: "Bảy", at: now)
        for number in 1...12 {
            let told = NewDifficulty(
                number: Int64(number), campaign: campaign, unit: UnitID(rawValue: "ap-1"),
                text: "loa hư", words: "loa hu")
            paper.apply(.openDifficulty(told), of: opening, at: now)
        }
        let said = message(.text(text), at: now)
        var reader = Reader(knowledge: content.knowledge)
        let situation = Situation(
            now: now, topic: nil,
            roles: roles.map { Role(campaign: campaign, unit: UnitID(rawValue: $0)) },
            books: PaperBooks(content.knowledge).books(for: said.sender),
            difficulties: paper.difficulties(for: said.sender))
        let decision = try decide(
            said, reader.read(text, place: .privateChat), in: situation, using: content.knowledge)
        for effect in decision.effects {
            switch effect {
            case .takeDifficulty(12): return .taken
            case .passUpDifficulty(12, let unit): return .passed(unit.rawValue)
            case .resolveDifficulty(12, let how): return .resolved(how)
            default: continue
            }
        }
        return switch decision.replies.first?.key {
        case .difficultyShown: .shown
        case .difficultyHow: .asked
        case .difficultyRefused: .refused
        default: .other
        }
    }
}

import Content
import Conversation
import IntentMatching
import Messaging
import Testing
import VietText

/// A text and the beginning of the line on its old word; nil for none.
struct OldWordRow: CustomTestStringConvertible {
    let text: String
    let line: String?

    var testDescription: String { text }
}

/// What `intents/vocabulary/old-words.yaml` says, and how much room it takes.
@Suite struct OldWordTests {
    static let rows: [OldWordRow] = [
        ("lên huyện nộp phải không", "Từ 1/7/2025 không còn huyện"),
        ("ubnd quan hay ubnd phuong", "Từ 1/7/2025 không còn huyện"),
        ("phòng lđtbxh ở đâu", "Từ 1/7/2025 không còn cấp huyện"),
        ("có cần sổ hộ khẩu không", "Sổ hộ khẩu giấy"),
        ("nop kem so ho khau photo", "Sổ hộ khẩu giấy"),
        ("cmnd hết hạn", "Chứng minh nhân dân"),
        ("chung minh nhan dan 9 so", "Chứng minh nhân dân"),
        ("dịch vụ công mức độ 4", "Dịch vụ công"),
        ("định danh mức độ 2 làm ở đâu", nil), ("khuyết tật mức độ 3", "Dịch vụ công"),
        ("nhập hộ khẩu cho con", nil), ("căn cước hết hạn", nil), ("quan trọng không ạ", nil),
        ("quan hệ nhân thân là gì", nil),
        ("đến cơ quan nào", nil), ("den co quan nao", nil), ("mai ra quân dọn vệ sinh", nil),
        ("", nil),
    ].map { OldWordRow(text: $0.0, line: $0.1) }

    @Test(arguments: rows)
    func isSaid(_ row: OldWordRow) throws {
        var reader = Reader(knowledge: try OfficeContent.shared().knowledge)
        let line = reader.read(row.text, place: .privateChat).oldWord?.line
        #expect((line == nil) == (row.line == nil), "\(line ?? "none")")
        if let line, let expected = row.line { #expect(line.hasPrefix(expected)) }
    }

    @Test func everyAnswerStillFitsAPhone() throws {
        let content = try OfficeContent.shared()
        let longest = try #require(
            content.knowledge.watched.oldWords.map(\.line).max { $0.count < $1.count })
        #expect(longest.count <= 160)
        var reader = Reader(knowledge: content.knowledge)
        let choice = reader.read("1", place: .privateChat)
        let aspects = [nil] + content.knowledge.aspects.map { Optional($0.key) }
        let situation = emptySituation()
        for slug in content.knowledge.procedures.keys.sorted() {
            for aspect in aspects {
                let topic = Topic(
                    procedure: nil, choices: [.init(procedure: slug, aspect: aspect)],
                    expiresAtMilliseconds: .max)
                let decision = try decide(
                    message(.text("1"), at: situation.now), choice,
                    in: Situation(
                        now: situation.now, topic: topic, roles: [], books: situation.books),
                    using: content.knowledge)
                for reply in decision.replies {
                    let fields = reply.fields.merging(["old": .text(longest)]) { $1 }
                    let text = content.replies.render(Reply(reply.key, fields))
                    #expect(text.count <= 900, "\(slug) \(aspect ?? "overview"): \(text.count)")
                    #expect(text.contains(longest), "\(slug) \(aspect ?? "overview")")
                }
            }
        }
    }
}

import Content
import Conversation
import IntentMatching
import Messaging
import Testing

/// What "số điện thoại xã" gets, by what the office has filled in.
@Suite struct ContactTests {
    @Test func whatIsFilledInIsSaidAndTheRestIsNamed() throws {
        let text = try answer(
            of: Office(name: "Trung tâm Thử", address: "Số 1 đường Thử", phone: "0225 000 000"))
        #expect(text.contains("Số 1 đường Thử") && text.contains("0225 000 000"))
        #expect(text.contains("giờ làm việc, lịch tiếp công dân"))
        #expect(text.contains("18001096"))
    }

    @Test func allFilledInNeedsNobodyElse() throws {
        let text = try answer(
            of: Office(
                name: "Trung tâm Thử", address: "Số 1", hours: "thứ 2 – thứ 6", phone: "113",
                receptionDays: "thứ năm"))
        #expect(!text.contains("chưa có"))
        #expect(text.contains("Tiếp công dân: thứ năm"))
    }

    @Test func nothingFilledInIsSaidPlainly() throws {
        let text = try answer(of: Office())
        #expect(text.contains("chưa có địa chỉ, giờ làm việc hay số máy"))
        #expect(text.split(separator: "\n").count == 1)
    }

    private func answer(of office: Office) throws -> String {
        let content = try OfficeContent.shared()
        let known = content.knowledge
        let knowledge = Knowledge(
            questions: known.questions, commands: known.commands, procedures: known.procedures,
            aspects: known.aspects, campaigns: known.campaigns, office: office)
        var reader = Reader(knowledge: knowledge)
        let text = "cho xin số điện thoại xã"
        let situation = emptySituation()
        let decision = try decide(
            message(.text(text), at: situation.now), reader.read(text, place: .privateChat),
            in: situation, using: knowledge)
        return decision.replies.map(content.replies.render).joined()
    }
}

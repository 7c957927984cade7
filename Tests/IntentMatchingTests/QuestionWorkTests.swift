import IntentMatching
import Testing
import VietText

@Suite struct QuestionWorkTests {
    /// A reproducible stream of numbers (SplitMix64).
    struct Stream: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    @Test func visitsFewNodesForAWord() {
        let texts = [
            "cho em hỏi đăng ký khai sinh cho bé cần giấy tờ gì vậy ạ",
            "vo em moi sinh, gio lam giay khai sinh o dau, co mat tien ko",
            "hôm qua cả xóm đi đá banh vui quá trời luôn mọi người ơi",
        ]
        var scratch = QuestionScratch()
        for text in texts {
            _ = QuestionFixture.matcher.read(
                text, place: .privateChat, disabled: nil, scratch: &scratch)
            #expect(scratch.nodesVisited <= 2 * text.split(separator: " ").count)
        }
    }

    @Test func repairsAreTriedAndCounted() {
        var scratch = QuestionScratch()
        func repairs(_ text: String) -> Int {
            _ = QuestionFixture.matcher.read(
                text, place: .privateChat, disabled: nil, scratch: &scratch)
            return scratch.repairsTried
        }
        #expect(repairs("đăng ký khai sinh") == 0)
        #expect((1...2).contains(repairs("dang ky khia sinh")))
    }

    @Test func noTextCostsMoreThanItsBound() {
        var stream = Stream(state: 7)
        let words = [
            "đăng", "ký", "khai", "sinh", "khia", "sinnh", "tạm", "trú", "ks", "cccd", "đc", "ko",
            "?", ".", ",", "🙂", "\n", "1.250", "dang9", "ddawng", "khaisinhcancuoc", "giấy", "tờ",
        ]
        var scratch = QuestionScratch()
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...60, using: &stream))
                .map { _ in words.randomElement(using: &stream) ?? "" }
                .joined(separator: Bool.random(using: &stream) ? " " : "")
            let readings = QuestionFixture.matcher.read(
                text, place: .privateChat, disabled: nil, scratch: &scratch)
            #expect((1...3).contains(readings.count))
            // Sixty-four steps a word, and a short form has at most a few words a byte.
            #expect(scratch.nodesVisited <= 64 * 8 * max(1, text.utf8.count))
            for reading in readings {
                #expect(reading.candidates.count <= 3)
                #expect(reading.span.upperBound <= text.utf8.count)
            }
        }
    }

    @Test func randomScalarsNeverTrap() {
        var stream = Stream(state: 11)
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 0...80, using: &stream) {
                let limit: UInt32 = Bool.random(using: &stream) ? 0x200 : 0x1_F700
                let value = UInt32.random(in: 0..<limit, using: &stream)
                if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
            }
            #expect(!QuestionFixture.matcher.explain(text).readings.isEmpty)
        }
    }

    @Test func explanationShowsWhy() {
        let explanation = QuestionFixture.matcher.explain("vo moi sinh, dang ky khia sinh cần gì")
        #expect(explanation.words.map(\.typed).prefix(3) == ["vo", "moi", "sinh"])
        let name = explanation.hits.first { $0.phrase.text == "Đăng ký khai sinh" }
        #expect(name?.typed == "dang ky khia sinh")
        #expect(name?.isRepaired == true)
        #expect(explanation.rules.map(\.fired) == [false])
        #expect(explanation.scores.first?.subject == "khai-sinh")
        #expect(explanation.description.contains("reading: answer [khai-sinh"))
    }
}

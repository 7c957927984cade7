import Content
import Conversation
import IntentMatching
import Messaging
import Procedures
import Testing
import VietText

/// Every answer to every question on every procedure fits a phone and reads as written by hand.
@Suite struct AnswerTests {
    /// Days on which facts change, and one long before and after.
    static let days = ["2026-08-14", "2026-08-15", "2027-01-01", "2030-01-01"]

    /// Characters of one answer: one screen of a phone.
    private static let charactersMax = 900

    /// Lines between the heading and the numbered list of an overview.
    private static let overviewLinesMax = 6

    @Test(arguments: days)
    func everyAnswerReadsWell(_ day: String) throws {
        for (what, text) in try answers(on: day) {
            let lines = text.split(separator: "\n")
            #expect(text.hasPrefix("Dạ"), "polite from its first word: \(what):\n\(text)")
            #expect(text.count <= Self.charactersMax, "\(what): \(text.count)")
            #expect(Set(lines).count == lines.count, "says a thing twice: \(what):\n\(text)")
            let last = lines.last ?? ""
            #expect(
                text.contains("chưa có thông tin")
                    || last.hasPrefix("Nguồn: ") && last.contains(", kiểm tra ngày "),
                "no source in the last line: \(what):\n\(text)")
            for line in lines { expectClean(line, "\(what): \(line)") }
        }
    }

    @Test func overviewsAreShortBeforeTheirList() throws {
        for (what, text) in try answers(on: "2026-08-14") where what.hasSuffix(" overview") {
            let lines = text.split(separator: "\n")
            let list = lines.firstIndex { $0.hasPrefix("1. ") } ?? lines.count
            #expect(list - 1 <= Self.overviewLinesMax, "\(what):\n\(text)")
            for line in lines.prefix(list) { #expect(line.count <= 160, "\(what): \(line)") }
        }
    }

    @Test func whereToFileIsSaidInTheFirstLine() throws {
        let content = try OfficeContent.shared()
        let day = try #require(CivilDay(iso: "2026-08-14"))
        var reader = Reader(knowledge: content.knowledge)
        let choice = reader.read("1", place: .privateChat)
        for (slug, procedure) in content.knowledge.procedures {
            let places = [FactKey.whereToFile, .authority].lazy
                .map { procedure.facts($0, on: day, province: nil) }.first { !$0.isEmpty }
            guard let places, places.count == 1, case .text = places[0].body else { continue }
            let text = try answer(slug, "noi-nop", choice, at: moment(day))
            let first = text.split(separator: "\n").first ?? ""
            #expect(first.contains("nơi nộp: "), "\(slug): \(first)")
        }
    }

    // MARK: All answers

    private func answers(on day: String) throws -> [(what: String, text: String)] {
        let content = try OfficeContent.shared()
        let time = moment(try #require(CivilDay(iso: day)))
        let aspects = [nil] + content.knowledge.aspects.map { Optional($0.key) }
        var reader = Reader(knowledge: content.knowledge)
        let choice = reader.read("1", place: .privateChat)
        return try content.knowledge.procedures.keys.sorted().flatMap { slug in
            try aspects.map { aspect in
                let text = try answer(slug, aspect, choice, at: time)
                return ("\(day) \(slug) \(aspect ?? "overview")", text)
            }
        }
    }

    /// The answer that somebody gets who chooses it from a list.
    private func answer(
        _ slug: String, _ aspect: String?, _ choice: Reading, at time: Timestamp
    ) throws -> String {
        let content = try OfficeContent.shared()
        let topic = Topic(
            procedure: nil, choices: [Topic.Choice(procedure: slug, aspect: aspect)],
            expiresAtMilliseconds: .max)
        let person = PersonID(rawValue: "Lan")
        let decision = try decide(
            message(.text("1"), at: time), choice,
            in: Situation(
                now: time, topic: topic, roles: [],
                books: PaperBooks(content.knowledge).books(for: person)),
            using: content.knowledge)
        return decision.replies.map(content.replies.render).joined(separator: "\n")
    }

    private func expectClean(_ line: Substring, _ what: String) {
        let marks = line.utf8.filter { $0 != UInt8(ascii: " ") }
        let isDoubled = zip(marks, marks.dropFirst()).contains { mark, next in
            ".;,:?".utf8.contains(mark) && ".;,:".utf8.contains(next)
        }
        #expect(!isDoubled, "double punctuation in \(what)")
        for slip in [
            "  ", " .", " ,", " ;", " :", "( ", " )", "()", "{{", "}}", "ạ ạ", "anh/chị .",
        ] {
            #expect(!line.contains(slip), "'\(slip)' in \(what)")
        }
        let first = line.drop { "• ".contains($0) }.first
        #expect(first?.isLowercase != true, "a small letter begins \(what)")
    }
}

import Campaign
import Content
import Conversation
import Foundation
import IntentMatching
import Messaging
import Procedures
import Simulator
import VietText

/// What residents write all day: questions on procedures, what they ask next, thanks, and questions
/// that are no business of the office.
struct DriveTalk {
    private let world: DriveWorld
    private var words: DriveWords

    /// People by the commune in whose group, or to whose bot, they write.
    private let residents: [[String]]

    private let questions: [Question]
    private let outside: [String]

    /// What some ask in a moment, by resident.
    private var next: [DriveMessage] = []

    private struct Question {
        let text: String

        /// The procedure that the answer must name.
        let procedure: String
    }

    /// Share of a day's messages in each hour from midnight on, in any unit.
    private static let profile = [
        1, 1, 1, 1, 1, 2, 4, 7, 9, 9, 8, 7, 6, 5, 6, 6, 6, 5, 5, 6, 6, 4, 2, 1,
    ]

    /// Takes the questions that the content is tested with, those that are answered by themselves.
    ///
    /// - Throws: `DriveFailure` when the content has none.
    init(_ options: DriveOptions, world: DriveWorld, content: LoadedContent) throws {
        self.world = world
        words = DriveWords(random: SeededGenerator(seed: options.seed &+ 0x7A1C))
        residents = world.communes.indices.map { options.residents(ofCommune: $0) }
        let folder = "\(options.folder)/intents/tests"
        var (questions, outside): ([Question], [String]) = ([], [])
        var reader = Reader(knowledge: content.knowledge)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            for line in text.split(separator: "\n").dropFirst() {
                let cells = line.split(separator: "\t").map(String.init)
                guard cells.count > 2 else { continue }
                if cells[1] == "none" { outside.append(cells[0]) }
                guard cells[1] == "ask",
                    let procedure = content.knowledge.procedures[cells[2]],
                    try Self.answer(cells[0], &reader, content).contains(procedure.name)
                else { continue }
                questions.append(Question(text: cells[0], procedure: procedure.name))
            }
        }
        guard !questions.isEmpty, !outside.isEmpty else {
            throw DriveFailure(
                "the content has no questions in tests/*.tsv; give a folder that has with --content"
            )
        }
        (self.questions, self.outside) = (questions, outside)
    }

    /// What the bot says to a question of somebody whom it does not know.
    private static func answer(
        _ text: String, _ reader: inout Reader, _ content: LoadedContent
    ) throws -> String {
        let noon = Int64(DriveWorld.firstDay.daysSinceEpoch) * 86_400_000 + 5 * 3_600_000
        let message = InboundMessage(
            account: AccountID(rawValue: "bot"), chat: ChatID(rawValue: "chat"),
            chatKind: .private, message: MessageID(rawValue: "1"),
            sender: PersonID(rawValue: "person"), senderName: "", content: .text(text),
            sentAt: Timestamp(milliseconds: noon))
        let situation = Situation(
            now: message.sentAt, topic: nil, roles: [],
            books: Books(
                nextReportNumber: { 1 }, totals: { _, _, _ in [:] }, entries: { _, _ in [] },
                lastReport: { _ in nil }, reports: { _, _, _ in [] }, report: { _ in nil },
                correction: { _ in nil }, reportedUnits: { _, _ in [] }))
        let decision = try decide(
            message, reader.read(text, place: .privateChat), in: situation,
            using: content.knowledge)
        return decision.replies.map(content.replies.render).joined(separator: "\n")
    }

    /// What is written in one hour of a day on which so many messages are written.
    mutating func hour(_ hour: Int, day: Int, ofDay count: Int) -> [DriveMessage] {
        let whole = Self.profile.reduce(0, +)
        let share = max(4, (count * Self.profile[hour] + whole / 2) / whole)
        var writers: Set<String> = []
        next = []
        return (0..<share).map { _ in
            let place = words.number(0...world.communes.count - 1)
            let resident = words.pick(residents[place])
            let isFirst = writers.insert(resident).inserted
            next.removeAll { !isFirst && $0.resident == resident }
            let message = line(by: resident, commune: world.communes[place], day: day, hour: hour)
            if isFirst, message.kind == .question, message.isPrivate, words.chance(8) {
                next.append(askedNext(message))
            }
            return message
        }
    }

    /// What those ask who ask on, but for some who must ask anew first.
    mutating func onwards(except forgotten: Set<String>) -> [DriveMessage] {
        defer { next = [] }
        return next.filter { message in message.resident.map { !forgotten.contains($0) } ?? true }
    }

    private mutating func line(
        by resident: String, commune: Int, day: Int, hour: Int
    ) -> DriveMessage {
        var message: DriveMessage
        let isPrivate = words.chance(60)
        switch words.number(0...9) {
        case 0:
            message = said(
                isPrivate ? .thanks : .courtesy, commune,
                words.pick(["cảm ơn em nhiều nhé", "cam on ad"]))
        case 1: message = said(.outside, commune, words.pick(outside))
        default:
            let question = words.pick(questions)
            message = said(.question, commune, question.text)
            message.says = [question.procedure]
        }
        message.resident = resident
        message.isPrivate = isPrivate
        message.date(day: day, hour: hour, minute: words.number(0...49))
        return message
    }

    private mutating func askedNext(_ question: DriveMessage) -> DriveMessage {
        var message = question
        message.text = words.pick(["thế lệ phí bao nhiêu", "vậy nộp ở đâu ạ", "can giay to gi a"])
        message.sentAt += 9 * 60_000
        return message
    }

    private func said(_ kind: DriveKind, _ commune: Int, _ text: String) -> DriveMessage {
        DriveMessage(kind: kind, author: commune, text: text, isPrivate: true, sentAt: 0)
    }
}

extension DriveMessage {
    /// Dates it anew.
    mutating func date(day: Int, hour: Int, minute: Int) {
        let date = Int64(DriveWorld.firstDay.adding(days: day).daysSinceEpoch)
        sentAt = (date * 1_440 + Int64(hour * 60 + minute - 7 * 60)) * 60_000
    }
}

extension DriveOptions {
    /// Ids of the people of a commune, by its number, who are no leaders.
    func residents(ofCommune number: Int) -> [String] {
        guard let upkeep else { return [] }
        let count = min(60, max(4, upkeep.messages / communes / 12))
        return (0..<count).map { "dan-\(number + 1)-\($0 + 1)" }
    }
}

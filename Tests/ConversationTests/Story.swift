import Campaign
import Content
import Conversation
import IntentMatching
import Messaging
import VietText

/// A conversation as people see it, written in lines.
///
/// | line | means |
/// |---|---|
/// | `# …` | a remark |
/// | `@ 2026-08-14 08:00` | the day and time in Vietnam |
/// | `+ 31 minutes` | time goes by |
/// | `role Lan mau-92-ngay thon-dong` | Lan leads the unit |
/// | `admin Hoa` | Hoa is an admin |
/// | `invitation 7K2M9Q mau-92-ngay thon-dong` | a one-time code for a leader |
/// | `admin-code 7K2M9Q` | a one-time code for an admin |
/// | `never met Lan`, `never met the group` | the bot has not answered in that chat before |
/// | `group mau-92-ngay thon-dong` | the group is bound to the unit |
/// | `chat nhom-xa mau-92-ngay xa-mau` | another chat, in which the unit is told of things |
/// | `overdue mau-92-ngay` | difficulties that lie too long are passed up |
/// | `official Hoa` | Hoa answers questions at the desk |
/// | `desk-code 7K2M9Q` | a one-time code for officials |
/// | `Lan: …` | said to the bot alone |
/// | `Lan @bot: …` | said to the bot in the group |
/// | `Lan in the group: …` | said to everybody in the group |
/// | `Lan to bot2: …` | said alone to another account |
/// | `  = answered`, `  \| …` | how it ended and what the bot says; `  --` between two replies |
/// | `  > private-Lan` | the reply below goes to this chat |
/// | `  kept as …` | what the store keeps of the message instead |
///
/// In what is said, `⏎` stands for a line break, `{😀 × 10000}` for many of one, `[picture]` alone
/// for a picture.
struct Story {
    private let content: LoadedContent
    private var reader: Reader
    private let books: PaperBooks
    private let desk = PaperDesk()
    private let drafts = PaperDrafts()
    private let people = PaperRegister()
    private let difficulties = PaperDifficulties()
    private var now = Timestamp(milliseconds: 0)
    private var topics: [String: Topic] = [:]

    init(_ content: LoadedContent) {
        self.content = content
        books = PaperBooks(content.knowledge)
        reader = Reader(knowledge: content.knowledge)
    }

    /// Returns the story as it goes now: the same lines with the bot's part written anew.
    mutating func retold(_ text: String) throws -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        where !line.hasPrefix("  ") {
            lines.append(line)
            lines += try play(line)
        }
        return lines.joined(separator: "\n")
    }

    /// Returns the bot's part after one line.
    private mutating func play(_ line: String) throws -> [String] {
        let words = line.split(separator: " ").map(String.init)
        guard let first = words.first, first != "#" else { return [] }
        switch first {
        case "@": now = try Self.moment(words)
        case "+": now = now.adding(seconds: try Self.seconds(words))
        case "role": people.appoint(PersonID(rawValue: words[1]), Self.role(words[2], words[3]))
        case "admin": people.makeAdmin(PersonID(rawValue: words[1]))
        case "invitation": invite(words[1], .lead(Self.role(words[2], words[3])))
        case "admin-code": invite(words[1], .admin)
        case "never":
            people.neverMet(
                words.last == "group"
                    ? PaperRegister.group : ChatID(rawValue: "private-\(words[2])"))
        case "group": people.groupUnit = Self.role(words[1], words[2])
        case "chat":
            difficulties.bind(
                ChatAddress(account: Self.account, chat: ChatID(rawValue: words[1])),
                to: Self.role(words[2], words[3]))
        case "overdue": return passOverdue(CampaignID(rawValue: words[1]))
        case "official": desk.appoint(PersonID(rawValue: words[1]))
        case "desk-code": desk.invite(words[1])
        default: return try hear(line)
        }
        return []
    }

    private func invite(_ code: String, _ purpose: OneTimeCode.Purpose) {
        people.invite(OneTimeCode(code: code, purpose: purpose, madeAt: now))
    }

    private mutating func hear(_ line: String) throws -> [String] {
        guard let colon = line.firstIndex(of: ":") else { throw StoryMistake(line: line) }
        let head = line[..<colon]
        let name = String(head.prefix { $0 != " " })
        let place: TalkPlace =
            switch head.dropFirst(name.count) {
            case "", " to bot2": .privateChat
            case " @bot": .addressed
            case " in the group": .overheard
            default: throw StoryMistake(line: line)
            }
        let said = Self.written(String(line[colon...].dropFirst(2)))
        let isPicture = said == "[picture]"
        let message = message(
            isPicture ? .other(kind: "image") : .text(said), from: name,
            in: place == .privateChat ? .private : .group, at: now,
            account: head.hasSuffix(" to bot2") ? "bot2" : "bot")
        let reading = reader.read(isPicture ? "" : said, place: place)
        let key = "\(message.account) \(message.sender) \(message.chatKind)"
        let situation = Situation(
            now: now, topic: topics[key], roles: people.roles(of: message),
            chatUnit: place == .privateChat ? nil : people.groupUnit,
            books: books.books(for: message.sender), desk: desk.desk(for: message.sender),
            drafts: drafts.drafts(of: message),
            known: people.acquaintance(with: message), people: people.register(for: message),
            difficulties: difficulties.difficulties(for: message.sender))
        let decision = try decide(message, reading, in: situation, using: content.knowledge)
        var kept: [String] = []
        for effect in decision.effects {
            if case .setTopic(let topic) = effect { topics[key] = topic }
            if case .maskText(let text) = effect { kept = ["  kept as \(text)"] }
            books.apply(effect, by: message.sender, at: now, in: message.chat)
            desk.apply(effect, of: message, at: now)
            drafts.apply(effect, of: message, at: now)
            people.apply(effect, of: message, at: now)
            difficulties.apply(effect, of: message, at: now)
        }
        let replies = decision.replies.map { reply in
            (reply.chat.map { ["  > \($0)"] } ?? [])
                + content.replies.render(reply).split(separator: "\n").map { "  | \($0)" }
        }
        return ["  = \(decision.outcome.rawValue)"] + kept + replies.joined(separator: ["  --"])
    }

    /// What the units above are told when difficulties have lain too long.
    private func passOverdue(_ id: CampaignID) -> [String] {
        guard let campaign = content.knowledge.campaign(id)?.campaign else { return [] }
        return difficulties.passOverdue(in: campaign, at: now).flatMap { difficulty, chats in
            let reply = Reply(.difficultyPassedUp, difficulty.fields(in: campaign, at: now))
            return chats.map { "  > \($0.chat)" }
                + content.replies.render(reply).split(separator: "\n").map { "  | \($0)" }
        }
    }

    // MARK: Lines

    private static let account = AccountID(rawValue: "bot")

    private static func role(_ campaign: String, _ unit: String) -> Role {
        Role(campaign: CampaignID(rawValue: campaign), unit: UnitID(rawValue: unit))
    }

    private static func moment(_ words: [String]) throws -> Timestamp {
        let time = words.last?.split(separator: ":").compactMap { Int($0) } ?? []
        guard words.count == 3, time.count == 2, let day = CivilDay(iso: words[1]) else {
            throw StoryMistake(line: words.joined(separator: " "))
        }
        return ConversationTests.moment(day, hour: time[0], minute: time[1])
    }

    private static func seconds(_ words: [String]) throws -> Int64 {
        let units = ["seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400]
        guard words.count == 3, let count = Int64(words[1]), let unit = units[words[2]] else {
            throw StoryMistake(line: words.joined(separator: " "))
        }
        return count * Int64(unit)
    }

    private static func written(_ said: String) -> String {
        var text = said
        while let open = text.firstIndex(of: "{"), let close = text.firstIndex(of: "}"),
            open < close
        {
            let parts = text[text.index(after: open)..<close].split(separator: " × ")
            guard parts.count == 2, let count = Int(parts[1]) else { break }
            text.replaceSubrange(
                open...close, with: String(repeating: String(parts[0]), count: count))
        }
        return text.split(separator: "⏎", omittingEmptySubsequences: false)
            .joined(separator: "\n")
    }
}

/// A line of a story that says nothing.
struct StoryMistake: Error {
    let line: String
}

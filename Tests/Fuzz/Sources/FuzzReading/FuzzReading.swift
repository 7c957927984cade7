import CFuzz
import Campaign
import Content
import Conversation
import Foundation
import IntentMatching
import Messaging
import VietText

/// Feeds random bytes through the whole path from text to decision: libFuzzer's own options, after
/// the folder with the content.
///
/// Besides crashes and traps it stops on a message that takes more steps than its length allows.
@main
enum FuzzReading {
    /// Steps of the command matcher for each byte of a message, and for a message at all.
    static let stepsPerByteMax = 4_000
    static let stepsBase = 100_000

    static func main() {
        let folder = ProcessInfo.processInfo.environment["TUNGNGO_CONTENT"] ?? "intents"
        let today = CivilDay(daysSinceEpoch: 20_779)
        let content: LoadedContent
        do {
            content = try LoadedContent.load(folder: folder, today: today)
        } catch {
            FileHandle.standardError.write(Data("\(error)\nno usable content in \(folder)\n".utf8))
            exit(65)
        }
        Fuzzed.knowledge = content.knowledge
        Fuzzed.replies = content.replies
        Fuzzed.reader = Reader(knowledge: content.knowledge)
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = CommandLine.unsafeArgv
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
                Fuzzed.run(UnsafeBufferPointer(start: bytes, count: size))
                return 0
            })
    }
}

/// What one run of the fuzzer works with; libFuzzer calls from one thread.
enum Fuzzed {
    nonisolated(unsafe) static var knowledge: Knowledge?
    nonisolated(unsafe) static var replies: ReplyBook?
    nonisolated(unsafe) static var reader: Reader?
    nonisolated(unsafe) static var scratch = CommandMatcher.Scratch()

    static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let knowledge, let replies else { return }
        // The first byte says where it is said and who says it; the rest is the text.
        let kind = bytes.first ?? 0
        let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        let place: TalkPlace = [.privateChat, .addressed, .overheard][Int(kind % 3)]
        guard let reading = reader?.read(text, place: place) else { return }
        let message = InboundMessage(
            account: AccountID(rawValue: "fuzz"), chat: ChatID(rawValue: "chat"),
            chatKind: place == .privateChat ? .private : .group,
            message: MessageID(rawValue: "1"), sender: PersonID(rawValue: "person"),
            senderName: "", content: .text(text),
            sentAt: Timestamp(milliseconds: 1_795_000_000_000))
        guard
            let decision = try? decide(
                message, reading, in: situation(kind, knowledge, message.sentAt), using: knowledge)
        else { return }
        for reply in decision.replies { _ = replies.render(reply) }
        for campaign in knowledge.campaigns {
            _ = campaign.reader.read(
                text, sentOn: campaign.campaign.firstDay, senderUnit: nil)
        }
        _ = knowledge.commands.match(text, context: [:], scratch: &scratch)
        let bound =
            FuzzReading.stepsBase + FuzzReading.stepsPerByteMax * bytes.count
        precondition(scratch.steps <= bound, "\(scratch.steps) steps for \(bytes.count) bytes")
    }

    /// Half of the messages come from a leader with an empty ledger behind them.
    private static func situation(
        _ kind: UInt8, _ knowledge: Knowledge, _ now: Timestamp
    ) -> Situation {
        var roles: [Role] = []
        if kind & 0x80 != 0, let campaign = knowledge.campaigns.last?.campaign,
            let unit = campaign.units.units.last
        {
            roles = [Role(campaign: campaign.id, unit: unit.id)]
        }
        return Situation(
            now: now, topic: nil, roles: roles,
            books: Books(
                nextReportNumber: { 1 }, totals: { _, _, _ in [:] }, entries: { _, _ in [] },
                lastReport: { _ in nil }, reports: { _, _, _ in [] },
                reportedUnits: { _, _ in [] }))
    }
}

import Foundation
import Gateway
import Messaging
import Storage
import VietText

/// A message that was dropped or set aside, as people and programs read it.
struct FailedMessage {
    let id: String
    let at: Timestamp
    let account: AccountID
    let chat: ChatID
    let trace: TraceID
    let kind: String
    let reason: String
    let remedy: String
    let text: String

    /// A message that was dropped instead of sent.
    init(_ dropped: UndeliveredMessage) {
        id = "out-\(dropped.id)"
        (at, account, chat) = (dropped.at, dropped.account, dropped.chat)
        trace = dropped.trace
        kind = "\(dropped.priority)"
        reason = Redaction(secrets: []).redacted(dropped.reason)
        text = Redaction(secrets: []).redacted(dropped.text)
        remedy = Self.remedy(dropped, retry: "'tungngo messages retry out-\(dropped.id)'")
    }

    /// A message whose turn failed each time.
    init(_ failed: SetAsideMessage, text: String) {
        id = "in-\(failed.id)"
        (at, account, chat) = (failed.at, failed.account, failed.chat)
        trace = failed.trace
        kind = "turn"
        reason = Redaction(secrets: []).redacted(failed.error)
        self.text = Redaction(secrets: []).redacted(text)
        remedy =
            "look for the trace in the log; when the cause is mended: "
            + "'tungngo messages retry in-\(failed.id)'"
    }

    private static func remedy(_ dropped: UndeliveredMessage, retry: String) -> String {
        if dropped.isChatGone { return "none: it is lifted when somebody writes from that chat" }
        // The reasons are those of `Delivery`.
        return switch dropped.reason {
        case let reason where reason.hasPrefix("outcome unknown"):
            "ask in the chat whether it arrived; if not: \(retry)"
        case let reason where reason.hasPrefix("too old"):
            "see in the log why it had to wait; if it is still wanted: \(retry)"
        case let reason where reason.hasPrefix("gave up"):
            "see whether the account sends again; then: \(retry)"
        case "đã báo cáo": "none: a reminder to a unit that has reported meanwhile"
        default: "the platform will not take it as it is; when the cause is mended: \(retry)"
        }
    }

    /// Two lines, or three with the text.
    func lines(withText: Bool) -> String {
        var lines = [
            "\(id)  \(moment)  \(account)  \(chat)  \(kind)  \(trace)  \(reason)",
            "      \(remedy)",
        ]
        if withText {
            lines.append("      \(text.split(separator: "\n").joined(separator: " / "))")
        }
        return lines.joined(separator: "\n")
    }

    /// One object in one line.
    func json(withText: Bool) -> String {
        var fields = [
            "id": id, "at": moment, "account": account.rawValue, "chat": chat.rawValue,
            "trace": trace.rawValue, "kind": kind, "reason": reason, "remedy": remedy,
        ]
        if withText { fields["text"] = text }
        return (try? jsonLine(fields)) ?? "{}"
    }

    /// The moment in Vietnam, as `2026-11-27T14:05+07:00`.
    private var moment: String {
        let minutes = (at.milliseconds + 7 * 3_600_000) / 60_000 % 1_440
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = CivilDay(epochMilliseconds: at.milliseconds)
        return "\(day)T\(two(minutes / 60)):\(two(minutes % 60))+07:00"
    }
}

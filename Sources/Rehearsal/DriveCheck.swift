import Campaign
import Conversation
import Messaging
import Storage
import VietText

/// Holds what came of one message against what was meant.
struct DriveCheck {
    let world: DriveWorld
    let message: DriveMessage
    let ending: MessageEnding

    /// The report that the message made.
    let report: ReportTrail?

    /// What is wrong; nil when all is as meant: `corrects` is replaced, `lines` are recorded.
    func finding(corrects: Int64?, lines: [DriveBooks.Line]) -> String? {
        let wish = message.kind.outcome
        if let error = ending.error { return told(wish, "set aside: \(error)") }
        switch wish {
        case .recorded, .corrected:
            guard let report else { return told(wish, "nothing was recorded") }
            guard report.corrects == corrects else {
                return told(
                    wish, "it replaces \(report.corrects.map { "#A\($0)" } ?? "nothing")")
            }
            let stored = Set(report.entries.compactMap(line))
            guard stored == Set(lines), report.entries.count == lines.count else {
                return told(wish, "recorded: \(report.entries.map(text).joined(separator: ", "))")
            }
            let isSaid = ending.replies.contains { $0.contains("#A\(report.number)") }
            return isSaid ? nil : told(wish, "the reply does not name #A\(report.number)")
        case .voided:
            return report == nil ? nil : told(wish, "a report was recorded")
        case .dropped:
            return report == nil ? nil : told(wish, "a report was recorded")
        case .told:
            let said = ending.replies.joined(separator: "\n")
            if said.isEmpty { return told(wish, "no reply") }
            let missing = message.says.filter { !said.contains($0) }
            return missing.isEmpty ? nil : told(wish, "not said: \(missing)")
        case .silent:
            return ending.replies.isEmpty && ending.outcome == .silent
                ? nil : told(wish, "outcome \(ending.outcome?.rawValue ?? "none")")
        case .askedBack, .answered:
            if report != nil { return told(wish, "a report was recorded") }
            guard ending.outcome == (wish == .askedBack ? .askedBack : .answered) else {
                return told(wish, "outcome \(ending.outcome?.rawValue ?? "none")")
            }
            let said = ending.replies.joined(separator: "\n")
            let missing = message.says.filter { !Self.says(said, $0) }
            return missing.isEmpty ? nil : told(wish, "not said: \(missing)")
        }
    }

    /// Whether a text holds words that end in a number, and the number does not go on.
    private static func says(_ text: String, _ words: String) -> Bool {
        text.ranges(of: words).contains { range in
            let rest = text[range.upperBound...]
            let next = rest.first == "." ? rest.dropFirst().first : rest.first
            return next?.isNumber != true
        }
    }

    private func told(_ wish: DriveOutcome, _ problem: String) -> String {
        let unit = world.units[message.author]
        let above = unit.parent.map { ", \(world.units[$0].name)" } ?? ""
        let meant = message.lines.map { line in
            let ratio = line.whole.map { "/\($0)" } ?? ""
            return "\(DriveWords.indicators[line.indicator].key) "
                + "\(line.isTotal ? "=" : "+")\(line.value)\(ratio) day \(line.day + 1)"
        }
        return """
            \(message.kind.rawValue) by \(unit.name)\(above): "\(message.text)"
              meant: \(wish.rawValue) [\(meant.joined(separator: ", "))]
              found: \(problem)
              reply: \(ending.replies.joined(separator: " | ").replacing("\n", with: " / "))
            """
    }

    private func line(_ entry: LedgerEntry) -> DriveBooks.Line? {
        let unit = world.places[entry.unit.rawValue]
        let indicator = DriveWords.indicators.firstIndex { $0.key == entry.indicator.rawValue }
        guard let unit, let indicator else { return nil }
        return DriveBooks.Line(
            unit: unit, indicator: indicator, day: DriveWorld.firstDay.days(until: entry.day),
            isTotal: entry.amount.operation == .set, value: Int(entry.amount.value.whole),
            whole: entry.amount.denominator.map { Int($0.whole) })
    }

    private func text(_ entry: LedgerEntry) -> String {
        let whole = entry.amount.denominator.map { "/\($0)" } ?? ""
        return "\(entry.unit) \(entry.indicator) \(entry.amount.operation.rawValue) "
            + "\(entry.amount.value)\(whole) \(entry.day)"
    }
}

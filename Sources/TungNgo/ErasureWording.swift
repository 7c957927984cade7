import Conversation
import Messaging
import Storage

/// What erasing a person takes away and what stays, in words.
struct ErasureWording {
    let lines: [String]

    init(_ plan: ErasurePlan, retention: Retention) {
        let name = plan.name.isEmpty ? "without a name" : "'\(plan.name)'"
        let who = plan.person.map { "Person \($0), \(name)" } ?? "Somebody of no rights, \(name)"
        let accounts = plan.accounts.map(\.rawValue).joined(separator: ", ")
        lines =
            ["\(who), at \(accounts.isEmpty ? "no account" : accounts)."] + ["Goes:"]
            + Self.goes(plan).map { "  \($0)" } + ["Stays:"]
            + Self.stays(plan, retention).map { "  \($0)" }
    }

    private static func goes(_ plan: ErasurePlan) -> [String] {
        var lines = [
            "texts, name and ids of messages: \(plan.messages), and of replies: \(plan.replies)"
        ]
        func add(_ count: Int, _ what: String) {
            if count > 0 { lines.append("\(what): \(count)") }
        }
        add(plan.questions, "questions with their answers, \(plan.openQuestions) of them open")
        add(plan.difficulties - plan.openDifficulties.count, "texts of resolved difficulties")
        add(plan.drafts, "drafts of reports")
        for role in plan.roles { lines.append("leading \(role.audited) ends") }
        if plan.isAdmin { lines.append("being an admin ends") }
        if plan.isOfficial { lines.append("being an official ends") }
        return lines + ["topics of talk, pace of writing, private chats, name in the register"]
    }

    private static func stays(_ plan: ErasurePlan, _ retention: Retention) -> [String] {
        var lines: [String] = []
        func add(_ count: Int, _ what: String) {
            if count > 0 { lines.append("\(what): \(count)") }
        }
        add(plan.reports, "reports with their numbers, without the name")
        add(plan.answers, "answers given as an official, without the name")
        add(plan.codes, "used codes, without by whom, for \(retention[.codes]) days")
        if !plan.openDifficulties.isEmpty {
            let numbers = plan.openDifficulties.map { "#K\($0)" }.joined(separator: ", ")
            lines.append(
                "text of \(numbers) without the name: open; it goes \(retention[.difficulties]) "
                    + "days after it is resolved")
        }
        add(
            plan.namedElsewhere,
            "texts of or to others with this name in them, which go when they are "
                + "\(max(retention[.messages], retention[.replies])) days old")
        return lines + [
            "lines of 'audit' by number, for \(retention[.audit]) days; lines of the log that name "
                + "the chat, for log.keep_days"
        ]
    }
}

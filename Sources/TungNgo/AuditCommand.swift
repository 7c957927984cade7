import ArgumentParser
import Conversation
import Foundation
import Gateway
import Messaging
import Storage

/// Prints who did what with powers that others do not have.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Print what admins, leaders and officials did, by command or in the chat.",
        discussion: """
            Nhật ký quản trị. The newest first; times are those of Vietnam. Persons are named by \
            their number ('people list'), never by name, and no text stands here: 'logs --trace' \
            tells the story of the message by which something was done. Lines are kept for \
            privacy.audit_days.
            """)

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "From then on: 15m, 1h, 7d ago, 2026-11-27 or '2026-11-27 14:05'.")
    var since = "30d"

    @Option(help: "This action only; --actions lists them.")
    var action: String?

    @Option(help: "What this person did: their number in 'people list'.")
    var person: Int64?

    @Option(help: "Lines at the most.")
    var max = 200

    @Flag(help: "One JSON object a line.")
    var json = false

    @Flag(help: "Print what each action means.")
    var actions = false

    func validate() throws {
        guard (1...100_000).contains(max) else {
            throw ValidationError("--max must be between 1 and 100000, not \(max).")
        }
        _ = try filter()
    }

    func run() async throws {
        if actions {
            for action in AdminAction.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
                print("\(action.rawValue)\n    \(action.meaning)")
            }
            return
        }
        let store = try await storeBeside(settings)
        defer { try? store.close() }
        let lines = try store.auditLines(try filter())
        if lines.isEmpty, !json { print("Nothing was done since \(since).") }
        for line in lines { print(json ? try jsonLine(AuditLineJSON(line)) : line.told) }
        if lines.count == max { complain("There may be more: raise --max (\(max)).") }
        flushOutput()
    }

    private func filter() throws -> AuditFilter {
        guard let moment = LogMoment.read(since, at: clockNow()) else {
            throw ValidationError(
                "--since must be how long ago (15m, 1h, 7d), a day (2026-11-27) or a moment "
                    + "('2026-11-27 14:05') in Vietnam; not '\(since)'.")
        }
        var filter = AuditFilter(since: moment, person: person, max: max)
        if let action {
            let known = AdminAction.allCases.map(\.rawValue)
            guard let found = AdminAction(rawValue: action) else {
                throw ValidationError(unknownName("action", action, in: known))
            }
            filter.action = found
        }
        return filter
    }
}

/// Who runs this command, for the audit log: the user of the machine, behind sudo too.
func commandActor() -> AuditActor {
    let login = NSUserName()
    guard login == "root", let caller = ProcessInfo.processInfo.environment["SUDO_USER"],
        !caller.isEmpty
    else { return .command(login: login) }
    return .command(login: "\(caller.prefix(64)) (sudo)")
}

/// Notes what was done to files of the deployment, where there is a database already.
func noteBeside(_ noted: NotedAction, _ settings: Settings) {
    guard FileManager.default.fileExists(atPath: settings.database) else { return }
    do {
        let store = try Store.open(path: settings.database)
        defer { try? store.close() }
        try store.audit(noted, by: commandActor(), at: clockNow())
    } catch {
        complain("It was done, and could not be noted in the audit log: \(error)")
    }
}

extension AuditActor {
    /// For people: a user of the machine, or a person by number.
    fileprivate var told: String {
        switch self {
        case .command(let login): login
        case .chat(let account, let person, _):
            "\(person.map { "person \($0)" } ?? "somebody") at \(account)"
        }
    }
}

extension AuditLine {
    /// One line for people.
    fileprivate var told: String {
        let trace = trace.map { "  trace=\($0)" } ?? ""
        let refused = outcome == NotedAction.Outcome.done.rawValue ? "" : "  \(outcome)"
        return
            "\(LogTime.vietnamese(at).prefix(19))  \(by.told)  \(action)  \(subject)\(refused)\(trace)"
    }
}

/// A line as one JSON object.
private struct AuditLineJSON: Encodable {
    let at: String
    let action: String
    let subject: String
    let outcome: String
    var login: String?
    var account: String?
    var person: Int64?
    var message: String?
    var trace: String?

    init(_ line: AuditLine) {
        at = LogTime.text(line.at)
        (action, subject, outcome) = (line.action, line.subject, line.outcome)
        trace = line.trace?.rawValue
        switch line.by {
        case .command(let login): self.login = login
        case .chat(let account, let person, let inbox):
            self.account = account.rawValue
            self.person = person
            message = inbox.map { "in-\($0)" }
        }
    }
}

import ArgumentParser
import Foundation
import Gateway
import Glibc
import Messaging
import Storage

/// Writes everything that is held about one person.
struct PeopleExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everything that is held about one person, as JSON.",
        discussion: """
            ID is the number of 'people list', ACCOUNT/ID with the id that the platform gives \
            (as log and database name senders and private chats), or ID alone where one account \
            knows it. For residents who ask what is kept about them. It is noted in 'audit'.
            """)

    @Argument(help: "The person: 7, phu-van/a1b2c3 or a1b2c3.")
    var id: String

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "The file to write, for this user alone; - for standard output.")
    var out = "-"

    @Flag(help: "Write over a file that is there.")
    var force = false

    func validate() throws {
        _ = try personKey(id)
        if out.isEmpty { throw ValidationError("--out must name a file, or be -.") }
    }

    func run() async throws {
        let file = OutputFile(path: out, writesOver: force)
        try file.checkBefore()
        let store = try await storeBeside(settings)
        defer { try? store.close() }
        showProgress("reading")
        let now = clockNow()
        let sections = try reportingProblems(id) {
            try store.exportPerson(try personKey(id), by: commandActor(), at: now)
        }
        let bytes = try PersonJSONFile(sections, at: now).bytes()
        showProgress("")
        guard out != "-" else { return try file.write(bytes) }
        try file.write { path in
            guard
                FileManager.default.createFile(
                    atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
        }
        let rows = sections.map(\.rows.count).reduce(0, +)
        print("\(rows) entries about '\(id)' in \(out), readable by this user alone.")
    }
}

/// Takes away everything that is held about one person.
struct PeopleErase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase a person: texts, names, ids; reports keep their numbers without the name.",
        discussion: """
            Shows what goes and what stays, then asks; in a pipe it needs --yes. Works beside a \
            running daemon, whole or without effect. ID is as for 'people export'. Who writes \
            again is a new person. Backups and copies are not changed: those that still hold the \
            person are named, to be removed by hand; after a restore, erase again. Ends with \
            status 65 when nobody has this id, 1 when they cannot be erased now.
            """)

    @Argument(help: "The person: 7, phu-van/a1b2c3 or a1b2c3.")
    var id: String

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "A folder with backups to look through; may be given several times.")
    var backups: [String] = []

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Show what would go and what would stay, and change nothing.")
    var dryRun = false

    func validate() throws {
        _ = try personKey(id)
    }

    func run() async throws {
        let settings = try await readSettings(settings)
        let store = try openStore(settings)
        defer { try? store.close() }
        let key = try personKey(id)
        let plan = try reportingProblems(id) { try store.erasurePlan(key) }
        let wording = ErasureWording(plan, retention: settings.retention)
        for line in wording.lines { print(line) }
        if let problem = plan.problem, dryRun { complain(told(problem, about: id)) }
        let copies = try reportingProblems(id) {
            try store.filesHolding(key, among: BackupPlaces(settings, besides: backups).files)
        }
        if dryRun {
            tell(copies)
            print("Nothing was changed (--dry-run).")
            return
        }
        if plan.problem == nil { try confirm() }
        let done = try reportingProblems(id) {
            try store.erase(key, by: commandActor(), at: clockNow())
        }
        print("Erased. The ledger names them \(done.name) from now on.")
        if let moment = done.chatsGoAt {
            print(
                "The ids of their private chats go from their messages on "
                    + "\(LogTime.vietnamese(moment).prefix(10)): until then a message that the "
                    + "platform hands out again is still known.")
        }
        if try !store.forgetLog() {
            print("A reader holds the database's log: the daemon empties it within the hour.")
        }
        tell(copies)
    }

    private func confirm() throws {
        guard !yes else { return }
        guard isatty(STDIN_FILENO) == 1 else {
            complain("Nothing was changed. To erase without being asked, add --yes.")
            throw ExitCode.usage
        }
        print("Type the id (\(id)) to erase for good: ", terminator: "")
        flushOutput()
        guard readLine(strippingNewline: true) == id else {
            complain("Nothing was changed.")
            throw ExitCode(1)
        }
    }

    private func tell(_ copies: [FileFinding]) {
        for copy in copies {
            print(
                copy.holds == nil
                    ? "Cannot be read, look yourself: \(copy.path)"
                    : "Still holds them, remove it when it is of no more use: \(copy.path)")
        }
    }
}

/// Reads an ID as it is typed.
private func personKey(_ id: String) throws -> PersonKey {
    guard let key = PersonKey(id) else {
        throw ValidationError(
            "ID must be a number of 'people list', ACCOUNT/ID, or an id of the platform; "
                + "not '\(id)'.")
    }
    return key
}

/// Ends the command with what to do when somebody cannot be shown or erased.
private func reportingProblems<T>(_ id: String, _ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let problem as PersonProblem {
        showProgress("")
        complain(told(problem, about: id))
        switch problem {
        case .unknown, .severalAccounts: throw ExitCode.badInput
        case .owed, .lastAdmin: throw ExitCode(1)
        }
    } catch let error as StoreError {
        showProgress("")
        complain("\(error) Nothing was changed.")
        throw ExitCode(1)
    }
}

private func told(_ problem: PersonProblem, about id: String) -> String {
    switch problem {
    case .unknown:
        "Nothing is held about '\(id)'. 'people list' shows numbers; an id of the platform is "
            + "written ACCOUNT/ID."
    case .severalAccounts(let accounts):
        "Several accounts know '\(id)': say which, "
            + accounts.map { "'\($0)/\(id)'" }.joined(separator: ", ") + "."
    case .owed(let turns, let replies):
        "Not now: messages of theirs that wait for a turn: \(turns), replies not sent: \(replies). "
            + "Nothing was changed. Try again when the daemon has done that ('messages "
            + "undelivered', '/readyz' show what holds it up)."
    case .lastAdmin:
        "This is the only admin. Nothing was changed. Make another first: 'people invite --admin'."
    }
}

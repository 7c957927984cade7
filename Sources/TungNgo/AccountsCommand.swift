import ArgumentParser
import Content
import Conversation
import Foundation
import Messaging
import Storage

/// The bot accounts of a deployment: how they fare, and what an admin does with them.
struct Accounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bot accounts: list, pause, resume, add, remove, while the daemon runs.",
        discussion: """
            The daemon follows within seconds and needs no restart. Accounts are those that the \
            settings list and those of the files NAME.token in accounts_folder.
            """,
        subcommands: [
            AccountsList.self, AccountsPause.self, AccountsResume.self, AccountsAdd.self,
            AccountsRemove.self,
        ])
}

/// Shows every account and what stands in its way.
struct AccountsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Every account: state, last poll, what waits to be sent, the month's quota.")

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() async throws {
        let settings = try await readSettings(settings)
        let store = try Store.open(path: settings.database)
        defer { try? store.close() }
        let list = try AccountList(settings, store, at: clockNow())
        if json {
            for row in list.rows { print(try row.json()) }
            return
        }
        print(list.isRunning ? "The daemon runs." : "The daemon does not run.")
        for line in list.table() { print(line) }
        for warning in settings.warnings { complain(warning) }
    }
}

/// Lets an account rest.
struct AccountsPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Let accounts neither poll nor send until they are resumed.",
        discussion: """
            Messages taken in before are still decided upon, their replies wait; answers that \
            grow too old meanwhile are dropped and counted. What people write meanwhile waits at \
            the platform: Telegram keeps it for 24 hours, Zalo promises no time and hands each \
            message out once, so a long pause of a Zalo bot may cost messages. Calls to a webhook \
            are refused, and the platform may or may not repeat them. Survives a restart.
            """)

    @OptionGroup var choice: AccountChoice

    func run() async throws {
        try await choice.change { store, account in
            let now = clockNow()
            try store.audited(by: commandActor(), at: now) {
                try store.pause(account, by: NSUserName(), at: now)
            } as: { _ in
                [NotedAction(.accountPaused, on: "account \(account)")]
            }
            print(
                "\(account) rests; resume it with '\(programName) accounts resume \(account)\(choice.settingsOption)'."
            )
        }
    }
}

/// Lets an account work again.
struct AccountsResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let paused accounts work again, or try stopped ones once more.")

    @OptionGroup var choice: AccountChoice

    func run() async throws {
        try await choice.change { store, account in
            let now = clockNow()
            try store.audited(by: commandActor(), at: now) {
                try store.resume(account, at: now)
            } as: { _ in
                [NotedAction(.accountResumed, on: "account \(account)")]
            }
            print("\(account) works again, or says in 'accounts list' why it cannot.")
        }
    }
}

/// Which accounts a command is about.
struct AccountChoice: ParsableArguments {
    @Argument(help: "Names of accounts.")
    var names: [String]

    @Option(help: "The settings file (YAML).")
    var settings: String?

    /// The option that names the same settings, for a command to be typed.
    var settingsOption: String { settings.map { " --settings \($0)" } ?? "" }

    /// Does something with each account after making sure that all are in the settings.
    func change(_ body: (Store, AccountID) throws -> Void) async throws {
        let settings = try await readSettings(settings)
        let known = settings.accounts.map(\.name)
        for name in names { try checkAccount(name, in: known) }
        let store = try Store.open(path: settings.database)
        defer { try? store.close() }
        for name in names { try body(store, AccountID(rawValue: name)) }
        if !DaemonLock.isHeld(database: settings.database) {
            complain("The daemon does not run; it will follow when it is started.")
        }
    }
}

/// Ends the command unless the account is one of the settings.
func checkAccount(_ name: String, in known: [String]) throws {
    guard !known.contains(name) else { return }
    guard !known.isEmpty else {
        complain(
            "There is no account '\(name)': these settings have none. Name the file of the daemon "
                + "with --settings FILE.")
        throw ExitCode.badInput
    }
    let hint =
        nearestName(to: name, in: known).map { "Did you mean '\($0)'?" }
        ?? "Known: \(known.prefix(10).joined(separator: ", "))."
    complain("There is no account '\(name)'. \(hint)")
    throw ExitCode.badInput
}

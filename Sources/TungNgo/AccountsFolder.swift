import ArgumentParser
import Conversation
import CurlHTTP
import Foundation
import Messaging
import Storage
import Zalo

/// Puts a bot's token into the accounts' folder after asking the platform about it.
struct AccountsAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Ask the platform who a token belongs to, then add the account.",
        discussion: """
            Writes NAME.token into accounts_folder, readable by this user alone. A running daemon \
            opens the account within seconds. With --replace the token of an account that is \
            there already is exchanged, as when it was reset.
            """)

    @Argument(help: "The account's name here: letters, digits, - and _.")
    var name: String

    @Option(help: "A file with the token; it is read, and may be deleted afterwards.")
    var tokenFile: String

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Flag(help: "Exchange the token of an account of the folder.")
    var replace = false

    func run() async throws {
        let settings = try await readSettings(settings)
        let folder = try folder(of: settings)
        let token = Secret(try readText(tokenFile))
        try check(settings, token, file: "\(folder)/\(name)\(Settings.tokenSuffix)")
        let http = try HTTPClient(settings: settings.http)
        let profile = try await profile(of: token, settings, http)
        await http.shutdown()
        try write(token, to: folder)
        noteBeside(NotedAction(.accountAdded, on: "account \(name)"), settings)
        print("\(name) is '\(profile.displayName ?? profile.id)'; the token is in \(folder).")
        if !DaemonLock.isHeld(database: settings.database) {
            complain("The daemon does not run; it will serve the account when it is started.")
        }
    }

    private func folder(of settings: Settings) throws -> String {
        guard let folder = settings.accountsFolder else {
            complain(
                "The settings name no accounts_folder. Set it, or list the account in 'accounts' "
                    + "with account.\(name).token_file.")
            throw ExitCode.badInput
        }
        return folder
    }

    private func check(_ settings: Settings, _ token: Secret, file: String) throws {
        guard Settings.isAccountName(name) else {
            throw ValidationError("'\(name)' is no name for an account. \(Settings.nameRule)")
        }
        guard !token.isEmpty, !token.revealed.contains(where: \.isWhitespace) else {
            complain("'\(tokenFile)' must hold one word, the token that Zalo sent.")
            throw ExitCode.badInput
        }
        for account in settings.accounts {
            if account.name.lowercased() == name.lowercased() {
                guard replace, account.name == name,
                    FileManager.default.fileExists(atPath: file)
                else {
                    complain(
                        "There is an account '\(account.name)' already. Choose another name, or "
                            + "exchange the token of one of the folder with --replace.")
                    throw ExitCode.badInput
                }
            } else if account.connection.secrets.contains(token) {
                complain("The account '\(account.name)' has this token already.")
                throw ExitCode.badInput
            }
        }
    }

    private func profile(
        of token: Secret, _ settings: Settings, _ http: HTTPClient
    ) async throws -> BotProfile {
        do {
            let account = try ZaloAccount(
                name: name, token: token, base: settings.defaultBase ?? BotAPI.platformBase)
            return try await BotAPI(token: account.token, base: account.base, client: http).getMe()
        } catch let failure as CallFailure {
            complain(
                "The platform does not take this token: \(failure.reason). Nothing was added. Is "
                    + "it the one that Zalo sent last?")
        } catch let problem as ZaloAccount.Problem {
            complain("base_url: \(problem)")
        }
        throw ExitCode(1)
    }

    /// Writes beside and renames, so that the daemon never reads half a token.
    private func write(_ token: Secret, to folder: String) throws {
        let beside = "\(folder)/.\(name).new"
        let file = "\(folder)/\(name)\(Settings.tokenSuffix)"
        let made = FileManager.default.createFile(
            atPath: beside, contents: Data((token.revealed + "\n").utf8),
            attributes: [.posixPermissions: 0o600])
        giveToOwner(beside)
        guard made, rename(beside, file) == 0 else {
            try? FileManager.default.removeItem(atPath: beside)
            complain("Cannot write '\(file)'. May this user write there?")
            throw ExitCode.badInput
        }
    }
}

/// Takes an account out of the accounts' folder.
struct AccountsRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Delete an account's token from the accounts' folder.",
        discussion: """
            A running daemon lets the account's poll end within seconds. What waits to be sent \
            stays, is counted here, and is sent if the account comes back under its name. What \
            was reported through the account stays too.
            """)

    @Argument(help: "The account's name.")
    var name: String

    @Option(help: "The settings file (YAML).")
    var settings: String?

    func run() async throws {
        let settings = try await readSettings(settings)
        try checkAccount(name, in: settings.accounts.map(\.name))
        let file = settings.accountsFolder.map { "\($0)/\(name)\(Settings.tokenSuffix)" }
        guard let file, FileManager.default.fileExists(atPath: file) else {
            complain(
                "'\(name)' is listed in the settings. Take it out of 'accounts' there and save: "
                    + "the daemon notices.")
            throw ExitCode.badInput
        }
        do {
            try FileManager.default.removeItem(atPath: file)
        } catch {
            complain("Cannot delete '\(file)': \(error). May this user write there?")
            throw ExitCode.badInput
        }
        noteBeside(NotedAction(.accountRemoved, on: "account \(name)"), settings)
        let store = try Store.open(path: settings.database)
        defer { try? store.close() }
        let count = try store.queueDepths()[AccountID(rawValue: name)]?.count ?? 0
        print(
            "\(name) is removed. "
                + (count == 0
                    ? "Nothing waits to be sent."
                    : "\(count) messages wait; they are sent if it comes back."))
    }
}

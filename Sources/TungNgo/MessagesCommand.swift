import ArgumentParser
import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import VietText

/// What was dropped or set aside, and how to put it back.
struct MessagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages",
        abstract: "List messages that were not delivered or not understood, and put them back.",
        discussion: "Works beside a running daemon, which finds what is put back within a minute.",
        subcommands: [Undelivered.self, SetAside.self, Retry.self])

    /// What both lists are asked.
    struct Choice: ParsableArguments {
        @Option(help: "The settings file (YAML).")
        var settings: String?

        @Option(help: "How far back to look: 30m, 24h, 7d.")
        var since = "24h"

        @Option(help: "Of this account only.")
        var account: String?

        @Option(help: "Messages at the most.")
        var max = 200

        @Flag(help: "One JSON object a line.")
        var json = false

        @Flag(help: "Show the texts, with numbers of persons masked.")
        var texts = false

        func validate() throws {
            guard (1...100_000).contains(max) else {
                throw ValidationError("--max must be between 1 and 100000, not \(max).")
            }
            guard seconds != nil else {
                throw ValidationError("--since must be like 30m, 24h or 7d, not '\(since)'.")
            }
        }

        private var seconds: Int64? {
            let units: [Character: Int64] = ["m": 60, "h": 3_600, "d": 86_400]
            guard let unit = since.last.flatMap({ units[$0] }),
                let count = Int64(since.dropLast()), (1...100_000).contains(count)
            else { return nil }
            return count * unit
        }

        var began: Timestamp { clockNow().adding(seconds: -(seconds ?? 0)) }
        /// Texts of people are not read without a trace of it.
        func noteTexts(_ list: String, in store: Store) throws {
            guard texts else { return }
            try store.audit(
                NotedAction(.textsShown, on: list), by: commandActor(), at: clockNow())
        }

        var accountID: AccountID? { account.map(AccountID.init(rawValue:)) }
    }

    /// Lists what was dropped.
    struct Undelivered: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print messages that were dropped instead of sent, the newest first.")

        @OptionGroup var choice: Choice

        func run() async throws {
            let store = try await storeBeside(choice.settings)
            defer { try? store.close() }
            try choice.noteTexts("undelivered", in: store)
            let dropped = try store.undelivered(
                since: choice.began, account: choice.accountID, max: choice.max)
            list(dropped.map(FailedMessage.init), choice, nothing: "Nothing was dropped.")
        }
    }

    /// Lists what was set aside.
    struct SetAside: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-aside",
            abstract: "Print messages whose turn failed three times, the newest first.")

        @OptionGroup var choice: Choice

        func run() async throws {
            let store = try await storeBeside(choice.settings)
            defer { try? store.close() }
            try choice.noteTexts("set-aside", in: store)
            let failed = try store.setAsideMessages(
                since: choice.began, account: choice.accountID, max: choice.max)
            list(
                failed.map { FailedMessage($0.message, text: $0.text) }, choice,
                nothing: "Nothing was set aside.")
        }
    }

    /// Puts one message back.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put one message back: out-N to be sent, in-N for another turn.")

        @Argument(help: "The id as the lists print it, for instance out-12 or in-7.")
        var id: String

        @Option(help: "The settings file (YAML).")
        var settings: String?

        func run() async throws {
            let parts = id.split(separator: "-", maxSplits: 1)
            guard parts.count == 2, ["in", "out"].contains(parts[0]), let row = Int64(parts[1])
            else {
                throw ValidationError("The id must be like out-12 or in-7, not '\(id)'.")
            }
            let store = try await storeBeside(settings)
            defer { try? store.close() }
            let (now, isReply) = (clockNow(), parts[0] == "out")
            let result = try store.audited(by: commandActor(), at: now) {
                try isReply ? store.putBackDelivery(row, at: now) : store.putBackTurn(row)
            } as: { result in
                result == .done ? [NotedAction(.messageRetried, on: id)] : []
            }
            switch result {
            case .done: print("\(id) is back in the queue; a running daemon takes it in a minute.")
            case .unknown:
                complain("There is no message \(id). 'tungngo messages' lists what there is.")
                throw ExitCode.badInput
            case .hasNotFailed:
                complain("\(id) was neither dropped nor set aside: nothing to do.")
                throw ExitCode.badInput
            case .textGone:
                complain("\(id): its text was purged or erased, so it cannot be sent.")
                throw ExitCode.failure
            case .chatGone(let reason):
                complain("\(id): its chat is gone (\(reason)). Somebody must write from there.")
                throw ExitCode.failure
            }
        }
    }
}

/// Prints a list as lines for people or for programs.
private func list(
    _ messages: [FailedMessage], _ choice: MessagesCommand.Choice, nothing: String
) {
    if choice.json {
        for message in messages { print(message.json(withText: choice.texts)) }
    } else if messages.isEmpty {
        print(nothing)
    } else {
        for message in messages { print(message.lines(withText: choice.texts)) }
    }
    flushOutput()
}

/// Opens the database of the deployment beside a running daemon.
func storeBeside(_ path: String?) async throws -> Store {
    let settings = try await readSettings(path)
    guard FileManager.default.fileExists(atPath: settings.database) else {
        complain(
            "There is no database '\(settings.database)'. Name the settings of the daemon with "
                + "--settings, or start it once.")
        throw ExitCode.badInput
    }
    return try Store.open(path: settings.database)
}

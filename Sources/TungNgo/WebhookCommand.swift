import ArgumentParser
import Content
import CurlHTTP
import Foundation
import Messaging
import Zalo

/// Tells Zalo where to push a bot's updates, or to stop it.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Register, remove or show the address to which Zalo pushes a bot's messages.",
        discussion: """
            A bot is either polled or called. For calls set account.NAME.webhook to true, \
            account.NAME.webhook_secret_file and web.public_url, start the daemon behind its \
            reverse proxy, then run 'tungngo webhook set NAME'.
            """,
        subcommands: [Set.self, Delete.self, Show.self])

    /// Which bot, and where the settings are.
    struct Target: ParsableArguments {
        @Argument(help: "The account; may be left out when there is one alone.")
        var account: String?

        @Option(help: "The settings file (YAML).")
        var settings: String?
    }

    /// Registers the webhook.
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register the daemon's address with Zalo, which tries it at once.",
            discussion: """
                Makes the secret file when it is not there. Ends with status 1 when Zalo's trial \
                call was not answered as it should be; Zalo keeps the address all the same.
                """)

        @OptionGroup var target: Target

        @Flag(help: "Allow http and this machine: for the simulator alone.")
        var allowPlain = false

        func run() async throws {
            try await WebhookBot.with(target) { bot in
                try await bot.set(allowsPlain: allowPlain)
            }
        }
    }

    /// Removes the webhook.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have Zalo push nothing any more, so that the bot can be polled.")

        @OptionGroup var target: Target

        func run() async throws {
            try await WebhookBot.with(target) { bot in try await bot.delete() }
        }
    }

    /// Shows what is registered.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show where Zalo pushes, and whether that is what the settings say.",
            discussion: "Ends with status 1 when it is not.")

        @OptionGroup var target: Target

        func run() async throws {
            try await WebhookBot.with(target) { bot in try await bot.show() }
        }
    }
}

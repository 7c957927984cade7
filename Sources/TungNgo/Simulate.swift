import ArgumentParser
import Logging
import ServiceLifecycle
import Simulator
import UnixSignals

/// Runs a Zalo-like platform on this machine, to develop and rehearse against.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a Zalo-like platform: Bot API, control API under /sim, chat page at /.",
        discussion: """
            The control API has no password: keep it on this machine. \
            deploy/sdk-check drives it with the published Python SDK.
            """)

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 for any that is free.")
    var port = 8899

    @Flag(help: "Take webhooks at plain HTTP addresses on this machine.")
    var allowPlainWebhooks = false

    @Option(help: "Messages that each bot may send in a month; no limit when left out.")
    var monthlyQuota: Int?

    @Option(
        help: """
            How much to multiply the pauses by after which an Official Account's event comes again.
            """)
    var webhookRetryScale = 1.0

    @Option(help: "What made-up ids and tokens are made from; the same seed makes the same ones.")
    var seed: UInt64?

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be between 0 and 65535, not \(port).")
        }
        guard monthlyQuota ?? 0 >= 0 else {
            throw ValidationError("--monthly-quota must be 0 or more, not \(monthlyQuota ?? 0).")
        }
    }

    func run() async throws {
        var options = SimulatorOptions()
        options.hostname = host
        options.port = port
        options.allowsPlainWebhooks = allowPlainWebhooks
        options.monthlyQuota = monthlyQuota
        options.webhookRetryScale = webhookRetryScale
        if let seed { options.seed = seed }
        var logger = Logger(label: "tungngo.simulator")
        logger.logLevel = .warning
        options.log = logger
        let host = host
        let application = try simulatorApplication(options) { port in
            print("Simulator at http://\(host):\(port)/ (chat page), control API under /sim.")
            flushOutput()
        }
        try await ServiceGroup(
            configuration: .init(
                services: [.init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }
}

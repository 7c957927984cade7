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

            Faults are switched on with POST /sim/faults and the fields kind, count or probability \
            (1 for always), and where they matter milliseconds, status, method (a method of the \
            Bot API, 'webhook' or '*'), bot and seed. GET /sim/faults lists those that are on, \
            DELETE /sim/faults switches all off, GET /sim/counts says how often each kind struck. \
            The kinds are:
            \(kinds)
            """)

    private static let kinds = SimulatedFault.Kind.allCases
        .map { "  \($0.rawValue): \($0.summary)." }.joined(separator: "\n")

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

    @Option(
        name: .customLong("webhook-retry-ms"), parsing: .upToNextOption,
        help: "Milliseconds before each further push to a webhook that did not answer with 2xx.")
    var webhookRetries: [Int] = []

    @Option(help: "A PEM file with the certificate to serve over TLS with.")
    var tlsCertificate: String?

    @Option(help: "The PEM file of its key.")
    var tlsKey: String?

    @Option(help: "Bots that are there from the start.")
    var bots = 0

    @Option(help: "A folder that gets a file bot-N.token for each of them.")
    var tokensFolder: String?

    @Option(help: "What made-up ids and tokens are made from; the same seed makes the same ones.")
    var seed: UInt64?

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be between 0 and 65535, not \(port).")
        }
        guard monthlyQuota ?? 0 >= 0 else {
            throw ValidationError("--monthly-quota must be 0 or more, not \(monthlyQuota ?? 0).")
        }
        guard webhookRetries.count <= 20, webhookRetries.allSatisfy((0...86_400_000).contains)
        else {
            throw ValidationError(
                "--webhook-retry-ms takes up to 20 pauses of 0 to 86400000 milliseconds.")
        }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together.")
        }
        guard (0...100_000).contains(bots) else {
            throw ValidationError("--bots must be between 0 and 100000, not \(bots).")
        }
        guard tokensFolder == nil || bots > 0 else {
            throw ValidationError("--tokens-folder needs --bots: there are no tokens to write.")
        }
    }

    func run() async throws {
        var options = SimulatorOptions()
        options.hostname = host
        options.port = port
        options.allowsPlainWebhooks = allowPlainWebhooks
        options.monthlyQuota = monthlyQuota
        options.webhookRetryScale = webhookRetryScale
        options.webhookRetryPauses = webhookRetries
        if let tlsCertificate, let tlsKey { options.tls = (tlsCertificate, tlsKey) }
        options.botCount = bots
        options.tokensFolder = tokensFolder
        if let seed { options.seed = seed }
        raiseFileLimit()
        var logger = Logger(label: "tungngo.simulator")
        logger.logLevel = .warning
        options.log = logger
        let address = "\(options.tls == nil ? "http" : "https")://\(host)"
        let application: any Service
        do {
            application = try simulatorApplication(options) { port in
                print("Simulator at \(address):\(port)/ (chat page), control API under /sim.")
                flushOutput()
            }
        } catch let unusable as SimulatorFileUnusable {
            complain("\(unusable)")
            throw ExitCode.badInput
        }
        try await ServiceGroup(
            configuration: .init(
                services: [.init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }
}

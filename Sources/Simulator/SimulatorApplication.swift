import CurlHTTP
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Messaging
import NIOCore
import ServiceLifecycle
import Serving

/// How a simulator is to run.
package struct SimulatorOptions: Sendable {
    /// Address to listen on; the control API has no password, so keep it on this machine.
    package var hostname = "127.0.0.1"

    /// Port to listen on; 0 for any that is free.
    package var port = 0

    /// Whether a webhook may be a plain HTTP address on this machine or its private network.
    package var allowsPlainWebhooks = false

    /// Messages that each bot may send in a month; nil for no limit.
    package var monthlyQuota: Int?

    /// By how much the pauses are multiplied after which an Official Account's event is posted
    /// again: 30 s, 5 min, 15 min, 30 min, 1 h on the real platform.
    package var webhookRetryScale = 1.0
    /// Milliseconds before each further push of an update to a webhook that did not answer with
    /// 200 to 299; empty for one push alone.
    package var webhookRetryPauses: [Int] = []

    /// PEM files with the certificate chain and its key, to be served over TLS; nil for plain HTTP.
    package var tls: (certificate: String, key: String)?

    /// Bots that are there from the start, with tokens made from the seed.
    package var botCount = 0

    /// An existing folder that gets a file `bot-N.token` for each of them; nil for none.
    package var tokensFolder: String?

    /// What ids and tokens are made from; the same seed makes the same ones.
    package var seed = UInt64.random(in: 0...UInt64.max)

    /// Where it writes; by default nowhere.
    package var log = Logger(label: "tungngo.simulator") { _ in SwiftLogNoOpLogHandler() }

    /// The platform's clock.
    package var now: @Sendable () -> Timestamp = {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    package init() {}
}

/// Makes the simulator: Bot API, control API and chat page in one HTTP server.
///
/// Run it as a service; a graceful shutdown ends open long polls at once.
///
/// - Parameters:
///   - options: How it is to run.
///   - onRunning: Called once with the port it listens on.
/// - Returns: The server, as a service.
/// - Throws: `HTTPFailure` when the client for webhooks cannot start; `SimulatorFileUnusable`.
package func simulatorApplication(
    _ options: SimulatorOptions, onRunning: @escaping @Sendable (_ port: Int) async -> Void
) throws -> some Service {
    var platform = SimulatedPlatform(seed: options.seed, monthlyQuota: options.monthlyQuota)
    if options.botCount > 0 {
        let bots = try platform.createBots(options.botCount, name: "Bot")
        try options.tokensFolder.map { try writeTokens(of: bots, to: $0) }
    }
    let host = PlatformHost(platform: platform, now: options.now)
    let client = try HTTPClient()
    let later = OALater()
    let official = OAPusher(
        host: host, client: client, log: options.log, later: later,
        retryScale: options.webhookRetryScale)
    let (latePushes, late) = AsyncStream.makeStream(of: LatePush.self)
    let webhooks = WebhookPusher(
        host: host, client: client, log: options.log, official: official,
        retryPauses: options.webhookRetryPauses, late: late)
    let botAPI = BotAPI(
        host: host, webhooks: webhooks, allowsPlainWebhooks: options.allowsPlainWebhooks)
    let application = Application(
        router: simulatorRouter(
            botAPI: botAPI, official: OfficialAPI(host: host, pusher: official),
            control: ControlAPI(host: host, webhooks: webhooks)),
        server: try simulatorServer(options),
        configuration: .init(
            address: .hostname(options.hostname, port: options.port), backlog: 4_096),
        services: [later, LatePushes(pusher: webhooks, due: latePushes)],
        onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
        logger: options.log)
    return GracefulServer(application)
}

/// Runs a simulator until the task is cancelled or the service group around it shuts down.
///
/// - Parameters:
///   - options: How it is to run.
///   - onRunning: Called once with the port it listens on.
/// - Throws: What `simulatorApplication` throws, or why the port cannot be listened on.
package func runSimulator(
    _ options: SimulatorOptions, onRunning: @escaping @Sendable (_ port: Int) async -> Void
) async throws {
    try await simulatorApplication(options, onRunning: onRunning).run()
}

private func simulatorRouter(
    botAPI: BotAPI, official: OfficialAPI, control: ControlAPI
) -> Router<SimulatorContext> {
    let router = Router(context: SimulatorContext.self)
    router.add(middleware: PlainErrors(control: control))
    for method in [HTTPRequest.Method.get, .post] {
        router.on("bot{token}/{method}", method: method) { request, context in
            try await botAPI.respond(
                token: context.parameters.get("token") ?? "",
                method: context.parameters.get("method") ?? "", request: request,
                context: context)
        }
    }
    official.addRoutes(to: router)
    control.addRoutes(to: router)
    router.get("/") { _, _ in Response.page(ChatPage.html) }
    router.get("favicon.ico") { _, _ in Response(status: .noContent) }
    return router
}

/// Gives paths that lead nowhere an answer that says where to go.
private struct PlainErrors: RouterMiddleware {
    let control: ControlAPI

    @concurrent
    func handle(
        _ request: Request, context: SimulatorContext,
        next: @concurrent (Request, SimulatorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return try control.refused(
                ControlProblem(
                    status: 404, what: "there is nothing here for \(request.method)",
                    place: String(request.uri.path.prefix { $0 != ":" }.prefix(64)),
                    next: "Open / for the chat page; the control API is under /sim, "
                        + "the Bot API under /bot<TOKEN>/<method>"))
        }
    }
}

import Gateway
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import Messaging
import NIOCore
import ServiceLifecycle
import Serving

/// The daemon's HTTP server: webhooks, `/healthz`, `/readyz` and `/metrics`, nothing else.
///
/// It speaks plain HTTP and listens on loopback: a reverse proxy with a certificate stands before
/// it. Every connection, head, body and answer has a limit in size and in time.
package struct WebServer: Service {
    /// Takes one call in and says how to answer it.
    package typealias Receive = @Sendable (WebhookCall, WebhookRoute) async -> PushAnswer

    private let settings: WebSettings
    private let limits: WebLimits
    private let responder: CallResponder
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// Puts the parts together; nothing listens yet.
    ///
    /// - Parameters:
    ///   - settings: Where to listen.
    ///   - limits: How much to bear with.
    ///   - routes: The webhooks; may be changed while the server runs.
    ///   - receive: Takes a call in, before it is answered.
    ///   - pages: What `/healthz`, `/readyz` and `/metrics` show.
    ///   - clock: Tells when a call came, and for how long to wait for a check.
    ///   - onRunning: Called once with the port it listens on.
    package init(
        settings: WebSettings, limits: WebLimits = WebLimits(), routes: RouteTable,
        receive: @escaping Receive, pages: StatusPages, clock: GatewayClock = .system,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.settings = settings
        self.limits = limits
        self.onRunning = onRunning
        responder = CallResponder(
            routes: routes, receive: receive, pages: pages, clock: clock, limits: limits)
    }

    /// Serves until a graceful shutdown, which lets calls in hand finish, or a cancellation.
    ///
    /// - Throws: `WebFailure` when the address cannot be listened on.
    package func run() async throws {
        var configuration = ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), backlog: 1_024)
        configuration.availableConnectionsDelegate = MaximumAvailableConnections(
            limits.connectionsMax, logger: Self.silence)
        let headMilliseconds = limits.headMilliseconds
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [HeadWatch(milliseconds: headMilliseconds)],
                    idleTimeout: .seconds(limits.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headBytesMax,
                        maxHeaderListSize: limits.headBytesMax,
                        maxHeaderFieldCount: limits.headFieldsMax))),
            configuration: configuration,
            onServerRunning: { [onRunning] channel in
                await onRunning(channel.localAddress?.port ?? 0)
            },
            logger: Self.silence)
        do {
            try await GracefulServer(application).run()
        } catch let error as IOError {
            throw WebFailure(error, settings)
        }
    }

    /// The framework's own lines name paths and errors in words of their own: they go nowhere.
    private static let silence = Logger(label: "web") { _ in SwiftLogNoOpLogHandler() }
}

/// Why the server cannot listen, worded for the operator.
package enum WebFailure: Error, Hashable, Sendable {
    case portTaken(host: String, port: Int)
    case portForbidden(port: Int)
    case cannotListen(host: String, port: Int, code: Int32)

    init(_ error: IOError, _ settings: WebSettings) {
        switch error.errnoCode {
        case EADDRINUSE: self = .portTaken(host: settings.host, port: settings.port)
        case EACCES: self = .portForbidden(port: settings.port)
        default:
            self = .cannotListen(
                host: settings.host, port: settings.port, code: error.errnoCode)
        }
    }
}

extension WebFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .portTaken(let host, let port):
            "port \(port) of \(host) is in use by another program. Stop that one, or set web.port "
                + "to a free one (and tell the reverse proxy)."
        case .portForbidden(let port):
            "port \(port) is not for this user. Set web.port to one from 1024 on."
        case .cannotListen(let host, let port, let code):
            "cannot listen on port \(port) of '\(host)': \(String(cString: strerror(code))). "
                + "Set web.host to an address of this machine; 127.0.0.1 is always one."
        }
    }
}

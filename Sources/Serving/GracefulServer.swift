import Hummingbird
import Logging
import ServiceLifecycle

/// An HTTP server that ends in the same orderly way whether it is shut down or its task cancelled.
///
/// Cancelled, Hummingbird drops connections that were accepted and not yet served, and SwiftNIO ends
/// the whole program for that ("Deinited NIOAsyncWriter without calling finish()",
/// <https://github.com/apple/swift-nio/issues/3481>). Here a cancellation closes the listening socket
/// first, serves whoever was let in, and only then cancels what still hangs.
package struct GracefulServer<Server: ApplicationProtocol>: Service {
    private let server: Server
    private let grace: Duration

    /// - Parameters:
    ///   - server: Not yet running.
    ///   - grace: For how long calls in hand may go on after a cancellation.
    package init(_ server: Server, grace: Duration = .seconds(5)) {
        self.server = server
        self.grace = grace
    }

    /// Serves until a graceful shutdown or a cancellation.
    ///
    /// - Throws: What the server throws: an `IOError` when its address cannot be listened on.
    package func run() async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)
                ],
                logger: Logger(label: "serving") { _ in SwiftLogNoOpLogHandler() }))
        // A task of its own does not hear of the cancellation; of a shutdown around it, it does.
        let serving = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await serving.value
        } onCancel: {
            Task { [grace] in
                await group.triggerGracefulShutdown()
                try await Task.sleep(for: grace)
                serving.cancel()
            }
        }
    }
}

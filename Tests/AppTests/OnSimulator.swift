import CurlHTTP
import Simulator
import Testing

/// Runs a simulated platform for the length of `body`, which is given its port and a client.
func withSimulator(
    _ options: SimulatorOptions, client settings: HTTPClientSettings = HTTPClientSettings(),
    _ body: @Sendable (_ port: Int, _ client: HTTPClient) async throws -> Void
) async throws {
    let (ports, source) = AsyncStream.makeStream(of: Int.self)
    let client = try HTTPClient(settings: settings)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { source.finish() }
            try await runSimulator(options) { port in _ = source.yield(port) }
        }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next(), "the simulator ended before it began")
        try await body(port, client)
        group.cancelAll()
        // How the server words its own cancellation is none of the tests' business.
        _ = await group.nextResult()
    }
    await client.shutdown()
}

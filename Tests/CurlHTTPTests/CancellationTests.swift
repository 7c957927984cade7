import CurlHTTP
import TestSupport
import Testing

@Suite struct CancellationTests {
    @Test func cancelEndsACallThatWaitsForItsAnswer() async throws {
        let server = try LoopbackServer { _ in [.stall] }
        let client = try HTTPClient()
        let request = HTTPRequest(url: server.base)
        let call = Task { await outcome(of: request, client) }
        await server.waitForRequests(1)
        let start = ContinuousClock.now
        call.cancel()
        let ended = await call.value
        #expect(ended == .failure(.cancelled(requestMayHaveArrived: true)))
        #expect(ContinuousClock.now - start < .seconds(5))
        await client.shutdown()
    }

    @Test func cancelBeforeTheCallIsSeen() async throws {
        let server = try LoopbackServer { _ in [.stall] }
        let client = try HTTPClient()
        let request = HTTPRequest(url: server.base)
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await outcome(of: request, client)
        }
        let ended = await call.value
        #expect(ended == .failure(.cancelled(requestMayHaveArrived: false)))
        #expect(server.requests.isEmpty)
        await client.shutdown()
    }

    @Test func cancelOfOneWaitingForItsTurnSendsNothing() async throws {
        let server = try LoopbackServer { _ in [.stall] }
        var settings = HTTPClientSettings()
        settings.transfersMax = 1
        let client = try HTTPClient(settings: settings)
        let request = HTTPRequest(url: server.base)
        let first = Task { await outcome(of: request, client) }
        await server.waitForRequests(1)
        let second = Task { await outcome(of: request, client) }
        second.cancel()
        #expect(await second.value == .failure(.cancelled(requestMayHaveArrived: false)))
        first.cancel()
        #expect(await first.value == .failure(.cancelled(requestMayHaveArrived: true)))
        #expect(server.requests.count == 1)
        await client.shutdown()
    }

    @Test func clientIsOfUseAfterACancel() async throws {
        let server = try LoopbackServer { request in
            request.target == "/stall" ? [.stall] : [.answer(200)]
        }
        let client = try HTTPClient()
        let stalled = HTTPRequest(url: "\(server.base)/stall")
        let call = Task { await outcome(of: stalled, client) }
        await server.waitForRequests(1)
        call.cancel()
        _ = await call.value
        #expect(try await client.execute(HTTPRequest(url: server.base)).status == 200)
        await client.shutdown()
    }

    /// Each of 500 calls ends once, with its own answer or as cancelled; none is lost.
    @Test(arguments: UInt64(1)...3)
    func fiveHundredAtOnceWithCancelsAtRandom(seed: UInt64) async throws {
        let server = try LoopbackServer { request in
            let isStalled = request.target.hasSuffix("stall")
            return isStalled ? [.stall] : [.answer(200, body: request.target)]
        }
        var settings = HTTPClientSettings()
        settings.transfersMax = 64
        let client = try HTTPClient(settings: settings)
        var random = SplitMix64(seed: seed)
        // Every seventh stalls for ever and is cancelled; of the others one in three is.
        let calls = (0..<500).map { index in
            let isStalled = index % 7 == 0
            let request = HTTPRequest(url: "\(server.base)/\(index)\(isStalled ? "stall" : "")")
            return (index, isStalled, Task { await outcome(of: request, client) })
        }
        let order = calls.shuffled(using: &random)
        for (_, isStalled, call) in order where isStalled || random.next() % 3 == 0 {
            if random.next() % 4 == 0 { await Task.yield() }
            call.cancel()
        }
        var answers = 0
        for (index, isStalled, call) in calls {
            switch await call.value {
            case .success(let response):
                answers += 1
                #expect(!isStalled)
                #expect(response.body == Array("/\(index)".utf8), "seed \(seed)")
            case .failure(let failure):
                guard case .cancelled = failure else {
                    Issue.record("seed \(seed), call \(index): \(failure)")
                    continue
                }
            }
        }
        #expect(answers > 0)
        await client.shutdown()
    }

    @Test func shutdownAmongManyEndsEachOfThem() async throws {
        let server = try LoopbackServer { _ in [.stall] }
        var settings = HTTPClientSettings()
        settings.transfersMax = 32
        let client = try HTTPClient(settings: settings)
        let request = HTTPRequest(url: server.base)
        let calls = (0..<100).map { _ in Task { await outcome(of: request, client) } }
        await server.waitForRequests(32)
        await client.shutdown()
        for call in calls {
            guard case .failure(.shutDown) = await call.value else {
                Issue.record("a call outlived the client")
                continue
            }
        }
    }
}

/// A small generator with a seed, so that a failure can be run again.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

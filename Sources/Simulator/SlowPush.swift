import NIOCore
import NIOPosix

/// A webhook call over a connection of its own, its body dribbled or left unfinished.
///
/// libcurl sends a body as fast as it can; a slow caller has to be written by hand.
struct SlowPush: Sendable {
    private let host: String
    private let port: Int
    private let path: String
    private let secret: String

    /// Seconds for which an answer is waited for when the body is out.
    private static let answerSecondsMax: Int64 = 10

    /// Reads a plain HTTP address; nil for any other.
    init?(url: String, secret: String) {
        guard url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" }
        let pieces = authority.split(separator: ":")
        guard let host = pieces.first else { return nil }
        self.host = String(host)
        port = pieces.count > 1 ? Int(pieces[1]) ?? 80 : 80
        path = authority.endIndex == rest.endIndex ? "/" : String(rest[authority.endIndex...])
        self.secret = secret
    }

    /// Sends the head at once and the body in ten pieces; not `isWhole`, five of them.
    ///
    /// - Returns: The status of the answer; nil when none came.
    func push(_ body: [UInt8], over length: Duration, isWhole: Bool) async throws -> Int? {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        let limit = channel.channel.eventLoop.scheduleTask(
            in: .nanoseconds(Int64(length / .nanoseconds(1))) + .seconds(Self.answerSecondsMax)
        ) { [channel = channel.channel] in channel.close(promise: nil) }
        defer { limit.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head(bodyBytes: body.count)))
            let size = max(1, (body.count + 9) / 10)
            let end = isWhole ? body.count : body.count / 2
            for start in stride(from: 0, to: end, by: size) {
                try await Task.sleep(for: length / (isWhole ? 10 : 20))
                try await outbound.write(
                    ByteBuffer(bytes: body[start..<min(start + size, body.count)]))
            }
            guard isWhole else {
                try await Task.sleep(for: length / 2)
                return nil
            }
            return try await status(inbound)
        }
    }

    private func head(bodyBytes: Int) -> String {
        """
        POST \(path) HTTP/1.1\r
        Host: \(host):\(port)\r
        User-Agent: Java/1.8.0_192\r
        Content-Type: application/json\r
        X-Bot-Api-Secret-Token: \(secret)\r
        Content-Length: \(bodyBytes)\r
        Connection: close\r
        \r

        """
    }

    /// Reads the status line and nothing else.
    private func status(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> Int? {
        var line = ""
        for try await buffer in inbound {
            line += String(buffer: buffer)
            let words = line.split(separator: " ", maxSplits: 2)
            if words.count > 1, words[1].count >= 3 { return Int(words[1].prefix(3)) }
        }
        return nil
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// What a route knows of its request besides the request: the connection it came in on.
struct SimulatorContext: RequestContext {
    /// A connection, and the watch that notices its end.
    struct Connection: Sendable {
        let channel: any Channel
        let watch: ConnectionWatch
    }

    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    /// Bytes of a request's body at the most.
    static let bodyBytesMax = 1 << 20

    var maxUploadSize: Int { Self.bodyBytesMax }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    func connection() async throws -> Connection {
        let watch = try await channel.eventLoop.submit { [channel] in
            try channel.pipeline.syncOperations.handler(type: ConnectionWatch.self)
        }.get()
        return Connection(channel: channel, watch: watch)
    }
}

/// A body longer than `SimulatorContext.bodyBytesMax`.
struct BodyTooLarge: Error {}

extension Request {
    /// Reads the query and the body as named values.
    ///
    /// - Throws: `BodyTooLarge`, or `Fields.Unreadable`.
    func fields() async throws -> Fields {
        let body: ByteBuffer
        do {
            body = try await self.body.collect(upTo: SimulatorContext.bodyBytesMax)
        } catch is NIOTooManyBytesError {
            throw BodyTooLarge()
        }
        return try Fields(
            query: uri.query, body: Array(body.readableBytesView),
            contentType: headers[.contentType])
    }
}

extension Response {
    /// An answer in JSON, not to be kept by any cache.
    static func json(
        _ body: [UInt8], status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "application/json; charset=utf-8", .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The same answer, its body in ten pieces spread over some milliseconds.
    func dribbling(_ body: [UInt8], over milliseconds: Int) -> Response {
        Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: body.count) { writer in
                let size = max(1, (body.count + 9) / 10)
                for start in stride(from: 0, to: body.count, by: size) {
                    try await Task.sleep(for: .milliseconds(milliseconds / 10))
                    let piece = body[start..<min(start + size, body.count)]
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
            })
    }

    /// The same answer, but the connection breaks when half of its body is out.
    func cutInHalf(_ body: [UInt8]) -> Response {
        struct Cut: Error {}
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: body.count) { writer in
                try await writer.write(ByteBuffer(bytes: body[..<(body.count / 2)]))
                throw Cut()
            })
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// An answer of ours: in JSON, for monitors in text, or empty; not to be kept by any cache.
struct Answer: Sendable {
    let status: HTTPResponse.Status
    var headers: HTTPFields
    var body: String

    /// Whether the request's body has been read to its end.
    var hasReadBody = false

    init(
        _ status: HTTPResponse.Status, headers: HTTPFields = [:], body: String = "",
        mediaType: String = "application/json"
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.headers[.cacheControl] = "no-store"
        if !body.isEmpty { self.headers[.contentType] = mediaType }
    }

    /// What Zalo's documentation answers a call with.
    static let success = Answer(.ok, body: #"{"message":"Success"}"#)

    /// The method is not one of those that the path takes.
    static func notAllowed(_ methods: String) -> Answer {
        Answer(.methodNotAllowed, headers: [.allow: methods])
    }

    /// The answer as it goes out; `whenOut` is called once the connection has taken all of it.
    func response(whenOut: @escaping @Sendable () -> Void) -> Response {
        let bytes = ByteBuffer(string: body)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: bytes.readableBytes) { writer in
                if bytes.readableBytes > 0 { try await writer.write(bytes) }
                try await writer.finish(nil)
                whenOut()
            })
    }
}

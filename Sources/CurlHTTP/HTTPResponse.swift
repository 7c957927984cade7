/// The answer to an `HTTPRequest`, whatever its status.
package struct HTTPResponse: Hashable, Sendable {
    /// The version of the protocol that the answer came in.
    package enum Version: Hashable, Sendable {
        case http1
        case http2
    }

    /// 100 to 599; a redirect is an answer like any other and is not followed.
    package var status: Int

    /// In the order they came, names in lower case; those of the final answer only.
    package var headers: [HTTPHeader]

    /// Decompressed.
    package var body: [UInt8]

    package var version: Version

    /// Connections that had to be opened for this request: 0 when one could be used again.
    package var newConnections: Int

    package init(
        status: Int = 0, headers: [HTTPHeader] = [], body: [UInt8] = [],
        version: Version = .http1, newConnections: Int = 0
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.version = version
        self.newConnections = newConnections
    }

    /// Returns the value of the first header called `name`, which must be in lower case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

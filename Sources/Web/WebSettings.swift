import Messaging

/// Where the daemon's own HTTP server listens.
package struct WebSettings: Hashable, Sendable {
    /// Loopback by default: a reverse proxy with a certificate stands before it.
    package var host = "127.0.0.1"

    /// 0 for any free port.
    package var port = 8_088

    package init() {}
}

/// How much the HTTP server bears with.
package struct WebLimits: Hashable, Sendable {
    /// Connections at a time; further ones wait to be taken.
    package var connectionsMax = 256

    /// Bytes of a request's head at the most; platforms send under one thousand.
    package var headBytesMax = 16 * 1_024

    /// Header fields of a request at the most.
    package var headFieldsMax = 64

    /// Milliseconds in which a head that has begun must be complete.
    package var headMilliseconds: Int64 = 10_000

    /// Milliseconds from a request's head until its answer is out: a slow body is cut.
    package var callMilliseconds: Int64 = 10_000

    /// Seconds for which a connection may stay open between requests: more than reverse proxies
    /// keep theirs, so that it is they who close and no call meets a closing connection.
    package var idleSeconds: Int64 = 150

    /// Milliseconds that a client has to read an answer after which we close.
    package var lingerMilliseconds: Int64 = 500

    /// Milliseconds that a check of a page may take before it counts as failed.
    package var checkMilliseconds: Int64 = 1_500

    package init() {}
}

/// Where the daemon's own HTTP server listens.
package struct WebSettings: Hashable, Sendable {
    /// Loopback by default: a reverse proxy with a certificate stands before it.
    package var host = "127.0.0.1"

    /// 0 for any free port.
    package var port = 8_088

    package init() {}
}

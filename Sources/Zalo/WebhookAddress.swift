/// The address under which a platform calls us: scheme, host, and the path of a reverse proxy.
package struct WebhookAddress: Hashable, Sendable {
    /// Bytes of an address at the most.
    package static let bytesMax = 1_000

    /// Without a slash at the end.
    package let url: String

    /// Host and port.
    package let authority: String

    /// Whether it is `https`.
    package let isEncrypted: Bool

    /// Returns nil for what is no `https` or `http` address, or has a user, a query or a fragment.
    package init?(_ url: String) {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        guard url.utf8.count <= Self.bytesMax,
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"?#@\"#.utf8.contains($0) })
        else { return nil }
        let pieces = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard pieces.count >= 3, pieces[1].isEmpty, !pieces[2].isEmpty, pieces[2].first != ":"
        else { return nil }
        switch pieces[0].lowercased() {
        case "https:": isEncrypted = true
        case "http:": isEncrypted = false
        default: return nil
        }
        self.url = url
        authority = pieces[2].lowercased()
    }

    /// Whether it leads to this machine, where no platform gets.
    package var isLoopback: Bool {
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let host = authority.prefix { $0 != ":" }
        return host == "localhost" || host.hasPrefix("127.")
    }

    /// The address with a path of ours behind it.
    package func appending(path: String) -> WebhookAddress? {
        WebhookAddress(url + path)
    }
}

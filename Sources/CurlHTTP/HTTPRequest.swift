/// One header of a request or a response.
package struct HTTPHeader: Hashable, Sendable {
    /// As given in a request, in lower case in a response.
    package let name: String

    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One HTTP request, and the limits within which its answer must come.
///
/// What it prints as names the method and the host alone: paths carry bot tokens.
package struct HTTPRequest: Sendable {
    /// A token as RFC 9110 section 5.6.2 defines it, usually `GET` or `POST`.
    package var method = "GET"

    /// Absolute, `http` or `https`, already percent-encoded (printable ASCII), without user name.
    package var url: String

    /// Sent in this order; a value may be empty and may not hold CR, LF or NUL.
    package var headers: [HTTPHeader] = []

    /// The body; a request that has one is never repeated by the client on its own.
    package var body: [UInt8]?

    /// From the call to the last byte of the answer, connecting and queueing included.
    package var timeout: Duration = .seconds(30)

    /// For name look-up, TCP, proxy and TLS together.
    package var connectTimeout: Duration = .seconds(5)

    /// Bytes of the answer's body at the most, counted as they arrive and after decompression.
    package var bodyBytesMax = 1 << 20

    package init(url: String) {
        self.url = url
    }
}

extension HTTPRequest {
    /// Refuses what must not reach the wire: other schemes, injected lines, names out of form.
    ///
    /// - Throws: `HTTPFailure.badRequest` with a fixed phrase.
    func check() throws(HTTPFailure) {
        guard method.isHTTPToken else { throw .badRequest(reason: "the method is no token") }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .badRequest(reason: "the URL holds a character that must be percent-encoded")
        }
        let scheme = url.utf8.prefix { $0 != UInt8(ascii: ":") }
        let rest = url.utf8.dropFirst(scheme.count)
        guard ["http", "https"].contains(Substring(scheme).lowercased()),
            rest.starts(with: "://".utf8)
        else {
            throw .badRequest(reason: "the URL is neither http nor https")
        }
        let authority = rest.dropFirst(3).prefix { !"/?#".utf8.contains($0) }
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")) else {
            throw .badRequest(reason: "the URL has no host, or a user name in it")
        }
        for header in headers {
            guard header.name.isHTTPToken else {
                throw .badRequest(reason: "a header's name is no token")
            }
            guard !header.value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) else {
                throw .badRequest(reason: "a header's value holds a line break or NUL")
            }
        }
        guard timeout > .zero, connectTimeout > .zero, bodyBytesMax >= 0 else {
            throw .badRequest(reason: "a limit is zero or negative")
        }
    }
}

extension HTTPRequest: CustomStringConvertible {
    package var description: String {
        let pieces = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3 else { return "\(method) (URL withheld)" }
        let host = pieces[2].prefix { !"/?#".contains($0) }
        return host.contains("@")
            ? "\(method) (URL withheld)" : "\(method) \(pieces[0])//\(host)/(path withheld)"
    }
}

extension HTTPRequest: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    /// Whether this is a token of RFC 9110 section 5.6.2: letters, digits and some marks.
    fileprivate var isHTTPToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default:
                    "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}

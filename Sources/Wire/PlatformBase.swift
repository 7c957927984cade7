import Messaging

/// Where a platform's API is: scheme, host and port, safe to send a token to.
package struct PlatformBase: Hashable, Sendable {
    /// Why a base URL cannot be used.
    package enum Problem: Error, Hashable, Sendable {
        case notURL
        case notEncrypted
    }

    /// Without a slash at the end.
    package let url: String

    /// Checks a base URL of the settings.
    ///
    /// - Parameter text: `https`, or `http` to this machine alone: tokens are in paths and headers.
    /// - Throws: `Problem`.
    package init(_ text: String) throws(Problem) {
        var base = text
        while base.hasSuffix("/") { base.removeLast() }
        let pieces = base.split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[1].isEmpty, !pieces[2].isEmpty else { throw .notURL }
        let host = pieces[2]
        let isHere = ["127.0.0.1", "localhost", "[::1]"].contains { name in
            host == name || host.hasPrefix("\(name):")
        }
        switch pieces[0].lowercased() {
        case "https:": break
        case "http:": guard isHere else { throw .notEncrypted }
        default: throw .notURL
        }
        url = base
    }
}

extension Secret {
    /// The secret with everything percent-encoded that a path may not hold as it is.
    package var inPath: String {
        revealed.utf8.reduce(into: "") { path, byte in
            let isPlain =
                byte < 0x80
                && (Character(Unicode.Scalar(byte)).isLetter
                    || Character(Unicode.Scalar(byte)).isNumber || "-._~:".utf8.contains(byte))
            if isPlain {
                path.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                path += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}

/// Returns the host of a webhook's URL: its path may hold a secret.
package func webhookHost(of url: String) -> String {
    let pieces = url.split(separator: "/", omittingEmptySubsequences: true)
    return pieces.count > 1 ? String(pieces[1]) : "an unnamed host"
}

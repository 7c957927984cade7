import Crypto
import Foundation
import Messaging

/// Asking an Official Account's admin to let the application act for it, with PKCE (RFC 7636).
///
/// The admin opens `url`, agrees, and is sent to the application's own address with a code in it,
/// which is good for 10 minutes and for whoever has the verifier.
package struct OAConsent: Sendable {
    /// Why what the admin pasted cannot be used.
    package enum Problem: Error, Hashable, Sendable {
        case noCode
        /// The address is that of another attempt.
        case otherState
    }

    /// Proves to the platform that the code is asked in by who asked for it.
    package let verifier: Secret

    /// Where the admin agrees.
    package let url: String

    private let state: String

    /// Makes the address of the consent page.
    ///
    /// - Parameters:
    ///   - appID: The application.
    ///   - redirect: One of the addresses that the application's page lists, exactly.
    ///   - base: Where tokens are given out.
    ///   - verifier: 43 characters of A-Z a-z 0-9 - _, made anew each time.
    ///   - state: Any text that is hard to guess; it comes back in the address.
    package init(appID: String, redirect: String, base: String, verifier: Secret, state: String) {
        self.verifier = verifier
        self.state = state
        let fields = [
            ("app_id", appID), ("redirect_uri", redirect),
            ("code_challenge", Self.challenge(of: verifier)), ("state", state),
        ]
        url =
            base + "/v4/oa/permission?"
            + fields.map { "\($0.0)=\(OAuthAPI.formEncoded($0.1))" }.joined(separator: "&")
    }

    /// A text of that many random characters of A-Z a-z 0-9 - _.
    package static func random(
        _ count: Int, using generator: inout some RandomNumberGenerator
    ) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        return String(
            (0..<count).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
    }

    /// The SHA-256 of a verifier in base64url without padding.
    package static func challenge(of verifier: Secret) -> String {
        Data(SHA256.hash(data: Array(verifier.revealed.utf8))).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Returns the code in what the admin pasted: the address that they were sent to, or the code.
    package func code(in pasted: String) throws(Problem) -> Secret {
        let text = Secret(pasted).revealed
        guard text.contains("?") || text.contains("=") else {
            guard !text.isEmpty else { throw .noCode }
            return Secret(text)
        }
        let query = text.split(separator: "?", maxSplits: 1).last ?? ""
        var fields: [String: String] = [:]
        for pair in query.prefix(while: { $0 != "#" }).split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, let value = String(halves[1]).removingPercentEncoding else {
                continue
            }
            fields[String(halves[0])] = value
        }
        guard let code = fields["code"], !code.isEmpty else { throw .noCode }
        guard fields["state"] ?? state == state else { throw .otherState }
        return Secret(code)
    }
}

extension OAConsent.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noCode:
            "there is no code in it. Paste the whole address that the browser was sent to."
        case .otherState:
            "it is the address of an earlier attempt. Open the page that was printed last."
        }
    }
}

import ArgumentParser
import CurlHTTP
import Foundation
import Messaging
import Wire
import Zalo

/// What an admin does once for an Official Account.
struct OfficialAccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oa",
        abstract: "Set up an Official Account of Zalo.",
        subcommands: [AuthorizeOfficialAccount.self])
}

/// Gets the first pair of tokens of an Official Account, or a new one after they have died.
struct AuthorizeOfficialAccount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorize",
        abstract: "Get a pair of tokens and put it into the account's token file.",
        discussion: """
            Prints the address of a page on which an admin of the Official Account agrees that the \
            application may act for it. The browser is sent to the redirect address then: paste \
            that whole address here. The daemon takes the new pair up by itself at its next \
            renewal; an account that was stopped needs to be started again.
            """)

    @Option(help: "The application's id on developers.zalo.me.")
    var appID: String

    @Option(help: "File with the application's secret.")
    var appSecretFile: String

    @Option(help: "File that the pair is written to: account.NAME.token_file of the settings.")
    var tokenFile: String

    @Option(help: "An address that the application's page lists as callback, exactly.")
    var redirectURI: String

    @Option(help: "Where tokens are given out.")
    var oauthURL = OAAccount.oauthBase

    @Option(help: "Proxy for the call, for instance http://proxy:3128.")
    var proxy = ""

    func run() async throws {
        let base: String
        do {
            base = try PlatformBase(oauthURL).url
        } catch {
            throw ValidationError("--oauth-url must be https, or http on this machine.")
        }
        guard let text = try? String(contentsOfFile: appSecretFile, encoding: .utf8),
            !Secret(text).isEmpty
        else {
            throw ValidationError(
                "cannot read '\(appSecretFile)'. Put the application's secret there, readable by "
                    + "this user alone.")
        }
        var generator = SystemRandomNumberGenerator()
        let consent = OAConsent(
            appID: appID, redirect: redirectURI, base: base,
            verifier: Secret(OAConsent.random(43, using: &generator)),
            state: OAConsent.random(22, using: &generator))
        print("Open this page as an admin of the Official Account and agree:\n\n\(consent.url)\n")
        print("Then paste the address that the browser was sent to:")
        flushOutput()
        guard let pasted = readLine() else { throw ExitCode.badInput }
        let code: Secret
        do {
            code = try consent.code(in: pasted)
        } catch {
            complain("That cannot be used: \(error)")
            throw ExitCode.badInput
        }
        try await store(code, consent, OAuthSource(base: base, secret: Secret(text)))
    }

    /// Where tokens come from.
    private struct OAuthSource {
        let base: String
        let secret: Secret
    }

    private func store(
        _ code: Secret, _ consent: OAConsent, _ source: OAuthSource
    ) async throws {
        let file = OATokenFile(path: tokenFile)
        var settings = HTTPClientSettings()
        settings.proxy = proxy
        let http = try HTTPClient(settings: settings)
        let api = OAuthAPI(
            appID: appID, appSecret: source.secret, base: source.base, exchange: http.execute)
        do {
            // A disk that is full must show before the code is spent.
            let lock = try file.lock()
            defer { withExtendedLifetime(lock) {} }
            let empty = OATokenPair(access: Secret(""), refresh: Secret(""), accessEndsAt: nil)
            try file.checkWritable(for: empty)
            let answer = await api.exchange(
                code: code, verifier: consent.verifier, at: clockNow())
            await http.shutdown()
            guard case .granted(let pair) = answer else {
                complain(
                    "No tokens came: \(answer.reason). Codes are good for 10 minutes and once.")
                throw ExitCode.failure
            }
            try file.write(pair)
            print(
                "The pair is in \(tokenFile). Was the account stopped? tungngo accounts resume NAME"
            )
        } catch let problem as OATokenFile.Problem {
            await http.shutdown()
            complain("\(problem)")
            throw ExitCode.failure
        }
    }
}

extension OAuthAPI.Answer {
    /// Why there is no pair; a fixed phrase.
    fileprivate var reason: String {
        switch self {
        case .granted: "there is one"
        case .refused(_, let reason), .failed(let reason): reason
        }
    }
}

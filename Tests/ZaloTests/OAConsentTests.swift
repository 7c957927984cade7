import CurlHTTP
import Messaging
import TestSupport
import Testing
import Zalo

/// The first pair of tokens: the consent page, and the code that comes back.
@Suite struct OAConsentTests {
    private static let consent = OAConsent(
        appID: "12", redirect: "https://ubnd.example/đón?a=1", base: "https://oauth.example.org",
        verifier: Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), state: "st")

    /// The verifier and the challenge of RFC 7636, appendix B.
    @Test func thePageIsAskedWithAChallenge() {
        #expect(
            Self.consent.url
                == "https://oauth.example.org/v4/oa/permission?app_id=12"
                + "&redirect_uri=https%3A%2F%2Fubnd.example%2F%C4%91%C3%B3n%3Fa%3D1"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&state=st")
        #expect(!Self.consent.url.contains(Self.consent.verifier.revealed))
    }

    @Test(arguments: [
        ("https://ubnd.example/x?code=a%2Fb&oa_id=3&state=st", "a/b"), (" abc \n", "abc"),
        ("https://ubnd.example/x?oa_id=3&code=abc#top", "abc"), ("code=abc&state=st", "abc"),
    ])
    func theCodeIsFoundInWhatIsPasted(pasted: String, code: String) throws {
        #expect(try Self.consent.code(in: pasted).revealed == code)
    }

    @Test(arguments: [
        ("", OAConsent.Problem.noCode), ("https://ubnd.example/x?error=-14003", .noCode),
        ("https://ubnd.example/x?code=", .noCode), ("?", .noCode), ("?#", .noCode),
        ("https://ubnd.example/x?code=abc&state=other", .otherState),
    ])
    func whatHoldsNoCodeIsRefused(pasted: String, problem: OAConsent.Problem) {
        #expect(throws: problem) { try Self.consent.code(in: pasted) }
        #expect("\(problem)".hasSuffix("."))
    }

    @Test func aCodeIsExchangedForAPair() async throws {
        let stage = try OAStage { _ in OAStage.grant(5) }
        let api = OAuthAPI(
            appID: "12", appSecret: Secret("PLANTED-app"), base: "https://oauth.example.org",
            exchange: stage.exchange)
        let answer = await api.exchange(
            code: Secret("a/b"), verifier: Self.consent.verifier, at: OAStage.start)
        #expect(answer == .granted(OAStage.pair(5)))
        let request = try #require(stage.requests.first)
        #expect(request.url == "https://oauth.example.org/v4/oa/access_token")
        #expect(request.value(of: "secret_key") == "PLANTED-app")
        #expect(
            request.text
                == "code=a%2Fb&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
                + "&grant_type=authorization_code&app_id=12")
    }
}

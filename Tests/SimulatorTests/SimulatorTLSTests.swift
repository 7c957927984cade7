import CurlHTTP
import Foundation
import Simulator
import TestSupport
import Testing

/// The simulator over TLS, its certificate by an authority of the test's own.
@Suite(.enabled(if: PrivateAuthority.program != nil, "\(PrivateAuthority.remark)"))
struct SimulatorTLSTests {
    @Test func aClientTalksToItWhenItKnowsTheAuthority() async throws {
        let authority = try PrivateAuthority()
        try await withSimulator(authority: authority) { simulator in
            #expect(simulator.base.hasPrefix("https://"))
            let bot = try await simulator.control.createBot(name: "Bot Thử")
            #expect(try await simulator.call(bot.token, "getMe").status == 200)
            let stranger = try HTTPClient()
            await #expect(throws: HTTPFailure.notSent(.tls)) {
                try await stranger.execute(HTTPRequest(url: simulator.base))
            }
            await stranger.shutdown()
        }
    }

    @Test func aCertificateWithTheKeyOfAnotherIsRefused() throws {
        let (one, other) = (try PrivateAuthority(), try PrivateAuthority())
        for (certificate, key, says) in [
            (one.certificate, other.key, "do not work together"),
            (one.key, one.key, "holds no certificate"),
            (one.certificate, "/nowhere/key.pem", "holds no private key"),
        ] {
            var options = SimulatorOptions()
            options.tls = (certificate, key)
            do {
                _ = try simulatorApplication(options) { _ in }
                Issue.record("\(says): it was taken")
            } catch {
                #expect("\(error)".contains(says), "\(error)")
            }
        }
    }
}

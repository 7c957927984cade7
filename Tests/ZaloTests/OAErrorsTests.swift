import CurlHTTP
import Messaging
import TestSupport
import Testing
import Wire
import Zalo

/// Every error code of the Official Account API, and what a send makes of it.
@Suite struct OAErrorsTests {
    enum Outcome: Hashable, Sendable {
        case tryAgain, unknown, wait(Int64), gone, refused, stops

        init(_ failure: SendFailure) {
            switch failure {
            case .tryAgain: self = .tryAgain
            case .outcomeUnknown: self = .unknown
            case .tryAgainAfter(let seconds, _): self = .wait(seconds)
            case .recipientGone: self = .gone
            case .refused: self = .refused
            case .credentialsExpired: self = .stops
            }
        }
    }

    private static let rows: [(Int, Outcome, String)] = [
        (-32, .wait(60), "calls too often"), (-100, .refused, "attachment"),
        (-200, .tryAgain, "could not be sent"), (-201, .refused, "not valid"),
        (-204, .stops, "disabled"), (-205, .stops, "no such"), (-209, .refused, "may not use"),
        (-210, .refused, "longer"), (-211, .wait(3_600), "8 answers are free in the 48 hours"),
        (-212, .refused, "not registered"), (-213, .gone, "does not follow"),
        (-216, .stops, "not valid"), (216, .stops, "not valid"), (-217, .gone, "takes no messages"),
        (-218, .gone, "as many messages"), (-220, .stops, "expired"), (220, .stops, "not valid"),
        (-221, .refused, "not verified"), (-223, .stops, "not allowed"),
        (-224, .refused, "upgrade"), (-227, .gone, "blocked"), (-230, .refused, "7 days"),
        (-232, .refused, "never written"), (-233, .refused, "kind of message"),
        (-234, .wait(3_600), "night"), (-235, .refused, "type of Official Account"),
        (-237, .gone, "term"), (-238, .refused, "package"), (-240, .refused, "shut this call"),
        (-241, .refused, "another group"), (-244, .gone, "turned"), (-248, .refused, "rules"),
        (-320, .wait(3_600), "Zalo Cloud Account"), (-321, .wait(3_600), "money"),
        (-401, .stops, "not valid"), (401, .stops, "not valid"), (-403, .gone, "not in the group"),
        (-999, .tryAgain, "error -999"), (12_345, .tryAgain, "error 12345"),
        (.min, .tryAgain, "error"), (.max, .tryAgain, "error"),
    ]

    @Test(arguments: rows)
    func everyCodeHasItsMeaning(code: Int, outcome: Outcome, words: String) async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/message/cs") ? OAStage.refused(code) : nil
        }
        let channel = try await stage.open().channel
        let failure = await #expect(throws: SendFailure.self) {
            try await channel.send(OutboundMessage(chat: ChatID(rawValue: "40"), text: "PLANTED"))
        }
        guard let failure else { return }
        #expect(Outcome(failure) == outcome, "\(code)")
        #expect(failure.reason.contains(words), "\(failure.reason)")
        #expect(failure.reason.contains("\(code)"))
        #expect(!failure.reason.contains("PLANTED"))
    }

    private static let answers: [(OAStage.Answer, Outcome, String)] = [
        (.failure(.notSent(.connectionRefused)), .tryAgain, "the call did not get there"),
        (.failure(.timedOut), .unknown, "no answer in time"),
        (.failure(.connectionLost), .unknown, "no whole answer"),
        (.failure(.badRequest(reason: "x")), .refused, "our own fault"),
        (.status(502, "<html>PLANTED</html>"), .tryAgain, "a page of a proxy"),
        (.status(504, "<html>PLANTED</html>"), .unknown, "a proxy that did not wait"),
        (.status(401, "PLANTED"), .stops, "no token, no envelope"),
        (.ok("PLANTED"), .unknown, "no JSON"),
        (.ok(#"{"message":"PLANTED"}"#), .unknown, "no error in it"),
        (.ok(#"{"error":null}"#), .unknown, "nothing in it"),
        (.ok(#"{"error":99999999999999999999}"#), .unknown, "a number that is none"),
        (.ok(#"{"error":"-230","message":"PLANTED"}"#), .refused, "a code as a string"),
        (.status(400, #"{"error":-213}"#), .gone, "the body before the status"),
    ]

    @Test(arguments: answers)
    func otherAnswersAreSorted(answer: OAStage.Answer, outcome: Outcome, why: String) async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/message/cs") ? answer : nil
        }
        let channel = try await stage.open().channel
        let failure = await #expect(throws: SendFailure.self) {
            try await channel.send(OutboundMessage(chat: ChatID(rawValue: "40"), text: "tin"))
        }
        guard let failure else { return }
        #expect(Outcome(failure) == outcome, "\(why)")
        #expect(!failure.reason.contains("PLANTED"))
    }
}

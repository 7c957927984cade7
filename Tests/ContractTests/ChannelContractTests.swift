import CurlHTTP
import Messaging
import TestSupport
import Testing

/// Every channel of the project: a new one is a line here, and is held to all promises and to the fuzz.
let contracts: [ChannelContract] = [
    .zaloBot, .telegram, .telegramPushed, .officialAccount,
]

@Suite struct ChannelContractTests {
    @Test(arguments: contracts.map(\.name), ChannelContract.Promise.allCases)
    func everyChannelKeepsEveryPromise(name: String, promise: ChannelContract.Promise) async throws
    {
        let contract = try #require(contracts.first { $0.name == name })
        let violations = try await contract.violations(of: promise)
        #expect(violations == [], "\(name): \(promise.rawValue)")
    }

    @Test func theSuiteSeesAChannelThatBreaksItsPromises() async throws {
        let broken = ChannelContract.telegram.replacingChannel { exchange, channel in
            Channel(
                account: channel.account, textUnitsMax: channel.textUnitsMax,
                receive: { () async throws(ReceiveFailure) in
                    let received = try await channel.receive()
                    _ = try? await exchange(HTTPRequest(url: "https://elsewhere.example.org/"))
                    guard case .messages(let messages) = received else { return received }
                    return .messages(messages.reversed())
                },
                send: { message async throws(SendFailure) in
                    do throws(SendFailure) {
                        return try await channel.send(message)
                    } catch {
                        // Tries again by itself, with another text, and says too much.
                        let text = message.text.isEmpty ? "?" : String(message.text.prefix(9))
                        _ = try? await channel.send(
                            OutboundMessage(chat: message.chat, text: text))
                        throw .tryAgain(reason: "PLANTED-token \(error.reason)")
                    }
                })
        }
        let seen: [ChannelContract.Promise] = [
            .everyOutcomeOfASendHasItsClass, .aSendIsOneRequestHoweverItEnds,
            .aTextOverTheLimitIsRefusedBeforeTheWire, .anEmptyTextIsRefusedBeforeTheWire,
            .everythingThatComesInHasItsClass, .nothingPrintedHoldsASecretOrWhatThePlatformWrote,
            .noOtherHostIsCalled, .aCancelledSendEndsAtOnceWithItsOutcomeUnknown,
        ]
        for promise in seen {
            let violations = try await broken.violations(of: promise)
            #expect(!violations.isEmpty, "\(promise.rawValue)")
        }
    }
}

extension ChannelContract {
    /// The same contract with a channel put around its own.
    func replacingChannel(
        _ wrap: @escaping @Sendable (@escaping Exchange, Channel) -> Channel
    ) -> ChannelContract {
        ChannelContract(
            name: name, open: { [open] exchange in wrap(exchange, try await open(exchange)) },
            kind: kind, opening: opening, hosts: hosts, secrets: secrets,
            wireUnitsMax: wireUnitsMax, exactSend: exactSend, sends: sends, intake: intake,
            webhookCall: webhookCall, bodies: bodies, otherCalls: otherCalls)
    }
}

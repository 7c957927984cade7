import CurlHTTP
import Foundation
import Messaging
import TestSupport
import Testing

/// Mutated bodies through the decoders of every channel: each becomes a message or a classified
/// refusal, and none ends the program.
@Suite struct WireFuzzTests {
    /// Bodies for each channel; `TUNGNGO_WIRE_BODIES` asks for so many in all instead.
    static let bodiesPerChannel: Int = {
        let asked = ProcessInfo.processInfo.environment["TUNGNGO_WIRE_BODIES"].flatMap { Int($0) }
        return asked.map { max(1, $0 / contracts.count) } ?? 20_000
    }()

    /// Another stream with `TUNGNGO_WIRE_SEED`.
    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["TUNGNGO_WIRE_SEED"].flatMap { UInt64($0) }
        ?? 20_261_127

    static let isLong = ProcessInfo.processInfo.environment["TUNGNGO_WIRE_BODIES"] != nil

    @Test(arguments: contracts.map(\.name))
    func everyBodyIsAMessageOrAClassifiedRefusal(name: String) async throws {
        let contract = try #require(contracts.first { $0.name == name })
        let fuzz = WireFuzz(contract)
        let tally = try await fuzz.run(bodies: Self.bodiesPerChannel, seed: Self.seed)
        #expect(tally.faults == [])
        #expect(tally.counts.values.reduce(0, +) == Self.bodiesPerChannel)
        #expect((tally.counts["intake: messages"] ?? 0) > 0)
        #expect((tally.counts["send: sent"] ?? 0) > 0)
        for call in contract.otherCalls {
            let outcomes = tally.counts.keys.count { $0.hasPrefix("\(call.name): ") }
            #expect(outcomes > 1, "\(call.name) is answered well and badly")
        }
        if Self.isLong { print(name, tally) }
    }

    @Test func theSameSeedGivesTheSameBodies() {
        var first = Mutation(corpus: [Array(#"{"ok":true,"result":[]}"#.utf8)], seed: 7)
        var second = first
        for _ in 0..<500 { #expect(first.body() == second.body()) }
    }
}

/// One channel under a stream of bodies.
struct WireFuzz {
    private let contract: ChannelContract

    init(_ contract: ChannelContract) {
        self.contract = contract
    }

    /// What the bodies came to.
    struct Tally: CustomStringConvertible {
        var counts: [String: Int] = [:]
        var faults: [String] = []

        mutating func note(
            _ what: String, _ end: (outcome: String, fault: String?), _ body: [UInt8]
        ) {
            counts["\(what): \(end.outcome)", default: 0] += 1
            if let fault = end.fault, faults.count < 10 {
                faults.append("\(what): \(fault): \(String(decoding: body, as: UTF8.self))")
            }
        }

        var description: String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
        }
    }

    /// Feeds so many bodies: of five the last to the answer of a send, the one before it to those
    /// of other calls where there are some, and the others to what comes in.
    ///
    /// - Returns: How many came to what, and what was wrong with the first ones.
    func run(bodies: Int, seed: UInt64) async throws -> Tally {
        let current = LockedValue<[UInt8]>([])
        let channel = try await contract.open { [contract] request async throws(HTTPFailure) in
            guard contract.kind(request) != .other else {
                return try contract.opening(request).get()
            }
            return HTTPResponse(status: 200, body: current.withLock { $0 })
        }
        let (intake, sends) = corpora
        var incoming = Mutation(corpus: intake, seed: seed)
        var answers = Mutation(corpus: sends, seed: seed)
        var others = contract.otherCalls.map { call in
            (call: call, bodies: Mutation(corpus: bytes(call.rows.map(\.answer)), seed: seed))
        }
        var tally = Tally()
        for number in 0..<bodies {
            switch number % 5 {
            case 4:
                let body = answers.body()
                current.withLock { $0 = body }
                tally.note("send", await send(channel), body)
            case 3 where !others.isEmpty:
                let turn = number / 5 % others.count
                let body = others[turn].bodies.body()
                let call = others[turn].call
                tally.note(call.name, await make(call, body), body)
            default:
                let body = incoming.body()
                current.withLock { $0 = body }
                tally.note("intake", await takeIn(body, channel), body)
            }
        }
        return tally
    }

    /// What comes in, and what a send is answered with.
    private var corpora: (intake: [[UInt8]], sends: [[UInt8]]) {
        (
            bytes(contract.intake.map(\.answer)) + contract.bodies,
            bytes(contract.sends.map(\.answer))
        )
    }

    private func bytes(_ answers: [ChannelContract.Answer]) -> [[UInt8]] {
        answers.compactMap { (try? $0.get())?.body }.filter { (2..<20_000).contains($0.count) }
    }

    private func make(
        _ call: ChannelContract.OtherCall, _ body: [UInt8]
    ) async -> (outcome: String, fault: String?) {
        let end = await call.make(answering: .recorded(body))
        return (end.outcome, end.fault ?? (end.printed.contains("PLANTED") ? "it prints" : nil))
    }

    private func send(_ channel: Channel) async -> (outcome: String, fault: String?) {
        do throws(SendFailure) {
            let sent = try await channel.send(contract.exactSend.message)
            return ("sent", sent.message?.rawValue.isEmpty == true ? "an empty id" : nil)
        } catch {
            let outcome = ChannelContract.SendOutcome(error)
            let name = if case .wait = outcome { "wait" } else { "\(outcome)" }
            return (name, fault(inReason: error.reason))
        }
    }

    private func takeIn(
        _ body: [UInt8], _ channel: Channel
    ) async -> (outcome: String, fault: String?) {
        switch channel.intake {
        case .push(let routes):
            guard let route = routes.first, let call = contract.webhookCall else {
                return ("none", "no route")
            }
            switch route.read(call(body)) {
            case .received(let received): return outcome(of: received, channel)
            case .probe: return ("probe", nil)
            case .refused(let reason): return ("refused", fault(inReason: reason))
            }
        case .poll(let ask):
            do throws(ReceiveFailure) {
                return outcome(of: try await ask(), channel)
            } catch {
                return ("\(ChannelContract.IntakeOutcome(error))", fault(inReason: "\(error)"))
            }
        }
    }

    private func outcome(
        of received: Received, _ channel: Channel
    ) -> (outcome: String, fault: String?) {
        switch received {
        case .idle: return ("idle", nil)
        case .skipped(let reason, _): return ("skipped", fault(inReason: reason))
        case .messages(let messages):
            let isWhole = messages.allSatisfy { message in
                message.account == channel.account && !message.chat.rawValue.isEmpty
                    && !message.message.rawValue.isEmpty && !message.sender.rawValue.isEmpty
                    && message.sentAt.milliseconds > 0
            }
            return ("messages", isWhole && !messages.isEmpty ? nil : "a message without ids")
        }
    }

    /// Reasons are fixed phrases: nothing of a body is in them.
    private func fault(inReason reason: String) -> String? {
        reason.contains("PLANTED") || reason.utf8.count > 250 || !reason.allSatisfy(\.isASCII)
            ? "a reason with something of the body: \(reason)" : nil
    }
}

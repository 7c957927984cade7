import Foundation
import HTTPTypes
import Hummingbird
import Messaging
import NIOCore

/// The faults that spoil a call: some before anything is done, some after.
extension BotAPI {
    /// Plays what strikes before the call does anything; nil when the call may go on.
    func spoiledBefore(_ call: Call) async throws -> Response? {
        let late = host.strike([.delay], call)
        if let late {
            await host.pause(.milliseconds(Int64(late.milliseconds)), on: call.connection)
        }
        let fault = host.strike(
            [.serverError, .tooManyRequests, .unauthorized, .halfOpen, .reset], call)
        guard let fault else { return nil }
        switch fault.kind {
        case .tooManyRequests:
            let seconds = fault.milliseconds == 0 ? nil : (fault.milliseconds + 999) / 1_000
            return try refusal(
                .quotaExceeded, status: fault.status, retryAfterSeconds: seconds)
        case .unauthorized:
            return try refusal(.unauthorized, status: fault.status)
        case .halfOpen:
            return await silent(call, fault)
        case .reset:
            return await reset(call)
        default:
            let status = HTTPResponse.Status(code: fault.status ?? 502)
            let title = "\(status.code) \(status.reasonPhrase)"
            return .page(
                "<html><head><title>\(title)</title></head><body><center><h1>\(title)</h1></center>"
                    + "<hr><center>nginx</center></body></html>", status: status)
        }
    }

    /// Plays what strikes after the call is done; nil when the answer may go out as it is.
    func spoiledAfter(_ call: Call, _ answer: Answer) async -> Response? {
        if answer.sent != nil, host.strike([.lostReply], call) != nil {
            markLost(answer)
            return hungUp(call)
        }
        // An idle poll carries nothing that could be lost: these wait for one that does.
        if call.method != "getUpdates" || answer.update != nil,
            let fault = host.strike([.dropBody, .silence], call)
        {
            markLost(answer)
            guard fault.kind == .silence else {
                return Response.json(answer.body).cutInHalf(answer.body)
            }
            return await silent(call, fault)
        }
        guard let slow = host.strike([.slowBody], call) else { return nil }
        return Response.json(answer.body).dribbling(answer.body, over: slow.milliseconds)
    }

    private func markLost(_ answer: Answer) {
        host.access { state in
            if let update = answer.update { state.platform.markDropped(order: update) }
            if let sent = answer.sent { state.platform.markReplyLost(sequence: sent) }
        }
    }

    /// Says nothing until the client hangs up or the fault is over, then breaks the connection.
    private func silent(_ call: Call, _ fault: SimulatedFault) async -> Response {
        let length =
            fault.milliseconds == 0
            ? TimeAmount.hours(24) : .milliseconds(Int64(fault.milliseconds))
        await host.pause(length, on: call.connection)
        return hungUp(call)
    }

    /// Breaks the connection; the answer is never written.
    private func hungUp(_ call: Call) -> Response {
        call.connection.channel.close(mode: .all, promise: nil)
        return Response(status: .ok)
    }

    /// Breaks the connection with a reset: the kernel throws away what was not sent yet.
    private func reset(_ call: Call) async -> Response {
        if let socket = call.connection.channel as? any SocketOptionProvider {
            try? await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        return hungUp(call)
    }
}

extension PlatformHost {
    func strike(_ kinds: Set<SimulatedFault.Kind>, _ call: BotAPI.Call) -> SimulatedFault? {
        access { $0.faults.strike(kinds, method: call.method, bot: call.bot.id) }
    }

    func bot(token: String) -> SimulatedBot? {
        access { state in
            state.platform.botByToken[token].flatMap { state.platform.accounts[$0]?.bot }
        }
    }
}

extension PlatformHost.State {
    /// Takes the bot's next update, with the faults that strike what is handed out.
    mutating func takeUpdate(
        bot: String, route: HandedOutUpdate.Route, at now: Timestamp
    ) -> SimulatedPlatform.Taken? {
        let method = route == .poll ? "getUpdates" : "webhook"
        return platform.takeUpdate(bot: bot, route: route, at: now) { kind in
            faults.strike([kind], method: method, bot: bot)
        }
    }
}

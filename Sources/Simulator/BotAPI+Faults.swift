import HTTPTypes
import Hummingbird
import NIOCore

/// The faults that spoil a call: some before anything is done, some after.
extension BotAPI {
    /// Plays what strikes before the call does anything; nil when the call may go on.
    func spoiledBefore(_ call: Call) async throws -> Response? {
        let late = host.strike([.delay], call)
        if let late {
            await host.pause(.milliseconds(Int64(late.milliseconds)), on: call.connection)
        }
        let fault = host.strike([.serverError, .tooManyRequests, .unauthorized], call)
        guard let fault else { return nil }
        switch fault.kind {
        case .tooManyRequests:
            return try refusal(.quotaExceeded, status: fault.status)
        case .unauthorized:
            return try refusal(.unauthorized, status: fault.status)
        default:
            let status = HTTPResponse.Status(code: fault.status ?? 502)
            let title = "\(status.code) \(status.reasonPhrase)"
            return .page(
                "<html><head><title>\(title)</title></head><body><center><h1>\(title)</h1></center>"
                    + "<hr><center>nginx</center></body></html>", status: status)
        }
    }

    /// Plays what strikes after the call is done; nil when the answer may go out as it is.
    func spoiledAfter(_ call: Call, _ answer: Answer) -> Response? {
        if let sent = answer.sent, host.strike([.lostReply], call) != nil {
            host.access { $0.platform.markReplyLost(sequence: sent) }
            return hungUp(call)
        }
        // An idle poll carries nothing that could be lost: the fault waits for one that does.
        guard call.method != "getUpdates" || answer.update != nil,
            host.strike([.dropBody], call) != nil
        else { return nil }
        if let update = answer.update {
            host.access { $0.platform.markDropped(order: update) }
        }
        if let sent = answer.sent {
            host.access { $0.platform.markReplyLost(sequence: sent) }
        }
        return Response.json(answer.body).cutInHalf(answer.body)
    }

    /// Breaks the connection; the answer is never written.
    private func hungUp(_ call: Call) -> Response {
        call.connection.channel.close(mode: .all, promise: nil)
        return Response(status: .ok)
    }
}

extension PlatformHost {
    fileprivate func strike(
        _ kinds: Set<SimulatedFault.Kind>, _ call: BotAPI.Call
    ) -> SimulatedFault? {
        access { $0.faults.strike(kinds, method: call.method, bot: call.bot.id) }
    }

    func bot(token: String) -> SimulatedBot? {
        access { state in
            state.platform.botByToken[token].flatMap { state.platform.accounts[$0]?.bot }
        }
    }
}

extension PlatformHost.State {
    /// Takes the bot's next update, and puts it back once where a fault wants it twice.
    mutating func takeUpdate(
        bot: String, route: HandedOutUpdate.Route
    ) -> SimulatedPlatform.Taken? {
        let method = route == .poll ? "getUpdates" : "webhook"
        return platform.takeUpdate(bot: bot, route: route) {
            faults.strike([.duplicate], method: method, bot: bot) != nil
        }
    }
}

import Conversation
import Logging
import Messaging
import Storage

extension GatewayContext {
    /// Logs messages that are on the disk now, those that were there already, and who writes too
    /// much.
    ///
    /// - Parameters:
    ///   - new: Those that the store kept.
    ///   - messages: All that were polled or pushed.
    ///   - now: When they came.
    func report(kept new: [KeptMessage], of messages: [InboundMessage], at now: Timestamp) {
        for message in new {
            metrics.of(message.message.account).messageKept(isFlooded: message.flood != nil)
        }
        report(kept: new, at: now)
        guard new.count < messages.count else { return }
        var repeated: [String: Int] = [:]
        for message in messages { repeated[message.account.rawValue, default: 0] += 1 }
        for message in new { repeated[message.message.account.rawValue, default: 0] -= 1 }
        for (account, count) in repeated.sorted(by: { $0.key < $1.key }) where count > 0 {
            metrics.of(AccountID(rawValue: account)).messagesRepeated(count)
            logger.log(
                .messageRepeated, .notice, ["account": "\(account)", "count": "\(count)"])
        }
    }

    /// Logs what was handed to us and could not be kept.
    func logLost(_ messages: [InboundMessage]) {
        for message in messages { logger.log(.messageLost, .critical, message.logFields) }
    }

    private func report(kept messages: [KeptMessage], at now: Timestamp) {
        for message in messages {
            var fields = message.logFields
            let wire = now.milliseconds - message.message.sentAt.milliseconds
            fields["wire_ms"] = "\(max(0, wire))"
            switch message.flood {
            case nil: break
            case .ignored: fields["flood"] = "ignored"
            case .told(let notice):
                fields["flood"] = "told"
                logger.log(
                    .flooded, .warning,
                    message.logFields.with([
                        "whom": notice.isOfGroup ? "group" : "person",
                        "ms": "\(notice.until.milliseconds - now.milliseconds)",
                        "remedy": "none is needed; limits are flood.* in the settings",
                    ]))
            }
            logger.log(.messageKept, .info, fields)
        }
    }
}

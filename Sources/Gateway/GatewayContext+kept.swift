import Conversation
import Logging
import Messaging
import Storage

extension GatewayContext {
    /// Logs messages that are on the disk now, and who writes too much.
    func report(kept messages: [KeptMessage], at now: Timestamp) {
        for message in messages {
            var fields = message.logFields
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

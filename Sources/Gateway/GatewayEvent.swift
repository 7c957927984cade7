import Logging
import Messaging
import Storage

/// The events that the program logs: fixed names to filter by, never a text or a name.
///
/// What each means and what an admin does about it is in `guide`, and in the README.
package enum GatewayEvent: String, CaseIterable, Sendable {
    case started
    case stopped
    case messageKept = "message-kept"
    case messageRepeated = "message-repeated"
    case flooded
    case messageLost = "message-lost"
    case messageSetAside = "message-set-aside"
    case pollSkipped = "poll-skipped"
    case pollFailed = "poll-failed"
    case accountWorks = "account-works"
    case accountWaits = "account-waits"
    case accountPaused = "account-paused"
    case accountStopped = "account-stopped"
    case webhookProbed = "webhook-probed"
    case webhookRefused = "webhook-refused"
    case webhookSkipped = "webhook-skipped"
    case webhookTurnedAway = "webhook-turned-away"
    case webhookWorks = "webhook-works"
    case accountRemoved = "account-removed"
    case turnTaken = "turn-taken"
    case turnFailed = "turn-failed"
    case storageFailed = "storage-failed"
    case storageWorks = "storage-works"
    case pollStalled = "poll-stalled"
    case diskLow = "disk-low"
    case diskFull = "disk-full"
    case diskRoomy = "disk-roomy"
    case queueGrows = "queue-grows"
    case queueShrank = "queue-shrank"
    case turnsBehind = "turns-behind"
    case turnsCaughtUp = "turns-caught-up"
    case sendsRestarted = "sends-restarted"
    case sendsRest = "sends-rest"
    case replySent = "reply-sent"
    case replyWaits = "reply-waits"
    case replyDropped = "reply-dropped"
    case recipientGone = "recipient-gone"
    case quotaWarned = "quota-warned"
    case quotaShort = "quota-short"
    case quotaRead = "quota-read"
    case quotaLow = "quota-low"
    case quotaUnknown = "quota-unknown"
    case tokensTroubled = "tokens-troubled"
    case tokensFine = "tokens-fine"
    case announced
    case announcementLate = "announcement-late"
    case announcementSkipped = "announcement-skipped"
    case draftExpired = "draft-expired"
    case difficultyPassedUp = "difficulty-passed-up"
    case replyResumed = "reply-resumed"
    case putBack = "put-back"
    case alerted
    case textsPurged = "texts-purged"
    case webListening = "web-listening"
    case webhookUnknown = "webhook-unknown"
    case webhookNotSet = "webhook-not-set"
    case settingsTaken = "settings-taken"
    case settingsRefused = "settings-refused"
    case settingsWarning = "settings-warning"
    case settingsLater = "settings-later"
    case contentLoaded = "content-loaded"
    case contentRefused = "content-refused"
    case contentLacks = "content-lacks"
    case openFilesFew = "open-files-few"
    case databaseMigrated = "database-migrated"
    case logFileFailed = "log-file-failed"
    case logFileWorks = "log-file-works"
    case logLinesLost = "log-lines-lost"
    case library
}

extension Logger {
    /// Logs one event with its fields, which are put together only when the level is logged.
    package func log(
        _ event: GatewayEvent, _ level: Logger.Level, _ fields: @autoclosure () -> Logger.Metadata
    ) {
        guard level >= logLevel else { return }
        log(level: level, "\(event.rawValue)", metadata: fields())
    }
}

extension InboundMessage {
    /// What names the message in a log.
    var logFields: Logger.Metadata {
        ["account": "\(account)", "chat": "\(chat)", "message": "\(message)"]
    }
}

extension KeptMessage {
    /// What names the message in a log, with its trace.
    var logFields: Logger.Metadata {
        message.logFields.merging(["trace": "\(trace)"]) { old, _ in old }
    }
}

extension DueMessage {
    /// What names the reply in a log: the trace is that of the message it answers.
    var logFields: Logger.Metadata {
        [
            "account": "\(message.account)", "chat": "\(message.chat)",
            "trace": "\(message.trace)", "reply": "\(id)",
        ]
    }
}

extension Logger.Metadata {
    /// Returns the fields with further ones.
    func with(_ fields: Logger.Metadata) -> Logger.Metadata {
        merging(fields) { _, new in new }
    }
}

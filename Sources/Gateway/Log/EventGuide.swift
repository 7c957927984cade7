/// What an event means, and what an admin does about it: the table of the README and of
/// `tungngo logs --events`.
package struct EventGuide: Hashable, Sendable {
    /// The level at which it is logged, or the first of several.
    package let level: String
    package let meaning: String

    /// What to do; a dash for nothing.
    package let remedy: String

    init(_ level: String, _ meaning: String, _ remedy: String = "–") {
        (self.level, self.meaning, self.remedy) = (level, meaning, remedy)
    }

    /// The row of a Markdown table.
    package func row(_ event: GatewayEvent) -> String {
        "| `\(event.rawValue)` | \(level) | \(meaning) | \(remedy) |"
    }
}

extension GatewayEvent {
    /// What the event means and what to do.
    package var guide: EventGuide {
        // A test holds that each event has one.
        Self.guides[self] ?? EventGuide("info", "not described yet")
    }

    /// The guides of all events.
    package static let guides: [GatewayEvent: EventGuide] =
        ofMessages.merging(ofReplies) { old, _ in old }.merging(ofAccounts) { old, _ in old }
        .merging(ofTheMachine) { old, _ in old }.merging(ofTheDrive) { old, _ in old }

    /// A message on its way in, and its turn.
    private static let ofMessages: [GatewayEvent: EventGuide] = [
        .messageKept: EventGuide(
            "info",
            "a message is on the disk; `wire_ms` after it was written; `flood: ignored`: it is "
                + "only kept, because its sender or group writes too much"),
        .messageRepeated: EventGuide(
            "notice", "the platform handed messages out again; they count once"),
        .flooded: EventGuide(
            "warning",
            "a person or group writes too much: it is told so once and not listened to for `ms`",
            "none; limits are `flood.*`"),
        .messageLost: EventGuide(
            "critical", "a message that the platform handed out could not be kept before the stop",
            "ask its writer to send it again; look for `storage-failed` before it"),
        .turnTaken: EventGuide(
            "info",
            "a message was decided upon: `outcome` and how many `replies`; `why` when it is silent"),
        .turnFailed: EventGuide(
            "error", "deciding upon a message failed; it is tried three times",
            "report the error with its trace; nothing else waits for it"),
        .messageSetAside: EventGuide(
            "error", "a message failed three times and is left aside",
            "`tungngo messages set-aside`, mend the cause, `messages retry in-N`"),
        .pollSkipped: EventGuide(
            "warning", "the platform sent something that is no message for us",
            "none, unless people miss answers: then report the reason"),
        .webhookSkipped: EventGuide(
            "warning", "a call brought something that is no message for us", "as `poll-skipped`"),
        .webhookProbed: EventGuide("debug", "somebody called a webhook without a secret"),
        .webhookRefused: EventGuide(
            "warning", "a call to a webhook is not from the platform",
            "if messages are missing: `tungngo webhook set NAME`"),
        .webhookTurnedAway: EventGuide(
            "error", "a call could not be kept in time; the platform calls again",
            "look for `storage-failed` and `disk-full`"),
    ]

    /// A reply on its way out.
    private static let ofReplies: [GatewayEvent: EventGuide] = [
        .replySent: EventGuide(
            "info", "the platform took a reply `ms` after it was kept; the call took `call_ms`"),
        .replyWaits: EventGuide(
            "warning", "the platform did not take a reply; it is tried again in `ms`",
            "none, unless it goes on: is the platform reachable?"),
        .replyResumed: EventGuide(
            "notice",
            "a send was cut short by the last stop and is tried again; it may arrive twice"
        ),
        .replyDropped: EventGuide(
            "warning", "a reply will not be sent, with the reason",
            "`tungngo messages undelivered`, then `messages retry out-N`"),
        .recipientGone: EventGuide(
            "warning", "the chat is gone or the bot is blocked: nothing is sent there",
            "none: it is lifted when somebody writes from there"),
        .sendsRestarted: EventGuide(
            "notice", "so many sends of an account were cut short by the last stop"),
        .sendsRest: EventGuide(
            "warning", "the platform finds the account too fast: it sends nothing for `ms`",
            "none; if it goes on, lower `delivery.interval_ms`, or the month's quota is used up"),
        .quotaShort: EventGuide(
            "warning", "the month's quota lets only kinds down to `lowest` through",
            "a larger quota, or move groups to another account"),
        .alerted: EventGuide(
            "notice",
            "admins were told in the chat of a `cause`, or with `over` that it is over; `told` "
                + "how many", "none; with `told` 0: `tungngo people invite --admin`"),
        .quotaWarned: EventGuide(
            "warning", "80 or 95 % of the month's quota is used; admins were told",
            "as `quota-short`"),
        .putBack: EventGuide(
            "notice", "somebody put messages of an account back with `messages retry`"),
    ]

    /// How accounts stand.
    private static let ofAccounts: [GatewayEvent: EventGuide] = [
        .accountWorks: EventGuide("info", "an account polls and sends"),
        .accountWaits: EventGuide(
            "warning", "an account cannot work now and is tried again", "the `remedy` it names"),
        .accountPaused: EventGuide(
            "notice", "an account rests because an admin said so; what it owes waits",
            "`tungngo accounts resume NAME`"),
        .accountStopped: EventGuide(
            "error", "an account stands still until somebody mends it", "the `remedy` it names"),
        .accountRemoved: EventGuide(
            "notice", "an account is no longer in the settings; `queued` replies wait",
            "put it back if those are still wanted"),
        .pollFailed: EventGuide(
            "warning", "asking the platform for messages failed; it is asked again",
            "none, unless it goes on: network, proxy, platform"),
        .pollStalled: EventGuide(
            "error", "a poll was alive and deaf, and was begun anew",
            "if it comes back: proxy and network"),
        .webhookWorks: EventGuide("notice", "the platform calls the webhook again"),
        .webhookNotSet: EventGuide(
            "error", "the platform does not call us: no message comes in",
            "`tungngo webhook set NAME`"),
        .webhookUnknown: EventGuide(
            "info", "the platform could not be asked where it pushes; it is asked again"),
        .tokensTroubled: EventGuide(
            "error",
            "an Official Account's tokens could not be renewed; the ones it has still work",
            "the `remedy` it names, often `tungngo oa authorize NAME`"),
        .tokensFine: EventGuide("notice", "an account's tokens are renewed again"),
        .quotaRead: EventGuide(
            "info", "the platform said how many messages an account may still send: `left`"),
        .quotaLow: EventGuide(
            "warning", "the platform lets an account send only `left` more messages",
            "the `remedy` it names"),
        .quotaUnknown: EventGuide(
            "info", "the platform did not say how many messages are left; it is asked again"),
    ]

    /// Disk, database, settings, log.
    private static let ofTheMachine: [GatewayEvent: EventGuide] = [
        .started: EventGuide("notice", "the bot is at work with so many `accounts`"),
        .stopped: EventGuide("notice", "the bot ended in order; without it the end was a kill"),
        .storageFailed: EventGuide(
            "error", "the database cannot be written: no messages are taken in",
            "the `remedy` it names"),
        .storageWorks: EventGuide("notice", "the database can be written again, after `ms`"),
        .diskLow: EventGuide("warning", "less than `disk.low_mb` is free", "make room"),
        .diskFull: EventGuide(
            "error", "less than `disk.stop_mb` is free: no messages are taken in", "make room"),
        .diskRoomy: EventGuide("notice", "there is room on the disk again"),
        .queueGrows: EventGuide(
            "error", "replies of an account wait for long",
            "look for `reply-waits`, `quota-short`, `account-stopped` of this account"),
        .queueShrank: EventGuide("notice", "replies go out again"),
        .turnsBehind: EventGuide(
            "error", "messages wait long for their turn",
            "look for `turn-failed`, `storage-failed`; is the machine overloaded?"),
        .turnsCaughtUp: EventGuide("notice", "messages are decided upon at once again"),
        .settingsTaken: EventGuide("notice", "changed settings are in force"),
        .settingsRefused: EventGuide(
            "error", "changed settings have a `mistake`; the old ones hold", "mend it and save"),
        .settingsWarning: EventGuide(
            "warning", "a setting is not forbidden and not wise", "what it says"),
        .settingsLater: EventGuide(
            "warning", "changed keys take effect at the next start", "restart when it suits"),
        .contentLoaded: EventGuide(
            "notice", "changed content answers from now on; `ms` is what checking it took"),
        .contentRefused: EventGuide(
            "error",
            "changed content has mistakes, `file` and `line` of each, `mistakes` in all; the old "
                + "content goes on answering",
            "mend the file and save; `tungngo check intents` lists every mistake"),
        .contentLacks: EventGuide(
            "error", "the content no longer knows units or indicators that the ledger counts",
            "put them back into `campaigns/`: their numbers are kept and not shown"),
        .databaseMigrated: EventGuide(
            "notice",
            "a database of an earlier version was brought up to date; `copy` is the file as it was "
                + "before", "none; to go back, `tungngo restore` the copy"),
        .textsPurged: EventGuide(
            "notice",
            "texts and names older than `privacy.…_days` went, so many of each kind; `forgotten: no` "
                + "while the database's log still holds them",
            "none; it is tried again within minutes"),
        .openFilesFew: EventGuide(
            "warning", "the system allows fewer open files than the accounts need",
            "raise LimitNOFILE of the unit"),
        .webListening: EventGuide("notice", "our HTTP server listens on `port`"),
        .logFileFailed: EventGuide(
            "error", "the log file cannot be written (said on standard error)",
            "make room; let the daemon's user write into the folder"),
        .logFileWorks: EventGuide(
            "notice", "the log file is written again; `lost` lines are missing"),
        .logLinesLost: EventGuide(
            "warning", "whoever reads standard error was too slow for `count` lines",
            "look into the log file"),
        .library: EventGuide("info", "a library says something, in `text`"),
    ]

    /// What the bot says by itself.
    private static let ofTheDrive: [GatewayEvent: EventGuide] = [
        .announced: EventGuide("notice", "a bulletin or reminder was queued for so many `chats`"),
        .announcementLate: EventGuide(
            "warning", "the daemon was down at its time, and now it is too late for it"),
        .announcementSkipped: EventGuide(
            "notice", "chats that a bulletin left out, with the reason"),
        .draftExpired: EventGuide("notice", "a draft waited too long; its chat is told"),
        .difficultyPassedUp: EventGuide("notice", "a difficulty went up to the unit above"),
    ]
}

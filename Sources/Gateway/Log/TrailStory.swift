import Conversation
import Messaging
import Storage

/// The story of one message from the wire to the reply, step by step.
package struct TrailStory: Sendable {
    /// One step.
    package struct Step: Hashable, Sendable {
        package let at: Timestamp
        package let event: String
        package let what: String

        /// Whether it happened to the account or the machine, not to the message itself.
        package var isAround = false
    }

    package let trace: String
    package private(set) var steps: [Step] = []

    /// Events of accounts and machine that say why something took its time.
    package static let eventsAround: Set<String> = Set(
        [
            GatewayEvent.accountPaused, .accountStopped, .accountWaits, .accountWorks, .sendsRest,
            .quotaShort, .queueGrows, .storageFailed, .storageWorks, .diskFull, .turnsBehind,
            .started, .stopped, .putBack,
        ].map(\.rawValue))

    /// Puts a story together.
    ///
    /// - Parameters:
    ///   - trace: The whole trace.
    ///   - lines: Its lines of the log.
    ///   - around: Lines of `eventsAround`, from the same time or more.
    ///   - trail: What the database knows; nil when it cannot be asked.
    ///   - now: Until when what happened around a message that has not ended is told.
    package init(
        trace: String, lines: [LogLine], around: [LogLine], trail: MessageTrail?, now: Timestamp
    ) {
        self.trace = trace
        steps = lines.map(Self.step)
        if let kept = lines.first(where: { $0.event == GatewayEvent.messageKept.rawValue }),
            let wire = kept["wire_ms"].flatMap(Int64.init)
        {
            steps.append(
                Step(
                    at: kept.time.adding(milliseconds: -wire), event: "(platform)",
                    what: "written by its sender, by the platform's clock"))
        }
        if let trail { addWhatTheLogLacks(trail, lines) }
        steps.sort { $0.at < $1.at }
        guard let first = steps.first?.at, let last = steps.last?.at else { return }
        let end = trail.map { $0.isOpen ? now : last } ?? last
        let accounts = Set(
            lines.compactMap { $0["account"] } + (trail?.accounts ?? []).map(\.rawValue))
        steps += around.filter { line in
            (first...max(first, end)).contains(line.time)
                && (line["account"].map(accounts.contains) ?? true)
        }.map { line in
            var step = Self.step(line)
            step.isAround = true
            return step
        }
        steps.sort { $0.at < $1.at }
    }

    /// What a kill or a deleted file took from the log, the database still knows.
    private mutating func addWhatTheLogLacks(_ trail: MessageTrail, _ lines: [LogLine]) {
        func has(_ events: GatewayEvent..., reply: Int64? = nil) -> Bool {
            lines.contains { line in
                events.map(\.rawValue).contains(line.event)
                    && (reply == nil || line["reply"] == reply.map(String.init))
            }
        }
        func add(_ at: Timestamp, _ what: String) {
            steps.append(Step(at: at, event: "(database)", what: what))
        }
        if let message = trail.received {
            if !has(.messageKept) { add(message.keptAt, "kept on the disk") }
            switch message.state {
            case .waiting: break
            case .setAside(let at): if !has(.messageSetAside) { add(at, "set aside") }
            case .taken(let outcome, let at):
                // What is too much gets no turn: it was only kept.
                let isOnlyKept = outcome == .flooded && has(.messageKept)
                if !has(.turnTaken), !isOnlyKept { add(at, "decided: \(outcome?.rawValue ?? "?")") }
            }
        } else {
            for reply in trail.replies { add(reply.queuedAt, "reply \(reply.id) was queued") }
        }
        for reply in trail.replies {
            guard let at = reply.endedAt else { continue }
            switch reply.state {
            case .delivered:
                if !has(.replySent, reply: reply.id) { add(at, "reply \(reply.id) delivered") }
            case .abandoned(let reason):
                if !has(.replyDropped, .recipientGone, reply: reply.id) {
                    add(at, "reply \(reply.id) dropped: \(reason)")
                }
            case .waiting, .sending: continue
            }
        }
    }

    // MARK: In words

    private static func step(_ line: LogLine) -> Step {
        Step(at: line.time, event: line.event, what: words(line))
    }

    private static func words(_ line: LogLine) -> String {
        func span(_ key: String) -> String {
            line[key].flatMap(Int64.init).map(LogWords.duration) ?? "?"
        }
        let reply = "reply \(line["reply"] ?? "?")"
        let reason = line["reason"] ?? line["error"] ?? ""
        let call = line["call_ms"] == nil ? "" : ", the call took \(span("call_ms"))"
        let words =
            switch GatewayEvent(rawValue: line.event) {
            case .messageKept where line["flood"] == "ignored":
                "kept on the disk; too much from this sender or group: it gets no turn"
            case .messageKept: "kept on the disk"
            case .turnTaken:
                "decided in \(span("ms")): \(line["outcome"] ?? "?"), "
                    + (line["replies"] == "1" ? "1 reply" : "\(line["replies"] ?? "?") replies")
                    + (line["why"].map { " (\(silence($0)))" } ?? "")
            case .turnFailed: "deciding failed, try \(line["tries"] ?? "?"): \(reason)"
            case .messageSetAside: "set aside: \(reason)"
            case .replySent: "\(reply) delivered, \(span("ms")) after it was decided\(call)"
            case .replyWaits:
                "\(reply) not taken, try \(line["attempts"] ?? "?"): \(reason); again in "
                    + "\(span("ms"))\(call)"
            case .replyResumed: "\(reply) was cut short by a stop; it is tried again"
            case .replyDropped: "\(reply) dropped: \(reason)"
            case .recipientGone: "\(reply): nothing can be sent to this chat: \(reason)"
            case let event:
                (event?.guide.meaning.split(separator: "`").joined() ?? line.event)
                    + (reason.isEmpty ? "" : ": \(reason)")
            }
        return LogWords.shown(words)
    }

    private static func silence(_ why: String) -> String {
        switch Decision.Silence(rawValue: why) {
        case .muted: "the chat was told to be quiet"
        case .notText: "no text, in a group"
        case .courtesy: "thanks or goodbye, in a group"
        case .smallTalk: "no question or command was found in it, in a group"
        case nil: why
        }
    }
}

extension MessageTrail {
    /// Whether something is still to come.
    fileprivate var isOpen: Bool {
        if received?.state == .waiting { return true }
        return replies.contains { $0.endedAt == nil }
    }
}

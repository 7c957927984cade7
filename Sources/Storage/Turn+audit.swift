import Campaign
import Conversation
import Messaging

extension Turn {
    /// Notes what an effect does with powers that others do not have, after it was applied.
    func audit(_ effect: Effect) throws {
        guard let noted = try noted(effect) else { return }
        try addAuditLine(
            noted, by: .chat(kept.message.account, person: try senderNumber(), inbox: kept.id),
            at: now, in: db)
    }

    /// Lets an account rest, as the sender wishes.
    func pause(_ account: AccountID) throws {
        let who = try senderNumber().map { "person \($0), in the chat" } ?? "somebody in the chat"
        try Storage.pause(account, by: who, at: now, in: db)
    }

    /// The number of the person behind the sender; nil when there is none.
    private func senderNumber() throws -> Int64? {
        try db.number(
            "SELECT person FROM identity WHERE account = $1 AND sender = $2",
            [kept.message.account.rawValue, kept.message.sender.rawValue])
    }

    private func noted(_ effect: Effect) throws -> NotedAction? {
        switch effect {
        case .audit(let noted): noted
        case .people(let change): noted(change)
        case .claimInvitation(let code):
            NotedAction(.codeClaimed, on: try purpose(ofCode: code)?.audited ?? "unknown")
        case .claimDesk: NotedAction(.codeClaimed, on: "official")
        case .answerQuestion(let number, _): NotedAction(.questionAnswered, on: "#Q\(number)")
        case .dropQuestion(let number): NotedAction(.questionDropped, on: "#Q\(number)")
        case .pauseAccount(let account):
            NotedAction(.accountPaused, on: "account \(account)")
        case .resumeAccount(let account):
            NotedAction(.accountResumed, on: "account \(account)")
        case .setTopic, .record, .void, .keepDraft, .changeDraft, .endDraft, .maskText, .handOver,
            .openDifficulty, .takeDifficulty, .passUpDifficulty, .resolveDifficulty:
            nil
        }
    }

    private func noted(_ change: PeopleChange) -> NotedAction? {
        switch change {
        case .makeCode(let code): NotedAction(.codeMade, on: code.purpose.audited)
        case .cancelCode: NotedAction(.codeCancelled, on: kept.message.chatKind.rawValue)
        case .end(let person, let role):
            NotedAction(.leadershipEnded, on: "person \(person) \(role.audited)")
        case .resume(let role): NotedAction(.leadershipResumed, on: role.audited)
        case .bindChat(let role?): NotedAction(.chatBound, on: role.audited)
        case .bindChat(nil): NotedAction(.chatUnbound, on: kept.message.chatKind.rawValue)
        case .mute: ofGroup(.groupMuted)
        case .unmute: ofGroup(.groupUnmuted)
        case .welcome: nil
        }
    }

    /// In their private chat everybody may ask for quiet.
    private func ofGroup(_ action: AdminAction) -> NotedAction? {
        kept.message.chatKind == .group ? NotedAction(action, on: "group") : nil
    }

    private func purpose(ofCode code: String) throws -> OneTimeCode.Purpose? {
        try db.rows(
            of: "invitation",
            "SELECT code, purpose, campaign, unit, person FROM invitation WHERE code = $1", [code]
        ).first.map(OneTimeCode.Purpose.init)
    }
}

extension OneTimeCode.Purpose {
    /// As the audit log names it.
    package var audited: String {
        switch self {
        case .lead(let role): "leader \(role.audited)"
        case .admin: "admin"
        case .samePerson(let person): "same-person \(person)"
        }
    }
}

extension Role {
    /// As the audit log names it: `campaign/unit`.
    package var audited: String { "\(campaign)/\(unit)" }
}

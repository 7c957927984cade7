import Campaign
import Messaging
import VietText

extension Turn {
    // MARK: Whose chat it is

    /// `nhóm này của thôn Đồng Mẫu`: by a leader of the unit or above, or an admin, in the group.
    func bind(_ rest: String) -> Decision? {
        if Self.asksWhose(rest) { return isPrivate ? nil : whoseChat() }
        let named = unitNamed(in: rest)
        guard case .one(let role, _) = named else { return unclearUnit(named) }
        guard !isPrivate else { return hasSay ? refuse(.inGroupOnly, unitFields(role)) : nil }
        guard mayDirect(role) else {
            return refuse(.notYoursToGive, ["bind": true].merging(unitFields(role)) { $1 })
        }
        if let bound = situation.chatUnit, bound != role, !mayDirect(bound) {
            return refuse(.notYoursToGive, ["bound": true].merging(unitFields(bound)) { $1 })
        }
        var fields = unitFields(role)
        if let campaign = knowledge.campaign(role.campaign)?.campaign {
            let times = campaign.bulletins.map(\.description).joined(separator: ", ")
            fields["bulletins"] = .text(times)
            fields["parent"] = .flag(!campaign.units.children(of: role.unit).isEmpty)
        }
        return Decision(
            .answered,
            effects: situation.chatUnit == role ? [] : [.people(.bindChat(role))],
            replies: [Reply(.chatBound, fields, priority: .confirmation)])
    }

    /// `bỏ gắn nhóm`.
    func unbind() -> Decision? {
        guard !isPrivate else { return hasSay ? refuse(.inGroupOnly) : nil }
        guard let bound = situation.chatUnit else { return whoseChat() }
        guard mayDirect(bound) else {
            return refuse(.notYoursToGive, ["bound": true].merging(unitFields(bound)) { $1 })
        }
        return Decision(
            .answered, effects: [.people(.bindChat(nil))],
            replies: [Reply(.chatUnbound, unitFields(bound), priority: .confirmation)])
    }

    private func whoseChat() -> Decision {
        let fields = situation.chatUnit.map(unitFields) ?? ["none": true]
        return Decision(.answered, replies: [Reply(.chatOwner, fields)])
    }

    /// `nhóm này của ai`, `của thôn nào`.
    private static func asksWhose(_ rest: String) -> Bool {
        let words = Syllable.words(of: rest)
        return words.contains { word in asking.contains { Self.fits(word, $0) } }
            && words.allSatisfy { word in (asking + around).contains { Self.fits(word, $0) } }
    }

    private static let asking = Syllable.words(of: "ai nào đâu gì")
    private static let around = Syllable.words(of: "đơn vị thôn xã ấp tổ của là vậy thế ạ nhóm")

    private static func fits(_ typed: Syllable, _ word: Syllable) -> Bool {
        typed.key == word.key && typed.marks.agrees(with: word.marks)
    }

    // MARK: Quiet

    /// `im lặng` and `nói lại đi`: in a group by who directs its unit, in private by anybody.
    func quiet(_ on: Bool) -> Decision? {
        if !isPrivate, !situation.known.isAdmin, situation.chatUnit.map(mayDirect) != true {
            return refuse(.notYoursToGive, ["quiet": true])
        }
        let isChange = situation.known.isMuted != on
        return Decision(
            .answered, effects: isChange ? [.people(on ? .mute : .unmute)] : [],
            replies: [
                Reply(
                    on ? .quietOn : .quietOff, ["private": .flag(isPrivate)],
                    priority: .confirmation)
            ])
    }

    // MARK: Welcome

    /// The decision with three lines on what the bot does, in a chat that it answers for the first
    /// time: below the answer in the same message, or in place of a greeting.
    func welcoming(_ decision: Decision) -> Decision {
        let here = decision.replies.filter { $0.chat == nil }
        guard situation.known.isNewChat, !here.isEmpty,
            !here.contains(where: { Self.unwelcoming.contains($0.key) })
        else { return decision }
        var decision = decision
        decision.effects.append(.people(.welcome))
        // What says itself what the bot does needs nothing below it.
        if here.contains(where: { Self.introducing.contains($0.key) }) { return decision }
        guard let last = decision.replies.lastIndex(where: { $0.chat == nil }) else {
            return decision
        }
        // What the group belongs to from now on, when that is what was just asked for.
        var unit = situation.chatUnit
        for case .people(.bindChat(let bound)) in decision.effects { unit = bound }
        if Self.greetings.contains(decision.replies[last].key), decision.replies[last].isBare {
            decision.replies[last] = welcome(greets: true, to: unit)
        } else {
            decision.replies[last].below.append(welcome(greets: false, to: unit))
        }
        return decision
    }

    private func welcome(greets: Bool, to unit: Role?) -> Reply {
        var fields: ReplyFields = [
            "greets": .flag(greets), "name": .text(message.senderName),
            "group": .flag(!isPrivate), "leader": .flag(!situation.roles.isEmpty),
        ]
        if let unit { fields["unit"] = .text(name(of: unit)) }
        return Reply(.welcome, fields)
    }

    private static let greetings: Set<ReplyKey> = [.greeting, .emptyText]

    /// Replies that say what the bot does and how to begin.
    private static let introducing: Set<ReplyKey> = [
        .help, .invitationTaken, .adminTaken, .linkTaken, .deskTaken,
    ]

    /// Replies that are read in need or with care: nothing may stand beside them.
    private static let unwelcoming: Set<ReplyKey> = [
        .safety, .personalNumber, .invitationUnknown, .invitationInGroup, .invitationAlready,
        .linkConfirm, .codeMade, .linkCodeMade,
    ]
}

extension Reply {
    /// Whether nothing stands in its gaps but who is greeted where.
    fileprivate var isBare: Bool { fields.keys.allSatisfy { ["name", "group"].contains($0) } }
}

import Campaign
import IntentMatching
import Messaging
import VietText

extension Turn {
    // MARK: Making

    /// `mời thôn Đồng Mẫu`: a code to hand on, from a leader above or an admin, in private.
    func invite(_ rest: String) -> Decision? {
        let named = unitNamed(in: rest)
        guard case .one(let role, _) = named else { return unclearUnit(named) }
        guard standsAbove(role) else {
            return refuse(.notYoursToGive, ["invite": true].merging(unitFields(role)) { $1 })
        }
        guard isPrivate else { return refuse(.inPrivateOnly) }
        return made(.lead(role), .codeMade, unitFields(role))
    }

    /// `mã liên kết`: a code by which another account of the same person is known.
    func linkCode() -> Decision? {
        guard let person = situation.known.person, hasSay else {
            return isPrivate ? refuse(.notYoursToGive, ["link": true]) : nil
        }
        guard isPrivate else { return refuse(.inPrivateOnly) }
        return made(.samePerson(person), .linkCodeMade, [:])
    }

    private func made(
        _ purpose: OneTimeCode.Purpose, _ key: ReplyKey, _ fields: ReplyFields
    ) -> Decision {
        let code = OneTimeCode(
            code: situation.people.freshCode(), purpose: purpose, madeAt: situation.now)
        var fields = fields
        fields["code"] = .text(code.code)
        fields["until"] = .text(Self.text(of: code.expiresAt))
        return Decision(
            .answered, effects: [.people(.makeCode(code))],
            replies: [Reply(key, fields, priority: .confirmation)])
    }

    /// A moment in Vietnam as `17:05 ngày 21/8/2026`.
    private static func text(of moment: Timestamp) -> String {
        let minutes = (moment.milliseconds / 60_000 + 7 * 60) % 1_440
        let minute = minutes % 60
        let day = CivilDay(epochMilliseconds: moment.milliseconds)
        return "\(minutes / 60):\(minute < 10 ? "0" : "")\(minute) ngày \(day.vietnamese)"
    }

    // MARK: Claiming

    /// A one-time code makes the sender a leader; in groups codes would be seen by everybody.
    func claim(_ command: CommandMatch) throws -> Decision? {
        guard case .string(let typed)? = command["code"] else { return nil }
        let (words, agrees) = Self.agreement(in: typed)
        guard let code = Self.code(in: words) else { return nil }
        let found = try situation.people.code(code)
        guard isPrivate else {
            // Other talk about codes in a group is not for the bot.
            let isForDesk = try opensDesk(code)
            guard found != nil || isForDesk else { return nil }
            let isGood = isForDesk || found?.claim == .open
            return Decision(
                .refused, effects: isGood ? [.people(.cancelCode(code))] : [],
                replies: [Reply(.invitationInGroup)])
        }
        if try opensDesk(code) { return claimDesk(code) }
        guard let found else { return Decision(.refused, replies: [Reply(.invitationUnknown)]) }
        return claim(found, agrees: agrees)
    }

    private func claim(_ found: FoundCode, agrees: Bool) -> Decision {
        switch found.claim {
        case .bySender: return refuse(.invitationUnknown, ["own": true])
        case .byOther: return refuse(.invitationUnknown, ["used": true])
        case .open: break
        }
        guard found.code.expiresAt > situation.now else {
            return refuse(.invitationUnknown, ["expired": true])
        }
        switch found.code.purpose {
        case .lead(let role):
            guard knowledge.campaign(role.campaign) != nil else {
                return refuse(.invitationUnknown)
            }
            // The code stays good for whom it was meant.
            if situation.roles.contains(role) {
                return refuse(.invitationAlready, unitFields(role))
            }
            return claimed(found, .invitationTaken, unitFields(role))
        case .admin:
            if situation.known.isAdmin { return refuse(.invitationAlready) }
            return claimed(found, .adminTaken, [:])
        case .samePerson(let number):
            if situation.known.person == number {
                return refuse(.invitationAlready, ["same": true])
            }
            let fields: ReplyFields = [
                "name": .text(found.personName), "person": .number(number),
                "code": .text(found.code.code), "units": .text(ledUnits),
                "admin": .flag(situation.known.isAdmin),
            ]
            // Whoever is talked into sending a stranger's code would hand over all that they lead.
            guard agrees || !hasSay else {
                return Decision(
                    .askedBack, replies: [Reply(.linkConfirm, fields, priority: .confirmation)])
            }
            return claimed(found, .linkTaken, fields)
        }
    }

    private func claimed(
        _ found: FoundCode, _ key: ReplyKey, _ fields: ReplyFields
    ) -> Decision {
        Decision(
            .answered, effects: [.claimInvitation(code: found.code.code)],
            replies: [Reply(key, fields, priority: .confirmation)])
    }

    /// The units that the sender leads, in one line; empty for none.
    var ledUnits: String {
        situation.roles.map(name(of:)).joined(separator: ", ")
    }

    /// The words before "đồng ý" at the end, and whether that stands there.
    private static func agreement(in typed: String) -> (String, agrees: Bool) {
        var tokens: [Token] = []
        scan(typed, into: &tokens)
        let last = tokens.suffix(agreed.count)
        guard tokens.count > agreed.count,
            zip(last, agreed).allSatisfy({ $0.key == $1.key && $0.marks.agrees(with: $1.marks) }),
            let first = last.first
        else { return (typed, false) }
        return (String(decoding: typed.utf8.prefix(Int(first.start)), as: UTF8.self), true)
    }

    private static let agreed = Syllable.words(of: "đồng ý")

    /// The code in what stands behind "mã"; nil for words, as in "mã hồ sơ xem ở đâu".
    ///
    /// Latin letters and digits, however grouped. Without a digit it must be longer than any
    /// syllable of Vietnamese.
    private static func code(in typed: String) -> String? {
        let code = typed.uppercased().filter { !$0.isWhitespace && !"-.,_".contains($0) }
        let isGrouped = typed.split { $0.isWhitespace }.count > 1
        let isCode =
            (4...16).contains(code.count)
            && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            && (code.contains { $0.isNumber } || code.count > 7 && !isGrouped)
        return isCode ? code : nil
    }
}

import Campaign
import Messaging
import VietText

extension Turn {
    /// Hours within which somebody who gave a unit up may take it again without a new code: a slip
    /// shows the same day, and whoever comes in their place is asked for by then.
    static let resumeHours: Int64 = 24

    // MARK: Leaving

    /// `tôi thôi phụ trách thôn Đồng Mẫu`: done at once, and easily taken back.
    func leave(_ rest: String) throws -> Decision? {
        guard let person = situation.known.person, !situation.roles.isEmpty else {
            return ownUnits()
        }
        if Self.saysAll(rest) { return try left(situation.roles, by: person) }
        let named = unitNamed(in: rest)
        switch named {
        case .nothing where situation.roles.count == 1:
            return try left(situation.roles, by: person)
        case .one(let role, _):
            guard situation.roles.contains(role) else { return ownUnits() }
            return try left([role], by: person)
        case .several(let roles):
            let own = roles.filter(situation.roles.contains)
            return own.count == 1 ? try left(own, by: person) : unclearUnit(named)
        case .nothing, .unknown, .other:
            let rows: [ReplyFields] = situation.roles.map { unitFields($0) }
            return Decision(
                .askedBack,
                replies: [Reply(.leaveWhich, ["choices": .rows(rows)], priority: .confirmation)])
        }
    }

    private func left(_ roles: [Role], by person: Int64) throws -> Decision {
        let alone = try roles.filter { try situation.people.leaders($0).count == 1 }
        let fields: ReplyFields = [
            "units": .text(roles.map(name(of:)).joined(separator: ", ")),
            "example": .text(roles.first.map(name(of:)) ?? ""),
            "hours": .number(Self.resumeHours),
            "alone": .text(alone.map(name(of:)).joined(separator: ", ")),
        ]
        return Decision(
            .answered, effects: roles.map { .people(.end(person: person, $0)) },
            replies: [Reply(.leadershipLeft, fields, priority: .confirmation)])
    }

    private static func saysAll(_ rest: String) -> Bool {
        let words = Syllable.words(of: rest)
        func are(_ word: Syllable, in list: [Syllable]) -> Bool {
            list.contains { $0.key == word.key && word.marks.agrees(with: $0.marks) }
        }
        return words.contains { are($0, in: all) } && words.allSatisfy { are($0, in: all + units) }
    }

    private static let all = Syllable.words(of: "tất cả hết")
    private static let units = Syllable.words(of: "các đơn vị ạ nhé")

    /// `phụ trách lại thôn Đồng Mẫu`: within a day of giving it up.
    func resume(_ rest: String) throws -> Decision? {
        let named = unitNamed(in: rest)
        guard case .one(let role, _) = named else { return unclearUnit(named) }
        if situation.roles.contains(role) { return ownUnits() }
        let since = situation.now.adding(seconds: -Self.resumeHours * 3_600)
        guard let gaveUp = try situation.people.gaveUp(role), gaveUp > since else {
            return refuse(.notYoursToGive, ["resume": true].merging(unitFields(role)) { $1 })
        }
        return Decision(
            .answered, effects: [.people(.resume(role))],
            replies: [Reply(.leadershipResumed, unitFields(role), priority: .confirmation)])
    }

    // MARK: Replacing

    /// `thôi giao thôn Đồng Mẫu cho Chú Bảy`: by a leader above or an admin.
    func dismiss(_ rest: String) throws -> Decision? {
        let named = unitNamed(in: rest, allowsTail: true)
        guard case .one(let role, let behind) = named else { return unclearUnit(named) }
        guard standsAbove(role) else {
            return hasSay || PeopleCommand.isFiller(behind)
                ? refuse(.notYoursToGive, ["dismiss": true].merging(unitFields(role)) { $1 }) : nil
        }
        let leaders = try situation.people.leaders(role)
        let meant = Self.meant(behind, among: leaders)
        guard meant.count == 1, let leader = meant.first else {
            var fields = unitFields(role)
            fields["none"] = .flag(leaders.isEmpty)
            fields["leaders"] = .text(Self.names(of: leaders))
            fields["example"] = .number(leaders.first?.number ?? 0)
            return Decision(
                leaders.isEmpty ? .refused : .askedBack,
                replies: [Reply(.dismissWhom, fields, priority: .confirmation)])
        }
        var fields = unitFields(role)
        fields["name"] = .text(Self.name(of: leader))
        fields["alone"] = .flag(leaders.count == 1)
        var replies = [Reply(.leadershipEnded, fields, priority: .confirmation)]
        if let chat = leader.chat, chat != message.chat {
            var notice = unitFields(role)
            notice["by"] = .text(message.senderName)
            replies.append(
                Reply(.leadershipEndedNotice, notice, priority: .confirmation, to: chat))
        }
        return Decision(
            .answered, effects: [.people(.end(person: leader.number, role))], replies: replies)
    }

    /// The leaders that "cho Chú Bảy", "số 7" or nothing at all may mean.
    private static func meant(_ words: String, among leaders: [Leader]) -> [Leader] {
        let typed = Array(
            Syllable.words(of: words).drop { word in
                linking.contains { $0.key == word.key && word.marks.agrees(with: $0.marks) }
            })
        guard !typed.isEmpty else { return leaders }
        let digits = typed.last?.letters ?? ""
        if typed.count <= 3, let number = Int64(digits) {
            return leaders.filter { $0.number == number }
        }
        let spoken = typed.filter { word in !particles.contains { $0.key == word.key } }
        return leaders.filter { leader in
            let name = Syllable.words(of: leader.name)
            return contains(name, spoken) || contains(spoken, name)
        }
    }

    private static let linking = Syllable.words(of: "cho của với người")
    private static let particles = Syllable.words(of: "ạ nhé nha nữa")

    /// Whether words stand in a name, one after the other.
    private static func contains(_ name: [Syllable], _ words: [Syllable]) -> Bool {
        guard !words.isEmpty, words.count <= name.count else { return false }
        return (0...name.count - words.count).contains { start in
            zip(name[start...], words).allSatisfy { part, word in
                part.key == word.key
                    && (word.marks.agrees(with: part.marks) || part.marks.agrees(with: word.marks))
            }
        }
    }

    // MARK: Telling

    /// `ai phụ trách thôn Đồng Mẫu`: the unit and those right below it, to whoever directs them.
    func leaders(_ rest: String) throws -> Decision? {
        let named = unitNamed(in: rest)
        let role: Role
        switch named {
        case .one(let one, _): role = one
        case .nothing:
            guard let own = situation.chatUnit ?? situation.roles.first ?? topOfCampaign else {
                return nil
            }
            role = own
        case .several, .unknown, .other: return hasSay ? unclearUnit(named) : nil
        }
        guard mayDirect(role), let campaign = knowledge.campaign(role.campaign)?.campaign else {
            return nil
        }
        let units = [role.unit] + campaign.units.children(of: role.unit).map(\.id)
        let rows: [ReplyFields] = try units.prefix(Self.rowsMax).map { unit in
            let leaders = try situation.people.leaders(Role(campaign: campaign.id, unit: unit))
            return [
                "unit": .text(name(of: unit, campaign)), "leaders": .text(Self.names(of: leaders)),
            ]
        }
        var fields: ReplyFields = ["lines": .rows(rows), "above": .flag(standsAbove(role))]
        if units.count > Self.rowsMax { fields["more"] = .number(units.count - Self.rowsMax) }
        return Decision(.answered, replies: [Reply(.leadersList, fields)])
    }

    private var topOfCampaign: Role? {
        guard situation.known.isAdmin, let campaign = campaignInView?.campaign,
            let root = campaign.units.roots.first
        else { return nil }
        return Role(campaign: campaign.id, unit: root.id)
    }

    /// `tôi phụ trách đơn vị nào`.
    func ownUnits() -> Decision {
        let rows: [ReplyFields] = situation.roles.map(unitFields)
        let fields: ReplyFields = [
            "lines": .rows(rows), "none": .flag(rows.isEmpty && !situation.known.isAdmin),
            "admin": .flag(situation.known.isAdmin), "leads": .flag(!rows.isEmpty),
        ]
        return Decision(.answered, replies: [Reply(.ownUnits, fields)])
    }

    private static func name(of leader: Leader) -> String {
        leader.name.isEmpty ? "người số \(leader.number)" : leader.name
    }

    private static func names(of leaders: [Leader]) -> String {
        leaders.map { leader in
            leader.name.isEmpty ? name(of: leader) : "\(leader.name) (số \(leader.number))"
        }.joined(separator: ", ")
    }
}

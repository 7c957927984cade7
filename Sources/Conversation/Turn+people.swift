import Campaign
import Messaging
import VietText

extension Turn {
    /// Who leads what, which chat belongs to whom, quiet: what leaders and admins type; nil for other talk.
    func peopleTalk(_ text: String) throws -> Decision? {
        guard let command = PeopleCommand(text) else { return nil }
        switch command.kind {
        case .invite: return invite(command.rest)
        case .link: return linkCode()
        case .leave: return try leave(command.rest)
        case .resume: return try resume(command.rest)
        case .dismiss: return try dismiss(command.rest)
        case .leaders: return try leaders(command.rest)
        case .own: return ownUnits()
        case .bind: return bind(command.rest)
        case .unbind: return unbind()
        case .mute: return quiet(true)
        case .unmute: return quiet(false)
        }
    }

    // MARK: Whose right it is

    /// Whether the sender leads a unit above this one, or is an admin.
    func standsAbove(_ role: Role) -> Bool {
        guard !situation.known.isAdmin else { return true }
        let units = knowledge.campaign(role.campaign)?.campaign.units
        return situation.roles.contains {
            $0.campaign == role.campaign && units?.isAncestor($0.unit, of: role.unit) == true
        }
    }

    /// Whether the sender leads this unit or one above, or is an admin.
    func mayDirect(_ role: Role) -> Bool {
        situation.roles.contains(role) || standsAbove(role)
    }

    /// Whether the sender has any say over people and chats.
    var hasSay: Bool { situation.known.isAdmin || !situation.roles.isEmpty }

    /// Whether there are units below the sender, whose leaders they may name.
    var isManager: Bool {
        situation.known.isAdmin
            || situation.roles.contains { role in
                knowledge.campaign(role.campaign)?.campaign.units.children(of: role.unit).isEmpty
                    == false
            }
    }

    // MARK: Which unit is meant

    /// A unit as a command names it.
    enum UnitNamed {
        case one(Role, behind: String)
        /// Units of one name.
        case several([Role])
        /// Something that is called a unit and is none, in the words of the sender.
        case unknown(String)
        /// Nothing but polite words.
        case nothing
        /// Other talk.
        case other
    }

    /// Reads the unit in the words behind a command.
    ///
    /// - Parameters:
    ///   - rest: What stands behind the words of the command.
    ///   - allowsTail: Whether words that are no mere politeness may stand behind the name.
    /// - Returns: The unit, or why none is plain.
    func unitNamed(in rest: String, allowsTail: Bool = false) -> UnitNamed {
        guard !PeopleCommand.isFiller(rest) else { return .nothing }
        for campaign in campaignsInReach {
            let near = situation.roles.first { $0.campaign == campaign.campaign.id }?.unit
            let mention = campaign.reader.unitMention(
                in: rest, near: near ?? situation.chatUnit?.unit)
            guard !mention.units.isEmpty else { continue }
            guard PeopleCommand.isFiller(mention.before),
                allowsTail || PeopleCommand.isFiller(mention.behind)
            else { return .other }
            let roles = mention.units.map { Role(campaign: campaign.campaign.id, unit: $0) }
            guard roles.count == 1, let role = roles.first else { return .several(roles) }
            return .one(role, behind: mention.behind)
        }
        let words = Syllable.words(of: rest)
        let named = words.drop { word in Self.linking.contains { $0.key == word.key } }
        guard named.count > 1, named.count <= Self.unitWordsMax, let first = named.first,
            Self.kindsOfUnits.contains(where: {
                $0.key == first.key && first.marks.agrees(with: $0.marks)
            })
        else { return .other }
        return .unknown(rest.trimmed)
    }

    /// Words that a name of a unit may have; more are a sentence.
    private static let unitWordsMax = 8
    private static let linking = Syllable.words(of: "cho của là")
    private static let kindsOfUnits = Syllable.words(
        of: "thôn ấp xã phường xóm bản làng buôn sóc khu tổ huyện quận tỉnh thị")

    /// Campaigns in which the sender may mean a unit, the likeliest first.
    private var campaignsInReach: [CampaignKnowledge] {
        var ids = situation.roles.map(\.campaign)
        if situation.known.isAdmin {
            ids += knowledge.campaigns.map(\.campaign).filter { $0.lastDay >= today }.map(\.id)
        }
        var found = campaignInView.map { [$0] } ?? []
        for campaign in ids.compactMap(knowledge.campaign)
        where !found.contains(where: { $0.campaign.id == campaign.campaign.id }) {
            found.append(campaign)
        }
        return found
    }

    /// Says that a name is not clear or not known; nil for other talk and for people without a say.
    func unclearUnit(_ named: UnitNamed) -> Decision? {
        switch named {
        case .several(let roles):
            let rows: [ReplyFields] = roles.prefix(Self.rowsMax).map { role in
                ["text": .text(placed(role))]
            }
            return Decision(
                .askedBack,
                replies: [Reply(.unitUnclear, ["choices": .rows(rows)], priority: .confirmation)])
        case .unknown(let words) where hasSay:
            return refuse(.unitUnknown, ["words": .text(words)])
        case .unknown, .one, .nothing, .other:
            return nil
        }
    }

    /// The name of a role's unit.
    func name(of role: Role) -> String {
        knowledge.campaign(role.campaign).map { name(of: role.unit, $0.campaign) }
            ?? role.unit.rawValue
    }

    /// The name of a role's campaign.
    func campaignName(_ role: Role) -> String {
        knowledge.campaign(role.campaign)?.campaign.name ?? role.campaign.rawValue
    }

    /// `thôn Đồng Mẫu (xã Hòa Mẫu)`.
    private func placed(_ role: Role) -> String {
        let above = knowledge.campaign(role.campaign)?.campaign.units.parent(of: role.unit)?.name
        return name(of: role) + (above.map { " (\($0))" } ?? "")
    }

    func unitFields(_ role: Role) -> ReplyFields {
        ["unit": .text(name(of: role)), "campaign": .text(campaignName(role))]
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

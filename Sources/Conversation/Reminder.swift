import Campaign
import Messaging
import VietText

/// Where somebody can be reached: a chat of an account, and whether it wants to be left alone.
package struct ReachableChat: Hashable, Sendable {
    package let account: AccountID
    package let chat: ChatID
    package let isMuted: Bool

    package init(account: AccountID, chat: ChatID, isMuted: Bool) {
        self.account = account
        self.chat = chat
        self.isMuted = isMuted
    }
}

/// A leader of a unit with one private chat.
package struct LeaderChat: Hashable, Sendable {
    package let unit: UnitID

    /// Number of the person: one may be known under several accounts.
    package let person: Int64
    package let chat: ReachableChat

    package init(unit: UnitID, person: Int64, chat: ReachableChat) {
        self.unit = unit
        self.person = person
        self.chat = chat
    }
}

/// One reminder: a chat, and the units of which it is told that nothing has come.
package struct Reminder: Hashable, Sendable {
    package let chat: ReachableChat

    /// Whether it goes to the unit's group and not to a leader alone.
    package let isGroup: Bool
    package let units: [OrgUnit]

    /// Finds out whom to remind.
    ///
    /// The leaders of each unit in their private chats, or, where none has one, the unit's groups.
    /// One message a chat, however many units it is about.
    ///
    /// - Parameters:
    ///   - missing: Units without a report.
    ///   - leaders: In the order in which their chats became known; of a person's chats the first
    ///     one is taken.
    ///   - groups: Chats bound to a unit.
    /// - Returns: Reminders in the order of the units; muted chats get none.
    package static func due(
        missing: [OrgUnit], leaders: [LeaderChat], groups: [UnitID: [ReachableChat]]
    ) -> [Reminder] {
        var order: [ReachableChat] = []
        var units: [ReachableChat: [OrgUnit]] = [:]
        var privateChats: Set<ReachableChat> = []
        let leadersOfUnit = Dictionary(grouping: leaders, by: \.unit)
        for unit in missing {
            var persons: Set<Int64> = []
            let own = (leadersOfUnit[unit.id] ?? []).filter { persons.insert($0.person).inserted }
                .map(\.chat)
            privateChats.formUnion(own)
            for chat in own.isEmpty ? groups[unit.id] ?? [] : own where !chat.isMuted {
                if units[chat] == nil { order.append(chat) }
                units[chat, default: []].append(unit)
            }
        }
        return order.map { chat in
            Reminder(chat: chat, isGroup: !privateChats.contains(chat), units: units[chat] ?? [])
        }
    }

    /// The same reminder about some of its units.
    package func about(_ units: [OrgUnit]) -> Reminder {
        Reminder(chat: chat, isGroup: isGroup, units: units)
    }

    /// What is said.
    package func reply(_ campaign: Campaign, day: CivilDay) -> Reply {
        let names = units.prefix(CampaignFigures.namesMax).map(\.name)
        var fields: ReplyFields = [
            "units": .text(names.joined(separator: ", ")), "date": .text(shortDay(day)),
            "by": .text(campaign.reportBy?.description ?? ""), "group": .flag(isGroup),
            "example": .text(example(campaign)),
        ]
        if units.count > names.count { fields["more"] = .number(units.count - names.count) }
        return Reply(.reminder, fields, priority: .reminder)
    }

    /// What a report of this campaign may look like: its first two indicators that are counted.
    private func example(_ campaign: Campaign) -> String {
        let counted = campaign.indicators.filter { $0.kind == .count }.prefix(2)
        let parts = zip(counted, [25, 12]).map { "\($1) \($0.unit)" }
        return parts.isEmpty ? "" : "hôm nay " + parts.joined(separator: ", ")
    }
}

/// The day without its year: `27/11`.
func shortDay(_ day: CivilDay) -> String {
    let (_, month, day) = day.components
    return "\(day)/\(month)"
}

/// A report that waited for a word and has expired: it was not counted.
package struct ExpiredDraft: Hashable, Sendable {
    package let number: Int64
    package let account: AccountID
    package let chat: ChatID

    /// What it would have recorded, in a few words; nil when nobody noted it.
    package let summary: String?

    package init(number: Int64, account: AccountID, chat: ChatID, summary: String?) {
        self.number = number
        self.account = account
        self.chat = chat
        self.summary = summary
    }

    /// What is said.
    package var reply: Reply {
        var fields: ReplyFields = ["number": .number(number)]
        fields["summary"] = summary.map { .text($0) }
        return Reply(.draftExpired, fields, priority: .confirmation)
    }
}

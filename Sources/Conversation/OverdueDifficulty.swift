import Campaign
import Messaging

/// A difficulty that has lain at one level for too long.
package struct OverdueDifficulty: Hashable, Sendable {
    package let number: Int64
    package let campaign: CampaignID

    /// The unit that has it.
    package let unit: UnitID

    /// The unit where it lies until now.
    package let liesAt: UnitID
    package let text: String
    package let openedAt: Timestamp

    package init(
        number: Int64, campaign: CampaignID, unit: UnitID, liesAt: UnitID, text: String,
        openedAt: Timestamp
    ) {
        self.number = number
        self.campaign = campaign
        self.unit = unit
        self.liesAt = liesAt
        self.text = text
        self.openedAt = openedAt
    }

    /// What the chats of the unit above are told.
    package func reply(_ campaign: Campaign, at now: Timestamp) -> Reply {
        Reply(
            .difficultyPassedUp,
            [
                "number": .number(number), "text": .text(text),
                "unit": .text(campaign.units[unit]?.name ?? unit.rawValue),
                "from": .text(campaign.units[liesAt]?.name ?? liesAt.rawValue),
                "age": .text(ageWords(from: openedAt, to: now)),
            ], priority: .confirmation)
    }
}

import Campaign
import Conversation
import Messaging
import VietText

extension Store {
    /// Passes difficulties up that have lain at one level for longer than their campaign allows,
    /// and tells the chats of the unit above; in the quiet hours they wait for the morning.
    ///
    /// - Returns: Those passed up.
    /// - Throws: What `rules.render` throws; `StoreError`.
    package func passUpDifficulties(
        in schedule: Schedule, _ rules: AnnouncementRules, at now: Timestamp
    ) throws -> [PassedDifficulty] {
        guard QuietHours.end(around: now.milliseconds) == nil else { return [] }
        return try schedule.campaigns.flatMap { campaign in
            try overdueDifficulties(of: campaign, at: now).compactMap { overdue in
                try passUp(number: overdue.told.number, campaign: campaign, at: now) { passed in
                    try messages(about: passed, campaign, rules, at: now)
                }
            }
        }
    }

    /// What the chats of the unit above are told; an account that the settings have lost tells
    /// nobody.
    private func messages(
        about passed: PassedDifficulty, _ campaign: Campaign, _ rules: AnnouncementRules,
        at now: Timestamp
    ) throws -> [QueuedMessage] {
        let text = try rules.render(
            Reply(
                .difficultyPassedUp, passed.difficulty.fields(in: campaign, at: now),
                priority: .confirmation))
        return passed.chats.flatMap { chat -> [QueuedMessage] in
            guard let unitsMax = rules.textUnitsMax[chat.account] else { return [] }
            return textChunks(storable(text), unitsMax: unitsMax).map {
                QueuedMessage(
                    account: chat.account, chat: chat.chat, text: $0, priority: .confirmation,
                    trace: rules.trace())
            }
        }
    }
}

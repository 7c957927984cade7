import Campaign
import Messaging
import VietText

/// A difficulty as a leader tells it (vướng mắc).
package struct NewDifficulty: Hashable, Sendable {
    /// Shown as `#K12`; the `nextNumber` of `Difficulties`.
    package let number: Int64
    package let campaign: CampaignID

    /// The unit that is in difficulty, where it also lies at first.
    package let unit: UnitID

    /// As told, numbers of persons masked.
    package let text: String

    /// The same folded, words only: two texts with the same words are the same difficulty.
    package let words: String

    package init(
        number: Int64, campaign: CampaignID, unit: UnitID, text: String, words: String
    ) {
        self.number = number
        self.campaign = campaign
        self.unit = unit
        self.text = text
        self.words = words
    }
}

/// A difficulty as it stands.
package struct Difficulty: Hashable, Sendable {
    /// Where it stands.
    package enum State: String, Hashable, Sendable, CaseIterable {
        /// Nobody has taken it where it lies now.
        case open
        /// Somebody sees to it.
        case taken
        case resolved
    }

    package let told: NewDifficulty
    package var state: State

    /// The unit where it lies now: its own, or one above to which it was passed.
    package var liesAt: UnitID

    /// Since when it lies there.
    package var liesSince: Timestamp

    /// The chat in which it was told, and in which news of it are given.
    package let chat: ChatAddress

    /// The name of who told it, as the platform gave it; may be empty.
    package let opener: String
    package let openedAt: Timestamp

    /// What was done about it, in order; empty where only the state is asked for.
    package var steps: [DifficultyStep]

    package init(
        told: NewDifficulty, state: State, liesAt: UnitID, liesSince: Timestamp,
        chat: ChatAddress, opener: String, openedAt: Timestamp, steps: [DifficultyStep] = []
    ) {
        self.told = told
        self.state = state
        self.liesAt = liesAt
        self.liesSince = liesSince
        self.chat = chat
        self.opener = opener
        self.openedAt = openedAt
        self.steps = steps
    }
}

/// One thing that was done about a difficulty.
package struct DifficultyStep: Hashable, Sendable {
    /// What was done.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case taken
        /// Given to a unit above, by hand or by its time limit.
        case passed
        case resolved
    }

    package let kind: Kind
    package let at: Timestamp

    /// Who did it, by name; nil for the time limit.
    package let by: String?

    /// The unit to which it was passed; nil for other kinds.
    package let unit: UnitID?

    /// A word of how it was resolved; nil for other kinds.
    package let how: String?

    package init(
        _ kind: Kind, at: Timestamp, by: String?, unit: UnitID? = nil, how: String? = nil
    ) {
        self.kind = kind
        self.at = at
        self.by = by
        self.unit = unit
        self.how = how
    }
}

/// A chat is named by its account and its id together.
package struct ChatAddress: Hashable, Sendable {
    package let account: AccountID
    package let chat: ChatID

    package init(account: AccountID, chat: ChatID) {
        self.account = account
        self.chat = chat
    }
}

extension Difficulty {
    /// Whether it has lain where it is for longer than the campaign allows, unresolved.
    package func isOverdue(at now: Timestamp, in campaign: Campaign) -> Bool {
        state != .resolved
            && now >= liesSince.adding(seconds: Int64(campaign.difficultyHours) * 3_600)
    }

    /// The unit to which it goes next: the nearest one above where it lies that can be told.
    ///
    /// - Parameters:
    ///   - campaign: Its campaign.
    ///   - canBeTold: Whether a unit has a chat, or a leader who can be written to.
    /// - Returns: The unit right above when none of them can be told; nil at the top.
    package func unitAbove(
        in campaign: Campaign, canBeTold: (UnitID) throws -> Bool
    ) rethrows -> UnitID? {
        let above = campaign.units.ancestors(of: liesAt).map(\.id)
        return try above.first(where: canBeTold) ?? above.first
    }
}

/// What `decide` may ask about difficulties; answered inside the turn's transaction.
///
/// A struct of closures as `Books`: `Storage` answers from SQL, tests from a list.
package struct Difficulties {
    /// The number that the next one will get.
    package let nextNumber: () throws -> Int64

    /// The last unresolved one that this sender told of a unit with these words since a moment.
    package let lastTold: (_ unit: Role, _ words: String, _ since: Timestamp) throws -> Difficulty?

    /// The one with a number, with its steps; nil when there is none.
    package let difficulty: (_ number: Int64) throws -> Difficulty?

    /// Those of a campaign that are not resolved, the oldest first, without their steps.
    package let unresolved: (CampaignID) throws -> [Difficulty]

    /// The units whose difficulties were resolved since a moment, one for each difficulty.
    package let resolvedUnits: (CampaignID, _ since: Timestamp) throws -> [UnitID]

    /// The chats in which a unit is told something: its groups, else its leaders' private chats.
    ///
    /// Chats that wish for quiet are left out.
    package let chats: (Role) throws -> [ChatAddress]

    /// Whether a chat wishes for quiet.
    package let isQuiet: (ChatAddress) throws -> Bool

    package init(
        nextNumber: @escaping () throws -> Int64,
        lastTold: @escaping (Role, String, Timestamp) throws -> Difficulty?,
        difficulty: @escaping (Int64) throws -> Difficulty?,
        unresolved: @escaping (CampaignID) throws -> [Difficulty],
        resolvedUnits: @escaping (CampaignID, Timestamp) throws -> [UnitID],
        chats: @escaping (Role) throws -> [ChatAddress],
        isQuiet: @escaping (ChatAddress) throws -> Bool
    ) {
        self.nextNumber = nextNumber
        self.lastTold = lastTold
        self.difficulty = difficulty
        self.unresolved = unresolved
        self.resolvedUnits = resolvedUnits
        self.chats = chats
        self.isQuiet = isQuiet
    }

    /// No difficulty was ever told.
    package static var none: Difficulties {
        Difficulties(
            nextNumber: { 1 }, lastTold: { _, _, _ in nil }, difficulty: { _ in nil },
            unresolved: { _ in [] }, resolvedUnits: { _, _ in [] }, chats: { _ in [] },
            isQuiet: { _ in false })
    }
}

import Campaign
import Conversation
import Messaging

/// Difficulties on paper: what `Storage` must equal.
final class PaperDifficulties {
    private var all: [(teller: PersonID, difficulty: Difficulty)] = []
    private var chats: [Role: [ChatAddress]] = [:]

    func bind(_ chat: ChatAddress, to unit: Role) { chats[unit, default: []].append(chat) }

    /// Stores what a decision about a message wants stored.
    func apply(_ effect: Effect, of message: InboundMessage, at now: Timestamp) {
        switch effect {
        case .openDifficulty(let told):
            let chat = ChatAddress(account: message.account, chat: message.chat)
            all.append(
                (
                    message.sender,
                    Difficulty(
                        told: told, state: .open, liesAt: told.unit, liesSince: now, chat: chat,
                        opener: message.senderName, openedAt: now)
                ))
        case .takeDifficulty(let number):
            change(number, .init(.taken, at: now, by: message.senderName)) { $0.state = .taken }
        case .passUpDifficulty(let number, let unit):
            pass(number, to: unit, by: message.senderName, at: now)
        case .resolveDifficulty(let number, let how):
            change(number, .init(.resolved, at: now, by: message.senderName, how: how)) {
                $0.state = .resolved
            }
        default:
            break
        }
    }

    /// Passes on what its time limit sends up, and says where to.
    func passOverdue(in campaign: Campaign, at now: Timestamp) -> [(Difficulty, [ChatAddress])] {
        all.map(\.difficulty).filter { $0.isOverdue(at: now, in: campaign) }.compactMap { old in
            let above = old.unitAbove(in: campaign) { chats[role($0, campaign)] != nil }
            guard let above else { return nil }
            pass(old.told.number, to: above, by: nil, at: now)
            return find(old.told.number).map { ($0, chats[role(above, campaign)] ?? []) }
        }
    }

    /// The difficulties as one person asks for them.
    func difficulties(for person: PersonID) -> Difficulties {
        Difficulties(
            nextNumber: { Int64(self.all.count + 1) },
            lastTold: { unit, words, since in
                self.all.last { entry in
                    let told = entry.difficulty.told
                    return entry.teller == person && entry.difficulty.state != .resolved
                        && Role(campaign: told.campaign, unit: told.unit) == unit
                        && told.words == words && entry.difficulty.openedAt >= since
                }?.difficulty
            },
            difficulty: { self.find($0) },
            unresolved: { campaign in
                self.all.map(\.difficulty)
                    .filter { $0.told.campaign == campaign && $0.state != .resolved }
            },
            resolvedUnits: { campaign, since in
                self.all.map(\.difficulty).filter { difficulty in
                    difficulty.told.campaign == campaign
                        && difficulty.steps.contains { $0.kind == .resolved && $0.at >= since }
                }.map(\.told.unit)
            },
            chats: { self.chats[$0] ?? [] }, isQuiet: { _ in false })
    }

    private func role(_ unit: UnitID, _ campaign: Campaign) -> Role {
        Role(campaign: campaign.id, unit: unit)
    }

    private func find(_ number: Int64) -> Difficulty? {
        all.first { $0.difficulty.told.number == number }?.difficulty
    }

    private func pass(_ number: Int64, to unit: UnitID, by name: String?, at now: Timestamp) {
        change(number, .init(.passed, at: now, by: name, unit: unit)) {
            $0.state = .open
            $0.liesAt = unit
            $0.liesSince = now
        }
    }

    private func change(
        _ number: Int64, _ step: DifficultyStep, _ change: (inout Difficulty) -> Void
    ) {
        guard let index = all.firstIndex(where: { $0.difficulty.told.number == number }) else {
            return
        }
        all[index].difficulty.steps.append(step)
        change(&all[index].difficulty)
    }
}

import Conversation
import Foundation
import Gateway
import Messaging
import Synchronization

/// What only the running program knows of itself, for an admin who asks in the chat.
final class HouseFigures: Sendable {
    private let startedAt = clockNow()
    private let readiness: Readiness
    private let errors: RecentErrors
    private let bot = Mutex<Bot?>(nil)

    init(readiness: Readiness, errors: RecentErrors) {
        self.readiness = readiness
        self.errors = errors
    }

    /// Looks at the accounts of this bot from now on.
    func watch(_ bot: Bot) {
        self.bot.withLock { $0 = bot }
    }

    /// How all fares now.
    var now: @Sendable () -> House {
        { [self] in
            var house = House()
            house.startedAt = startedAt
            if let bot = bot.withLock({ $0 }) {
                house.served = Dictionary(
                    uniqueKeysWithValues: bot.accounts.accounts.map { account in
                        (account, bot.roster.limits(of: account)?.monthlyQuota)
                    })
            }
            house.troubles = readiness.notices
            house.errors = errors.all(at: clockNow())
            return house
        }
    }
}

/// The end of a file; empty when there is none.
func lastBytes(of path: String, max: UInt64) -> [UInt8] {
    guard let file = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? file.close() }
    guard let size = try? file.seekToEnd(),
        (try? file.seek(toOffset: size - min(size, max))) != nil,
        let data = try? file.readToEnd()
    else { return [] }
    return Array(data)
}

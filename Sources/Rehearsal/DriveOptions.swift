import Messaging

/// How a drive is rehearsed (tập dượt): how large, from which seed, and how often the daemon dies.
package struct DriveOptions: Sendable {
    /// The same seed writes the same messages again.
    package var seed: UInt64 = 92

    /// Days that are played, from the first of the campaign on; 1 to 92.
    package var days = 92
    package var communes = 111

    /// Village teams, spread over the communes; as many as communes, or more.
    package var villages = 843

    /// Bot accounts; nil for as many as the platform's limit of three groups a bot demands.
    package var accounts: Int?

    /// How often the daemon is killed (SIGKILL) in the middle of its work and started again.
    package var kills = 0

    /// Which faults the platform plays meanwhile.
    package var faults = DriveFaultLevel.none

    /// Whether an admin restarts, reloads, backs up and restores the daemon meanwhile; nil when not.
    package var upkeep: DriveUpkeep?

    /// The content that the campaign is written beside.
    package var content = "intents"

    /// Where content, settings, database and log of the daemon go; an existing, empty folder.
    package var folder = "."

    /// The program whose `serve` is run.
    package var program = "tungngo"

    /// Groups that a free bot of Zalo may be in.
    static let groupsOfBotMax = 3

    package init() {}

    /// Bot accounts that are made.
    var accountCount: Int {
        accounts ?? (communes + Self.groupsOfBotMax - 1) / Self.groupsOfBotMax
    }
}

/// A drive with an admin at work, in hours of which each is sampled.
package struct DriveUpkeep: Sendable {
    /// Messages that residents write in 24 hours.
    package var messages = 20_000

    /// How often a day the daemon is stopped, killed, reloaded and backed up: a small drive has no
    /// time for all of it twice.
    var rounds: Int { messages < 5_000 ? 1 : 2 }

    package init() {}
}

/// Why a rehearsal ended before its end, or what it found at its end; for a person to read.
package struct DriveFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

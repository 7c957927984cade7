import Messaging

/// What an admin has done so far, and what that means for what is expected.
struct DriveUpkeepState: Sendable {
    var watch: DriveWatch

    /// Turns between two looks at the daemon's memory.
    let stride: Int

    /// Turns at the last look.
    var lookedAt = 0

    /// The replies as they were at first, and how often they have been changed.
    let replies: String
    var versionWritten = 0

    /// The version that the daemon has said it uses.
    var versionInUse = 0

    /// What came of the messages since the last backup.
    var journal: DriveJournal?

    /// Messages on the platform that were held against the replies of a database that is gone.
    var arrivedUpTo = 0

    /// Replies that had ended in the backup: they arrived before.
    var endedBefore: Set<Int64> = []

    /// Messages that are in no database any more.
    var forgotten: [DriveMessage] = []
    var forgottenIDs: Set<MessageID> = []

    /// Those of them that are written again in the next hour.
    private(set) var again: [DriveMessage] = []

    var counts = Counts()

    /// How often what was done.
    struct Counts: Sendable {
        var stops = 0
        var backups = 0
        var restores = 0
        var refusals = 0
        var accounts = 0
        var contents = 0
        var contentsRefused = 0
        var turnsAgain = 0
        var reportsForgotten = 0
        var reportsAgain = 0
        var repliesAgain = 0
    }

    /// - Parameters:
    ///   - watch: What looks at the daemon.
    ///   - messages: How many are expected in all.
    ///   - replies: The text of the replies.
    init(_ watch: DriveWatch, messages: Int, replies: String) {
        (self.watch, self.replies) = (watch, replies)
        stride = max(10, messages / 240)
    }

    /// The text of the replies with the sentence of a version, and with a mistake when wanted.
    ///
    /// - Throws: `DriveFailure` when there is no reply to thanks.
    func replies(version: Int, isBroken: Bool = false) throws -> String {
        let opening = "\n  thanks: |\n"
        guard replies.contains(opening) else {
            throw DriveFailure("replies/vi.yaml has no 'thanks: |' whose text could be changed")
        }
        let sentence = isBroken ? Self.brokenSentence : Self.sentence(version)
        let text = replies.replacing(
            opening, with: "\(opening)    \(sentence)\n", maxReplacements: 1)
        return isBroken ? text + "  broken: [\"\n" : text
    }

    static func sentence(_ version: Int) -> String { "Bản thứ \(version)." }
    static let brokenSentence = "Bản hỏng."

    /// What is wrong with a reply to thanks; nil when it is of a version from `first` on.
    func finding(thanks said: String, since first: Int) -> String? {
        let versions = (first...max(first, versionWritten)).map { version in
            version == 0 ? !said.contains("Bản ") : said.contains(Self.sentence(version))
        }
        guard said.contains(Self.brokenSentence) || !versions.contains(true) else { return nil }
        return
            "thanks were answered with '\(said)' while versions \(first) to \(versionWritten) of "
            + "the content were written"
    }

    /// Plans to write again what stands by itself and is all that its author had written.
    mutating func planAgain() {
        let byLeaders = forgotten.filter { $0.resident == nil }
        let counts = Dictionary(grouping: byLeaders, by: \.author).mapValues(\.count)
        again = byLeaders.filter { message in
            [.report, .cumulative].contains(message.kind) && counts[message.author] == 1
        }
        self.counts.reportsAgain += again.count
    }

    /// Takes what is to be written again.
    mutating func takeAgain() -> [DriveMessage] {
        defer { again = [] }
        return again
    }

    /// For a person.
    var lines: [String] {
        let forgottenLine =
            "database lost and restored: \(forgotten.count) messages after the backup forgotten, "
            + "\(counts.reportsForgotten) of them reports, found missing; \(counts.reportsAgain) "
            + "reported again; \(counts.turnsAgain) turns taken again; \(counts.repliesAgain) "
            + "replies sent again"
        return watch.lines + [
            "stopped in order: \(counts.stops); backups: \(counts.backups), checked; restored: "
                + "\(counts.restores); restores refused beside the daemon: \(counts.refusals)",
            forgottenLine,
            "accounts added and removed: \(counts.accounts); content changed: \(counts.contents), "
                + "refused: \(counts.contentsRefused)", watch.logLine,
        ]
    }
}

import Foundation
import Messaging
import Storage

/// Backups and restores, by the commands of the program.
extension DrivePlay {
    /// Runs a command with the daemon's settings.
    ///
    /// - Throws: `DriveFailure` when it ends with another status, or does not say `says`.
    private func command(_ arguments: [String], status: Int32 = 0, says: String) async throws {
        let run = try await CommandRun(
            stage.options.program, arguments + ["--settings", stage.settings],
            scratch: "\(stage.options.folder)/command.txt")
        guard run.status == status, run.output.contains(says) else {
            throw DriveFailure(
                "'tungngo \(arguments.joined(separator: " "))' ended with status \(run.status) and "
                    + "said: \(run.output)")
        }
    }

    /// Looks at all turns that have been taken.
    private mutating func settleAll(_ wave: inout Wave) throws {
        while try settle(&wave) > 0 {}
    }

    /// Copies the database beside the daemon that works on it.
    mutating func backUp(_ wave: inout Wave) async throws {
        try settleAll(&wave)
        let number = (upkeep?.counts.backups ?? 0) + 1
        let file = "\(stage.options.folder)/backup-\(number).sqlite"
        upkeep?.counts.backups = number
        upkeep?.journal = DriveJournal(backup: file, inbox: lastInbox, report: lastReport)
        try await command(["backup", file], says: "checked")
    }

    /// Backs up and restores with the daemon stopped: every row is there again.
    mutating func restoreAtOnce(_ wave: inout Wave) async throws {
        let file = "\(stage.options.folder)/backup-at-once.sqlite"
        try await command(["backup", file, "--force"], says: "checked")
        try await command(["restore", file], status: 1, says: "Nothing was changed")
        upkeep?.counts.refusals += 1
        try await stopInOrder()
        let before = try DatabaseFile(path: stage.database).report(isThorough: true)
        try store.close()
        try await command(["backup", file, "--force"], says: "checked")
        try await command(["restore", file], says: "Restored")
        let after = try DatabaseFile(path: stage.database).report(isThorough: true)
        var expected = before.rows
        // The restore itself stands in the audit log.
        expected["audit", default: 0] += 1
        guard after.rows == expected, before.findings.isEmpty, after.findings.isEmpty else {
            throw DriveFailure(
                "a restore at once changed the database: \(before.rows) and \(after.rows), "
                    + "\(before.findings + after.findings)")
        }
        store = try Store.open(path: stage.database)
        upkeep?.counts.restores += 1
        try await reviveAfterStop(&wave)
    }

    /// The database is deleted in the middle of the work and the last backup restored.
    ///
    /// What came after the backup is gone: the books are put back to it, and agree with the ledger
    /// before the daemon starts. Messages that come afterwards count as ever.
    mutating func loseDatabase(_ wave: inout Wave) async throws {
        guard let journal = upkeep?.journal else { throw DriveFailure("there is no backup") }
        try await die()
        // What the dead process had sent has arrived by then.
        try await Task.sleep(for: .milliseconds(200))
        try settleAll(&wave)
        guard wave.findings.isEmpty else { throw DriveFailure(wave.findings[0]) }
        let dying = try store.replyEndings()
        _ = try await checkArrivals()
        try store.close()
        DatabaseFile.remove(stage.database)
        try await command(["restore", journal.backup], says: "Restored")
        store = try Store.open(path: stage.database)
        upkeep?.counts.restores += 1
        let delivered = Set(dying.filter(\.isDelivered).map(\.id))
        let replies = try store.replyEndings()
        upkeep?.endedBefore = Set(replies.filter(\.hasEnded).map(\.id))
        upkeep?.counts.repliesAgain += replies.count {
            !$0.hasEnded && delivered.contains($0.id)
        }
        try await putBack(&wave, to: journal)
        try await revive(&wave)
    }

    /// Puts the books back to a backup, and holds the ledger against them.
    private mutating func putBack(_ wave: inout Wave, to journal: DriveJournal) async throws {
        // Reading on, it begins where the journal does.
        (lastInbox, lastReport, trails) = (journal.inbox, journal.report, [:])
        for entry in (upkeep?.journal?.entries ?? []).reversed() {
            let hadTurn = try store.hasHadTurn(entry.id, chat: entry.chat, account: entry.account)
            if hadTurn == true { continue }
            books.takeBack(entry.change)
            if case .recorded(let report) = entry.change { numbers[report] = nil }
            if case .corrected(_, let report) = entry.change { numbers[report] = nil }
            if hadTurn == false {
                // Kept and without a turn when the backup was made: its turn is taken again.
                wave.open[entry.id.rawValue] = Wave.Posted(
                    index: wave.add(entry.message), chat: entry.chat.rawValue, version: 0)
                figures.posted[entry.message.kind.rawValue, default: 0] -= 1
                upkeep?.counts.turnsAgain += 1
            } else {
                upkeep?.forgotten.append(entry.message)
                upkeep?.forgottenIDs.insert(entry.id)
                if case .recorded = entry.change { upkeep?.counts.reportsForgotten += 1 }
            }
        }
        upkeep?.journal = nil
        upkeep?.planAgain()
        let days = stage.options.days + 1
        let verdict = DriveVerdict(store: store, world: stage.world, campaign: campaign)
        let standings = DriveStandings(books, stage.world, days: days)
        figures.totalsCompared += try await verdict.compareAll(standings, days: days)
    }
}

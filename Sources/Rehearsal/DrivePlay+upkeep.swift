import Foundation
import Messaging
import Simulator
import Storage

/// What an admin does to the daemon while the drive goes on.
extension DrivePlay {
    /// Begins to look at the daemon; `messages` are expected in all.
    mutating func beginUpkeep(messages: Int) throws {
        upkeep = DriveUpkeepState(
            DriveWatch(folder: stage.logFolder, accounts: stage.options.accountCount),
            messages: messages,
            replies: try String(contentsOfFile: stage.replies, encoding: .utf8))
    }

    /// Takes a step in the middle of a wave.
    mutating func carryOut(_ act: DriveAct, _ wave: inout Wave) async throws {
        upkeep?.watch.note(act)
        switch act {
        case .kill(let kill): try await end(by: kill, &wave)
        case .restart: try await restart(&wave)
        case .backUp: try await backUp(&wave)
        case .restoreAtOnce: try await restoreAtOnce(&wave)
        case .loseDatabase: try await loseDatabase(&wave)
        case .addAccount: try await addAccount(&wave)
        case .removeAccount: try await removeAccount(&wave)
        case .changeContent, .mendContent: try await changeContent()
        case .breakContent: try await breakContent()
        }
    }

    // MARK: Looking

    /// Looks at the log, and every so many turns at memory and files.
    mutating func look(atOnce: Bool = false) throws {
        guard let state = upkeep else { return }
        try upkeep?.watch.lookAtLog()
        let messages = figures.messages
        guard atOnce || messages - state.lookedAt >= state.stride else { return }
        upkeep?.lookedAt = messages
        upkeep?.watch.look(at: daemon, database: stage.database, messages: messages)
    }

    /// Checks what only an admin's doings make wrong, and writes the journal of the backup.
    mutating func noteUpkeep(
        _ message: DriveMessage, _ ending: MessageEnding, _ posted: Wave.Posted,
        _ change: DriveJournal.Change, _ wave: inout Wave
    ) {
        guard let state = upkeep else { return }
        if message.kind == .thanks {
            let said = ending.replies.joined(separator: " ")
            if let finding = state.finding(thanks: said, since: posted.version) {
                wave.findings.append(finding)
            }
        }
        upkeep?.journal?.note(
            DriveJournal.Entry(
                message: message, id: ending.message, chat: ChatID(rawValue: posted.chat),
                account: AccountID(rawValue: stage.world.accountName(stage.account(of: message))),
                change: change))
    }

    // MARK: The daemon's word

    /// Waits until the daemon has logged these events behind so many bytes of its log.
    private func events(_ names: [String], behind offset: UInt64) async throws {
        let began = now()
        while true {
            let lines = try log(behind: offset)
            let missing = names.filter { !lines.contains("\"event\":\"\($0)\"") }
            if missing.isEmpty { return }
            guard daemon.isRunning, now().milliseconds - began.milliseconds < 30_000 else {
                throw DriveFailure(
                    "the daemon did not log \(missing) within 30 s; its log is \(stage.log)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func log(behind offset: UInt64) throws -> String {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: stage.log))
        defer { try? handle.close() }
        try handle.seek(toOffset: offset)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// Tells the daemon to read its files again, and waits for what it says of them: one signal is
    /// for settings and content, and each answers it.
    private func reload(
        settings: String = "settings-taken", content: String = "content-loaded",
        also: String? = nil,
        _ change: () throws -> Void
    ) async throws {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: stage.log))
        let end = try handle.seekToEnd()
        try handle.close()
        let began = now()
        while !daemon.hearsHangUp, now().milliseconds - began.milliseconds < 30_000 {
            try await Task.sleep(for: .milliseconds(10))
        }
        try change()
        daemon.hangUp()
        try await events([settings, content] + (also.map { [$0] } ?? []), behind: end)
    }

    // MARK: Settings

    private mutating func addAccount(_ wave: inout Wave) async throws {
        try await reload(settings: "settings-refused") {
            try stage.writeSettings(mistake: "no_such_setting: 1")
        }
        try await reload { try stage.writeSettings(withSpare: true) }
        // Somebody writes to the new bot.
        var message = DriveMessage(
            kind: .thanks, author: stage.world.communes[0], text: "cảm ơn em nhiều nhé",
            isPrivate: true, sentAt: now().milliseconds)
        message.resident = stage.options.residents(ofCommune: 0).first
        message.bot = stage.options.accountCount
        wave.unposted.append(wave.add(message))
        upkeep?.counts.accounts += 1
    }

    /// What an account owes when it is removed waits: it is removed when it has answered.
    private mutating func removeAccount(_ wave: inout Wave) async throws {
        let spare = stage.bots[stage.options.accountCount].id
        let began = now()
        while true {
            if !wave.unposted.isEmpty { try await post(&wave) }
            _ = try settle(&wave)
            let answers = try await stage.control.messages(
                MessageQuery(bot: spare, author: .bots)
            ).messages.count { $0.sender == spare }
            if answers >= upkeep?.counts.accounts ?? 0 { break }
            guard now().milliseconds - began.milliseconds < 30_000 else {
                throw DriveFailure(
                    "the account that was added has answered nobody for 30 s; the daemon's log is "
                        + stage.log)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        try await reload(also: "account-removed") { try stage.writeSettings() }
    }

    // MARK: Content

    private mutating func changeContent() async throws {
        guard let state = upkeep else { return }
        let version = state.versionWritten + 1
        let text = try state.replies(version: version)
        upkeep?.versionWritten = version
        try await reload { try DriveStage.write(text, to: stage.replies) }
        upkeep?.versionInUse = version
        upkeep?.counts.contents += 1
    }

    private mutating func breakContent() async throws {
        guard let state = upkeep else { return }
        let text = try state.replies(version: state.versionWritten, isBroken: true)
        try await reload(content: "content-refused") {
            try DriveStage.write(text, to: stage.replies)
        }
        upkeep?.counts.contentsRefused += 1
    }

    // MARK: Stopping

    /// Stops the daemon in order.
    ///
    /// - Throws: `DriveFailure` when it ends with another status than 0.
    mutating func stopInOrder() async throws {
        figures.daemonSeconds += daemon.usage.seconds
        let status = await daemon.stop()
        guard status == 0 else {
            throw DriveFailure("the daemon ended with status \(status); its log is \(stage.log)")
        }
        upkeep?.counts.stops += 1
    }

    /// Starts the daemon after a stop in order, which loses no message.
    mutating func reviveAfterStop(_ wave: inout Wave) async throws {
        let lost = figures.lost
        try await revive(&wave)
        guard figures.lost == lost else {
            throw DriveFailure(
                "\(figures.lost - lost) messages were lost by a stop in order (SIGTERM)")
        }
    }

    private mutating func restart(_ wave: inout Wave) async throws {
        try await stopInOrder()
        try await reviveAfterStop(&wave)
    }
}

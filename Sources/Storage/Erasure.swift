import Conversation
import GRDB
import Messaging

/// A person was erased.
package struct Erasure: Hashable, Sendable {
    /// What stands for them in the ledger from now on: `erased-4`.
    package let name: String

    /// What went and what stayed.
    package let plan: ErasurePlan

    /// When the ids of their private chats go from their messages too; nil when there are none.
    package let chatsGoAt: Timestamp?
}

/// What the name of an erased person begins with where an id of a platform stood; no platform gives
/// such ids.
private let erasedMark = "~"

extension Store {
    /// Takes away everything that is held about a person but what the ledger must keep, which
    /// stays under an anonymous name; one transaction, whole or without effect.
    ///
    /// Who writes again afterwards is a new person. The texts are written over in the file; what
    /// the log of changes holds goes by `forgetLog`.
    ///
    /// - Throws: `PersonProblem`, which is noted in the audit log when it refuses; `StoreError`.
    package func erase(
        _ key: PersonKey, by actor: AuditActor, at now: Timestamp
    ) throws -> Erasure {
        // The large tables are read before anybody has to wait.
        let early = try read { db in try gathered(key, in: db) }
        let result: Result<Erasure, PersonProblem> = try write { db in
            var rows = early
            // Nearly always nothing has come since.
            if try !early.traces.stand(in: db) || rows.gather(in: db) > 0 {
                rows = try gathered(key, in: db)
            }
            let traces = rows.traces
            let plan = try plan(traces, rows, in: db)
            if let problem = plan.problem {
                let subject = try auditSubject(traces, rows)
                try addAuditLine(
                    NotedAction(.personErased, on: subject, .refused), by: actor, at: now, in: db)
                return .failure(problem)
            }
            return .success(
                try Eraser(db: db, now: now, traces: traces, rows: rows).erase(plan, by: actor))
        }
        return try result.get()
    }
}

/// Erases one person inside the transaction.
private struct Eraser {
    let db: Database
    let now: Timestamp
    let traces: PersonTraces
    let rows: PersonRows

    func erase(_ plan: ErasurePlan, by actor: AuditActor) throws -> Erasure {
        let number = try db.number(
            "INSERT INTO erasure (erased_at, person) VALUES ($1, $2) RETURNING number",
            [now.milliseconds, traces.number])
        guard let number else { throw StoreError.refused("an erasure got no number") }
        let name = "erased-\(number)"
        let aliases = traces.chats.indices.map { "\(erasedMark)\(name)-\($0 + 1)" }
        try eraseMessages(as: erasedMark + name)
        for sender in traces.senders { try erase(sender, as: erasedMark + name) }
        for (chat, alias) in zip(traces.chats, aliases) { try erase(chat, as: alias) }
        for person in traces.numbers { try erase(person: person) }
        let subject = traces.number.map { "\(name), person \($0)" } ?? name
        try addAuditLine(NotedAction(.personErased, on: subject), by: actor, at: now, in: db)
        try noteLogOwed(in: db)
        return Erasure(
            name: name, plan: plan, chatsGoAt: traces.chats.isEmpty ? nil : chatsGoAt)
    }

    private var chatsGoAt: Timestamp { now.adding(seconds: Retention.repeatDays * 86_400) }

    private func eraseMessages(as name: String) throws {
        for id in rows.messages {
            try db.run(
                """
                UPDATE inbox SET content = CASE content_kind WHEN 'text' THEN '' ELSE content END,
                    sender = $1, sender_name = '', error = NULL,
                    outcome = CASE state WHEN 'set_aside' THEN 'silent' ELSE outcome END,
                    state = CASE state WHEN 'set_aside' THEN 'taken' ELSE state END
                WHERE id = $2
                """, [name, id])
            try db.run(
                """
                UPDATE difficulty_step SET by_name = '',
                    how = CASE WHEN how IS NULL THEN NULL ELSE $1 END
                WHERE inbox = $2
                """, [forgottenText, id])
        }
        for id in rows.replies {
            try db.run("UPDATE outbox SET text = $1 WHERE id = $2", [forgottenText, id])
        }
    }

    private func erase(_ sender: PlatformSender, as name: String) throws {
        func run(_ sql: String, _ first: (any SQLValue)?...) throws {
            try db.run(sql, first + [sender.account, sender.sender])
        }
        try run("UPDATE report SET reporter = $1 WHERE account = $2 AND reporter = $3", name)
        try run(eraseQuestions, now.milliseconds, name)
        try run(eraseAnswers, name)
        let difficulties = try db.columns(
            of: "difficulty",
            "SELECT number, state = 'resolved' FROM difficulty WHERE account = $1 AND sender = $2",
            [sender.account, sender.sender]
        ) { (number: try $0.integer(0), isResolved: try $0.integer(1) == 1) }
        for difficulty in difficulties where difficulty.isResolved {
            try forgetDifficulty(difficulty.number, sender: name, in: db)
        }
        try run(eraseTellers, name)
        try run(eraseDrafts, now.milliseconds, name)
        try run("DELETE FROM topic WHERE account = $1 AND person = $2")
        try run("DELETE FROM flood WHERE account = $1 AND kind = 'person' AND name = $2")
        try run("DELETE FROM official WHERE account = $1 AND person = $2")
        try run(eraseClaims("invitation"), name)
        try run(eraseClaims("official_code"), name)
        try run("UPDATE chat_state SET muted_by = $1 WHERE account = $2 AND muted_by = $3", name)
        try run("DELETE FROM identity WHERE account = $1 AND sender = $2")
    }

    /// Ends a chat that carries the person's id.
    ///
    /// Nothing is sent there any more, and what comes from there is a new chat. On messages the id
    /// stays for some days, to know them again.
    private func erase(_ chat: PlatformChat, as alias: String) throws {
        for id in rows.replies {
            try db.run(
                "UPDATE outbox SET chat = $1 WHERE id = $2 AND account = $3 AND chat = $4",
                [alias, id, chat.account, chat.chat])
        }
        for table in ["question", "difficulty", "draft", "report", "announcement"] {
            try db.run(
                "UPDATE \(table) SET chat = $1 WHERE account = $2 AND chat = $3",
                [alias, chat.account, chat.chat])
        }
        for table in ["chat_state", "chat_binding", "recipient_gone", "topic"] {
            try db.run(
                "DELETE FROM \(table) WHERE account = $1 AND chat = $2",
                [chat.account, chat.chat])
        }
        // Where the next batch of turns begins: at the account's first chat instead.
        try db.run(
            "UPDATE turn_cursor SET chat = '' WHERE account = $1 AND chat = $2",
            [chat.account, chat.chat])
        try db.run(
            """
            INSERT INTO recipient_gone (account, chat, gone_at, reason) VALUES ($1, $2, $3, $4)
            """, [chat.account, alias, now.milliseconds, "the person was erased"])
        try db.run(
            """
            INSERT INTO erased_chat (alias, account, chat, last_inbox, due_at)
            VALUES ($1, $2, $3, (SELECT coalesce(max(id), 0) FROM inbox), $4)
            """, [alias, chat.account, chat.chat, chatsGoAt.milliseconds])
    }

    private func erase(person number: Int64) throws {
        for (table, limit) in [("leadership", "ended_at"), ("admin", "ended_at")] {
            try db.run(
                """
                UPDATE \(table) SET \(limit) = max(granted_at, $1)
                WHERE person = $2 AND \(limit) IS NULL
                """, [now.milliseconds, number])
        }
        // Codes that they made, or that would make somebody them, are good no longer.
        try db.run(
            """
            UPDATE invitation SET expires_at = max(made_at, min(expires_at, $1))
            WHERE claimed_at IS NULL AND (made_by = $2 OR person = $2)
            """, [now.milliseconds, number])
        try db.run(
            "UPDATE person SET name = '', erased_at = $1 WHERE id = $2",
            [now.milliseconds, number])
    }
}

private let eraseQuestions = """
    UPDATE question SET text = '\(forgottenText)', words = '\(forgottenWords)', asker_name = '',
        answer = CASE WHEN answer IS NULL THEN NULL ELSE '\(forgottenText)' END,
        ended_at = coalesce(ended_at, $1),
        state = CASE state WHEN 'open' THEN 'dropped' ELSE state END, asker = $2
    WHERE account = $3 AND asker = $4
    """

/// What they answered as an official stays, without their name.
private let eraseAnswers = """
    UPDATE question SET official = $1,
        answered_by = CASE WHEN answered_by IS NULL THEN NULL ELSE '' END
    WHERE account = $2 AND official = $3
    """

private let eraseTellers = """
    UPDATE difficulty SET sender = $1, sender_name = '', words = ''
    WHERE account = $2 AND sender = $3
    """

private let eraseDrafts = """
    UPDATE draft SET content = '\(forgottenDraft)', ended_at = coalesce(ended_at, $1),
        state = CASE state WHEN 'open' THEN 'cancelled' ELSE state END, sender = $2
    WHERE account = $3 AND sender = $4
    """

private func eraseClaims(_ table: String) -> String {
    """
    UPDATE \(table) SET claimed_person = $1 WHERE claimed_account = $2 AND claimed_person = $3
    """
}

import GRDB
import Synchronization

/// Notes the statements that a database runs, and says how SQLite carries them out.
final class PlanReader: Sendable {
    private let queue: DatabaseQueue
    private let seen = Mutex<(statements: Set<String>, runs: Int)>(([], 0))

    /// Statements are noted from now on.
    init(_ queue: DatabaseQueue) {
        self.queue = queue
        queue.writeWithoutTransaction { [self] db in
            db.trace { event in
                guard case .statement(let statement) = event else { return }
                self.seen.withLock { seen in
                    seen.statements.insert(statement.sql)
                    seen.runs += 1
                }
            }
        }
    }

    /// The texts of the statements, each once.
    var statements: [String] { seen.withLock { $0.statements.sorted() } }

    /// How often a statement was run.
    var runs: Int { seen.withLock { $0.runs } }

    /// Statements are no longer noted.
    func stop() {
        queue.writeWithoutTransaction { db in db.trace() }
    }

    /// The lines of the plan of a statement; none for what has no plan.
    func plan(of sql: String) throws -> [String] {
        let verb = sql.prefix(6).uppercased()
        guard ["SELECT", "UPDATE", "INSERT", "DELETE", "WITH R"].contains(verb) else { return [] }
        return try queue.write { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            let count = statement.sqliteParameterCount
            statement.setUncheckedArguments(
                StatementArguments(Array(repeating: DatabaseValue.null, count: count)))
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
    }
}

extension Statement {
    fileprivate var sqliteParameterCount: Int {
        var numbers = Set<Substring>()
        for part in sql.split(separator: "$").dropFirst() {
            numbers.insert(part.prefix { $0.isNumber })
        }
        return numbers.count
    }
}

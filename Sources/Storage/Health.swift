import GRDB

extension Store {
    /// Returns when the database has answered a question.
    ///
    /// - Throws: `StoreError`.
    package func checkAnswers() throws {
        _ = try read { db in try db.number("SELECT count(*) FROM run", []) }
    }
}

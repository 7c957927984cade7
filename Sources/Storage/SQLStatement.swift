import GRDB
import GRDBSQLite

/// A value that a placeholder of our SQL stands for: a whole number or a text.
protocol SQLValue {
    /// Binds the value, copied; returns SQLite's code.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

/// Values for the placeholders of a statement, in their order; nil is NULL.
typealias SQLValues = [(any SQLValue)?]

extension Int64: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, self)
    }
}

extension Int: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        Int64(self).bind(to: statement, at: index)
    }
}

extension String: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                sqlite3_bind_text(
                    statement, index, characters.baseAddress ?? emptyText,
                    Int32(characters.count), copies)
            }
        }
    }
}

/// `SQLITE_TRANSIENT`, a macro with a cast.
private let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// No null pointer, which would be NULL.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    text.pointee = 0
    return UnsafePointer(text)
}()

extension Database {
    /// Runs a statement, compiled once for the life of the connection, and hands over its rows.
    ///
    /// It steps through GRDB's statement by SQLite's own functions: what GRDB does besides (values
    /// in boxes, one closure for each of them, observers of changes, of which we have none) costs
    /// more than most of our statements. Rows are those of the statement itself: good until the
    /// next.
    ///
    /// - Throws: `DatabaseError`, also when SQLite has ended the transaction by itself.
    func execute(
        _ sql: String, _ values: SQLValues, row: (OpaquePointer) throws -> Void
    ) throws {
        guard isInsideTransaction else {
            throw DatabaseError(resultCode: .SQLITE_ABORT, message: "the transaction has ended")
        }
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        guard values.count == sqlite3_bind_parameter_count(statement) else {
            throw failure(SQLITE_MISUSE, sql)
        }
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code = value?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
            guard code == SQLITE_OK else { throw failure(code, sql) }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try row(statement)
            case SQLITE_DONE: return
            case let code: throw failure(code, sql)
            }
        }
    }

    private func failure(_ code: Int32, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }, sql: sql)
    }

    /// Runs a statement whose rows, if any, are of no interest.
    func run(_ sql: String, _ values: SQLValues = []) throws {
        try execute(sql, values) { _ in }
    }

    /// Fetches rows column by column; the statement must name its columns, the row's key first.
    func columns<T>(
        of table: String, _ sql: String, _ values: SQLValues, _ read: (ColumnReader) throws -> T
    ) throws -> [T] {
        var rows: [T] = []
        try execute(sql, values) { statement in
            rows.append(try read(ColumnReader(table: table, statement: statement)))
        }
        return rows
    }

    /// Fetches rows whose columns are found by their names.
    func rows(of table: String, _ sql: String, _ values: SQLValues = []) throws -> [RowReader] {
        var rows: [RowReader] = []
        var names: [String]?
        try execute(sql, values) { statement in
            let reader = ColumnReader(table: table, statement: statement)
            let known = names ?? reader.names
            names = known
            rows.append(
                RowReader(
                    table: table, names: known, values: known.indices.map(reader.stored)))
        }
        return rows
    }

    /// Fetches one number; nil when there is no row, or NULL in it.
    func number(_ sql: String, _ values: SQLValues = []) throws -> Int64? {
        var number: Int64?
        try execute(sql, values) { statement in
            number = Int64.fromDatabaseValue(
                ColumnReader(table: "", statement: statement).stored(0))
        }
        return number
    }
}

import GRDB

/// Reads one row column by column; what does not fit is an error with table and key.
///
/// GRDB's own subscripts stop the program on a value of the wrong type, which would make one row
/// changed by hand a crash at every start.
///
/// GRDB looks a column up by lower-casing the name of each; here names are as our SQL writes them.
struct RowReader {
    let table: String
    private let names: [String]
    private let values: [DatabaseValue]

    init(table: String, names: [String], values: [DatabaseValue]) {
        self.table = table
        self.names = names
        self.values = values
    }

    init(table: String, row: Row) {
        self.init(
            table: table, names: Array(row.columnNames), values: Array(row.databaseValues))
    }

    func text(_ column: String) throws -> String {
        guard case .string(let value) = try stored(column) else { throw bad(column, "is no text") }
        return value
    }

    func integer(_ column: String) throws -> Int64 {
        guard case .int64(let value) = try stored(column) else {
            throw bad(column, "is no whole number")
        }
        return value
    }

    func integerIfAny(_ column: String) throws -> Int64? {
        try isNull(column) ? nil : integer(column)
    }

    func isNull(_ column: String) throws -> Bool {
        try stored(column) == .null
    }

    /// Reads a column through a failable conversion.
    func value<T>(_ column: String, _ convert: (String) -> T?) throws -> T {
        guard let value = convert(try text(column)) else { throw bad(column, "has no such value") }
        return value
    }

    func bad(_ column: String, _ what: String) -> StoreError {
        StoreError.badRow(table: table, key: key, problem: "column '\(column)' \(what)")
    }

    /// The first column, by which somebody finds the row again.
    private var key: String {
        guard let first = values.first else { return "?" }
        return switch first.storage {
        case .int64(let number): String(number)
        case .string(let text): text
        case .double, .blob, .null: "?"
        }
    }

    private func stored(_ column: String) throws -> DatabaseValue.Storage {
        guard let index = names.firstIndex(of: column) else { throw bad(column, "is missing") }
        return values[index].storage
    }
}

/// Reads the columns of a row by their places, straight from the statement: for what is read for
/// every message, where finding a column by its name costs more than the rest.
struct ColumnReader {
    let table: String
    let row: Row

    func text(_ index: Int) throws -> String {
        guard case .string(let value) = (row[index] as DatabaseValue).storage else {
            throw bad(index, "is no text")
        }
        return value
    }

    func integer(_ index: Int) throws -> Int64 {
        guard case .int64(let value) = (row[index] as DatabaseValue).storage else {
            throw bad(index, "is no whole number")
        }
        return value
    }

    func bad(_ index: Int, _ what: String) -> StoreError {
        RowReader(table: table, row: row).bad(Array(row.columnNames)[index], what)
    }
}

extension Database {
    /// Fetches rows column by column, through a statement compiled once.
    ///
    /// The statement must name its columns, the row's key first.
    func columns<T>(
        of table: String, _ sql: String, _ arguments: StatementArguments,
        _ read: (ColumnReader) throws -> T
    ) throws -> [T] {
        var values: [T] = []
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            values.append(try read(ColumnReader(table: table, row: row)))
        }
        return values
    }

    /// Runs a statement, compiled once for the life of the connection.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Fetches rows through a statement compiled once for the life of the connection.
    func rows(
        of table: String, _ sql: String, _ arguments: StatementArguments = []
    ) throws -> [RowReader] {
        let statement = try cachedStatement(sql: sql)
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        var rows: [RowReader] = []
        while let row = try cursor.next() {
            rows.append(
                RowReader(
                    table: table, names: statement.columnNames, values: Array(row.databaseValues)))
        }
        return rows
    }

    /// Fetches one number through a statement compiled once for the life of the connection.
    func number(_ sql: String, _ arguments: StatementArguments = []) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }
}

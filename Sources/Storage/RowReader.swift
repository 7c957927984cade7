import GRDB
import GRDBSQLite

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

    /// All columns in their order.
    var fields: [(name: String, value: DatabaseValue)] { Array(zip(names, values)) }

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
    let statement: OpaquePointer

    var names: [String] {
        (0..<sqlite3_column_count(statement)).map { index in
            sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
        }
    }

    func text(_ index: Int) throws -> String {
        guard sqlite3_column_type(statement, Int32(index)) == SQLITE_TEXT else {
            throw bad(index, "is no text")
        }
        return storedText(index)
    }

    func integer(_ index: Int) throws -> Int64 {
        guard sqlite3_column_type(statement, Int32(index)) == SQLITE_INTEGER else {
            throw bad(index, "is no whole number")
        }
        return sqlite3_column_int64(statement, Int32(index))
    }

    func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(statement, Int32(index)) == SQLITE_NULL
    }

    func bad(_ index: Int, _ what: String) -> StoreError {
        RowReader(table: table, names: names, values: names.indices.map(stored))
            .bad(names[index], what)
    }

    /// What the column holds; fractions and bytes are none of ours, so nobody reads their value.
    func stored(_ index: Int) -> DatabaseValue {
        switch sqlite3_column_type(statement, Int32(index)) {
        case SQLITE_INTEGER: sqlite3_column_int64(statement, Int32(index)).databaseValue
        case SQLITE_TEXT: storedText(index).databaseValue
        case SQLITE_NULL: .null
        default: 0.0.databaseValue
        }
    }

    private func storedText(_ index: Int) -> String {
        guard let text = sqlite3_column_text(statement, Int32(index)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }
}

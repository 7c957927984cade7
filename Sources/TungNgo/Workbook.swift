import ArgumentParser
import CXlsxWriter
import Campaign
import Content
import Messaging
import VietText

/// A workbook for spreadsheets (xlsx) through libxlsxwriter: the table, and what its columns mean.
struct Workbook {
    /// Rows of one sheet at the most, by the format.
    private static let rowsMax = 1_048_576

    /// Digits that a spreadsheet keeps of a number; a longer one is written as text.
    private static let digitsMax = 15

    /// A name and the text of an error of the library.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes a table as a new workbook.
    ///
    /// - Throws: `Failure` when the table does not fit a sheet or the file cannot be written.
    static func write(_ table: ExportTable, to path: String) throws {
        let above = table.facts.count + 3
        guard table.rows.count + above <= rowsMax else {
            throw Failure(
                description: "\(table.rows.count) lines do not fit a sheet; use --format csv")
        }
        var options = lxw_workbook_options()
        // Row by row to the disk: a drive of a province fills hundreds of thousands of lines.
        options.constant_memory = 1
        guard let book = workbook_new_opt(path, &options) else {
            throw Failure(description: "no memory for a workbook")
        }
        var workbook = Workbook(book: book)
        workbook.fill(table)
        let status = workbook_close(book)
        guard status == LXW_NO_ERROR else {
            throw Failure(description: String(cString: lxw_strerror(status)))
        }
    }

    private let book: UnsafeMutablePointer<lxw_workbook>
    private let bold: UnsafeMutablePointer<lxw_format>?
    private var formats: [String: UnsafeMutablePointer<lxw_format>] = [:]

    private init(book: UnsafeMutablePointer<lxw_workbook>) {
        self.book = book
        bold = workbook_add_format(book)
        if let bold { format_set_bold(bold) }
    }

    private mutating func fill(_ table: ExportTable) {
        guard let sheet = workbook_add_worksheet(book, "Số liệu") else { return }
        write(table.title, to: sheet, 0, 0, bold)
        for (index, fact) in table.facts.enumerated() {
            write(fact.name, to: sheet, index + 1, 0, nil)
            write(fact.value, to: sheet, index + 1, 1, nil)
        }
        let heading = table.facts.count + 2
        for (column, of) in table.columns.enumerated() {
            // Wide enough for names of units; the widths must be set before the rows.
            worksheet_set_column(
                sheet, UInt16(column), UInt16(column), of.key.hasSuffix("name") ? 32 : 14, nil)
            write(of.name, to: sheet, heading, column, bold)
        }
        for (index, row) in table.rows.enumerated() {
            for (column, cell) in row.enumerated() {
                write(cell, to: sheet, heading + 1 + index, column)
            }
        }
        worksheet_freeze_panes(sheet, UInt32(heading + 1), 0)
        worksheet_autofilter(
            sheet, UInt32(heading), 0, UInt32(heading + table.rows.count),
            UInt16(max(0, table.columns.count - 1)))
        explain(table.columns)
    }

    private func explain(_ columns: [ExportTable.Column]) {
        guard let sheet = workbook_add_worksheet(book, "Các cột") else { return }
        worksheet_set_column(sheet, 0, 1, 20, nil)
        worksheet_set_column(sheet, 2, 2, 70, nil)
        for (column, text) in ["Cột", "Mã cột", "Nghĩa"].enumerated() {
            write(text, to: sheet, 0, column, bold)
        }
        for (index, column) in columns.enumerated() {
            write(column.name, to: sheet, index + 1, 0, nil)
            write(column.key, to: sheet, index + 1, 1, nil)
            write(column.meaning, to: sheet, index + 1, 2, nil)
        }
    }

    /// Text stays text: the library writes a string, never a formula.
    private func write(
        _ text: String, to sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: Int, _ column: Int,
        _ format: UnsafeMutablePointer<lxw_format>?
    ) {
        worksheet_write_string(sheet, UInt32(row), UInt16(column), Self.storable(text), format)
    }

    /// What a cell can hold: at most 32,767 characters.
    private static func storable(_ text: String) -> String {
        text.utf16.count <= 32_767 ? text : String(text.prefix(10_000))
    }

    private mutating func write(
        _ cell: ExportTable.Cell, to sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: Int,
        _ column: Int
    ) {
        let (line, place) = (UInt32(row), UInt16(column))
        switch cell {
        case .empty:
            return
        case .text(let text):
            write(text, to: sheet, row, column, nil)
        case .whole(let number):
            worksheet_write_number(sheet, line, place, Double(number), format("0"))
        case .number(let quantity):
            let plain = quantity.plain
            guard plain.count(where: \.isNumber) <= Self.digitsMax, let value = Double(plain) else {
                return write(quantity.description, to: sheet, row, column, nil)
            }
            worksheet_write_number(
                sheet, line, place, value, format(quantity.isWhole ? "#,##0" : "#,##0.00##"))
        case .percent(let percentage):
            var value = Double(percentage.scaled) / 100
            for _ in 0..<percentage.decimals { value /= 10 }
            let zeros = String(repeating: "0", count: percentage.decimals)
            worksheet_write_number(
                sheet, line, place, value, format(zeros.isEmpty ? "0%" : "0.\(zeros)%"))
        case .day(let day):
            var date = Self.date(day)
            worksheet_write_datetime(sheet, line, place, &date, format("dd/mm/yyyy"))
        case .moment(let moment):
            var date = Self.date(CivilDay(epochMilliseconds: moment.milliseconds))
            let time = moment.timeInVietnam
            (date.hour, date.min, date.sec) = (
                Int32(time.hour), Int32(time.minute), Double(time.second)
            )
            worksheet_write_datetime(sheet, line, place, &date, format("dd/mm/yyyy hh:mm:ss"))
        }
    }

    private static func date(_ day: CivilDay) -> lxw_datetime {
        let (year, month, dayOfMonth) = day.components
        var date = lxw_datetime()
        (date.year, date.month, date.day) = (Int32(year), Int32(month), Int32(dayOfMonth))
        return date
    }

    private mutating func format(_ pattern: String) -> UnsafeMutablePointer<lxw_format>? {
        if let known = formats[pattern] { return known }
        guard let made = workbook_add_format(book) else { return nil }
        format_set_num_format(made, pattern)
        formats[pattern] = made
        return made
    }
}

/// Splits the bytes of a table into rows and cells (RFC 4180), each row with its line.
///
/// Separated by commas, semicolons or tabs, whichever the first line has most of. Cells in `"` may
/// hold separators, line ends and doubled `"`. A byte order mark is passed over.
struct CSVRows {
    /// One row: the line on which it begins, counted from 1, and its cells as bytes.
    struct Row {
        let line: Int
        let cells: [[UInt8]]
        /// Whether a `"` was opened and never closed.
        let isUnclosed: Bool
    }

    /// All rows that are not empty.
    static func rows(in bytes: [UInt8]) -> [Row] {
        var splitter = Splitter(separator: separator(of: bytes))
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for byte in bytes[start...] { splitter.take(byte) }
        splitter.endRow(isUnclosed: splitter.isQuoted)
        return splitter.rows
    }

    private static func separator(of bytes: [UInt8]) -> UInt8 {
        let known = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == UInt8(ascii: "\n") { break }
            if let place = known.firstIndex(of: byte) { counts[place] += 1 }
        }
        let most = counts.max() ?? 0
        return known[counts.firstIndex(of: most) ?? 0]
    }

    private struct Splitter {
        let separator: UInt8
        private(set) var rows: [Row] = []
        private(set) var isQuoted = false
        private var cells: [[UInt8]] = []
        private var cell: [UInt8] = []
        private var line = 1
        private var firstLine = 1
        private var afterQuote = false

        init(separator: UInt8) {
            self.separator = separator
        }

        mutating func take(_ byte: UInt8) {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                // A doubled quotation mark closes and opens again: it stands for one.
                if byte == UInt8(ascii: "\"") {
                    isQuoted = false
                    afterQuote = true
                } else {
                    cell.append(byte)
                }
                return
            }
            switch byte {
            case UInt8(ascii: "\"") where afterQuote:
                cell.append(byte)
                isQuoted = true
                afterQuote = false
            case UInt8(ascii: "\"") where cell.isEmpty:
                isQuoted = true
            case separator:
                endCell()
            case UInt8(ascii: "\n"):
                endRow(isUnclosed: false)
            case UInt8(ascii: "\r"):
                break
            default:
                cell.append(byte)
            }
        }

        mutating func endRow(isUnclosed: Bool) {
            endCell()
            if cells.contains(where: { !$0.isEmpty }) || isUnclosed {
                rows.append(Row(line: firstLine, cells: cells, isUnclosed: isUnclosed))
            }
            cells.removeAll()
            firstLine = line
        }

        private mutating func endCell() {
            cells.append(cell)
            cell.removeAll()
            afterQuote = false
        }
    }
}

import Foundation

/// One record of an export: its cells by the name of their column.
struct ImportRecord {
    /// Where it begins in the file, counted from 1.
    let line: Int

    /// Texts as they stand in the file; a value of any other kind was made a text, or left out.
    let cells: [String: String]
}

/// Reads the records of an export: CSV, a JSON array, or JSON lines; what cannot be read becomes a
/// warning with its line, and reading goes on.
struct ImportReader {
    let file: String

    func records(in bytes: [UInt8], _ findings: inout Findings) -> [ImportRecord] {
        let first = bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        switch first {
        case UInt8(ascii: "["):
            return JSONPieces.ofArray(bytes).compactMap { object($0, of: bytes, &findings) }
        case UInt8(ascii: "{"):
            return JSONPieces.ofLines(bytes).compactMap { object($0, of: bytes, &findings) }
        default:
            return table(bytes, &findings)
        }
    }

    private func table(_ bytes: [UInt8], _ findings: inout Findings) -> [ImportRecord] {
        let rows = CSVRows.rows(in: bytes)
        guard let header = rows.first else { return [] }
        let columns = header.cells.map { String(decoding: $0, as: UTF8.self).trimmingSpaces }
        return rows.dropFirst().compactMap { row in
            guard !row.isUnclosed else {
                skip(row.line, "dấu ngoặc kép mở mà không đóng", &findings)
                return nil
            }
            guard row.cells.count == columns.count else {
                skip(row.line, "có \(row.cells.count) ô, cần \(columns.count)", &findings)
                return nil
            }
            let texts = row.cells.compactMap { String(validating: $0, as: UTF8.self) }
            guard texts.count == columns.count else {
                skip(row.line, "không phải UTF-8", &findings)
                return nil
            }
            return ImportRecord(
                line: row.line,
                cells: Dictionary(zip(columns, texts), uniquingKeysWith: { first, _ in first }))
        }
    }

    private func object(
        _ piece: JSONPieces.Piece, of bytes: [UInt8], _ findings: inout Findings
    ) -> ImportRecord? {
        let data = Data(bytes[piece.range])
        guard let value = try? JSONSerialization.jsonObject(with: data),
            let object = value as? [String: Any]
        else {
            skip(piece.line, "không phải một đối tượng JSON", &findings)
            return nil
        }
        return ImportRecord(line: piece.line, cells: object.compactMapValues(Self.text))
    }

    /// A value as a text: numbers as written, lists of texts joined, anything else left out.
    private static func text(_ value: Any) -> String? {
        switch value {
        case let text as String: text
        case let texts as [String]: texts.joined(separator: "; ")
        case let number as NSNumber: number.stringValue
        default: nil
        }
    }

    private func skip(_ line: Int, _ reason: String, _ findings: inout Findings) {
        findings.warning(
            at: Place(file: file, line: line), "bỏ qua bản ghi: \(reason)",
            remedy: "Sửa dòng này ở tệp gốc rồi nhập lại")
    }
}

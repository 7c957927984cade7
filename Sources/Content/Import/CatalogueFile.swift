import Procedures
import VietText

/// `catalogue/<name>.csv`: procedures known by name, code and address only.
package enum CatalogueFile {
    private static let columns = [
        "code", "name", "field", "level", "decision", "address", "read_on",
    ]

    /// The text of the file: a header line and one line for each entry.
    package static func text(_ entries: [CatalogueEntry]) -> String {
        let lines = entries.map { entry in
            [
                entry.code, entry.name, entry.field, entry.level, entry.decision, entry.address,
                entry.readOn.description,
            ].map(cell).joined(separator: ",")
        }
        return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    /// Reads a file of the content folder; what is wrong goes to `findings`.
    static func entries(
        in file: ContentFolder.File, _ findings: inout Findings
    ) -> [(entry: CatalogueEntry, line: Int)] {
        let rows = CSVRows.rows(in: Array(file.text.utf8))
        let header = rows.first?.cells.map { String(decoding: $0, as: UTF8.self) } ?? []
        let places = columns.map { header.firstIndex(of: $0) }
        guard !places.contains(nil) else {
            let missing = zip(columns, places).filter { $0.1 == nil }.map(\.0)
            findings.error(
                at: Place(file: file.path, line: 1), "thiếu cột \(missing.joined(separator: ", "))",
                remedy: "Dòng đầu là \(columns.joined(separator: ","))")
            return []
        }
        let order = places.compactMap(\.self)
        return rows.dropFirst().compactMap { row in
            let place = Place(file: file.path, line: row.line)
            guard row.cells.count == header.count, !row.isUnclosed else {
                findings.error(
                    at: place, "dòng có \(row.cells.count) ô, cần \(header.count)",
                    remedy: "Ô có dấu phẩy hay xuống dòng đặt trong \"\"")
                return nil
            }
            let cells = order.map { String(decoding: row.cells[$0], as: UTF8.self) }
            return entry(cells, place, &findings).map { ($0, row.line) }
        }
    }

    private static func entry(
        _ cells: [String], _ place: Place, _ findings: inout Findings
    ) -> CatalogueEntry? {
        guard let code = ProcedureCode.short(cells[0]), code == cells[0] else {
            findings.error(
                at: place, "'\(cells[0])' không phải là mã thủ tục",
                remedy: "Viết mã như trên Cổng, ví dụ 1.004194")
            return nil
        }
        guard !cells[1].trimmingSpaces.isEmpty else {
            findings.error(at: place, "mã \(code) không có tên", remedy: "Ghi tên hoặc xóa dòng")
            return nil
        }
        guard let readOn = CivilDay(iso: cells[6]) else {
            findings.error(
                at: place, "'\(cells[6])' không phải là một ngày",
                remedy: "Viết năm-tháng-ngày, ví dụ 2026-06-10")
            return nil
        }
        guard cells[5].isEmpty || isAddress(cells[5]) else {
            findings.error(
                at: place, "'\(cells[5])' không phải là một địa chỉ",
                remedy: "Địa chỉ bắt đầu bằng https://, hoặc để trống")
            return nil
        }
        return CatalogueEntry(
            code: code, name: cells[1], field: cells[2], level: cells[3], decision: cells[4],
            address: cells[5], readOn: readOn)
    }

    static func isAddress(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://"))
            && !text.contains(where: \.isWhitespace)
    }

    /// A cell as it stands in the file; in quotation marks where it must be.
    private static func cell(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}

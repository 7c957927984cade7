import Foundation
import Procedures
import VietText

/// What an import made of a file of procedure records.
package struct CatalogueImport {
    /// Sorted by code, each code once.
    package let entries: [CatalogueEntry]

    /// Records that were passed over or put together, with line and reason.
    package let remarks: [Mistake]

    /// Records found in the file, good and bad.
    package let recordCount: Int

    private let records: [String: ImportRecord]
    private let mapping: ImportMapping

    /// Reads the records of an export; never stops at a bad one.
    ///
    /// - Parameters:
    ///   - bytes: The file, unzipped: CSV, a JSON array, or JSON lines, in UTF-8.
    ///   - file: Its name, for remarks.
    ///   - mapping: Which column holds what.
    package init(_ bytes: [UInt8], file: String, mapping: ImportMapping) {
        var findings = Findings()
        let found = ImportReader(file: file).records(in: bytes, &findings)
        recordCount = found.count + findings.mistakes.count
        var merged: [String: CatalogueEntry] = [:]
        var records: [String: ImportRecord] = [:]
        for record in found {
            let place = Place(file: file, line: record.line)
            guard let entry = Self.entry(record, mapping, place, &findings) else { continue }
            guard let known = merged[entry.code] else {
                merged[entry.code] = entry
                records[entry.code] = record
                continue
            }
            let isNewer = entry.readOn > known.readOn
            merged[entry.code] = isNewer ? entry.filled(from: known) : known.filled(from: entry)
            if isNewer { records[entry.code] = record }
            findings.warning(
                at: place, "mã \(entry.code) đã có ở trên, gộp làm một",
                remedy: "Giữ bản đọc sau, chỗ trống lấy từ bản kia")
        }
        entries = merged.values.sorted { $0.code < $1.code }
        remarks = findings.mistakes.sorted()
        self.records = records
        self.mapping = mapping
    }

    /// A draft of what is known of one procedure, for somebody to check.
    ///
    /// - Returns: Nil when no record has this code.
    package func draft(code: String) -> ProcedureDraft? {
        guard let record = records[code], let entry = entries.first(where: { $0.code == code })
        else { return nil }
        return ProcedureDraft(entry, record, mapping)
    }

    private static func entry(
        _ record: ImportRecord, _ mapping: ImportMapping, _ place: Place,
        _ findings: inout Findings
    ) -> CatalogueEntry? {
        func skip(_ reason: String) -> CatalogueEntry? {
            findings.warning(
                at: place, "bỏ qua bản ghi: \(reason)",
                remedy: "Sửa ở tệp gốc hoặc trong tệp mapping rồi nhập lại")
            return nil
        }
        let written = mapping.line(.code, of: record)
        guard let code = ProcedureCode.short(written) else {
            return skip(
                written.isEmpty ? "không có mã" : "mã '\(written)' không đúng dạng 1.234567")
        }
        var name = mapping.line(.name, of: record)
        while name.hasSuffix(".") { name = String(name.dropLast()).trimmingSpaces }
        guard name.contains(where: \.isLetter) else { return skip("mã \(code) không có tên") }
        let day = mapping.line(.readOn, of: record)
        guard let readOn = day.isEmpty ? mapping.readOn : CivilDay(written: day) else {
            return skip(
                day.isEmpty
                    ? "mã \(code) không có ngày đọc" : "mã \(code): '\(day)' không phải là một ngày"
            )
        }
        let address = mapping.line(.address, of: record)
        return CatalogueEntry(
            code: code, name: name, field: mapping.line(.field, of: record),
            level: mapping.line(.level, of: record),
            decision: mapping.line(.decision, of: record),
            address: CatalogueFile.isAddress(address) ? address : "", readOn: readOn)
    }
}

/// The codes of procedures on the national portal (mã TTHC).
enum ProcedureCode {
    /// `1.004194` of `1.004194` or of the longer `1.004194.000.00.00.H34`; nil when it is none.
    static func short(_ text: String) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].count == 1, parts[1].count == 6,
            parts.allSatisfy({ $0.unicodeScalars.allSatisfy(isPlain) && !$0.isEmpty }),
            (parts[0] + parts[1]).unicodeScalars.allSatisfy({ ("0"..."9").contains($0) })
        else { return nil }
        return "\(parts[0]).\(parts[1])"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}

extension CatalogueEntry {
    /// The same, with what is missing taken from another record of the same code.
    fileprivate func filled(from other: CatalogueEntry) -> CatalogueEntry {
        CatalogueEntry(
            code: code, name: name, field: field.isEmpty ? other.field : field,
            level: level.isEmpty ? other.level : level,
            decision: decision.isEmpty ? other.decision : decision,
            address: address.isEmpty ? other.address : address, readOn: readOn)
    }
}

extension String {
    /// The text composed, each run of white space one space, without characters that do not show.
    var onOneLine: String {
        var result = String.UnicodeScalarView()
        for scalar in precomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.properties.isWhitespace {
                if result.last != " ", !result.isEmpty { result.append(" ") }
            } else if ![.control, .format].contains(scalar.properties.generalCategory) {
                result.append(scalar)
            }
        }
        if result.last == " " { result.removeLast() }
        return String(result)
    }
}

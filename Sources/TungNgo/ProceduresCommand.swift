import ArgumentParser
import Content
import Conversation
import Foundation
import Procedures
import VietText

/// What the office knows of procedures: taken in from portals, and read through by a person.
struct ProceduresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "procedures",
        abstract: "Take procedures in from a portal's export, or list every answer for review.",
        subcommands: [ImportProcedures.self, AuditProcedures.self])
}

/// Reads an export of procedure records into the catalogue, and drafts of chosen ones.
struct ImportProcedures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read procedure records (CSV, JSON, JSON lines; gzip too) into the catalogue.",
        discussion: """
            Writes CONTENT/catalogue/NAME.csv: code, name, field, level, decision, address and the \
            day read; no figures. Records that cannot be used are named with line and reason and \
            passed over. --draft writes YAML drafts of chosen codes, every fact marked unverified; \
            a file that is there already is never written over.
            """)

    @Argument(help: "The export.")
    var file: String

    @Option(help: "Which column holds what: a YAML file.")
    var mapping = "deploy/portal-mapping.yaml"

    @Option(help: "Name of the catalogue file; default: the name of the export.")
    var name: String?

    @Option(name: .customLong("into"), help: "The folder with the content.")
    var content = "intents"

    @Option(parsing: .upToNextOption, help: "Codes of procedures to draft.")
    var draft: [String] = []

    @Option(help: "The folder for drafts; needed with --draft.")
    var draftsInto: String?

    /// Bytes of an export, unzipped, at the most.
    private static let bytesMax = 1 << 30

    func validate() throws {
        guard draft.isEmpty || draftsInto != nil else {
            throw ValidationError("--draft needs --drafts-into FOLDER, where drafts are put.")
        }
        let isPlain = catalogueName.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
        }
        guard isPlain,
            catalogueName.first?.isLetter == true || catalogueName.first?.isNumber == true
        else {
            throw ValidationError(
                "--name must be ASCII letters, digits, '-', '_' or '.', not '\(catalogueName)'.")
        }
    }

    func run() throws {
        let mapping = try loadMapping()
        showProgress("reading \(file)")
        let bytes = try unzipped(try readBytes(file))
        showProgress("taking \(bytes.count >> 20) MB apart")
        let found = CatalogueImport(
            bytes, file: (file as NSString).lastPathComponent, mapping: mapping)
        showProgress("")
        for remark in found.remarks { complain("\(remark)") }
        guard !found.entries.isEmpty else {
            complain("'\(file)' holds no usable record. Check that '\(self.mapping)' fits it.")
            throw ExitCode.badInput
        }
        let path = "\(content)/catalogue/\(catalogueName).csv"
        try write(CatalogueFile.text(found.entries), to: path, over: true)
        print(
            "\(found.recordCount) records, \(found.entries.count) procedures in \(path), "
                + "\(found.remarks.count) remarks.")
        try writeDrafts(found)
    }

    /// The name of the export without its endings.
    private var catalogueName: String {
        if let name { return name }
        let last = (file as NSString).lastPathComponent
        let endings: Set<String> = ["gz", "csv", "tsv", "json", "jsonl", "ndjson", "txt"]
        var parts = last.split(separator: ".")
        while parts.count > 1, let end = parts.last, endings.contains(end.lowercased()) {
            parts.removeLast()
        }
        return parts.joined(separator: ".")
    }

    private func loadMapping() throws -> ImportMapping {
        let text = try readText(mapping)
        do throws(ContentRefused) {
            return try ImportMapping(yaml: text, file: mapping)
        } catch {
            complain(error.description)
            throw ExitCode.badInput
        }
    }

    private func unzipped(_ bytes: [UInt8]) throws -> [UInt8] {
        guard isGzip(bytes) else { return bytes }
        do {
            return try gunzipped(bytes, limit: Self.bytesMax)
        } catch {
            complain("Cannot unzip '\(file)': \(error). Fetch the file again.")
            throw ExitCode.badInput
        }
    }

    private func writeDrafts(_ found: CatalogueImport) throws {
        guard let draftsInto else { return }
        var failed = false
        for code in draft {
            guard let draft = found.draft(code: code) else {
                complain("No record has the code '\(code)'. Write it as in the catalogue.")
                failed = true
                continue
            }
            let path = "\(draftsInto)/\(draft.slug).yaml"
            guard !FileManager.default.fileExists(atPath: path) else {
                complain("'\(path)' is there already and stays as it is. Move it away first.")
                failed = true
                continue
            }
            try write(draft.text, to: path, over: false)
            print("draft of \(code): \(path), \(draft.leftOut.count) figures left out")
        }
        if failed { throw ExitCode(1) }
    }

    private func write(_ text: String, to path: String, over: Bool) throws {
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try OutputFile(path: path, writesOver: over).write(Data(text.utf8))
        } catch let status as ExitCode {
            throw status
        } catch {
            complain("Cannot write '\(path)': \(error.localizedDescription)")
            throw ExitCode(1)
        }
    }
}

/// Lists every answer of every procedure on chosen days, for a person to read through.
struct AuditProcedures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "List each answer with its facts, sources and days, for review.",
        discussion: "Answers that are the same on several days are listed once.")

    @Option(help: "A day to ask on: year-month-day; may be given several times.")
    var day: [String] = []

    @Option(help: "The folder with the content.")
    var content = "intents"

    @Option(help: "The province whose decisions hold; default none.")
    var province: String?

    func run() throws {
        let days = try day.map { try civilDay($0, option: "--day") }
        let loaded = try loadContent(
            folder: content, today: try civilDay(nil, option: "--day"),
            office: Office(province: province))
        let report = AuditReport(
            loaded, days: days.isEmpty ? AuditReport.usualDays : days,
            progress: { showProgress("asking about procedures", $0, of: $1) })
        showProgress("")
        print(report.text)
    }
}

/// Reads a file or ends the program with what to do.
private func readBytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
        complain("Cannot open '\(path)'. Check the path and that you may read it.")
        throw ExitCode.badInput
    }
    return Array(data)
}

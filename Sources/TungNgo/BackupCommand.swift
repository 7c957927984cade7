import ArgumentParser
import Foundation
import Glibc
import Storage

/// Copies the database of a running daemon into a file that stands alone.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database into one file, beside a running daemon, and check the copy.",
        discussion: """
            Bản sao lưu. The copy holds one moment, is read through again (integrity, references, \
            rows of each table) and appears whole or not at all, readable by this user alone. Name \
            a folder, and the file in it is called tungngo-DAY-TIME.sqlite; --keep N then removes \
            the oldest of such files beyond N. Not in it: settings, tokens, content and log. \
            Ends with status 65 when the database or the place cannot be used.
            """)

    @Argument(help: "The file to write, or a folder.")
    var file: String

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "Backups kept in the folder; older ones are removed after this one was made.")
    var keep: Int?

    @Flag(help: "Write over a file that is there.")
    var force = false

    private static let beginning = "tungngo-"
    private static let ending = ".sqlite"

    func validate() throws {
        guard !file.isEmpty else { throw ValidationError("Name a file or a folder.") }
        if let keep, !(1...10_000).contains(keep) {
            throw ValidationError("--keep must be between 1 and 10000, not \(keep).")
        }
    }

    func run() async throws {
        let settings = try await readSettings(settings)
        let source = DatabaseFile(path: settings.database)
        guard source.isThere else {
            complain(
                "There is no database '\(source.path)'. Name the settings of the daemon with "
                    + "--settings.")
            throw ExitCode.badInput
        }
        let folder = folder
        if keep != nil, folder == nil {
            throw ValidationError("--keep goes with a folder: '\(file)' is a file.")
        }
        let path =
            folder.map { "\($0)/\(Self.beginning)\(fileStamp(clockNow()))\(Self.ending)" } ?? file
        try refuse(path, as: source)
        let output = OutputFile(path: path, writesOver: force)
        try output.checkBefore()
        var copied: DatabaseReport?
        try output.write { temporary in copied = try copy(source, to: temporary) }
        if let copied { print("\(copied.told) in \(path), checked.") }
        if let folder, let keep { removeOld(in: folder, keep: keep) }
    }

    /// The folder that was named, without a slash at its end; nil when it is a file.
    private var folder: String? {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
        guard exists ? isFolder.boolValue : file.hasSuffix("/") else { return nil }
        let path = (file as NSString).standardizingPath
        return path == "/" ? "" : path
    }

    /// A backup over the database itself would end both.
    private func refuse(_ path: String, as source: DatabaseFile) throws {
        let names = ([""] + DatabaseFile.companions).map { source.path + $0 }
        guard !names.contains(where: { isSameFile($0, path) }) else {
            complain("'\(path)' is the database itself. Name another file.")
            throw ExitCode.badInput
        }
    }

    private func copy(_ source: DatabaseFile, to path: String) throws -> DatabaseReport {
        do {
            let report = try source.copy(to: path) { done, all in
                showProgress("copying pages", done, of: all)
            }
            showProgress("")
            return report
        } catch let error as StoreError {
            showProgress("")
            complain("\(error) No backup was written.")
            throw ExitCode.badInput
        }
    }

    private func removeOld(in folder: String, keep: Int) {
        let place = folder.isEmpty ? "/" : folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        let backups = names.filter(Self.isName).sorted()
        for name in backups.dropLast(keep) {
            let path = "\(folder)/\(name)"
            if unlink(path) == 0 {
                print("Removed \(path), beyond --keep \(keep).")
            } else {
                complain("Cannot remove '\(path)': \(String(cString: strerror(errno))).")
            }
        }
    }

    /// Whether this command has given the name: nothing else is ever removed.
    private static func isName(_ name: String) -> Bool {
        guard name.hasPrefix(beginning), name.hasSuffix(ending) else { return false }
        let moment = name.dropFirst(beginning.count).dropLast(ending.count)
        let shape = moment.map { $0.isASCII && $0.isNumber ? "0" : $0 }
        return String(shape) == "0000-00-00-000000"
    }
}

extension DatabaseReport {
    /// What it holds, for people.
    var told: String {
        "\(count("inbox")) messages, \(count("outbox")) replies, \(count("report")) reports, "
            + "\(megabytes(bytes))"
    }
}

/// Bytes for people.
func megabytes(_ bytes: Int64) -> String {
    bytes < 10_000_000 ? "\((bytes + 999) / 1_000) kB" : "\(bytes / 1_000_000) MB"
}

/// Whether two paths lead to one file that is there.
func isSameFile(_ one: String, _ other: String) -> Bool {
    guard let first = FileStamp(one), let second = FileStamp(other) else { return false }
    return first.isOfSameFile(as: second)
}

import ArgumentParser
import Foundation
import Glibc
import Storage

/// A file that appears whole or not at all; `-` is standard output.
struct OutputFile {
    let path: String
    let writesOver: Bool

    private var isStandardOutput: Bool { path == "-" }

    /// Refuses early what `write` would refuse after the work.
    func checkBefore() throws {
        guard !isStandardOutput else { return }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if exists, isFolder.boolValue {
            complain("'\(path)' is a folder. Name a file in it.")
            throw ExitCode.badInput
        }
        if exists, !writesOver { try refuseToWriteOver() }
        let folder = (path as NSString).deletingLastPathComponent
        guard folder.isEmpty || FileManager.default.fileExists(atPath: folder) else {
            complain("There is no folder '\(folder)'. Make it, or name another one.")
            throw ExitCode.badInput
        }
    }

    /// Writes bytes.
    func write(_ bytes: Data) throws {
        guard !isStandardOutput else {
            FileHandle.standardOutput.write(bytes)
            return
        }
        try write { temporary in try bytes.write(to: URL(fileURLWithPath: temporary)) }
    }

    /// Has `make` write a file beside the place, then puts it there in one step.
    func write(_ make: (_ temporary: String) throws -> Void) throws {
        let folder =
            isStandardOutput
            ? FileManager.default.temporaryDirectory.path
            : (path as NSString).deletingLastPathComponent
        let name = ".tungngo-export-\(ProcessInfo.processInfo.processIdentifier)"
        let temporary = folder.isEmpty ? name : "\(folder)/\(name)"
        // What an earlier process of this number left there is of no use.
        unlink(temporary)
        try Interruption.undoing({ DatabaseFile.remove(temporary) }) {
            try write(make, by: temporary)
        }
    }

    private func write(_ make: (String) throws -> Void, by temporary: String) throws {
        defer { DatabaseFile.remove(temporary) }
        do {
            try make(temporary)
            if isStandardOutput {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: temporary))
                FileHandle.standardOutput.write(bytes)
                return
            }
        } catch let status as ExitCode {
            throw status
        } catch {
            complain("Cannot write '\(path)': \(error). Check the folder and the space left.")
            throw ExitCode.badInput
        }
        // A link fails when something is there by now; a rename would write over it.
        if !writesOver {
            if link(temporary, path) == 0 { return }
            if errno == EEXIST { try refuseToWriteOver() }
        }
        guard rename(temporary, path) == 0 else {
            complain("Cannot write '\(path)': \(String(cString: strerror(errno))).")
            throw ExitCode.badInput
        }
    }

    private func refuseToWriteOver() throws {
        complain("'\(path)' is there already. Choose another name, or write over it with --force.")
        throw ExitCode.badInput
    }
}

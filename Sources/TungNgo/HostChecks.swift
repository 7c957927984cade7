import Content
import Conversation
import Foundation
import Gateway
import Messaging
import Storage
import VietText

/// What the doctor can see on this machine without asking anybody.
struct HostChecks {
    let settings: Settings
    let now: Timestamp

    /// Bytes of a log beside the database that has grown because somebody reads all the time.
    private static let walBytesMax: Int64 = 256_000_000

    /// The content, as the daemon reads it when it starts.
    func content() -> Finding {
        let today = CivilDay(epochMilliseconds: now.milliseconds)
        do throws(ContentRefused) {
            let loaded = try LoadedContent.load(
                folder: settings.content, today: today, office: settings.office)
            let knowledge = loaded.knowledge
            return .fine(
                "content",
                "\(knowledge.procedures.count) procedures, \(knowledge.campaigns.count) campaigns")
        } catch {
            let lines = error.description.split(separator: "\n")
            let more = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
            return .broken(
                "content", "\(lines.first ?? "it cannot be read")\(more)",
                mend: "tungngo check \(settings.content)")
        }
    }

    /// The database: whole, for this version, of a sensible size, for this user alone.
    func database() -> [Finding] {
        let (file, check) = (DatabaseFile(path: settings.database), "database")
        guard file.isThere else {
            return [
                .warning(
                    check, "there is no '\(file.path)' yet",
                    mend: "start the daemon, which makes it; was there one? 'tungngo restore "
                        + "BACKUP'")
            ]
        }
        let report: DatabaseReport
        do {
            report = try file.report(isThorough: true)
        } catch StoreError.damaged(_, let finding) {
            return [damaged(file, finding)]
        } catch let error as StoreError {
            return [.broken(check, error.what, mend: error.remedy)]
        } catch {
            return [.broken(check, "\(error)", mend: "check path and rights of '\(file.path)'")]
        }
        if let finding = report.findings.first {
            let more = report.findings.count > 1 ? " (and more)" : ""
            return [damaged(file, finding + more)]
        }
        var findings = standing(report.standing, file)
        if report.walBytes > Self.walBytesMax {
            findings.append(
                .warning(
                    check, "its log beside it has grown to \(megabytes(report.walBytes))",
                    mend: "end what reads it all the time, or restart the daemon"))
        }
        findings += rights(file)
        if findings.isEmpty {
            findings.append(.fine(check, "\(report.told), whole, up to date"))
        }
        return findings
    }

    private func damaged(_ file: DatabaseFile, _ finding: String) -> Finding {
        .broken(
            "database", "'\(file.path)' is damaged: \(finding)",
            mend: "stop the daemon; tungngo restore BACKUP")
    }

    private func standing(_ standing: Standing, _ file: DatabaseFile) -> [Finding] {
        do throws(StoreError) {
            try standing.check(path: file.path)
        } catch {
            return [.broken("database", error.what, mend: error.remedy)]
        }
        guard !standing.isEmpty, !standing.pending.isEmpty else { return [] }
        return [
            .warning(
                "database", "it is of an earlier version (\(standing.pending.count) migrations)",
                mend: "stop the daemon; tungngo migrate; start the daemon")
        ]
    }

    /// Texts of people are for the daemon's user alone.
    private func rights(_ file: DatabaseFile) -> [Finding] {
        let open = [file.path, file.path + "-wal", settings.logFile].compactMap(\.self)
            .filter { FileStamp($0)?.isOpenToAll == true }
        let (read, written) = (
            access(file.path, R_OK) == 0, access(file.path, W_OK) == 0
        )
        var findings: [Finding] = []
        if !open.isEmpty {
            findings.append(
                .warning(
                    "rights", "everybody on this machine may read \(open.joined(separator: ", "))",
                    mend: "chmod o-rwx \(open.joined(separator: " "))"))
        }
        if !read || !written {
            findings.append(
                .broken(
                    "rights", "this user may not write '\(file.path)'",
                    mend: "run this as the daemon's user: sudo -u tungngo tungngo doctor …"))
        }
        return findings
    }

    /// Room on each disk that is written to.
    func disks() -> [Finding] {
        let watch = settings.watch
        return watch.paths.map { path in
            guard let free = watch.freeBytes(path) else {
                return .broken(
                    "disk", "the folder '\(path)' cannot be looked at",
                    mend: "mkdir -p '\(path)', owned by the daemon's user")
            }
            let room = "\(megabytes(free)) free at '\(path)'"
            if free < watch.diskFullBytes {
                return .broken(
                    "disk", "\(room): no messages are taken in",
                    mend: "make room; see what is large: du -xh '\(path)' | sort -h | tail")
            }
            guard free < watch.diskLowBytes else { return .fine("disk", room) }
            return .warning(
                "disk", "\(room), less than disk.low_mb",
                mend: "make room; see what is large: du -xh '\(path)' | sort -h | tail")
        }
    }

    /// Folders that are written to.
    func folders() -> [Finding] {
        var folders = settings.watch.paths
        if let folder = settings.lockFolder { folders.append(folder) }
        return Set(folders).sorted().compactMap { folder in
            guard access(folder, W_OK) != 0 else { return nil }
            return .broken(
                "rights", "this user may not write in '\(folder)'",
                mend: "chown tungngo '\(folder)', or run this as the daemon's user")
        }
    }
}

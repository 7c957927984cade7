import Foundation
import Messaging
import Storage

/// Where the files of one log lie.
package enum LogFiles {
    /// The files that were moved aside, oldest first.
    ///
    /// `bot.log.1` and so on are of earlier versions: their moment is that of their last change.
    package static func asides(of path: String) -> [LogFileAside] {
        let rotation = LogRotation(
            name: (path as NSString).lastPathComponent, limits: LogLimits())
        let folder = folder(ofPath: path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name -> LogFileAside? in
            guard name.hasPrefix("\(rotation.name).") else { return nil }
            let number = name.dropFirst(rotation.name.count + 1)
            let isNumbered = number.count == 1 && "1"..."9" ~= number
            var moment = rotation.movedAt(name)
            guard moment != nil || isNumbered else { return nil }
            var found = stat()
            guard stat("\(folder)/\(name)", &found) == 0 else { return nil }
            if moment == nil {
                moment = Timestamp(milliseconds: Int64(found.st_mtim.tv_sec) * 1_000)
            }
            return moment.map {
                LogFileAside(name: name, movedAt: $0, bytes: Int(found.st_size))
            }
        }.sorted { ($0.movedAt, $0.name) < ($1.movedAt, $1.name) }
    }

    /// All files of a log from the oldest to the one that is written to, those that are there.
    package static func all(of path: String) -> [String] {
        asides(of: path).map { "\(folder(ofPath: path))/\($0.name)" }
            + (FileManager.default.fileExists(atPath: path) ? [path] : [])
    }
}

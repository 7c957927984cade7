import Foundation
import Storage

/// Where copies of the database lie: beside it, where the nightly backup puts them, and in folders
/// that were named.
struct BackupPlaces {
    /// Where the timer of `deploy` writes.
    static let nightly = "/var/backups/tungngo"

    let files: [String]

    init(_ settings: Settings, besides folders: [String]) {
        let own = settings.database
        let name = (own as NSString).lastPathComponent
        var found: [String] = []
        for place in [folder(ofPath: own), Self.nightly] + folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
            for candidate in names.sorted() {
                let isCopy =
                    [".before-migration-", ".replaced-"].contains {
                        candidate.hasPrefix(name + $0)
                    } && !DatabaseFile.companions.contains(where: candidate.hasSuffix)
                guard isCopy || candidate.hasSuffix(".sqlite") else { continue }
                let path = "\(place)/\(candidate)"
                guard !isSameFile(path, own), !found.contains(path) else { continue }
                found.append(path)
            }
        }
        files = found
    }
}

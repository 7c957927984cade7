import Foundation

/// The folder of a path; `.` when it names none.
package func folder(ofPath path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
}

/// Bytes of a file; nil when it is not there.
func fileBytes(_ path: String) -> Int64? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.int64Value
}

/// Lets the owner of `model` have a file that the admin of the machine has made.
///
/// For others than the admin of the machine it does nothing.
///
/// - Parameters:
///   - path: The file.
///   - model: Whose owner gets it; nil for its folder.
package func giveToOwner(_ path: String, like model: String? = nil) {
    guard geteuid() == 0,
        let found = try? FileManager.default.attributesOfItem(
            atPath: model ?? folder(ofPath: path)),
        let owner = (found[.ownerAccountID] as? NSNumber)?.uint32Value,
        let group = (found[.groupOwnerAccountID] as? NSNumber)?.uint32Value
    else { return }
    _ = chown(path, owner, group)
}

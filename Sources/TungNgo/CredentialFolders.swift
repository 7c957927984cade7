import Foundation

/// Where systemd puts the secrets that the unit names with `LoadCredential=`.
///
/// A path of the settings that begins with `credential:` is one of them. Commands that an admin
/// runs beside the daemon are given none: they look where the running unit's are, and else where
/// the unit takes them from, as far as their user may read there.
struct CredentialFolders: Sendable {
    static let prefix = "credential:"

    /// Where the unit's own are while it runs.
    static let ofUnit = "/run/credentials/tungngo.service"

    /// Where `deploy/tungngo.service` takes them from.
    static let source = "/etc/tungngo/credentials"

    /// The name that `deploy/tungngo.service` gives to the folder, and an underscore.
    static let folderName = "tungngo_"

    private let own: String?

    init(environment: [String: String]) {
        own = environment["CREDENTIALS_DIRECTORY"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The file that a path of the settings means; nil when it is no credential's.
    func path(_ text: String) -> String? {
        guard text.hasPrefix(Self.prefix) else { return nil }
        // One name: nothing outside the folder.
        let name = String(text.dropFirst(Self.prefix.count)).replacingOccurrences(
            of: "/", with: "_")
        let places =
            own.map { ["\($0)/\(name)", "\($0)/\(Self.folderName)\(name)"] }
            ?? [
                "\(Self.ofUnit)/\(name)", "\(Self.ofUnit)/\(Self.folderName)\(name)",
                "\(Self.source)/\(name)",
            ]
        return places.first { access($0, R_OK) == 0 } ?? places[0]
    }

    /// Whether systemd looks after a file, which is then shown to no other user.
    static func holds(_ path: String) -> Bool {
        let own = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
        let folders = [own, ofUnit].compactMap(\.self)
        return folders.contains { !$0.isEmpty && path.hasPrefix($0 + "/") }
    }
}

import Configuration
import Content
import Conversation
import Foundation
import Gateway
import Messaging
import Storage

/// How this deployment is set up: one YAML file, every key also by environment variable.
///
/// `log.file` is `TUNGNGO_LOG_FILE` in the environment, which goes before the file. Secrets come
/// from files or the environment, never from the command line.
struct Settings: Sendable {
    /// Path of the SQLite file.
    var database = "tungngo.sqlite"

    /// Path of the folder with the content.
    var content = "intents"

    /// Path of the log file; nil for standard error alone.
    var logFile: String?

    /// `debug`, `info`, `notice`, `warning` or `error`.
    var logLevel = "info"

    /// How large the log files grow, and how long they are kept.
    var logLimits = LogLimits()

    var office = Office()
    var accounts: [Account] = []

    /// Folder whose files `NAME.token` are accounts; nil for none.
    var accountsFolder: String?

    /// Where accounts of the default platform are reached; nil for the platform itself.
    var defaultBase: String?

    /// Folder of the locks that keep two daemons from polling one bot; nil to choose one.
    var lockFolder: String?

    /// How fast the bot sends, where it is not as the platform publishes it.
    var pace = SendPace()

    /// Messages of an account that may be on their way to the platform at the same time.
    var sendsAtOnce = GatewayLimits().sendsAtOnce

    /// How fast people may write; nil for no limit.
    var flood: FloodLimits? = FloodLimits()

    /// Messages of an account in a month at the most; nil for no limit.
    var monthlyQuota: Int?

    /// Milliseconds for which a poll in flight may still end by itself when the daemon stops.
    var pollGraceMilliseconds = GatewayLimits().pollGraceMilliseconds

    /// When a disk is low, and when it is too full to take messages in.
    var watch = WatchLimits()

    /// How long texts and names are kept.
    var retention = Retention()

    /// Proxy for all calls, for instance `http://proxy:3128`; empty for none.
    var proxy = ""

    /// Our HTTP server, and which bots are called instead of polled.
    var web = WebPart()

    /// Path of a PEM file with the authorities to trust instead of the system's; nil for those.
    var authoritiesFile: String?

    /// Files besides the settings file whose change is a change of the settings.
    var watchedFiles: [String] = []

    /// What is not forbidden and not wise.
    var warnings: [String] = []

    /// Every key that a settings file may hold; `*` stands for the name of an account.
    static let keys =
        [
            "database", "content", "office.name", "office.province",
            "accounts", "accounts_folder", "platform", "base_url", "lock_folder",
            "account.*.token_file", "account.*.token", "account.*.base_url", "account.*.platform",
            "account.*.interval_ms", "account.*.monthly_quota", "http.proxy",
            "http.authorities_file", "disk.low_mb", "disk.stop_mb",
        ] + logKeys + privacyKeys + deliveryKeys + webKeys + officialAccountKeys

    private static let levels = ["debug", "info", "notice", "warning", "error"]

    /// Why settings cannot be used: one sentence with what to do.
    struct Problem: Error, CustomStringConvertible {
        let description: String

        /// The key that is to blame, by which its line is found.
        let key: String?

        init(_ description: String, key: String? = nil) {
            self.description = description
            self.key = key
            parts = nil
        }

        /// All in one; nil when there are none.
        init?(joining problems: [Problem]) {
            guard let first = problems.first else { return nil }
            self = problems.count == 1 ? first : Problem(parts: problems)
        }

        private let parts: [Problem]?

        private init(parts: [Problem]) {
            (description, key) = (parts.map(\.description).joined(separator: "\n"), nil)
            self.parts = parts
        }

        /// The problem with file and line before each sentence whose key is in the file.
        func placed(inFile path: String) -> Problem {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return self }
            let lines = (parts ?? [self]).map { part in
                let line = part.key.flatMap { keyLine(of: $0, inYAML: text) }
                return (line.map { "\(path):\($0): " } ?? "") + part.description
            }
            return Problem(lines.joined(separator: "\n"))
        }
    }

    /// What holds when nothing is set.
    init() {}

    /// Reads a file and the environment.
    ///
    /// - Parameters:
    ///   - path: The settings file; nil for the environment alone.
    ///   - environment: Variables by name.
    /// - Returns: The settings; relative paths count from the folder of the file.
    /// - Throws: `Problem`, or what the YAML parser says.
    static func read(file path: String?, environment: [String: String]) async throws -> Settings {
        if let path { try checkKeys(inFile: path) }
        let providers = try await providers(path, environment)
        do {
            return try Settings(
                ConfigReader(providers: providers),
                folder: path.map { ($0 as NSString).deletingLastPathComponent } ?? "",
                credentials: CredentialFolders(environment: environment))
        } catch let problem as Problem {
            throw path.map(problem.placed) ?? problem
        }
    }

    private static func checkKeys(inFile path: String) throws {
        let found: [ForeignKey]
        do {
            found = try foreignKeys(inYAML: try readText(path), file: path, known: keys)
        } catch let refused as ContentRefused {
            throw Problem(refused.description)
        }
        guard !found.isEmpty else { return }
        let lines = found.map { key in
            let hint = nearestName(to: key.path, in: keys).map { " Did you mean '\($0)'?" } ?? ""
            return "\(path):\(key.line): there is no setting '\(key.path)'.\(hint)"
        }
        throw Problem(
            lines.joined(separator: "\n")
                + "\nThe settings are: \(keys.joined(separator: ", ")).")
    }

    private init(
        _ reader: ConfigReader, folder: String, credentials: CredentialFolders
    ) throws {
        func path(_ text: String) -> String {
            if let file = credentials.path(text) { return file }
            return text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)"
        }
        database = path(reader.string(forKey: "database", default: database))
        content = path(reader.string(forKey: "content", default: content))
        logFile = reader.string(forKey: "log.file").map(path)
        logLevel = reader.string(forKey: "log.level", default: logLevel)
        guard Self.levels.contains(logLevel) else {
            throw Problem(
                "log.level must be one of \(Self.levels.joined(separator: ", ")), "
                    + "not '\(logLevel)'.", key: "log.level")
        }
        logLimits = try Self.logLimits(reader)
        retention = try Self.retention(reader)
        office = Office(
            province: reader.string(forKey: "office.province"),
            name: reader.string(forKey: "office.name", default: Office.defaultName))
        pace = try Self.pace(reader)
        flood = try Self.flood(reader)
        sendsAtOnce = try Self.sendsAtOnce(reader)
        monthlyQuota = reader.int(forKey: "delivery.monthly_quota")
        guard monthlyQuota ?? 1 > 0 else {
            throw Problem("delivery.monthly_quota must be 1 or more.", key: "delivery")
        }
        proxy = reader.string(forKey: "http.proxy", default: "")
        try readDisk(reader)
        authoritiesFile = try reader.string(forKey: "http.authorities_file").map(path)
            .map(Self.checkedAuthorities)
        accountsFolder = reader.string(forKey: "accounts_folder").map(path)
        lockFolder = reader.string(forKey: "lock_folder").map(path)
        try readAccounts(reader, path)
        web = try WebPart(reader, accounts: accounts, path: path)
    }

    private mutating func readDisk(_ reader: ConfigReader) throws {
        let low = reader.int(forKey: "disk.low_mb", default: Int(watch.diskLowBytes / 1_000_000))
        let stop = reader.int(
            forKey: "disk.stop_mb", default: min(low, Int(watch.diskFullBytes / 1_000_000)))
        guard (0...100_000_000).contains(low), (0...low).contains(stop) else {
            throw Problem(
                "disk.low_mb (megabytes free below which an admin is warned) must be from 0 to "
                    + "100000000, and disk.stop_mb (below which no messages are taken in) from 0 "
                    + "to disk.low_mb; they are \(low) and \(stop).", key: "disk")
        }
        watch.diskLowBytes = Int64(low) * 1_000_000
        watch.diskFullBytes = Int64(stop) * 1_000_000
        watch.paths = [folder(ofPath: database)] + (logFile.map { [folder(ofPath: $0)] } ?? [])
    }

    private static func checkedAuthorities(_ file: String) throws -> String {
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        guard text?.contains("-----BEGIN CERTIFICATE-----") == true else {
            throw Problem(
                "http.authorities_file: '\(file)' holds no certificate that can be read. Name the "
                    + "PEM file of the authority that signs for the platform or the proxy, or leave "
                    + "it out to trust those of the system.", key: "http.authorities_file")
        }
        return file
    }
}

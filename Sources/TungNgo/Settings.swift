import Configuration
import Content
import Conversation
import Foundation
import Gateway
import Messaging
import SystemPackage

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

    var office = Office()
    var accounts: [Account] = []

    /// How fast the bot sends, where it is not as the platform publishes it.
    var pace = SendPace()

    /// How fast people may write; nil for no limit.
    var flood: FloodLimits? = FloodLimits()

    /// Messages of an account in a month at the most; nil for no limit.
    var monthlyQuota: Int?

    /// Milliseconds for which a poll in flight may still end by itself when the daemon stops.
    var pollGraceMilliseconds = GatewayLimits().pollGraceMilliseconds

    /// When a disk is low, and when it is too full to take messages in.
    var watch = WatchLimits()

    /// Proxy for all calls, for instance `http://proxy:3128`; empty for none.
    var proxy = ""

    /// Path of a PEM file with the authorities to trust instead of the system's; nil for those.
    var authoritiesFile: String?

    /// One bot account.
    struct Account: Sendable {
        let name: String
        let platform: PlatformAccount
    }

    /// Every key that a settings file may hold; `*` stands for the name of an account.
    static let keys =
        [
            "database", "content", "log.file", "log.level", "office.name", "office.province",
            "accounts", "account.*.platform", "account.*.token_file", "account.*.token",
            "account.*.base_url", "http.proxy", "http.authorities_file", "disk.low_mb",
            "disk.stop_mb",
        ] + deliveryKeys

    private static let levels = ["debug", "info", "notice", "warning", "error"]

    /// Why settings cannot be used: one sentence with what to do.
    struct Problem: Error, CustomStringConvertible {
        let description: String
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
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: "tungngo")
        ]
        if let path {
            try checkKeys(inFile: path)
            providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
        }
        return try Settings(
            ConfigReader(providers: providers),
            folder: path.map { ($0 as NSString).deletingLastPathComponent } ?? "")
    }

    private static func checkKeys(inFile path: String) throws {
        let found: [ForeignKey]
        do {
            found = try foreignKeys(inYAML: try readText(path), file: path, known: keys)
        } catch let refused as ContentRefused {
            throw Problem(description: refused.description)
        }
        guard !found.isEmpty else { return }
        let lines = found.map { key in
            let hint = nearestName(to: key.path, in: keys).map { " Did you mean '\($0)'?" } ?? ""
            return "\(path):\(key.line): there is no setting '\(key.path)'.\(hint)"
        }
        throw Problem(
            description: lines.joined(separator: "\n")
                + "\nThe settings are: \(keys.joined(separator: ", ")).")
    }

    private init(_ reader: ConfigReader, folder: String) throws {
        func path(_ text: String) -> String {
            text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)"
        }
        database = path(reader.string(forKey: "database", default: database))
        content = path(reader.string(forKey: "content", default: content))
        logFile = reader.string(forKey: "log.file").map(path)
        logLevel = reader.string(forKey: "log.level", default: logLevel)
        guard Self.levels.contains(logLevel) else {
            throw Problem(
                description: "log.level must be one of \(Self.levels.joined(separator: ", ")), "
                    + "not '\(logLevel)'.")
        }
        office = Office(
            province: reader.string(forKey: "office.province"),
            name: reader.string(forKey: "office.name", default: Office.defaultName))
        pace = try Self.pace(reader)
        flood = try Self.flood(reader)
        monthlyQuota = reader.int(forKey: "delivery.monthly_quota")
        guard monthlyQuota ?? 1 > 0 else {
            throw Problem(description: "delivery.monthly_quota must be 1 or more.")
        }
        proxy = reader.string(forKey: "http.proxy", default: "")
        try readDisk(reader)
        authoritiesFile = try reader.string(forKey: "http.authorities_file").map(path)
            .map(Self.checkedAuthorities)
        let names = reader.stringArray(forKey: "accounts", default: [])
        guard Set(names).count == names.count else {
            throw Problem(description: "accounts names one account twice.")
        }
        accounts = try names.map { try Self.account($0, reader, path) }
    }

    private mutating func readDisk(_ reader: ConfigReader) throws {
        let low = reader.int(forKey: "disk.low_mb", default: Int(watch.diskLowBytes / 1_000_000))
        let stop = reader.int(
            forKey: "disk.stop_mb", default: min(low, Int(watch.diskFullBytes / 1_000_000)))
        guard (0...100_000_000).contains(low), (0...low).contains(stop) else {
            throw Problem(
                description: "disk.low_mb (megabytes free below which an admin is warned) must be "
                    + "from 0 to 100000000, and disk.stop_mb (below which no messages are taken "
                    + "in) from 0 to disk.low_mb; they are \(low) and \(stop).")
        }
        watch.diskLowBytes = Int64(low) * 1_000_000
        watch.diskFullBytes = Int64(stop) * 1_000_000
        watch.paths = [folder(of: database)] + (logFile.map { [folder(of: $0)] } ?? [])
    }

    private func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private static func checkedAuthorities(_ file: String) throws -> String {
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        guard text?.contains("-----BEGIN CERTIFICATE-----") == true else {
            throw Problem(
                description: "http.authorities_file: '\(file)' holds no certificate that can be "
                    + "read. Name the PEM file of the authority that signs for the platform or "
                    + "the proxy, or leave it out to trust those of the system.")
        }
        return file
    }

    private static func account(
        _ name: String, _ reader: ConfigReader, _ path: (String) -> String
    ) throws -> Account {
        let keys = ConfigKey(["account", name])
        func key(_ last: String) -> ConfigKey { ConfigKey(keys.components + [last]) }
        var token = reader.string(forKey: key("token"), isSecret: true)
        if let file = reader.string(forKey: key("token_file")).map(path) {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Problem(
                    description: "account.\(name).token_file: cannot read '\(file)'. "
                        + "Put the token that the platform gave in it, readable by this user alone."
                )
            }
            token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let token else {
            throw Problem(
                description: "account.\(name) has no token. Set account.\(name).token_file to a "
                    + "file that holds it.")
        }
        do {
            return Account(
                name: name,
                platform: try PlatformAccount(
                    on: reader.string(forKey: key("platform"), default: "zalo"), name: name,
                    token: Secret(token), base: reader.string(forKey: key("base_url"))))
        } catch {
            throw Problem(description: "account.\(name): \(error)")
        }
    }
}

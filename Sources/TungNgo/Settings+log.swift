import Configuration
import Foundation
import Gateway
import SystemPackage

extension Settings {
    /// The keys of a settings file that concern the log.
    static let logKeys = [
        "log.file", "log.level", "log.max_mb", "log.keep_files", "log.keep_days",
        "log.rotate_hours",
    ]

    /// Where log and database are, for whoever reads them: read even when other settings have
    /// mistakes, because that is when somebody looks into the log.
    struct Places: Sendable {
        let logFile: String?
        let database: String
    }

    /// Reads where log and database are, and nothing else.
    ///
    /// - Throws: What the YAML parser says.
    static func places(
        file path: String?, environment: [String: String]
    ) async throws -> Places {
        let reader = ConfigReader(providers: try await providers(path, environment))
        let folder = path.map { ($0 as NSString).deletingLastPathComponent } ?? ""
        func full(_ text: String) -> String {
            text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)"
        }
        return Places(
            logFile: reader.string(forKey: "log.file").map(full),
            database: full(reader.string(forKey: "database", default: Settings().database)))
    }

    /// The environment, which goes before the file.
    static func providers(
        _ path: String?, _ environment: [String: String]
    ) async throws -> [any ConfigProvider] {
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: "tungngo")
        guard let path else { return [variables] }
        return [variables, try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))]
    }

    /// Reads how large log files grow and how long they are kept.
    static func logLimits(_ reader: ConfigReader) throws -> LogLimits {
        var limits = LogLimits()
        func number(_ key: String, _ range: ClosedRange<Int>, usual: Int) throws -> Int {
            let value = reader.int(forKey: ConfigKey(stringLiteral: key), default: usual)
            guard range.contains(value) else {
                throw Problem(
                    "\(key) must be from \(range.lowerBound) to \(range.upperBound), not \(value).",
                    key: key)
            }
            return value
        }
        limits.fileBytesMax = 1_000_000 * (try number("log.max_mb", 1...10_000, usual: 10))
        limits.filesAsideMax = try number(
            "log.keep_files", 1...1_000, usual: limits.filesAsideMax)
        limits.keptMillisecondsMax =
            86_400_000 * Int64(try number("log.keep_days", 1...3_650, usual: 30))
        limits.fileMillisecondsMax =
            3_600_000 * Int64(try number("log.rotate_hours", 1...8_760, usual: 24))
        return limits
    }
}

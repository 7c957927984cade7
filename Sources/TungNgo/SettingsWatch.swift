import Foundation
import Gateway
import Logging
import Storage

/// Where settings come from, to read them again.
struct SettingsSource: Sendable {
    /// The settings file; nil for the environment alone.
    let path: String?
    let environment: [String: String]

    /// Reads everything anew.
    func read() async throws -> Settings {
        try await Settings.read(file: path, environment: environment)
    }
}

/// Lets a running daemon follow its settings: on SIGHUP, and when file, token or folder change.
///
/// Settings with a mistake are refused as a whole and the old ones stay.
struct SettingsWatch: Sendable {
    let source: SettingsSource
    let logger: Logger
    let readiness: Readiness

    /// Takes settings that are good.
    let follow: @Sendable (Settings) -> Void

    /// Between two looks at the files; a look costs about 1 µs a file.
    static let lookPause = Duration.seconds(3)

    /// Looks until the task is cancelled.
    func run(_ first: Settings) async {
        var (settings, seen) = (first, stamps(first))
        var mistake: String?
        await eachLook(every: Self.lookPause) { cause in
            // Taken before the files are read: what changes meanwhile is seen at the next look.
            let stamps = stamps(settings)
            // After a mistake everything is read each time: what mends it may be any file.
            guard cause == .signal || stamps != seen || mistake != nil else { return }
            seen = stamps
            do {
                let new = try await source.read()
                mistake = nil
                readiness.replace(Self.trouble, nil)
                tell(new, before: settings)
                settings = new
                seen = Dictionary(
                    uniqueKeysWithValues: self.stamps(new).map { file, stamp in
                        (file, stamps[file] ?? stamp)
                    })
                follow(new)
            } catch {
                if mistake != "\(error)" || cause == .signal { tell(refused: error) }
                mistake = "\(error)"
            }
        }
    }

    /// What tells whether anything has changed.
    private func stamps(_ settings: Settings) -> [String: FileStamp] {
        let files = [source.path, settings.accountsFolder].compactMap(\.self)
        return Dictionary(
            (files + settings.watchedFiles).compactMap { file in
                FileStamp(file).map { (file, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    private static let trouble = "settings"

    private func tell(refused error: any Error) {
        readiness.replace(
            Self.trouble,
            Readiness.Trouble(
                what: "changed settings are refused, the old ones hold: \(error)",
                remedy: "mend the file and save", since: clockNow(), isWarning: true))
        logger.log(
            .settingsRefused, .error,
            [
                "mistake": "\(error)",
                "remedy": "mend it and save; until then the settings of before hold",
            ])
    }

    private func tell(_ new: Settings, before old: Settings) {
        logger.log(.settingsTaken, .notice, ["accounts": "\(new.accounts.count)"])
        for warning in new.warnings where !old.warnings.contains(warning) {
            logger.log(.settingsWarning, .warning, ["warning": "\(warning)"])
        }
        let later = Settings.onlyAtStart.filter { $0.value(new) != $0.value(old) }.map(\.key)
        guard !later.isEmpty else { return }
        logger.log(
            .settingsLater, .warning,
            [
                "keys": "\(later.joined(separator: ", "))",
                "remedy": "these take effect when the daemon is started again",
            ])
    }
}

extension Settings {
    /// Settings that a running daemon does not follow.
    fileprivate static let onlyAtStart: [(key: String, value: @Sendable (Settings) -> String)] = [
        ("database", { $0.database }), ("content", { $0.content }),
        ("log.file", { $0.logFile ?? "" }), ("log.level", { $0.logLevel }),
        ("log.max_mb and log.keep_…", { "\($0.logLimits)" }),
        (
            "privacy.…_days",
            { settings in "\(RetainedKind.allCases.map { settings.retention[$0] })" }
        ),
        ("office", { "\($0.office)" }), ("http.proxy", { $0.proxy }),
        ("http.authorities_file", { $0.authoritiesFile ?? "" }),
        ("lock_folder", { $0.lockFolder ?? "" }),
    ]
}

import Foundation

/// One thing that the doctor has looked at.
struct Finding: Encodable, Hashable, Sendable {
    /// How bad it is, from good to bad.
    enum Level: String, Encodable, Comparable, Sendable {
        case fine
        /// It works and should be mended.
        case warning
        /// The bot does not work, or not for long.
        case broken

        static func < (left: Level, right: Level) -> Bool { left.status < right.status }

        /// The exit status that it asks for.
        var status: Int32 {
            switch self {
            case .fine: 0
            case .warning: 1
            case .broken: 2
            }
        }
    }

    /// What was looked at: `database`, `account phu-van`.
    let check: String
    let level: Level

    /// What was found, without a secret.
    let what: String

    /// The command or the step that mends it; nil when all is well.
    let remedy: String?

    static func fine(_ check: String, _ what: String) -> Finding {
        Finding(check: check, level: .fine, what: what, remedy: nil)
    }

    static func warning(_ check: String, _ what: String, mend: String) -> Finding {
        Finding(check: check, level: .warning, what: what, remedy: mend)
    }

    static func broken(_ check: String, _ what: String, mend: String) -> Finding {
        Finding(check: check, level: .broken, what: what, remedy: mend)
    }

    /// One line for a terminal.
    var line: String {
        let mark =
            switch level {
            case .fine: "ok    "
            case .warning: "MEND  "
            case .broken: "BROKEN"
            }
        let text = "\(mark)  \(check): \(what)\(remedy.map { " -> \($0)" } ?? "")"
        return String(text.map { $0.isNewline ? " " : $0 })
    }

    /// One line for a program.
    func json() throws -> String {
        try jsonLine(self)
    }
}

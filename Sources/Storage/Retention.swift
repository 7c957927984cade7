/// A kind of data that is kept for so many days after it is of no more use, and then purged.
package enum RetainedKind: String, CaseIterable, Sendable {
    case messages
    case replies
    case names
    case questions
    case difficulties
    case drafts
    case codes
    case audit

    /// The setting that says how many days.
    package var key: String { "privacy.\(rawValue)_days" }

    /// Days when nothing is set.
    package var usualDays: Int {
        switch self {
        case .messages, .replies, .codes: 90
        case .names, .questions, .difficulties: 365
        case .drafts: 30
        case .audit: 730
        }
    }
}

/// How long each kind of data is kept.
package struct Retention: Hashable, Sendable {
    /// Days that a setting may name.
    package static let daysAllowed = 1...3_650

    /// Days for which the id of an erased person's private chat stays on their messages, so that
    /// one that a platform hands out again is still known.
    package static let repeatDays: Int64 = 7

    private var days: [RetainedKind: Int] = [:]

    package init() {}

    package subscript(kind: RetainedKind) -> Int {
        get { days[kind] ?? kind.usualDays }
        set { days[kind] = newValue }
    }
}

/// What stands where a text was purged or erased: people may see it.
let forgottenText = "(đã xóa)"

/// What stands where the words of a question were, by which it is known again.
let forgottenWords = "~"

/// The content of a draft that was purged or erased: a report without anything in it.
let forgottenDraft = """
    {"campaign":"","confirmed":[],"gaps":[],"isAdditional":false,"isReplacement":false,"parts":[],\
    "silent":[],"summary":""}
    """

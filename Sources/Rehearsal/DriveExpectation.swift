/// What the bot is to do with each kind of message: the one table to change when its rules do.
enum DriveKind: String, CaseIterable, Sendable {
    /// A leader's report for today.
    case report
    /// For the day before, sent in the morning.
    case late
    /// For a village, sent by the leader of its commune.
    case onBehalf
    /// A running total (lũy kế).
    case cumulative
    /// "thêm 5 hộ": on top of the day's number.
    case more
    /// A number that no unit reaches in a day.
    case implausible
    /// A number far above what the unit reported before.
    case unusual
    /// The same message sent once more by its author.
    case twice
    /// Another number for the same day, with no word whether it is more or instead.
    case second
    /// A commune's running total without a word whether its villages are inside.
    case unclearTotal
    /// "toàn xã lũy kế 1.250 hộ", which is the sum of what the villages reported.
    case wholeSame
    /// The same with another number.
    case wholeOther
    /// "đúng", to a report that was asked about.
    case yes
    /// "27": the number that was asked about, alone.
    case number
    /// The whole report again with the right number.
    case mended
    /// "thay", to another number for the same day.
    case instead
    /// "thêm", to the same.
    case onTop
    /// "bỏ".
    case drop
    /// "nhầm, 27 hộ mới đúng".
    case correction
    /// "sửa #A12 27 hộ", by its author or the leader above.
    case numbered
    /// "hủy báo cáo".
    case undo
    /// "hủy #A12".
    case undoNumbered
    /// "tiến độ".
    case progress
    /// "mã …" in private: no business of the books.
    case claim
    /// A resident's question on a procedure.
    case question
    /// A resident's question on what is no business of the office.
    case outside
    /// A resident's thanks, whose answer is the one that the office changes meanwhile.
    case thanks
    /// A resident's thanks in a group, where the bot keeps silent.
    case courtesy

    /// What is to come of a message of this kind.
    var outcome: DriveOutcome {
        switch self {
        case .report, .late, .onBehalf, .cumulative, .more, .yes, .number, .mended, .onTop:
            .recorded
        case .implausible, .unusual, .twice, .second, .unclearTotal, .wholeOther: .askedBack
        case .correction, .numbered, .instead: .corrected
        case .undo, .undoNumbered: .voided
        case .drop: .dropped
        case .progress, .claim, .wholeSame: .answered
        case .question, .outside, .thanks: .told
        case .courtesy: .silent
        }
    }
}

/// What the bot does with a message, as far as the books go.
enum DriveOutcome: String, Sendable {
    /// A new report with exactly the lines meant.
    case recorded
    /// A new report in the place of an older one.
    case corrected
    /// A report taken out of the count.
    case voided
    /// A question of the bot is left; nothing is recorded.
    case dropped
    /// Nothing is recorded; the author is asked.
    case askedBack
    /// Nothing is recorded; the author is told something.
    case answered
    /// Nothing is recorded; a resident is told something.
    case told
    /// Nothing is recorded, nothing said.
    case silent
}

/// One message of the drive, with what it is to do.
struct DriveMessage: Sendable {
    let kind: DriveKind

    /// The unit whose leader writes, or the commune of a resident.
    let author: Int

    /// The id of the resident who writes; nil for a leader.
    var resident: String?

    /// The number of the bot; nil for that of the author's commune.
    var bot: Int?

    /// `#A?` stands for the daemon's number of the report that is meant.
    var text: String
    var isPrivate: Bool

    /// Milliseconds since 1970 that it is dated.
    var sentAt: Int64

    /// What is reported or corrected; empty for other kinds.
    var lines: [DriveBooks.Line] = []

    /// The report of the books that is corrected or taken back.
    var target: Int?

    /// Texts that must stand in the reply, their numbers whole.
    var says: [String] = []
}

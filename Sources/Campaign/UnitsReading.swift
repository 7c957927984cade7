import VietText

/// A message about several units: a reading for each of them, and what concerns them all.
///
/// Each row stands alone: one that must be asked about takes nothing from the others. Rows without
/// doubt may be recorded only when `doubts` is empty; whether the sender may report for a unit is
/// for the caller.
package struct UnitsReading: Hashable, Sendable {
    /// One reading a unit in the order of the text: `report`, `correct` or `askBack`.
    ///
    /// A row whose unit is not known has no unit and a doubt `unknownUnit` with its words; a name
    /// of several units has no unit and `severalUnits`. The spans of values and doubts are bytes of
    /// the whole text. A unit named twice stands here once where the numbers agree or complete each
    /// other, and twice, each with `contradicting`, where they differ.
    package var rows: [ReportReading]

    /// What is wrong with the message as a whole: a total that is not the sum of the rows
    /// (`contradicting`, with the indicator and the span of the total), a column that no
    /// indicator is called, the end of a text that is too long to read.
    package var doubts: [ReportDoubt]

    /// Units named with no figure on purpose: `Cây Da: chưa đi`, `Cây Da | - | -`.
    ///
    /// Missing is not 0.
    package var silent: [UnitID]

    /// A difficulty told of no single unit, as it stands in the text; those of units are in `rows`.
    package var blocker: String?

    package init(
        rows: [ReportReading], doubts: [ReportDoubt] = [], silent: [UnitID] = [],
        blocker: String? = nil
    ) {
        self.rows = rows
        self.doubts = doubts
        self.silent = silent
        self.blocker = blocker
    }
}

extension ReportReader {
    /// What a message reports for each of several units; nil when it is not about several.
    ///
    /// Reads lines that begin with a unit, rows of a unit and bare numbers below a line of
    /// indicators, units and numbers on one line, and blocks of lines below a unit. A message that
    /// names two units and reports for one is nil: `read` asks about it.
    ///
    /// - Parameters:
    ///   - text: The message, without the mention of the bot.
    ///   - sentOn: Its day at UTC+7.
    ///   - senderUnit: The unit that the sender leads; of units with one name those below it are
    ///     meant.
    /// - Returns: At least two rows, or one and units without figures; nil for a message of one unit.
    package func readUnits(
        _ text: String, sentOn: CivilDay, senderUnit: UnitID?
    ) -> UnitsReading? {
        let (limited, rest) = Self.limited(text)
        // Two units on one line, or lines whose units may be misspelled or called by a number.
        let scan = ReportScan(limited, names: names, campaign: campaign, sentOn: sentOn)
        guard scan.units.count > 1 || (scan.text.lines.last ?? 0) > 0 else { return nil }
        let units = ReportUnits(
            scan: scan, names: names, campaign: campaign, sentOn: sentOn, sender: senderUnit)
        guard var reading = units.reading() else { return nil }
        if let rest { reading.doubts.append(ReportDoubt(.outOfRange, span: rest)) }
        return reading
    }

    /// The text up to its limit, cut between lines, and the bytes that are left.
    private static func limited(_ text: String) -> (String, rest: Range<Int>?) {
        guard text.utf8.count > unitsBytesMax else { return (text, nil) }
        let head = text.utf8.prefix(unitsBytesMax)
        let end = head.lastIndex(of: UInt8(ascii: "\n")) ?? text.utf8.startIndex
        let read = String(text[..<end])
        return (read, read.utf8.count..<text.utf8.count)
    }

    /// A message about several units is read up to here, in bytes; what is left is a doubt.
    package static let unitsBytesMax = 16_000
}

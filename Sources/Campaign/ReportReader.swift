import VietText

/// Reads leaders' messages for one campaign: reports, corrections, questions, difficulties.
///
/// Typed things are consumed first (units, days, hours, phone numbers, bullets), then numbers are
/// tied to names segment by segment; a number that finds no name is asked about, never moved.
/// Compiled once for a campaign; reading is pure, and safe from any thread.
package struct ReportReader: Sendable {
    let campaign: Campaign
    let names: ReportNames

    package init(campaign: Campaign) {
        self.campaign = campaign
        names = ReportNames(campaign: campaign)
    }

    /// What a message asks the campaign to do.
    ///
    /// - Parameters:
    ///   - text: The message, without the mention of the bot.
    ///   - sentOn: Its day at UTC+7.
    ///   - senderUnit: The unit that the sender leads or whose chat it is; nil when unknown.
    /// - Returns: The best reading; `none` when the message is nothing for the campaign.
    package func read(_ text: String, sentOn: CivilDay, senderUnit: UnitID?) -> ReportReading {
        let limited = String(text.prefix(Self.charactersMax))
        let scan = ReportScan(limited, names: names, campaign: campaign, sentOn: sentOn)
        guard !scan.text.tokens.isEmpty else { return ReportReading(.none) }
        let judge = ReportJudge(
            scan: scan, names: names, campaign: campaign, sentOn: sentOn, sender: senderUnit)
        return asked(about: Self.mistypedNumbers(in: scan.text), judge.reading())
    }

    /// Asks about the whole report when a number in it is typed with letters for digits.
    ///
    /// "1o hộ" must not vanish from a report that holds other numbers.
    private func asked(about mistyped: [Range<Int>], _ reading: ReportReading) -> ReportReading {
        guard !mistyped.isEmpty, [.report, .correct, .askBack].contains(reading.action) else {
            return reading
        }
        var asked = reading
        asked.action = .askBack
        asked.doubts = mistyped.map { ReportDoubt(.noIndicator, span: $0) } + reading.doubts
        return asked
    }

    /// Tokens of digits and the letters o and l that are typed for 0 and 1: `1o`, `l2`, `2O`.
    static func mistypedNumbers(in text: ReportText) -> [Range<Int>] {
        text.whole.compactMap { token in
            guard token.flags.contains(.hasDigit), token.flags.contains(.hasLetter) else {
                return nil
            }
            let span = Int(token.start)..<Int(token.end)
            let letters = text.bytes[span].filter { !(0x30...0x39).contains($0) }
            let isMistyped = letters.allSatisfy { "oOl".utf8.contains($0) } && letters.count < 3
            return isMistyped ? span : nil
        }
    }

    /// Longer messages are read up to here; no report is longer.
    package static let charactersMax = 4_000
}

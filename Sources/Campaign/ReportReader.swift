import VietText

/// Reads leaders' messages for one campaign: reports, corrections, questions, difficulties.
///
/// Typed things are consumed first (units, days, hours, phone numbers, bullets), then numbers are
/// tied to names segment by segment; a number that finds no name is asked about, never moved.
/// Compiled once for a campaign; reading is pure, and safe from any thread.
package struct ReportReader: Sendable {
    private let campaign: Campaign
    private let names: ReportNames

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
        return judge.reading()
    }

    /// Longer messages are read up to here; no report is longer.
    package static let charactersMax = 4_000
}

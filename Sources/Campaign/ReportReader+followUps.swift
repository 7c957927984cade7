import VietText

extension ReportReader {
    /// The one unit that a text names (`thôn Đồng Mẫu ạ`); nil when it names none or several.
    ///
    /// Of units with one name the nearest to `sender` is meant.
    package func unit(namedIn text: String, near sender: UnitID?) -> UnitID? {
        let scan = scan(text, sentOn: CivilDay(epochMilliseconds: 0))
        let named = ReportPlace(scan: scan, campaign: campaign, sentOn: campaign.firstDay)
            .namedUnits(near: sender)
        return named.count == 1 ? named[0] : nil
    }

    /// The one day of the campaign that a text names; nil when it names none, or an unclear one.
    package func day(namedIn text: String, sentOn: CivilDay) -> CivilDay? {
        let scan = scan(text, sentOn: sentOn)
        guard !scan.days.isEmpty else { return nil }
        let (day, _, doubt) = ReportPlace(scan: scan, campaign: campaign, sentOn: sentOn)
            .day(outside: nil)
        return doubt == nil ? day : nil
    }

    private func scan(_ text: String, sentOn: CivilDay) -> ReportScan {
        ReportScan(
            String(text.prefix(Self.charactersMax)), names: names, campaign: campaign,
            sentOn: sentOn)
    }
}

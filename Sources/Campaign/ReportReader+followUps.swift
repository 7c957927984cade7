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

    /// The unit of a text that is nothing else ("thôn Đồng Mẫu ạ", "của ấp 1 nha"); nil for other
    /// talk that names one.
    package func unit(alone text: String, near sender: UnitID?) -> UnitID? {
        let scan = scan(text, sentOn: CivilDay(epochMilliseconds: 0))
        guard isNothingElse(than: scan.units.map(\.tokens), in: scan) else { return nil }
        return unit(namedIn: text, near: sender)
    }

    /// The day of a text that is nothing else ("hôm nay ạ", "ngày 15"); nil for other talk that
    /// names one.
    package func day(alone text: String, sentOn: CivilDay) -> CivilDay? {
        let scan = scan(text, sentOn: sentOn)
        guard isNothingElse(than: scan.days.map(\.tokens), in: scan) else { return nil }
        return day(namedIn: text, sentOn: sentOn)
    }

    private func isNothingElse(than spans: [Range<Int>], in scan: ReportScan) -> Bool {
        scan.text.tokens.indices.allSatisfy { index in
            spans.contains { $0.contains(index) }
                || Self.aroundAnswers.contains(scan.text.tokens[index].key)
        }
    }

    /// Words around an answer that change nothing.
    private static let aroundAnswers: Set<UInt64> = Set(
        [
            "da", "vang", "a", "e", "em", "co", "chu", "bac", "con", "anh", "chi", "toi", "tui",
            "minh", "cho", "cua", "la", "bao", "cao", "bc", "nhe", "nha", "nghe", "do", "day",
            "nay", "ay", "thi", "luon", "o", "ben", "chu", "ma", "oi", "bot", "don", "vi",
        ].map(Syllable.key))

    private func scan(_ text: String, sentOn: CivilDay) -> ReportScan {
        ReportScan(
            String(text.prefix(Self.charactersMax)), names: names, campaign: campaign,
            sentOn: sentOn)
    }
}

import Campaign
import Messaging
import VietText

extension Turn {
    /// Replaces the report that holds the indicators named.
    ///
    /// That is the last of its unit and day, or the sender's last one. What the correction does
    /// not name stays as it was.
    func correct(
        _ reading: ReportReading, _ text: String, _ knowledge: CampaignKnowledge
    ) throws -> Decision? {
        let campaign = knowledge.campaign
        let roles = situation.roles.filter { $0.campaign == campaign.id }
        let report = try settledByWhatStands(reading, campaign)
        guard !roles.isEmpty else { return nil }
        guard !report.values.isEmpty || report.doubts.contains(where: { $0.indicator != nil })
        else { return try record([report], text, campaign) }
        guard let unit = report.unit ?? unitMeant(in: campaign) else {
            return whichUnit(roles, campaign)
        }
        let named = report.day ?? today
        if let refusal = refusal(unit, day: named, roles, campaign) { return refusal }
        // "nhầm, 13 hộ" with no day or unit in it is about what was said last.
        var last = try situation.books.lastReport(campaign.id)
        if knowledge.reader.day(namedIn: text, sentOn: today) != nil { last = nil }
        if last?.unit != unit, knowledge.reader.unit(namedIn: text, near: unit) != nil {
            last = nil
        }
        guard
            let wrong = try reportToCorrect(report, unit, named, campaign.id, orLast: last)
        else {
            return refuse(.nothingToCorrect, ["day": .text(dayText(named))])
        }
        let decision = try correct(wrong, with: report, text, campaign)
        guard let version = try situation.books.report(wrong.number) else { return decision }
        return told(of: decision, version, campaign)
    }

    /// The correction with the doubt gone that what was reported before answers: "12 tài khoản chứ
    /// không phải 21" is about the one indicator of that report that was 21.
    private func settledByWhatStands(
        _ report: ReportReading, _ campaign: Campaign
    ) throws -> ReportReading {
        guard !report.denied.isEmpty, !report.doubts.isEmpty,
            let unit = report.unit ?? unitMeant(in: campaign)
        else { return report }
        let ofDay = try situation.books.reports(campaign.id, unit, report.day ?? today)
        guard let last = try ofDay.last ?? situation.books.lastReport(campaign.id) else {
            return report
        }
        return report.settled(
            by: Dictionary(
                last.entries.map { ($0.indicator, $0.amount) }, uniquingKeysWith: { $1 }))
    }

    /// Replaces one report: what the correction does not name stays as it was.
    func correct(
        _ wrong: StoredReport, with report: ReportReading, _ text: String, _ campaign: Campaign
    ) throws -> Decision {
        var part = self.part(of: report, text, campaign)
        part.unit = wrong.unit.rawValue
        part.day = (wrong.entries.first?.day ?? report.day ?? today).description
        part.gaps.removeAll { Self.unitReasons.contains($0.doubt) }
        part.corrects = wrong.number
        let pending = PendingReport(
            campaign: campaign.id.rawValue, parts: [part], isAdditional: false)
        return try settle(pending, of: nil, campaign)
    }

    /// The report that a correction is about: of those of its day and the sender's last one, if that
    /// may be meant, the newest that says the number denied ("chứ không phải 21"), else the newest
    /// that holds an indicator named, else the last of the day.
    func reportToCorrect(
        _ report: ReportReading, _ unit: UnitID, _ day: CivilDay, _ campaign: CampaignID,
        orLast last: StoredReport?
    ) throws -> StoredReport? {
        let named = Set(report.values.map(\.indicator) + report.doubts.compactMap(\.indicator))
        let ofDay = try situation.books.reports(campaign, unit, day)
        let others = last.map { last in
            ofDay.contains { $0.number == last.number } ? [] : [last]
        }
        let candidates = (ofDay + (others ?? [])).sorted { $0.number < $1.number }
        let denied = candidates.last { old in
            old.entries.contains {
                named.contains($0.indicator) && report.denied.contains($0.amount.value)
            }
        }
        let holding = candidates.last { old in
            old.entries.contains { named.contains($0.indicator) }
        }
        return denied ?? holding ?? ofDay.last
    }
}

import Campaign
import IntentMatching
import Messaging
import VietText

extension Turn {
    /// Reports, corrections and questions about a campaign; nil when the talk is not about one.
    func campaignTalk(_ text: String) throws -> Decision? {
        guard let knowledge = campaignInView else { return nil }
        let role = situation.roles.first { $0.campaign == knowledge.campaign.id }
        let report = knowledge.reader.read(
            text, sentOn: today, senderUnit: unitMeant(in: knowledge.campaign))
        // A leader's question on a procedure is a question, however many numbers are in it.
        let isQuestion = reading.questions.contains { $0.outcome == .answer }
        switch report.action {
        case .none:
            return nil
        case .report:
            if isQuestion, report.values.count < 2 { return nil }
            return try record(report, text, knowledge.campaign)
        case .correct:
            // "nhầm, ý em là tạm trú": what is corrected is a question.
            if report.values.isEmpty, isQuestion || reading.link == .correction { return nil }
            return try correct(report, text, knowledge.campaign)
        case .undo:
            return isQuestion ? nil : try voidLastReport()
        case .askBack:
            if isQuestion { return nil }
            // Only a leader is asked about numbers: for others they are talk.
            guard role != nil else {
                return report.values.count > 1 ? refuse(.notALeader) : nil
            }
            if !report.doubts.isEmpty, report.doubts.allSatisfy({ $0.reason == .noUnit }) {
                return whichUnit(
                    situation.roles.filter { $0.campaign == knowledge.campaign.id },
                    knowledge.campaign)
            }
            return unclear(report, text, knowledge.campaign)
        case .queryProgress:
            return isQuestion ? nil : try progress(unit: report.unit)
        case .queryRanking:
            return try ranking(unit: report.unit)
        case .queryMissing:
            return try missing(unit: report.unit, day: report.day ?? today)
        case .queryDay:
            return campaignDay()
        case .blocker, .resolveBlocker, .listBlockers:
            // What is told as a difficulty often names a procedure; only a question asks about it.
            let asks = reading.questions.contains { $0.outcome == .answer && $0.isQuestion }
            if asks || role == nil { return nil }
            return Decision(.refused, replies: [Reply(.blockerNotYet, priority: .confirmation)])
        }
    }

    /// The campaign that the sender reports to, that the chat belongs to, or that runs today.
    var campaignInView: CampaignKnowledge? {
        let named = situation.roles.first?.campaign ?? situation.chatUnit?.campaign
        return named.flatMap(knowledge.campaign) ?? knowledge.campaign(running: today)
    }

    private func record(
        _ report: ReportReading, _ text: String, _ campaign: Campaign
    ) throws -> Decision? {
        let roles = situation.roles.filter { $0.campaign == campaign.id }
        guard !roles.isEmpty else {
            // One number in a resident's sentence is no report.
            return report.values.count > 1 ? refuse(.notALeader) : nil
        }
        guard let unit = report.unit ?? unitMeant(in: campaign) else {
            return whichUnit(roles, campaign)
        }
        let day = report.day ?? today
        if let refusal = refusal(unit, day: day, roles, campaign) { return refusal }
        if report.coversSubtree, !campaign.units.children(of: unit).isEmpty {
            // The sum of a subtree is never added to what its units report themselves.
            return refuse(.wholeSubtree, ["unit": .text(name(of: unit, campaign))])
        }
        let number = try situation.books.nextReportNumber()
        let entries = report.values.map { value in
            LedgerEntry(
                report: number, unit: unit, indicator: value.indicator, day: day,
                amount: value.amount)
        }
        let record = ReportRecord(
            number: number, campaign: campaign.id, unit: unit, entries: entries, corrects: nil)
        var fields = try confirmation(record, day: day, shown: entries, campaign)
        if let blocker = report.blocker { fields["blocker"] = .text(blocker) }
        return Decision(
            .recorded, effects: [.record(record)],
            replies: [Reply(.reportRecorded, fields, priority: .confirmation)])
    }

    /// Replaces the report that holds the indicators named.
    ///
    /// That is the last of its unit and day, or the
    /// sender's last one. What the correction does not name stays as it was.
    private func correct(
        _ report: ReportReading, _ text: String, _ campaign: Campaign
    ) throws -> Decision? {
        let roles = situation.roles.filter { $0.campaign == campaign.id }
        guard !roles.isEmpty else { return nil }
        guard !report.values.isEmpty else { return unclear(report, text, campaign) }
        guard let unit = report.unit ?? unitMeant(in: campaign) else {
            return whichUnit(roles, campaign)
        }
        let named = report.day ?? today
        if let refusal = refusal(unit, day: named, roles, campaign) { return refusal }
        guard let wrong = try reportToCorrect(report, unit, named, campaign.id) else {
            return refuse(.nothingToCorrect, ["day": .text(dayText(named))])
        }
        let number = try situation.books.nextReportNumber()
        let day = wrong.entries.first?.day ?? named
        let corrected = report.values.map { value in
            LedgerEntry(
                report: number, unit: unit, indicator: value.indicator, day: day,
                amount: value.amount)
        }
        let kept = wrong.entries.filter { old in
            !corrected.contains { $0.indicator == old.indicator }
        }.map { old in
            LedgerEntry(
                report: number, unit: old.unit, indicator: old.indicator, day: old.day,
                amount: old.amount)
        }
        let record = ReportRecord(
            number: number, campaign: campaign.id, unit: unit, entries: kept + corrected,
            corrects: wrong.number)
        var fields = try confirmation(record, day: day, shown: corrected, campaign)
        fields["corrects"] = .number(wrong.number)
        return Decision(
            .recorded, effects: [.record(record)],
            replies: [Reply(.reportCorrected, fields, priority: .confirmation)])
    }

    private func reportToCorrect(
        _ report: ReportReading, _ unit: UnitID, _ day: CivilDay, _ campaign: CampaignID
    ) throws -> StoredReport? {
        let named = Set(report.values.map(\.indicator))
        let ofDay = try situation.books.reports(campaign, unit, day)
        if let match = ofDay.last(where: { old in
            old.entries.contains { named.contains($0.indicator) }
        }) {
            return match
        }
        if let last = ofDay.last { return last }
        guard let last = try situation.books.lastReport(campaign), last.unit == unit else {
            return nil
        }
        return last.entries.contains { named.contains($0.indicator) } ? last : nil
    }

    /// Takes the sender's last report out of the count.
    func voidLastReport() throws -> Decision? {
        guard let campaign = campaignInView?.campaign,
            situation.roles.contains(where: { $0.campaign == campaign.id })
        else { return nil }
        guard let last = try situation.books.lastReport(campaign.id) else {
            return refuse(.nothingToVoid)
        }
        let values = last.entries.map { entry in
            "\(campaign.indicator(entry.indicator)?.name ?? entry.indicator.rawValue): "
                + text(of: entry.amount, campaign.indicator(entry.indicator))
        }
        let fields: ReplyFields = [
            "number": .number(last.number), "unit": .text(name(of: last.unit, campaign)),
            "day": .text(dayText(last.entries.first?.day)),
            "values": .text(values.joined(separator: "; ")),
        ]
        return Decision(
            .recorded, effects: [.void(reportNumber: last.number)],
            replies: [Reply(.reportVoided, fields, priority: .confirmation)])
    }

    // MARK: Whose report

    /// The unit whose numbers a leader tells without naming it: that of the group, when it is
    /// theirs or below theirs, else the only one that they lead; nil when it could be several.
    private func unitMeant(in campaign: Campaign) -> UnitID? {
        let led = situation.roles.filter { $0.campaign == campaign.id }.map(\.unit)
        if let chat = situation.chatUnit, chat.campaign == campaign.id,
            led.contains(where: { $0 == chat.unit || campaign.units.isAncestor($0, of: chat.unit) })
        {
            return chat.unit
        }
        return led.count == 1 ? led.first : nil
    }

    private func refusal(
        _ unit: UnitID, day: CivilDay, _ roles: [Role], _ campaign: Campaign
    ) -> Decision? {
        let mayReport = roles.contains { role in
            role.unit == unit || campaign.units.isAncestor(role.unit, of: unit)
        }
        guard mayReport else {
            return refuse(.notYourUnit, ["unit": .text(name(of: unit, campaign))])
        }
        guard campaign.dayNumber(of: day) != nil else {
            return refuse(
                .dayOutside,
                [
                    "day": .text(day.vietnamese), "campaign": .text(campaign.name),
                    "from": .text(campaign.firstDay.vietnamese),
                    "to": .text(campaign.lastDay.vietnamese),
                ])
        }
        return nil
    }

    private func whichUnit(_ roles: [Role], _ campaign: Campaign) -> Decision {
        let rows: [ReplyFields] = roles.map { ["text": .text(name(of: $0.unit, campaign))] }
        return Decision(
            .askedBack,
            replies: [Reply(.whichUnit, ["choices": .rows(rows)], priority: .confirmation)])
    }

    private func unclear(
        _ report: ReportReading, _ text: String, _ campaign: Campaign
    ) -> Decision {
        let rows: [ReplyFields] = report.doubts.map { doubt in
            var row: ReplyFields = [doubt.reason.rawValue: true]
            if let words = doubt.span.flatMap({ words(in: $0, of: text) }) {
                row["words"] = .text(words)
            }
            if let key = doubt.indicator, let indicator = campaign.indicator(key) {
                row["indicator"] = .text(indicator.name)
            }
            let units = doubt.units.map { name(of: $0, campaign) }
            if !units.isEmpty { row["units"] = .text(units.joined(separator: ", ")) }
            return row
        }
        let lines = rows.isEmpty ? [[ReportDoubt.Reason.noIndicator.rawValue: true]] : rows
        return Decision(
            .askedBack,
            replies: [Reply(.reportUnclear, ["lines": .rows(lines)], priority: .confirmation)])
    }

    /// The words of the message in doubt, to be said back; nil when they are blank.
    private func words(in span: Range<Int>, of text: String) -> String? {
        let bytes = Array(text.utf8)
        guard span.lowerBound >= 0, span.upperBound <= bytes.count else { return nil }
        let words = String(decoding: bytes[span], as: UTF8.self)
        return words.contains { !$0.isWhitespace } ? words : nil
    }

    func refuse(_ key: ReplyKey, _ fields: ReplyFields = [:]) -> Decision {
        Decision(.refused, replies: [Reply(key, fields, priority: .confirmation)])
    }
}

import Campaign
import IntentMatching
import Messaging
import VietText

extension Turn {
    /// Reports, corrections and questions about a campaign; nil when the talk is not about one.
    func campaignTalk(_ text: String) throws -> Decision? {
        guard let knowledge = campaignInView else { return nil }
        let role = situation.roles.first { $0.campaign == knowledge.campaign.id }
        // A campaign named by its name is meant; its name says nothing else.
        let text = campaignNamed?.rest ?? text
        let report = knowledge.reader.read(
            text, sentOn: today, senderUnit: unitMeant(in: knowledge.campaign))
        // A leader's question on a procedure is a question, however many numbers are in it; what a
        // leader says of today's work often names a procedure without asking about it.
        let isOnProcedure = reading.questions.contains { $0.outcome == .answer }
        let isQuestion =
            role == nil
            ? isOnProcedure
            : reading.questions.contains { $0.outcome == .answer && $0.isQuestion }
        if role != nil, !isQuestion,
            let several = knowledge.reader.readUnits(
                text, sentOn: today, senderUnit: unitMeant(in: knowledge.campaign))
        {
            return try record(several, text, knowledge.campaign)
        }
        switch report.action {
        case .none:
            return nil
        case .report:
            if isQuestion, report.values.count < 2 { return nil }
            return try record([report], text, knowledge.campaign)
        case .correct:
            // "nhầm, ý em là tạm trú": what is corrected is a question.
            if report.values.isEmpty, isOnProcedure || reading.link == .correction { return nil }
            return try correct(report, text, knowledge)
        case .undo:
            return isOnProcedure ? nil : try voidLastReport()
        case .askBack:
            // Numbers for two indicators are a leader's report, whatever procedures they name.
            if isQuestion, role == nil || report.indicatorsTold < 2 { return nil }
            if isOnProcedure, report.indicatorsTold == 0 { return nil }
            // Only a leader is asked about numbers: for others they are talk.
            guard role != nil else {
                return report.values.count > 1 ? refuse(.notALeader) : nil
            }
            if report.isCorrection { return try correct(report, text, knowledge) }
            return try record([report], text, knowledge.campaign)
        case .queryProgress, .queryRanking, .queryMissing, .queryDay:
            return isOnProcedure && report.action == .queryProgress && !asksStanding(report)
                ? nil : try standing(asked: report, text)
        case .blocker:
            // What is told as a difficulty often names a procedure; only a question asks about it.
            let asks = reading.questions.contains { $0.outcome == .answer && $0.isQuestion }
            return asks && !report.isAnnounced
                ? nil : try openDifficulty(report, knowledge.campaign)
        case .resolveBlocker:
            return role == nil ? nil : try resolveDifficulty(text)
        case .listBlockers:
            return report.ticket == nil
                ? try listDifficulties(unit: report.unit) : try showDifficulty(text)
        }
    }

    /// Answers a question about where a campaign stands.
    private func standing(asked report: ReportReading, _ text: String) throws -> Decision? {
        switch report.action {
        case .queryRanking:
            try ranking(unit: report.unit, indicators: report.indicators, text)
        case .queryMissing:
            try missing(
                unit: report.unit,
                day: campaignInView?.reader.day(namedIn: text, sentOn: today) ?? today)
        case .queryDay:
            campaignDay()
        default:
            try progress(unit: report.unit, indicators: report.indicators, text)
        }
    }

    /// Records what a leader reports, for one unit or several, or asks about it.
    func record(
        _ reports: [ReportReading], _ text: String, _ campaign: Campaign
    ) throws -> Decision? {
        let roles = situation.roles.filter { $0.campaign == campaign.id }
        guard !roles.isEmpty else {
            // One number in a resident's sentence is no report.
            let count = reports.reduce(0) { $0 + $1.values.count }
            return count > 1 ? refuse(.notALeader) : nil
        }
        let parts = reports.map { part(of: $0, text, campaign) }
        var pending = PendingReport(
            campaign: campaign.id.rawValue, parts: parts, isAdditional: saysMore(text))
        pending.blocker = reports.compactMap(\.blocker).first
        return try settle(pending, of: nil, campaign)
    }

    /// Records what a leader reports for several units in one message: all of it or nothing.
    private func record(
        _ reading: UnitsReading, _ text: String, _ campaign: Campaign
    ) throws -> Decision {
        let parts = try reading.rows.map { row in
            var part = part(of: row, text, campaign)
            if row.isCorrection, let unit = part.unitID {
                part.corrects = try reportToCorrect(
                    row, unit, part.civilDay, campaign.id, orLast: nil)?.number
            }
            return part
        }
        var pending = PendingReport(
            campaign: campaign.id.rawValue, parts: parts, isAdditional: saysMore(text))
        pending.blocker = ([reading.blocker] + reading.rows.map(\.blocker)).compactMap { $0 }.first
        pending.silent = reading.silent.map(\.rawValue)
        pending.gaps = reading.doubts.map { doubt in
            PendingReport.Gap(
                reason: doubt.reason == .contradicting
                    ? PendingReport.Gap.totalDiffers : PendingReport.Gap.unread,
                indicator: doubt.indicator?.rawValue,
                words: doubt.span.flatMap { words(in: $0, of: text) }, units: [])
        }
        return try settle(pending, of: nil, campaign)
    }

    /// What one reading gives: its numbers, and a gap for each doubt that a word can fill.
    func part(
        of report: ReportReading, _ text: String, _ campaign: Campaign
    ) -> PendingReport.Part {
        var gaps: [PendingReport.Gap] = report.doubts.map { doubt in
            PendingReport.Gap(
                reason: doubt.reason.rawValue, indicator: doubt.indicator?.rawValue,
                words: doubt.span.flatMap { words(in: $0, of: text) },
                units: doubt.units.map(\.rawValue))
        }
        for index in gaps.indices where gaps[index].doubt == .severalUnits {
            // Numbers of two units in one message must not all go to the one that is named next;
            // only one name that several units share can be asked about.
            let names = Set(
                gaps[index].units.compactMap { campaign.units[UnitID(rawValue: $0)]?.name })
            if names.count > 1 { gaps[index].reason = PendingReport.Gap.severalNamed }
        }
        let asksUnit = report.doubts.contains { Self.unitReasons.contains($0.reason) }
        let unit = asksUnit ? nil : report.unit ?? unitMeant(in: campaign)
        if unit == nil {
            let led = situation.roles.filter { $0.campaign == campaign.id }.map(\.unit.rawValue)
            gaps.removeAll { $0.reason == ReportDoubt.Reason.noUnit.rawValue }
            if !asksUnit || gaps.isEmpty {
                gaps.append(
                    PendingReport.Gap(reason: ReportDoubt.Reason.noUnit.rawValue, units: led))
            }
        }
        return PendingReport.Part(
            unit: unit?.rawValue, day: (report.day ?? today).description,
            values: report.values.map { value in
                var kept = PendingReport.Value(value)
                kept.stated = report.stated[value.indicator]?.value.scaled
                return kept
            }, gaps: gaps,
            coversSubtree: report.coversSubtree)
    }

    static let unitReasons: Set<ReportDoubt.Reason> = [.noUnit, .severalUnits, .unknownUnit]

    /// Whether the numbers are said to come on top: "thêm 5 hộ", "5 hộ nữa", "bổ sung 2 tk".
    func saysMore(_ text: String) -> Bool {
        let words = Syllable.words(of: text)
        return words.indices.contains { index in
            Self.more.contains { phrase in
                index + phrase.count <= words.count
                    && zip(phrase, words[index...]).allSatisfy { wanted, typed in
                        wanted.key == typed.key && typed.marks.agrees(with: wanted.marks)
                    }
            }
        }
    }

    private static let more: [[Syllable]] = ["thêm", "nữa", "bổ sung", "cộng thêm"]
        .map { Syllable.words(of: $0) }

    // MARK: Whose report

    /// The unit whose numbers a leader tells without naming it: that of the group, when it is
    /// theirs or below theirs, else the only one that they lead; nil when it could be several.
    func unitMeant(in campaign: Campaign) -> UnitID? {
        let led = situation.roles.filter { $0.campaign == campaign.id }.map(\.unit)
        if let chat = situation.chatUnit, chat.campaign == campaign.id,
            led.contains(where: { $0 == chat.unit || campaign.units.isAncestor($0, of: chat.unit) })
        {
            return chat.unit
        }
        return led.count == 1 ? led.first : nil
    }

    /// Whether somebody with these roles leads a unit or one above it.
    func mayReport(for unit: UnitID, _ roles: [Role], _ campaign: Campaign) -> Bool {
        roles.contains { role in
            role.campaign == campaign.id
                && (role.unit == unit || campaign.units.isAncestor(role.unit, of: unit))
        }
    }

    func refusal(
        _ unit: UnitID, day: CivilDay, _ roles: [Role], _ campaign: Campaign
    ) -> Decision? {
        guard mayReport(for: unit, roles, campaign) else {
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

    func whichUnit(_ roles: [Role], _ campaign: Campaign) -> Decision {
        let rows: [ReplyFields] = roles.map { ["text": .text(name(of: $0.unit, campaign))] }
        return Decision(
            .askedBack,
            replies: [Reply(.whichUnit, ["choices": .rows(rows)], priority: .confirmation)])
    }

    /// The words of the message in doubt, to be said back; nil when they are blank.
    func words(in span: Range<Int>, of text: String) -> String? {
        let bytes = Array(text.utf8)
        guard span.lowerBound >= 0, span.upperBound <= bytes.count else { return nil }
        let words = String(decoding: bytes[span], as: UTF8.self)
        guard words.contains(where: { !$0.isWhitespace }) else { return nil }
        return PersonalNumbers(in: words).masked
    }

    func refuse(_ key: ReplyKey, _ fields: ReplyFields = [:]) -> Decision {
        Decision(.refused, replies: [Reply(key, fields, priority: .confirmation)])
    }
}

extension ReportReading {
    /// How many indicators have a number, clear or in doubt: two make a leader's report, whatever
    /// procedures their words name.
    fileprivate var indicatorsTold: Int {
        Set(values.map(\.indicator) + doubts.compactMap(\.indicator)).count
    }
}

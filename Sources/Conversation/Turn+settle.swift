import Campaign
import Messaging
import VietText

extension Turn {
    /// Records a report, or keeps it as a draft and asks what is still unclear; `draft` is the
    /// one that it comes from, nil for a message of its own.
    func settle(
        _ pending: PendingReport, of draft: StoredDraft?, _ campaign: Campaign
    ) throws -> Decision {
        let roles = situation.roles.filter { $0.campaign == campaign.id }
        for part in pending.parts {
            guard let unit = part.unitID else { continue }
            let asksDay = part.gaps.contains { Self.dayReasons.contains($0.doubt) }
            let day = asksDay ? campaign.firstDay : part.civilDay
            if let refusal = refusal(unit, day: day, roles, campaign) { return refusal }
        }
        if let answer = try comparedWithChildren(pending, draft, campaign) { return answer }
        let doubts = try doubts(about: pending, campaign)
        let isOpen = !pending.gaps.isEmpty || pending.parts.contains { !$0.gaps.isEmpty }
        guard !isOpen, doubts.isEmpty else {
            return try asked(pending, doubts, of: draft, campaign)
        }
        return try recorded(pending, of: draft, campaign)
    }

    static let dayReasons: Set<ReportDoubt.Reason> = [
        .dayInFuture, .dayOutsideCampaign, .dayUnclear,
    ]

    // MARK: Asking

    private func asked(
        _ pending: PendingReport, _ doubts: [LedgerDoubt], of draft: StoredDraft?,
        _ campaign: Campaign
    ) throws -> Decision {
        let gaps = pending.gaps + pending.parts.flatMap(\.gaps)
        let severalParts = pending.parts.count > 1
        var lines = pending.gaps.map { gapLine($0, of: nil, campaign) }
        for part in pending.parts {
            lines += part.gaps.map { gapLine($0, of: severalParts ? part : nil, campaign) }
        }
        lines += doubts.map { doubtLine($0, isNamed: severalParts, campaign) }
        var fields: ReplyFields = ["lines": .rows(lines)]
        guard gaps.allSatisfy(\.isFillable) else {
            // Nothing that a word could mend: the report is sent again as a whole.
            return Decision(
                .askedBack, effects: draft.map { [.endDraft($0.number, .cancelled)] } ?? [],
                replies: [Reply(.reportUnclear, fields, priority: .confirmation)])
        }
        var pending = pending
        pending.summary = summary(of: pending, campaign)
        let draft = try draft ?? openDrafts().first { pending.supersedes($0.content) }
        let number = try draft?.number ?? situation.drafts.nextNumber()
        let kept = NewDraft(
            number: number, content: pending,
            expiresAtMilliseconds: situation.now.milliseconds
                + NewDraft.waitsHours * 3_600_000)
        fields["number"] = .number(number)
        if !pending.parts.allSatisfy(\.values.isEmpty) {
            fields["summary"] = .text(pending.summary)
        }
        fields.merge(howToAnswer(gaps, doubts, campaign)) { $1 }
        return Decision(
            .askedBack, effects: [draft == nil ? .keepDraft(kept) : .changeDraft(kept)],
            replies: [Reply(.draftAsked, fields, priority: .confirmation)])
    }

    /// Which words answer: one field each, for the last line of the question.
    private func howToAnswer(
        _ gaps: [PendingReport.Gap], _ doubts: [LedgerDoubt], _ campaign: Campaign
    ) -> ReplyFields {
        let needed = gaps.filter { !$0.isConfirmable }
        var fields: ReplyFields = [:]
        let asksUnit = needed.first { Self.unitReasons.contains($0.doubt) }
        let asksDay = needed.contains { Self.dayReasons.contains($0.doubt) }
        let asksName = needed.contains { [.noIndicator, .severalIndicators].contains($0.doubt) }
        let number = needed.first { $0.indicator != nil && !Self.dayReasons.contains($0.doubt) }
        let more = doubts.contains { $0.isAnsweredByMore }
        let scope = doubts.first { $0.kind == .ownOrSubtree }
        if let asksUnit {
            fields["asks-unit"] = .flag(true)
            fields["example"] = .text(
                asksUnit.units.first.map { name(of: UnitID(rawValue: $0), campaign) } ?? "")
        } else if asksDay {
            fields["asks-day"] = .flag(true)
        } else if asksName {
            fields["asks-name"] = .flag(true)
            fields["example"] = .text(campaign.indicators.first?.unit ?? "")
        } else if let number {
            fields["asks-number"] = .flag(true)
            let indicator = number.indicator.flatMap {
                campaign.indicator(IndicatorKey(rawValue: $0))
            }
            fields["example"] = .text(
                "\(indicator?.kind.hasDenominator == true ? "7/9" : "27") \(indicator?.unit ?? "")")
        } else if more {
            fields["asks-more"] = .flag(true)
        } else if let scope {
            fields["asks-scope"] = .flag(true)
            fields["unit"] = .text(name(of: scope.unit, campaign))
        } else {
            fields["asks-yes"] = .flag(true)
        }
        return fields
    }

    private func gapLine(
        _ gap: PendingReport.Gap, of part: PendingReport.Part?, _ campaign: Campaign
    ) -> ReplyFields {
        var row: ReplyFields = [gap.reason: true]
        row["words"] = gap.words.map { .text($0) }
        if let indicator = gap.indicator.flatMap({ campaign.indicator(IndicatorKey(rawValue: $0)) })
        {
            row["indicator"] = .text(indicator.name)
        }
        let units = gap.units.map { name(of: UnitID(rawValue: $0), campaign) }
        if !units.isEmpty { row["units"] = .text(units.joined(separator: ", ")) }
        if let unit = part?.unitID { row["of"] = .text(name(of: unit, campaign)) }
        return row
    }

    private func doubtLine(
        _ doubt: LedgerDoubt, isNamed: Bool, _ campaign: Campaign
    ) -> ReplyFields {
        let indicator = campaign.indicator(doubt.indicator)
        var row: ReplyFields = [
            doubt.kind.rawValue: true, "words": .text(text(of: doubt.amount, indicator)),
            "indicator": .text(indicator?.name ?? doubt.indicator.rawValue),
            "day": .text(dayText(doubt.day)),
        ]
        row["earlier"] = doubt.earlier.map { .text(text(of: $0, indicator)) }
        row["report"] = doubt.report.map { .number($0) }
        if isNamed { row["of"] = .text(name(of: doubt.unit, campaign)) }
        return row
    }

    /// What a draft holds, in one line: "thôn Đồng Mẫu 14/8/2026: 25 hộ; 12 tài khoản".
    func summary(of pending: PendingReport, _ campaign: Campaign) -> String {
        pending.parts.map { part in
            let values = part.values.map { text(of: $0.amount, campaign.indicator($0.key)) }
            let unit = part.unitID.map { name(of: $0, campaign) + ", " } ?? ""
            return "\(unit)\(part.civilDay.vietnamese): "
                + (values.isEmpty ? "chưa có số" : values.joined(separator: "; "))
        }.joined(separator: " | ")
    }

    // MARK: Recording

    private func recorded(
        _ pending: PendingReport, of draft: StoredDraft?, _ campaign: Campaign
    ) throws -> Decision {
        var number = try situation.books.nextReportNumber()
        var effects: [Effect] = draft.map { [.endDraft($0.number, .recorded)] } ?? []
        // A report sent again in full: the draft of its first try has nothing more to wait for.
        effects += try openDrafts()
            .filter { $0.number != draft?.number && pending.supersedes($0.content) }
            .map { .endDraft($0.number, .cancelled) }
        var replies: [Reply] = []
        var rows: [ReplyFields] = []
        let severalParts = pending.parts.count > 1
        for (index, part) in pending.parts.enumerated() {
            guard let unit = part.unitID, !part.values.isEmpty else { continue }
            let made = try records(for: part, unit, of: pending, from: number, campaign)
            number += Int64(made.records.count)
            effects += made.voided.map { .void(reportNumber: $0) }
            effects += made.records.map { .record($0) }
            guard let record = made.records.last else { continue }
            var fields = try confirmation(
                record, replacing: made.replaced, part: part,
                shown: part.entries(of: record.number, unit: unit), campaign)
            if !made.replaced.isEmpty {
                fields["corrects"] = .text(
                    made.replaced.sorted().map { "\($0)" }.joined(separator: ", #A"))
            }
            if index == 0, let blocker = pending.blocker {
                let told = try opened(blocker, unit: unit, campaign: campaign)
                effects += told.effects
                fields.merge(told.fields) { $1 }
            }
            if severalParts {
                rows.append(fields)
            } else {
                let key: ReplyKey = made.replaced.isEmpty ? .reportRecorded : .reportCorrected
                replies.append(Reply(key, fields, priority: .confirmation))
            }
        }
        if severalParts {
            var fields: ReplyFields = [
                "reports": .rows(rows), "count": .number(rows.count),
                "day": .text(dayText(pending.parts.first?.civilDay)),
            ]
            let silent = pending.silent.map { name(of: UnitID(rawValue: $0), campaign) }
            if !silent.isEmpty { fields["silent"] = .text(silent.joined(separator: ", ")) }
            replies.append(Reply(.reportsRecorded, fields, priority: .confirmation))
        }
        return Decision(.recorded, effects: effects, replies: replies)
    }

    /// What one part writes into the ledger.
    private struct Written {
        /// The last one holds the numbers of the part.
        var records: [ReportRecord] = []
        /// Reports that nothing is left of.
        var voided: [Int64] = []
        /// Reports that no longer stand as they were.
        var replaced: Set<Int64> = []
    }

    private func records(
        for part: PendingReport.Part, _ unit: UnitID, of pending: PendingReport, from first: Int64,
        _ campaign: Campaign
    ) throws -> Written {
        var written = Written()
        let named = Set(part.values.map(\.key))
        var number = first
        var wrong: StoredReport?
        if let corrects = part.corrects {
            wrong = try situation.books.report(corrects).flatMap { $0.stands ? $0.report : nil }
        } else if pending.isReplacement {
            var earlier = try situation.books.reports(campaign.id, unit, part.civilDay)
                .filter { report in report.entries.contains { named.contains($0.indicator) } }
            wrong = earlier.popLast()
            for report in earlier {
                // Of several earlier ones the last is replaced, the others lose the numbers.
                let left = report.entries.filter { !named.contains($0.indicator) }
                written.replaced.insert(report.number)
                if left.isEmpty {
                    written.voided.append(report.number)
                } else {
                    written.records.append(
                        Self.record(number, report.unit, left, correcting: report.number, campaign))
                    number += 1
                }
            }
        }
        let kept = (wrong?.entries ?? []).filter { !named.contains($0.indicator) }
        if let wrong { written.replaced.insert(wrong.number) }
        let entries = kept + part.entries(of: number, unit: unit)
        written.records.append(
            Self.record(number, unit, entries, correcting: wrong?.number, campaign))
        return written
    }

    private static func record(
        _ number: Int64, _ unit: UnitID, _ entries: [LedgerEntry], correcting wrong: Int64?,
        _ campaign: Campaign
    ) -> ReportRecord {
        let renumbered = entries.map { entry in
            LedgerEntry(
                report: number, unit: entry.unit, indicator: entry.indicator, day: entry.day,
                amount: entry.amount)
        }
        return ReportRecord(
            number: number, campaign: campaign.id, unit: unit, entries: renumbered,
            corrects: wrong)
    }
}

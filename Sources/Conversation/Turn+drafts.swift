import Campaign
import Messaging
import VietText

extension Turn {
    /// A word on a report that waits for one ("đúng", "bỏ", a mended number); nil for other talk.
    func draftTalk(_ text: String) throws -> Decision? {
        let recent = try situation.drafts.recent()
        guard !recent.isEmpty else { return nil }
        let open = recent.filter(isOpen)
        if let answer = DraftAnswer(text) {
            let named = answer.draft.map { number in recent.first { $0.number == number } }
            if case .some(nil) = named {
                return refuse(.draftUnknown, ["number": .number(answer.draft ?? 0)])
            }
            guard let draft = named.flatMap({ $0 }) ?? open.first, isOpen(draft) else {
                return late(answer, named.flatMap { $0 } ?? recent.first)
            }
            return try take(answer.kind, to: draft)
        }
        guard let draft = open.first,
            let knowledge = knowledge.campaign(CampaignID(rawValue: draft.content.campaign)),
            !isChoice(after: draft), try !hasReported(after: draft),
            let mended = try mended(draft.content, by: text, knowledge)
        else { return nil }
        return try settle(mended, of: draft, knowledge.campaign)
    }

    /// The drafts of the sender in this chat that still wait, the newest first.
    func openDrafts() throws -> [StoredDraft] {
        try situation.drafts.recent().filter(isOpen)
    }

    private func isOpen(_ draft: StoredDraft) -> Bool {
        draft.state == .open && draft.expiresAtMilliseconds > situation.now.milliseconds
    }

    /// Whether a bare number chooses from a list that was shown after the draft was asked about.
    private func isChoice(after draft: StoredDraft) -> Bool {
        guard reading.bareNumber != nil, let topic, !topic.choices.isEmpty else { return false }
        let shown = topic.expiresAtMilliseconds - Topic.rememberedSeconds * 1_000
        return shown > asked(draft)
    }

    /// When the draft was last asked about.
    private func asked(_ draft: StoredDraft) -> Int64 {
        draft.expiresAtMilliseconds - NewDraft.waitsHours * 3_600_000
    }

    /// Whether the sender has reported since the draft was asked about: then "nhầm, 6 hộ" is about
    /// that report, and the draft takes only "đúng", "bỏ" or its number.
    private func hasReported(after draft: StoredDraft) throws -> Bool {
        let campaign = CampaignID(rawValue: draft.content.campaign)
        guard let last = try situation.books.lastReport(campaign),
            let version = try situation.books.report(last.number)
        else { return false }
        return version.recordedAt.milliseconds > asked(draft)
    }

    /// Milliseconds after its end for which an answer to a draft is still taken for one.
    private static let lateMax: Int64 = 24 * 3_600_000

    /// An answer to a draft that waits no longer: what became of it.
    private func late(_ answer: DraftAnswer, _ draft: StoredDraft?) -> Decision? {
        guard let draft, answer.draft != nil || answer.kind != .cancel else { return nil }
        let age = situation.now.milliseconds - draft.madeAtMilliseconds
        guard answer.draft != nil || age < Self.lateMax else { return nil }
        var fields: ReplyFields = [
            "number": .number(draft.number), "summary": .text(draft.content.summary),
        ]
        fields[draft.state == .open ? "expired" : draft.state.rawValue] = true
        return refuse(.draftEnded, fields)
    }

    /// What "đúng", "thêm", "thay" or "bỏ" does to a draft.
    private func take(_ verb: DraftAnswer.Kind, to draft: StoredDraft) throws -> Decision? {
        let id = CampaignID(rawValue: draft.content.campaign)
        guard let campaign = knowledge.campaign(id)?.campaign else { return nil }
        var pending = draft.content
        switch verb {
        case .cancel:
            return try dropped(draft, campaign)
        case .confirm:
            break
        case .add:
            pending.isAdditional = true
            pending.isReplacement = false
        case .replace:
            pending.isReplacement = true
            pending.isAdditional = false
        }
        pending.gaps.removeAll(where: \.isConfirmable)
        for index in pending.parts.indices {
            pending.parts[index].gaps.removeAll(where: \.isConfirmable)
        }
        let confirmed = try doubts(about: pending, campaign)
            .filter { !$0.isAnsweredByMore && $0.kind != .ownOrSubtree }.map(\.key)
        pending.confirmed += confirmed
        return try settle(pending, of: draft, campaign)
    }

    /// Leaves a draft unrecorded.
    private func dropped(_ draft: StoredDraft, _ campaign: Campaign) throws -> Decision {
        var fields: ReplyFields = [
            "number": .number(draft.number), "summary": .text(draft.content.summary),
        ]
        if let last = try situation.books.lastReport(campaign.id) {
            fields["last"] = .number(last.number)
        }
        return Decision(
            .recorded, effects: [.endDraft(draft.number, .cancelled)],
            replies: [Reply(.draftDropped, fields, priority: .confirmation)])
    }

    /// "hủy báo cáo" while a draft waits: the draft is what was said last.
    func droppedInsteadOfReport() throws -> Decision? {
        guard let draft = try openDrafts().first,
            let campaign = knowledge.campaign(CampaignID(rawValue: draft.content.campaign))
        else { return nil }
        return try dropped(draft, campaign.campaign)
    }

    // MARK: Mending

    /// The report with the gap filled that a text fills; nil when it is other talk.
    private func mended(
        _ pending: PendingReport, by text: String, _ knowledge: CampaignKnowledge
    ) throws -> PendingReport? {
        // A question or a command is none, whatever unit or day it names.
        guard reading.command == nil,
            !Self.askingActions.contains(
                knowledge.reader.read(text, sentOn: today, senderUnit: nil).action)
        else { return nil }
        return try withUnit(pending, text, knowledge) ?? withDay(pending, text, knowledge)
            ?? withScope(pending, text, knowledge) ?? withName(pending, text, knowledge)
            ?? withNumbers(pending, text, knowledge)
    }

    private static let askingActions: Set<ReportAction> = [
        .queryProgress, .queryRanking, .queryMissing, .queryDay, .undo, .listBlockers,
        .resolveBlocker,
    ]

    /// "ấp 1", or "2" for the second of the units shown.
    private func withUnit(
        _ pending: PendingReport, _ text: String, _ knowledge: CampaignKnowledge
    ) -> PendingReport? {
        let asked = Self.unitReasons
        guard
            let index = pending.parts.firstIndex(where: { part in
                part.gaps.contains { asked.contains($0.doubt) }
            }), let gap = pending.parts[index].gaps.first(where: { asked.contains($0.doubt) })
        else { return nil }
        var unit = knowledge.reader.unit(alone: text, near: situation.roles.first?.unit)
        if let number = reading.bareNumber, gap.units.indices.contains(number - 1) {
            unit = UnitID(rawValue: gap.units[number - 1])
        }
        guard let unit else { return nil }
        var mended = pending
        mended.parts[index].unit = unit.rawValue
        mended.parts[index].gaps.removeAll { asked.contains($0.doubt) }
        return mended
    }

    /// "ngày 15", "hôm qua".
    private func withDay(
        _ pending: PendingReport, _ text: String, _ knowledge: CampaignKnowledge
    ) -> PendingReport? {
        guard
            pending.parts.contains(where: { part in
                part.gaps.contains { Self.dayReasons.contains($0.doubt) }
            }), let day = knowledge.reader.day(alone: text, sentOn: today)
        else { return nil }
        var mended = pending
        for index in mended.parts.indices {
            let count = mended.parts[index].gaps.count
            mended.parts[index].gaps.removeAll { Self.dayReasons.contains($0.doubt) }
            if mended.parts[index].gaps.count < count {
                mended.parts[index].day = day.description
            }
        }
        return mended
    }

    /// "riêng xã" or "toàn xã" for a running total of a unit with others below it.
    private func withScope(
        _ pending: PendingReport, _ text: String, _ knowledge: CampaignKnowledge
    ) throws -> PendingReport? {
        let asked = try doubts(about: pending, knowledge.campaign)
            .filter { $0.kind == .ownOrSubtree }
        let words = Syllable.words(of: text)
        guard !asked.isEmpty,
            words.allSatisfy({ word in Self.scopeWords.contains { $0.key == word.key } })
        else { return nil }
        func says(_ wanted: [Syllable]) -> Bool {
            words.contains { word in
                wanted.contains { $0.key == word.key && word.marks.agrees(with: $0.marks) }
            }
        }
        var mended = pending
        if says(Self.ownWords) {
            mended.confirmed += asked.map(\.key)
            return mended
        }
        guard says(Self.wholeWords) else { return nil }
        for index in mended.parts.indices { mended.parts[index].coversSubtree = true }
        return mended
    }

    private static let ownWords = Syllable.words(of: "riêng")
    private static let wholeWords = Syllable.words(of: "toàn cả tổng chung")

    /// Words of which an answer about the scope is made.
    private static let scopeWords =
        ownWords + wholeWords
        + Syllable.words(
            of:
                "bộ xã phường tỉnh huyện thôn ấp khu phố thị trấn thành của số là dạ ạ em đó đấy này "
                + "nhé nha thôi luôn gồm bên dưới hết tất")

    /// "hộ" for "hôm nay 12".
    private func withName(
        _ pending: PendingReport, _ text: String, _ knowledge: CampaignKnowledge
    ) -> PendingReport? {
        let asked: [ReportDoubt.Reason] = [.noIndicator, .severalIndicators]
        guard
            let index = pending.parts.firstIndex(where: { part in
                part.gaps.contains { asked.contains($0.doubt) }
            }), let gap = pending.parts[index].gaps.first(where: { asked.contains($0.doubt) }),
            let words = gap.words, Self.isShort(text)
        else { return nil }
        let part = pending.parts[index]
        let read = knowledge.reader.read(
            "\(words) \(text)", sentOn: today, senderUnit: part.unitID)
        guard read.doubts.isEmpty, read.values.count == 1, let value = read.values.first,
            !part.values.contains(where: { $0.key == value.indicator })
        else { return nil }
        var mended = pending
        mended.parts[index].take(PendingReport.Value(value))
        mended.parts[index].gaps.removeAll { $0 == gap }
        return mended
    }

    /// "27", "27 hộ", "nhầm, 27 hộ": numbers for what is in doubt, and for nothing else.
    private func withNumbers(
        _ pending: PendingReport, _ text: String, _ knowledge: CampaignKnowledge
    ) throws -> PendingReport? {
        var asked: [(part: Int, indicator: IndicatorKey)] = []
        for (index, part) in pending.parts.enumerated() {
            for gap in part.gaps {
                guard let key = gap.indicator.map(IndicatorKey.init(rawValue:)),
                    !asked.contains(where: { $0 == (index, key) })
                else { continue }
                asked.append((index, key))
            }
        }
        for doubt in try doubts(about: pending, knowledge.campaign) {
            guard let index = pending.parts.firstIndex(where: { $0.unitID == doubt.unit }),
                !asked.contains(where: { $0 == (index, doubt.indicator) })
            else { continue }
            asked.append((index, doubt.indicator))
        }
        guard let first = asked.first else { return nil }
        var mended = pending
        if asked.count == 1, Self.isShort(text),
            let amount = knowledge.reader.number(in: text, for: first.indicator)
        {
            let operation =
                pending.parts[first.part].values.first { $0.key == first.indicator }?
                .amount.operation ?? amount.operation
            let mend = Amount(operation, amount.value, of: amount.denominator)
            let part = pending.parts[first.part]
            mended.parts[first.part].take(
                PendingReport.Value(
                    indicator: first.indicator.rawValue, operation: operation.rawValue,
                    value: amount.value.scaled, denominator: amount.denominator?.scaled))
            if let indicator = knowledge.campaign.indicator(first.indicator),
                knowledge.campaign.isImplausible(
                    mend, indicator, unit: part.unitID, day: part.civilDay)
            {
                mended.parts[first.part].gaps.append(
                    PendingReport.Gap(
                        reason: ReportDoubt.Reason.implausible.rawValue,
                        indicator: indicator.key.rawValue, words: text, units: []))
            }
            return mended
        }
        return withReading(pending, text, asked, knowledge)
    }

    private func withReading(
        _ pending: PendingReport, _ text: String,
        _ asked: [(part: Int, indicator: IndicatorKey)], _ knowledge: CampaignKnowledge
    ) -> PendingReport? {
        let reader = knowledge.reader
        let named = reader.unit(namedIn: text, near: situation.roles.first?.unit)
        let read = reader.read(text, sentOn: today, senderUnit: named)
        let day = reader.day(namedIn: text, sentOn: today)
        let open = asked.filter { named == nil || pending.parts[$0.part].unitID == named }
        let doubts = read.doubts.filter { $0.reason != .noUnit }
        guard [.report, .correct, .askBack].contains(read.action), !read.coversSubtree,
            Set(open.map(\.part)).count == 1, let index = open.first?.part,
            !read.values.isEmpty || !doubts.isEmpty,
            read.values.allSatisfy({ value in open.contains { $0.indicator == value.indicator } }),
            doubts.allSatisfy({ doubt in open.contains { $0.indicator == doubt.indicator } }),
            day == nil
        else { return nil }
        var mended = pending
        for value in read.values {
            var number = PendingReport.Value(value)
            let old = pending.parts[index].values.first { $0.key == value.indicator }
            if let old { number.operation = old.operation }
            mended.parts[index].take(number)
        }
        for doubt in doubts {
            mended.parts[index].gaps.removeAll { $0.indicator == doubt.indicator?.rawValue }
            if doubt.reason != .implausible {
                mended.parts[index].values.removeAll { $0.key == doubt.indicator }
            }
            mended.parts[index].gaps.append(
                PendingReport.Gap(
                    reason: doubt.reason.rawValue, indicator: doubt.indicator?.rawValue,
                    words: doubt.span.flatMap { words(in: $0, of: text) }, units: []))
        }
        if saysMore(text) { mended.isAdditional = true }
        return mended
    }

    /// Whether a text is short enough to be nothing but an answer.
    private static func isShort(_ text: String) -> Bool {
        Syllable.words(of: text).count <= shortMax
    }

    private static let shortMax = 8
}

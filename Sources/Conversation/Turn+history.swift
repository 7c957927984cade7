import Campaign
import Messaging
import VietText

extension Turn {
    /// Corrections, undos and histories of a report by its number ('#A12'); nil for other talk.
    func numberedTalk(_ text: String) throws -> Decision? {
        guard let command = ReportNumber(text) else { return nil }
        guard !situation.roles.isEmpty || command.verb == .history else {
            return isPrivate ? refuse(.notALeader) : nil
        }
        guard let number = command.number, let version = try situation.books.report(number),
            let knowledge = knowledge.campaign(version.report.campaign)
        else {
            return refuse(.reportUnknown, command.number.map { ["number": .number($0)] } ?? [:])
        }
        let (report, campaign) = (version.report, knowledge.campaign)
        let roles = situation.roles.filter { $0.campaign == campaign.id }
        if command.verb == .history {
            // Numbers are for everybody, names for those who lead something in the drive.
            return try history(of: version, isNamed: !roles.isEmpty, campaign)
        }
        // Who leads the unit or one above it may change it, whoever reported.
        guard mayReport(for: report.unit, roles, campaign) else {
            return refuse(.notYourUnit, ["unit": .text(name(of: report.unit, campaign))])
        }
        guard version.stands else { return try ended(version, campaign) }
        if command.verb == .undo { return told(of: void(report, campaign), version, campaign) }
        let read = knowledge.reader.read(
            command.rest, sentOn: report.entries.first?.day ?? today, senderUnit: report.unit
        ).settled(
            by: Dictionary(
                report.entries.map { ($0.indicator, $0.amount) }, uniquingKeysWith: { $1 }))
        guard !read.values.isEmpty || !read.doubts.isEmpty else {
            return Decision(
                .askedBack,
                replies: [
                    Reply(
                        .reportUnclear, ["lines": .rows([["no-number": true]])],
                        priority: .confirmation)
                ])
        }
        return told(
            of: try correct(report, with: read, command.rest, campaign), version, campaign)
    }

    /// The decision with word to the chat of a report that somebody else has changed elsewhere:
    /// who reported must not find other numbers without knowing why.
    func told(
        of decision: Decision, _ version: ReportVersion, _ campaign: Campaign
    ) -> Decision {
        guard decision.outcome == .recorded, version.account == message.account,
            version.chat != message.chat, version.report.reporter != message.sender
        else { return decision }
        let made = decision.effects.compactMap { effect -> Int64? in
            if case .record(let record) = effect { record.number } else { nil }
        }
        var fields: ReplyFields = [
            "number": .number(version.report.number),
            "unit": .text(name(of: version.report.unit, campaign)),
            "day": .text(dayText(version.report.entries.first?.day)),
            "name": .text(message.senderName),
        ]
        if let next = made.last {
            fields["next"] = .number(next)
        } else if case .void? = decision.effects.last {
            fields["voided"] = true
        } else {
            return decision
        }
        var decision = decision
        decision.replies.append(
            Reply(.reportChanged, fields, priority: .confirmation, to: version.chat))
        return decision
    }

    /// Takes the sender's last report out of the count, or the draft that waits.
    func voidLastReport() throws -> Decision? {
        guard let campaign = campaignInView?.campaign,
            situation.roles.contains(where: { $0.campaign == campaign.id })
        else { return nil }
        if let dropped = try droppedInsteadOfReport() { return dropped }
        guard let last = try situation.books.lastReport(campaign.id) else {
            return refuse(.nothingToVoid)
        }
        return void(last, campaign)
    }

    private func void(_ report: StoredReport, _ campaign: Campaign) -> Decision {
        let fields: ReplyFields = [
            "number": .number(report.number), "unit": .text(name(of: report.unit, campaign)),
            "day": .text(dayText(report.entries.first?.day)),
            "values": .text(values(of: report, campaign)),
        ]
        return Decision(
            .recorded, effects: [.void(reportNumber: report.number)],
            replies: [Reply(.reportVoided, fields, priority: .confirmation)])
    }

    private func values(of report: StoredReport, _ campaign: Campaign) -> String {
        report.entries.map { entry in
            "\(campaign.indicator(entry.indicator)?.name ?? entry.indicator.rawValue): "
                + text(of: entry.amount, campaign.indicator(entry.indicator))
        }.joined(separator: "; ")
    }

    /// A report that no longer counts cannot be changed: what stands in its place is named.
    private func ended(_ version: ReportVersion, _ campaign: Campaign) throws -> Decision {
        var fields: ReplyFields = ["number": .number(version.report.number)]
        if let next = try situation.books.correction(version.report.number) {
            fields["next"] = .number(next.report.number)
        }
        return refuse(.reportEnded, fields)
    }

    // MARK: History

    /// Versions that one history shows: the newest ones.
    private static let versionsMax = 10

    private func history(
        of version: ReportVersion, isNamed: Bool, _ campaign: Campaign
    ) throws -> Decision {
        var versions = [version]
        while let earlier = versions.first?.corrects,
            let before = try situation.books.report(earlier)
        {
            versions.insert(before, at: 0)
        }
        while let last = versions.last,
            let next = try situation.books.correction(last.report.number)
        {
            versions.append(next)
        }
        let rows: [ReplyFields] = versions.suffix(Self.versionsMax).map { version in
            var row: ReplyFields = [
                "number": .number(version.report.number),
                "time": .text(clock(version.recordedAt)),
                "name": .text(isNamed ? version.reporterName : ""),
                "values": .text(values(of: version.report, campaign)),
            ]
            if let ended = version.ended, version.report.number == versions.last?.report.number {
                row["ended"] = .text(clock(ended.at))
                row["by"] = .text(isNamed ? ended.by : "")
            }
            return row
        }
        let fields: ReplyFields = [
            "number": .number(version.report.number),
            "unit": .text(name(of: version.report.unit, campaign)),
            "day": .text(dayText(version.report.entries.first?.day)), "lines": .rows(rows),
            "stands": .flag(versions.last?.stands ?? false),
        ]
        return Decision(
            .answered, replies: [Reply(.reportHistory, fields, priority: .confirmation)])
    }
}

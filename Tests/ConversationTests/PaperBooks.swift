import Campaign
import Conversation
import Messaging
import VietText

/// The ledger as a list of reports, folded anew for each question: what `Storage` must equal.
final class PaperBooks {
    private let campaigns: [CampaignID: Campaign]
    private var reports: [Reported] = []
    private var gone: [Int64: (at: Timestamp, by: String)] = [:]

    private struct Reported {
        let record: ReportRecord
        let reporter: PersonID
        let at: Timestamp
        let chat: ChatID
    }

    init(_ knowledge: Knowledge) {
        campaigns = Dictionary(
            uniqueKeysWithValues: knowledge.campaigns.map { ($0.campaign.id, $0.campaign) })
    }

    /// Stores what a decision wants stored; the topic is the business of the caller.
    func apply(
        _ effect: Effect, by person: PersonID, at now: Timestamp = Timestamp(milliseconds: 0),
        in chat: ChatID = ChatID(rawValue: "chat")
    ) {
        switch effect {
        case .setTopic:
            break
        case .record(let record):
            if let old = record.corrects { gone[old] = (now, person.rawValue) }
            reports.append(Reported(record: record, reporter: person, at: now, chat: chat))
        case .void(let number):
            gone[number] = (now, person.rawValue)
        default:
            break
        }
    }

    /// The books as one person asks them.
    func books(for person: PersonID) -> Books {
        Books(
            nextReportNumber: { Int64(self.reports.count + 1) },
            totals: { campaign, units, day in
                guard let known = self.campaigns[campaign] else { return [:] }
                let entries = units.flatMap { self.entries(campaign, $0) }
                return try Standings(entries: entries, campaign: known, through: day).own
            },
            entries: { self.entries($0, $1) },
            lastReport: { campaign in
                self.standing(campaign).last { $0.reporter == person }
            },
            reports: { campaign, unit, day in
                self.standing(campaign).filter { report in
                    report.entries.contains { $0.unit == unit && $0.day == day }
                }
            },
            report: { number in self.versions.first { $0.report.number == number } },
            correction: { number in self.versions.last { $0.corrects == number } },
            reportedUnits: { campaign, day in
                let entries = self.standing(campaign).flatMap(\.entries)
                return Set(entries.filter { $0.day == day }.map(\.unit)).sorted()
            })
    }

    private var versions: [ReportVersion] {
        reports.map { reported in
            let (record, reporter) = (reported.record, reported.reporter)
            return ReportVersion(
                report: StoredReport(
                    number: record.number, campaign: record.campaign, unit: record.unit,
                    reporter: reporter, entries: record.entries),
                reporterName: reporter.rawValue, recordedAt: reported.at,
                account: AccountID(rawValue: "bot"), chat: reported.chat, corrects: record.corrects,
                ended: gone[record.number])
        }
    }

    private func standing(_ campaign: CampaignID) -> [StoredReport] {
        versions.filter { $0.report.campaign == campaign && $0.stands }.map(\.report)
    }

    private func entries(_ campaign: CampaignID, _ unit: UnitID) -> [LedgerEntry] {
        standing(campaign).flatMap(\.entries).filter { $0.unit == unit }
    }
}

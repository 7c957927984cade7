import Campaign
import Conversation
import Messaging
import VietText

/// The ledger as a list of reports, folded anew for each question: what `Storage` must equal.
final class PaperBooks {
    private let campaigns: [CampaignID: Campaign]
    private var reports: [(record: ReportRecord, reporter: PersonID)] = []
    private var gone: Set<Int64> = []
    private var codes: [String: Role] = [:]

    /// Units that each person leads.
    private(set) var roles: [PersonID: [Role]] = [:]

    init(_ knowledge: Knowledge) {
        campaigns = Dictionary(
            uniqueKeysWithValues: knowledge.campaigns.map { ($0.campaign.id, $0.campaign) })
    }

    func invite(_ code: String, _ role: Role) { codes[code] = role }

    func appoint(_ person: PersonID, _ role: Role) { roles[person, default: []].append(role) }

    /// Stores what a decision wants stored; the topic is the business of the caller.
    func apply(_ effect: Effect, by person: PersonID) {
        switch effect {
        case .setTopic:
            break
        case .record(let record):
            if let old = record.corrects { gone.insert(old) }
            reports.append((record, person))
        case .void(let number):
            gone.insert(number)
        case .claimInvitation(let code):
            if let role = codes.removeValue(forKey: code) { appoint(person, role) }
        case .maskText, .handOver, .answerQuestion, .dropQuestion, .claimDesk:
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
            reportedUnits: { campaign, day in
                let entries = self.standing(campaign).flatMap(\.entries)
                return Set(entries.filter { $0.day == day }.map(\.unit)).sorted()
            },
            invitation: { self.codes[$0] })
    }

    private func standing(_ campaign: CampaignID) -> [StoredReport] {
        reports.filter { $0.record.campaign == campaign && !gone.contains($0.record.number) }
            .map { record, reporter in
                StoredReport(
                    number: record.number, campaign: campaign, unit: record.unit,
                    reporter: reporter, entries: record.entries)
            }
    }

    private func entries(_ campaign: CampaignID, _ unit: UnitID) -> [LedgerEntry] {
        standing(campaign).flatMap(\.entries).filter { $0.unit == unit }
    }
}

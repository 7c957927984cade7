import Campaign
import Messaging
import VietText

/// What is known about the chat and the person when a message is decided upon.
package struct Situation {
    /// The moment of the turn, read once by the shell.
    package let now: Timestamp

    /// What this person last talked about in this chat; nil when nothing.
    ///
    /// One that has expired counts as none.
    package let topic: Topic?

    /// The units that the sender leads.
    package let roles: [Role]

    /// The unit that the chat is bound to; nil for most private chats.
    package let chatUnit: Role?

    /// What the ledger can be asked, inside the same transaction.
    package let books: Books

    /// What the list of unanswered questions can be asked, inside the same transaction.
    package let desk: Desk

    /// What the drafts of the sender in this chat can be asked, inside the same transaction.
    package let drafts: Drafts

    /// The sender's number and rights, and what the chat has heard and wants to hear.
    package let known: Acquaintance

    /// What the register of leaders can be asked, inside the same transaction.
    package let people: Register

    /// What may be asked about difficulties, inside the same transaction.
    package let difficulties: Difficulties

    /// What an admin may ask about the work of the daemon.
    package var operations: Operations

    /// The message is too much, and is answered with that alone; nil for nearly all.
    package let flood: FloodNotice?

    package init(
        now: Timestamp, topic: Topic?, roles: [Role], chatUnit: Role? = nil, books: Books,
        desk: Desk = .closed, drafts: Drafts = .none,
        known: Acquaintance = Acquaintance(), people: Register = .empty,
        difficulties: Difficulties = .none, operations: Operations = .none,
        flood: FloodNotice? = nil
    ) {
        self.now = now
        self.topic = topic
        self.roles = roles
        self.chatUnit = chatUnit
        self.books = books
        self.desk = desk
        self.drafts = drafts
        self.known = known
        self.people = people
        self.difficulties = difficulties
        self.operations = operations
        self.flood = flood
    }
}

/// A person leads a unit in a campaign (tổ trưởng, người phụ trách).
package struct Role: Hashable, Sendable {
    package let campaign: CampaignID
    package let unit: UnitID

    package init(campaign: CampaignID, unit: UnitID) {
        self.campaign = campaign
        self.unit = unit
    }
}

/// What one person in one chat talks about, so that "thế lệ phí bao nhiêu?" finds its procedure.
package struct Topic: Hashable, Sendable, Codable {
    /// Slug of the procedure talked about.
    package var procedure: String?

    /// Candidates that the person was asked to choose from, in the order shown; at most three.
    package var choices: [Choice]

    /// What was last asked of it (`le-phi`); nil after an overview.
    package var aspect: String?

    /// After this moment the topic is forgotten: milliseconds since the epoch.
    package var expiresAtMilliseconds: Int64

    /// One numbered candidate.
    package struct Choice: Hashable, Sendable, Codable {
        package let procedure: String
        package let aspect: String?

        package init(procedure: String, aspect: String?) {
            self.procedure = procedure
            self.aspect = aspect
        }
    }

    package init(
        procedure: String?, aspect: String? = nil, choices: [Choice], expiresAtMilliseconds: Int64
    ) {
        self.procedure = procedure
        self.aspect = aspect
        self.choices = choices
        self.expiresAtMilliseconds = expiresAtMilliseconds
    }

    /// A topic is remembered for so many seconds: half an hour, a pause within one errand.
    package static let rememberedSeconds: Int64 = 1_800
}

/// Questions that `decide` may put to the ledger; answered inside the turn's transaction.
///
/// A struct of closures: `Storage` answers from SQL, tests from a fold over a few entries. Every
/// answer counts only what stands: voided reports are left out.
package struct Books {
    /// The number that the next report will get.
    package let nextReportNumber: () throws -> Int64

    /// Totals of each unit's own entries up to and including a day, for the units given.
    ///
    /// Units and indicators without entries have no key.
    package let totals:
        (CampaignID, [UnitID], _ through: CivilDay) throws -> [UnitID: [IndicatorKey: Total]]

    /// Entries of one unit of its own that still stand, in the order of their reports.
    package let entries: (CampaignID, UnitID) throws -> [LedgerEntry]

    /// The last report of this sender in a campaign that still stands.
    package let lastReport: (CampaignID) throws -> StoredReport?

    /// Reports of a unit for a day that still stand, oldest first.
    package let reports: (CampaignID, UnitID, CivilDay) throws -> [StoredReport]

    /// The report with a number and what became of it; nil when there is none.
    package let report: (_ number: Int64) throws -> ReportVersion?

    /// The report that replaced one by correcting it; nil when none did.
    package let correction: (_ of: Int64) throws -> ReportVersion?

    /// Units of a campaign with a standing report for a day.
    package let reportedUnits: (CampaignID, CivilDay) throws -> [UnitID]

    package init(
        nextReportNumber: @escaping () throws -> Int64,
        totals:
            @escaping (CampaignID, [UnitID], CivilDay) throws -> [UnitID: [IndicatorKey: Total]],
        entries: @escaping (CampaignID, UnitID) throws -> [LedgerEntry],
        lastReport: @escaping (CampaignID) throws -> StoredReport?,
        reports: @escaping (CampaignID, UnitID, CivilDay) throws -> [StoredReport],
        report: @escaping (Int64) throws -> ReportVersion?,
        correction: @escaping (Int64) throws -> ReportVersion?,
        reportedUnits: @escaping (CampaignID, CivilDay) throws -> [UnitID]
    ) {
        self.nextReportNumber = nextReportNumber
        self.totals = totals
        self.entries = entries
        self.lastReport = lastReport
        self.reports = reports
        self.report = report
        self.correction = correction
        self.reportedUnits = reportedUnits
    }
}

/// A report as the ledger holds it.
package struct StoredReport: Hashable, Sendable {
    package let number: Int64
    package let campaign: CampaignID
    package let unit: UnitID
    package let reporter: PersonID
    package let entries: [LedgerEntry]

    package init(
        number: Int64, campaign: CampaignID, unit: UnitID, reporter: PersonID,
        entries: [LedgerEntry]
    ) {
        self.number = number
        self.campaign = campaign
        self.unit = unit
        self.reporter = reporter
        self.entries = entries
    }
}

/// A report and what became of it, for its history.
package struct ReportVersion: Sendable {
    package let report: StoredReport

    /// The reporter's name as the platform gave it; may be empty.
    package let reporterName: String
    package let recordedAt: Timestamp

    /// Where it was reported; the chat is one of the account.
    package let account: AccountID
    package let chat: ChatID

    /// The report that it replaced, when it is a correction.
    package let corrects: Int64?

    /// When it stopped counting and whose message did that; nil while it stands.
    package let ended: (at: Timestamp, by: String)?

    package init(
        report: StoredReport, reporterName: String, recordedAt: Timestamp, account: AccountID,
        chat: ChatID, corrects: Int64?, ended: (at: Timestamp, by: String)?
    ) {
        self.report = report
        self.reporterName = reporterName
        self.recordedAt = recordedAt
        self.account = account
        self.chat = chat
        self.corrects = corrects
        self.ended = ended
    }

    /// Whether it counts.
    package var stands: Bool { ended == nil }
}
